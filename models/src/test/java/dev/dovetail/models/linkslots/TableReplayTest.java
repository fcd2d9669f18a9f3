package dev.dovetail.models.linkslots;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.links.LinkNetwork;
import dev.dovetail.models.testing.Fig5;
import dev.dovetail.models.testing.SmallSlotProblems;
import dev.dovetail.models.testing.SmallSlotProblems.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables that follow from good transmissions replay without a finding; every small change of one is found. */
class TableReplayTest {
  static List<Example> examples() {
    return SmallSlotProblems.all();
  }

  private static Evaluation judge(LinkSlotsProblem problem, SlotTable table) {
    return new LinkSlotsEvaluator().evaluate(problem, table);
  }

  private static List<String> findings(LinkSlotsProblem problem, SlotTable table) {
    return judge(problem, table).violations().stream().map(Object::toString).toList();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void derived_tables_do_what_their_transmissions_say(Example example) {
    assertThat(findings(example.problem(), example.table())).isEmpty();
    assertThat(findings(example.problem(), example.loaded())).isEmpty();
    assertThat(judge(example.problem(), example.loaded()).cost()).isEqualTo(judge(example.problem(), example.table()).cost());
    // The cost counts the rows without making them.
    assertThat(judge(example.problem(), example.table()).cost())
        .containsEntry("tableEntries", (long) Objects.requireNonNull(example.loaded().tables()).routers().size());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void every_changed_row_of_a_source_is_found(Example example) {
    SlotTable table = example.loaded();
    SlotTable.Tables tables = Objects.requireNonNull(table.tables());
    for (int i = 0; i < tables.sources().size(); i++) {
      SlotTable.SourceRow r = tables.sources().get(i);
      List<SlotTable.SourceRow> changed = new ArrayList<>();
      for (int d = -1; d <= 1; d += 2) {
        changed.add(new SlotTable.SourceRow(r.tile() + d, r.message(), r.start(), r.end()));
        changed.add(new SlotTable.SourceRow(r.tile(), r.message() + d, r.start(), r.end()));
        changed.add(new SlotTable.SourceRow(r.tile(), r.message(), r.start() + d, r.end()));
        changed.add(new SlotTable.SourceRow(r.tile(), r.message(), r.start(), r.end() + d));
        changed.add(new SlotTable.SourceRow(r.tile(), r.message(), r.start() + d, r.end() + d));
      }
      for (SlotTable.SourceRow c : changed) {
        found(example, with(table, new SlotTable.Tables(replaced(tables.sources(), i, c), tables.routers())), r + " -> " + c);
      }
      found(example, with(table, new SlotTable.Tables(dropped(tables.sources(), i), tables.routers())), "no " + r);
      found(example, with(table, new SlotTable.Tables(doubled(tables.sources(), i), tables.routers())), "twice " + r);
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void every_changed_row_of_a_router_is_found(Example example) {
    SlotTable table = example.loaded();
    SlotTable.Tables tables = Objects.requireNonNull(table.tables());
    for (int i = 0; i < tables.routers().size(); i++) {
      for (SlotTable.RouterRow c : changes(tables.routers().get(i), example.problem().network().links())) {
        found(example, with(table, new SlotTable.Tables(tables.sources(), replaced(tables.routers(), i, c))),
            tables.routers().get(i) + " -> " + c);
      }
      found(example, with(table, new SlotTable.Tables(tables.sources(), dropped(tables.routers(), i))),
          "no " + tables.routers().get(i));
      found(example, with(table, new SlotTable.Tables(tables.sources(), doubled(tables.routers(), i))),
          "twice " + tables.routers().get(i));
    }
  }

  private static List<SlotTable.RouterRow> changes(SlotTable.RouterRow r, LinkNetwork links) {
    List<SlotTable.RouterRow> changed = new ArrayList<>();
    for (int d = -1; d <= 1; d += 2) {
      changed.add(new SlotTable.RouterRow(r.node() + d, r.input(), r.message(), r.start(), r.end(), r.outputs(), r.delays()));
      changed.add(new SlotTable.RouterRow(r.node(), r.input() + d, r.message(), r.start(), r.end(), r.outputs(), r.delays()));
      changed.add(new SlotTable.RouterRow(r.node(), r.input(), r.message() + d, r.start(), r.end(), r.outputs(), r.delays()));
      changed.add(new SlotTable.RouterRow(r.node(), r.input(), r.message(), r.start() + d, r.end(), r.outputs(), r.delays()));
      changed.add(new SlotTable.RouterRow(r.node(), r.input(), r.message(), r.start(), r.end() + d, r.outputs(), r.delays()));
      changed.add(new SlotTable.RouterRow(r.node(), r.input(), r.message(), r.start() + d, r.end() + d, r.outputs(), r.delays()));
    }
    for (int o = 0; o < r.outputs().size(); o++) {
      int at = o;
      changed.add(outputs(r, list -> dropped(list, at)));
      changed.add(outputs(r, list -> doubled(list, at)));
      for (int e = SlotTable.LOCAL; e <= links.edges().size(); e++) {
        int other = e;
        boolean near = e == SlotTable.LOCAL || e == links.edges().size() || links.edges().get(e).from() == r.node()
            || Math.abs(e - r.outputs().get(at)) == 1;
        if (near && !r.outputs().contains(other)) {
          changed.add(outputs(r, list -> replaced(list, at, other)));
        }
      }
      List<Long> delays = new ArrayList<>();
      for (int p = 0; p < r.outputs().size(); p++) {
        delays.add(r.delay(p) + (p == at ? 1 : 0));
      }
      changed.add(new SlotTable.RouterRow(r.node(), r.input(), r.message(), r.start(), r.end(), r.outputs(), delays));
    }
    return changed;
  }

  private static SlotTable.RouterRow outputs(SlotTable.RouterRow r, UnaryOperator<List<Integer>> change) {
    return new SlotTable.RouterRow(r.node(), r.input(), r.message(), r.start(), r.end(), change.apply(r.outputs()), r.delays());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void every_changed_transmission_is_found(Example example) {
    SlotTable table = example.loaded();
    List<Transmission> all = table.transmissions();
    for (int i = 0; i < all.size(); i++) {
      Transmission t = all.get(i);
      List<Transmission> changed = new ArrayList<>();
      for (int d = -1; d <= 1; d += 2) {
        changed.add(new Transmission(t.message() + d, t.edges(), t.start(), t.waits()));
        changed.add(new Transmission(t.message(), t.edges(), t.start() + d, t.waits()));
      }
      for (int e = 0; e < t.edges().size(); e++) {
        changed.add(new Transmission(t.message(), dropped(t.edges(), e), t.start(), t.waits()));
        changed.add(new Transmission(t.message(), doubled(t.edges(), e), t.start(), t.waits()));
        changed.add(new Transmission(t.message(), replaced(t.edges(), e, t.edges().get(e) + 1), t.start(), t.waits()));
        List<Long> waits = new ArrayList<>();
        for (int p = 0; p < t.edges().size(); p++) {
          waits.add((t.waits().isEmpty() ? 0 : t.waits().get(p)) + (p == e ? 1 : 0));
        }
        changed.add(new Transmission(t.message(), t.edges(), t.start(), waits));
      }
      for (Transmission c : changed) {
        found(example, new SlotTable(replaced(all, i, c), table.period(), table.tables()), t + " -> " + c);
      }
      found(example, new SlotTable(dropped(all, i), table.period(), table.tables()), "no " + t);
      found(example, new SlotTable(doubled(all, i), table.period(), table.tables()), "twice " + t);
    }
    found(example, new SlotTable(all, table.period() - 1, table.tables()), "a shorter period");
  }

  private static void found(Example example, SlotTable changed, String what) {
    assertThat(findings(example.problem(), changed)).as(what).isNotEmpty();
  }

  /** Flow 3 is injected one slot early: in slot 4 its first flit comes to router 2, which looks for it from slot 5 on. */
  @Test
  void a_source_that_is_one_slot_early_is_found_with_link_and_slot() {
    Fig5 figure = new Fig5(LocalPorts.BOTH);
    SlotTable.Tables tables = SlotTables.of(figure.problem(), figure.figure().transmissions());
    List<SlotTable.SourceRow> sources = new ArrayList<>(tables.sources());
    sources.replaceAll(r -> r.message() == 2 ? new SlotTable.SourceRow(r.tile(), 2, r.start() - 1, r.end() - 1) : r);
    SlotTable shifted = with(figure.figure(), new SlotTable.Tables(sources, tables.routers()));
    assertThat(findings(figure.problem(), shifted)).contains(
        "table-missing-row at link inj(2): In slot 4 flit 0 of message 3 comes over it, and no row of the router 2 says where it goes.",
        "table-delivery at tile 3: In slot 7 flit 1 of message 3 arrives instead of flit 0.");
  }

  /** All of flow 3 one slot early, in transmissions and tables alike: on 2->3 in slot 5 it meets the last flit of flow 1. */
  @Test
  void flits_that_want_one_output_are_found_with_link_slot_and_messages() {
    Fig5 figure = new Fig5(LocalPorts.BOTH);
    List<Transmission> early = figure.table(0, 2, 4, 0).transmissions();
    SlotTable table = new SlotTable(early, 0, SlotTables.of(figure.problem(), early));
    assertThat(findings(figure.problem(), table)).contains(
        "link-capacity at link 2->3: In slot 5 it carries both message 1 and message 3.",
        "table-collision at link 2->3: In slot 5 flit 1 of message 1 and flit 0 of message 3 want it.");
  }

  /** 3->2, 2->1 and so on for ever: the flits of flow 4 go round 6, 7, 5, 4. */
  @Test
  void flits_that_go_round_in_circles_stop_the_replay() {
    Fig5 figure = new Fig5(LocalPorts.ONE);
    SlotTable.Tables tables = SlotTables.of(figure.problem(), figure.figure().transmissions());
    List<SlotTable.RouterRow> routers = new ArrayList<>(tables.routers());
    routers.removeIf(r -> r.message() == 3 && r.input() == figure.edge("6->7"));
    String[] circle = {"6->7", "7->5", "5->4", "4->6"};
    for (int i = 0; i < 4; i++) {
      int input = figure.edge(circle[i]);
      int node = figure.problem().network().links().edges().get(input).to();
      routers.add(new SlotTable.RouterRow(node, input, 3, 0, 40, List.of(figure.edge(circle[(i + 1) % 4]))));
    }
    SlotTable round = with(figure.figure(), new SlotTable.Tables(tables.sources(), routers));
    assertThat(findings(figure.problem(), round)).anyMatch(f -> f.startsWith("table-overlap") || f.startsWith("table-message"))
        .anyMatch(f -> f.contains("table-delivery at tile 7: Of message 4 0 of 2 flits have arrived."));
  }

  private static SlotTable with(SlotTable table, SlotTable.Tables tables) {
    return new SlotTable(table.transmissions(), table.period(), tables);
  }

  private static <T> List<T> replaced(List<T> list, int i, T value) {
    List<T> copy = new ArrayList<>(list);
    copy.set(i, value);
    return copy;
  }

  private static <T> List<T> dropped(List<T> list, int i) {
    List<T> copy = new ArrayList<>(list);
    copy.remove(i);
    return copy;
  }

  private static <T> List<T> doubled(List<T> list, int i) {
    List<T> copy = new ArrayList<>(list);
    copy.add(i, list.get(i));
    return copy;
  }
}
