package dev.dovetail.encodings.linkslots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.encodings.Encoded;
import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.encodings.cp.Enumerator;
import dev.dovetail.models.linkslots.Flow;
import dev.dovetail.models.linkslots.Goal;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.RoutePolicy;
import dev.dovetail.models.linkslots.SlotTable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkSlotsModelsTest {
  private static long optimum(Encoded<SlotTable> model) {
    long[] best = {Long.MAX_VALUE};
    assertThat(new Enumerator(model.model(), () -> false).improvingSolutions(a -> {
      best[0] = model.model().objectiveOf(a);
      return true;
    })).isTrue();
    return best[0];
  }

  private static LinkSlotsEncoding.Known upTo(long upper) {
    return new LinkSlotsEncoding.Known(Long.MIN_VALUE, upper);
  }

  /**
   * 0 -> 3 and 1 -> 3, four flits each, in a row of four. With the second first: it starts at 0 and has 1->2 in [1, 5); the first one has it
   * two slots after its start, so it starts at 3 and finishes at 3 + 3 + 1 + 4 = 11. The other way round it is 12.
   */
  @Test
  void twoMessagesThatShareTheirLastLinksFinishAtEleven() {
    LinkSlotsProblem problem = TinySlots.mesh(4, 1, RoutePolicy.XY, Flow.unicast("a", 0, 3, 4), Flow.unicast("b", 1, 3, 4));
    assertThat(optimum(new LinkSlotsEncoding().encode(TinySlots.choices(problem), upTo(14)))).isEqualTo(11);
    assertThat(optimum(new TimeExpandedEncoding().encode(TinySlots.choices(problem), upTo(12)))).isEqualTo(11);
  }

  /** Both messages hold 1->2, 2->3 and the port of 3, always one slot apart from each other: one disjunction is left. */
  @Test
  void aCommonEndOfTwoRoutesIsOneDisjunction() {
    LinkSlotsProblem problem = TinySlots.mesh(4, 1, RoutePolicy.XY, Flow.unicast("a", 0, 3, 4), Flow.unicast("b", 1, 3, 4));
    assertThat(new ChannelUses(TinySlots.choices(problem)).binding()).hasSize(1);
    assertThat(new LinkSlotsEncoding().encode(TinySlots.choices(problem), LinkSlotsEncoding.NOTHING).model().statistics())
        .containsEntry("no-overlap", 1).containsEntry("intervals", 2);
  }

  /** Two messages 0 -> 3 on two by two tiles share both ports; a flit each: the second starts one slot later, 0+1 + 2 + 1 + 1 = 5. */
  @Test
  void equalMessagesStartInTheirOrder() {
    LinkSlotsProblem problem =
        TinySlots.mesh(2, 2, RoutePolicy.SHORTEST, Flow.unicast("a", 0, 3, 1), Flow.unicast("b", 0, 3, 1));
    LinkSlotsModel model = new LinkSlotsEncoding().encode(TinySlots.choices(problem), upTo(6));
    assertThat(optimum(model)).isEqualTo(5);
    new Enumerator(model.model(), () -> false).allSolutions(a -> {
      SlotTable table = model.decode(a);
      assertThat(table.transmissions().get(0).start()).isLessThan(table.transmissions().get(1).start());
      return true;
    });
  }

  @Test
  void nothingIsBetterThanTheOptimum() {
    LinkSlotsProblem problem = TinySlots.mesh(4, 1, RoutePolicy.XY, Flow.unicast("a", 0, 3, 4), Flow.unicast("b", 1, 3, 4));
    assertThat(optimum(new LinkSlotsEncoding().encode(TinySlots.choices(problem), upTo(10)))).isEqualTo(Long.MAX_VALUE);
    assertThat(optimum(new TimeExpandedEncoding().encode(TinySlots.choices(problem), upTo(10)))).isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void bothModelsAgreeAndHintsMeanTheirTables(long seed) {
    LinkSlotsProblem problem = TinySlots.random(seed);
    RouteChoices choices = TinySlots.choices(problem);
    LinkSlotsModel intervals = new LinkSlotsEncoding().encode(choices, upTo(problem.rules().goal() == Goal.MAKESPAN ? 14 : 60));
    long[] best = {Long.MAX_VALUE};
    Assignment[] at = new Assignment[1];
    new Enumerator(intervals.model(), () -> false).improvingSolutions(a -> {
      best[0] = intervals.model().objectiveOf(a);
      at[0] = Assignment.of(a.toArray());
      return true;
    });
    if (at[0] == null) {
      assertThat(optimum(new TimeExpandedEncoding().encode(choices, upTo(14)))).isEqualTo(Long.MAX_VALUE);
      return;
    }
    SlotTable table = intervals.decode(at[0]);
    assertThat(intervals.cost(table)).isEqualTo(best[0]);
    Assignment hint = intervals.hint(table);
    assertThat(intervals.model().check(hint)).isEmpty();
    assertThat(intervals.model().objectiveOf(hint)).isEqualTo(best[0]);
    assertThat(intervals.decode(hint)).isEqualTo(table);
    if (problem.rules().goal() == Goal.MAKESPAN) {
      TimeExpandedModel columns = new TimeExpandedEncoding().encode(choices, upTo(best[0]));
      assertThat(columns.model().check(columns.hint(table))).isEmpty();
      assertThat(columns.decode(columns.hint(table))).isEqualTo(table);
      if (columns.model().variables().size() < 60) {
        assertThat(optimum(columns)).isEqualTo(best[0]);
      }
      assertThat(optimum(new TimeExpandedEncoding().encode(choices, upTo(best[0] - 1)))).isEqualTo(Long.MAX_VALUE);
    }
  }

  /** Two by two tiles, one phit for each pair: 12 messages in three groups of four under quarter turns. */
  @Test
  void allToAllLooksTheSameAfterAQuarterTurn() {
    RouteChoices all = TinySlots.choices(TinySlots.allToAll(2, 2));
    List<RouteChoices> symmetric = SymmetricChoices.of(all);
    assertThat(symmetric).isNotEmpty();
    RouteChoices turns = symmetric.stream().filter(c -> c.together().size() == 3).findFirst().orElseThrow();
    LinkSlotsModel model = new LinkSlotsEncoding().encode(turns, upTo(8));
    long best = optimum(model);
    // The port of a tile takes three messages; the last one that arrives has crossed a link: 3 + 1 + 1 = 5, and one goes two links.
    assertThat(best).isBetween(5L, 7L);
    long[] found = new long[1];
    new Enumerator(model.model(), () -> false).improvingSolutions(a -> {
      SlotTable table = model.decode(a);
      found[0] = model.model().objectiveOf(a);
      LinkSlotsModel whole = new LinkSlotsEncoding().encode(all, upTo(8));
      assertThat(whole.model().check(whole.hint(table))).isEmpty();
      assertThat(whole.cost(table)).isEqualTo(found[0]);
      return true;
    });
    assertThat(found[0]).isEqualTo(best);
  }

  @Test
  void trafficWithoutSymmetryHasNoSymmetricChoices() {
    LinkSlotsProblem problem = TinySlots.mesh(4, 1, RoutePolicy.XY, Flow.unicast("a", 0, 3, 4), Flow.unicast("b", 1, 3, 4));
    assertThat(SymmetricChoices.of(TinySlots.choices(problem))).isEmpty();
  }

  @Test
  void goalsThatRepeatAreRefused() {
    LinkSlotsProblem problem = TinySlots.mesh(2, 1, RoutePolicy.XY, Flow.unicast("a", 0, 1, 1));
    LinkSlotsProblem periodic = problem.with(problem.rules().withGoal(Goal.PERIOD));
    assertThat(LinkSlotsEncoding.takes(periodic)).isFalse();
    assertThatThrownBy(() -> new LinkSlotsEncoding().encode(TinySlots.choices(periodic), LinkSlotsEncoding.NOTHING))
        .hasMessageContaining("must not repeat");
  }
}
