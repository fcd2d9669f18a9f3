package dev.dovetail.models.linkslots;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.Findings;
import dev.dovetail.models.links.Walk;
import dev.dovetail.models.testing.Fig5;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** METRO's Fig. 5: what the paper prints, what follows from it, and that nothing fits better with its trees. */
class Fig5Test {
  private static Evaluation judge(Fig5 figure, SlotTable table) {
    return new LinkSlotsEvaluator().evaluate(figure.problem(), table);
  }

  @Test
  void the_figures_slots_are_executable_and_end_after_12_slots() {
    Fig5 figure = new Fig5(LocalPorts.BOTH);
    Evaluation evaluation = judge(figure, figure.figure());
    assertThat(evaluation.violations()).isEmpty();
    assertThat(evaluation.objective()).isEqualTo(Fig5.expected().get("figure_makespan").asLong());
    // 2 flits over 4 links, 2 over 5, 5 over 1, 2 over 1.
    assertThat(evaluation.cost()).containsEntry("flitHops", 25L).containsEntry("makespanSlots", 12L).containsEntry("unserved",
        0L);
    // Finishes 0 + 5 + 2, 2 + 5 + 2, 5 + 2 + 5 and 0 + 2 + 2.
    assertThat(evaluation.cost()).containsEntry("weightedFinishSlots", 7L + 9 + 12 + 4);
    // Routers: MC, 8, 1, 2, 3 for flow 1; MC, 8, 4, 5, 6, 7 for flow 2; 2, 3; 6, 7.
    assertThat(evaluation.cost()).containsEntry("tableEntries", 15L).containsEntry("maxRouterEntries", 2L);
  }

  /** With h links and L flits: t + h + 1 + L, t + h + L, t + h - 1 + L; without ports as the last. */
  @ParameterizedTest
  @CsvSource({"BOTH, 12", "ONE, 11", "NONE, 10", "OPEN, 10"})
  void each_convention_of_local_ports_counts_its_own_finish(LocalPorts ports, long makespan) {
    Fig5 figure = new Fig5(ports);
    assertThat(judge(figure, figure.figure()).violations()).isEmpty();
    assertThat(judge(figure, figure.figure()).objective()).isEqualTo(makespan);
  }

  @Test
  void every_link_is_held_in_the_figures_slots() {
    Fig5 figure = new Fig5(LocalPorts.BOTH);
    Findings findings = new Findings();
    Journeys journeys = new Journeys(figure.problem(), figure.figure().transmissions(), findings);
    for (Map.Entry<String, JsonNode> flow : Fig5.expected().get("windows_from_1").properties()) {
      int m = Integer.parseInt(flow.getKey()) - 1;
      Walk walk = Objects.requireNonNull(journeys.walks[m]);
      Map<String, List<Long>> held = new TreeMap<>();
      for (int i = 0; i < walk.edgeOffsets().length; i++) {
        long from = journeys.start(m) + walk.edgeOffsets()[i] + 1;
        held.put(figure.problem().network().links().edges().get(journeys.route(m).get(i)).name(),
            List.of(from, from + walk.edgeDurations()[i] - 1));
      }
      Map<String, List<Long>> expected = new TreeMap<>();
      for (Map.Entry<String, JsonNode> window : flow.getValue().properties()) {
        String link = window.getKey();
        String source = m < 2 ? "MC" : m == 2 ? "2" : "6";
        String name = link.equals("inj")
            ? "inj(" + source + ")"
            : link.startsWith("ej") ? "ej(" + link.substring(2) + ")" : link.replace(">", "->");
        expected.put(name, List.of(window.getValue().get(0).asLong(), window.getValue().get(1).asLong()));
      }
      assertThat(held).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource(LocalPorts.class)
  void sources_inject_in_the_published_ranges(LocalPorts ports) {
    Fig5 figure = new Fig5(ports);
    SlotTable.Tables tables = SlotTables.of(figure.problem(), figure.figure().transmissions());
    List<String> ranges = new ArrayList<>();
    for (SlotTable.SourceRow row : tables.sources()) {
      ranges
          .add(figure.problem().messages().get(row.message()).name() + ": [" + (row.start() + 1) + ", " + (row.end() + 1) + "]");
    }
    assertThat(ranges).containsExactlyInAnyOrder("1: [1, 2]", "2: [3, 4]", "3: [6, 10]", "4: [1, 2]");
  }

  /** Counted from 1 the flits are on the input from the north in [5, 6]; they leave to the east, the south and the tile. */
  @Test
  void router_4_copies_as_the_paper_prints() {
    Fig5 figure = new Fig5(LocalPorts.BOTH);
    int four = figure.problem().network().links().nodeIndices().get("4");
    List<SlotTable.RouterRow> rows =
        SlotTables.of(figure.problem(), figure.figure().transmissions()).routers().stream().filter(r -> r.node() == four)
            .toList();
    assertThat(rows).singleElement().satisfies(row -> {
      assertThat(row.input()).isEqualTo(figure.edge("8->4"));
      assertThat(row.start()).isEqualTo(4);
      assertThat(row.end()).isEqualTo(5);
      assertThat(row.message()).isEqualTo(1);
      assertThat(row.outputs()).containsExactlyInAnyOrder(figure.edge("4->6"), figure.edge("4->5"), figure.edge("ej(4)"));
      assertThat(row.delays()).isEmpty();
    });
  }

  /** Earliest fit in the order of the flows: each message in the first slot in which all of it is free. */
  @ParameterizedTest
  @EnumSource(value = LocalPorts.class, names = "OPEN", mode = EnumSource.Mode.EXCLUDE)
  void earliest_fit_in_order_gives_the_published_slots(LocalPorts ports) {
    Fig5 figure = new Fig5(ports);
    long[] starts = new long[0];
    for (JsonNode published : Fig5.expected().get("earliest_fit_in_id_order_t0")) {
      long[] next = java.util.Arrays.copyOf(starts, starts.length + 1);
      while (fails(figure, next, "link-capacity")) {
        next[starts.length]++;
      }
      assertThat(next[starts.length]).isEqualTo(published.asLong());
      starts = next;
    }
  }

  private static boolean fails(Fig5 figure, long[] starts, String rule) {
    return judge(figure, figure.table(starts)).violations().stream().anyMatch(v -> v.rule().equals(rule));
  }

  /** All injection slots up to 6, which is more than 9 leaves to any of them. */
  @Test
  void no_slots_on_these_trees_end_before_9() {
    Fig5 figure = new Fig5(LocalPorts.BOTH);
    long best = Long.MAX_VALUE;
    for (int code = 0; code < 7 * 7 * 7 * 7; code++) {
      Evaluation evaluation = judge(figure, figure.table(code % 7, code / 7 % 7, code / 49 % 7, code / 343));
      best = evaluation.isExecutable() ? Math.min(best, evaluation.objective()) : best;
    }
    assertThat(best).isEqualTo(Fig5.expected().get("optimal_makespan_with_these_trees").asLong());
    assertThat(judge(figure, figure.table(2, 0, 0, 0)).isExecutable()).isTrue();
    assertThat(judge(figure, figure.table(2, 0, 0, 0)).objective()).isEqualTo(best);
  }

  /** Flow 3 one slot earlier: the link 2->3 still carries flow 1 in slot 5 (counted from 0). */
  @Test
  void one_slot_earlier_is_found_with_link_slot_and_messages() {
    Fig5 figure = new Fig5(LocalPorts.BOTH);
    assertThat(judge(figure, figure.table(0, 2, 4, 0)).violations()).extracting(Object::toString)
        .contains("link-capacity at link 2->3: In slot 5 it carries both message 1 and message 3.");
  }
}
