package dev.dovetail.solver.fusion.soma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.Violation;
import dev.dovetail.models.dramschedule.DefaultSchedule;
import dev.dovetail.models.dramschedule.DramSchedule;
import dev.dovetail.models.fusion.Expansion;
import dev.dovetail.models.fusion.FusionEvaluator;
import dev.dovetail.models.fusion.FusionMapping;
import dev.dovetail.models.fusion.FusionPlan;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.models.fusion.PlanExpansion;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PlanMovesTest {
  private static final Set<String> OF_PLANS = Set.of("order", "cuts", "tile-count", "weight-loads", "isolate-fc");

  private static PlanMoves moves(long seed, boolean subGroups) {
    return new PlanMoves(SmallProblems.problem(), new SplittableRandom(seed), subGroups);
  }

  private static Evaluation judge(FusionProblem problem, FusionPlan plan) {
    Expansion.Expanded expanded = new PlanExpansion(problem).expand(plan).result();
    DramSchedule schedule =
        expanded == null ? new DramSchedule(List.of(), List.of()) : DefaultSchedule.of(expanded.schedule());
    return new FusionEvaluator().evaluate(problem, new FusionMapping(plan, schedule));
  }

  /** Layers in their order; {@code cuts} by position as in {@link PlanDraft}, {@code tiles} by position. */
  private static PlanDraft draft(int[] cuts, int... tiles) {
    PlanDraft draft = new PlanDraft(new int[] {0, 1, 2, 3, 4, 5, 6, 7}, tiles);
    System.arraycopy(cuts, 0, draft.cut, 0, cuts.length);
    return draft;
  }

  @Test
  void everyMoveLeavesAPlanThatTheJudgeFindsNoFaultWith() {
    FusionProblem problem = SmallProblems.problem();
    for (boolean subGroups : new boolean[] {true, false}) {
      PlanMoves moves = new PlanMoves(problem, new SplittableRandom(1), subGroups);
      PlanDraft current = InitialPlan.of(problem);
      int made = 0;
      for (int round = 0; round < 3_000; round++) {
        PlanDraft next = current.copy();
        if (moves.change(next)) {
          assertThat(judge(problem, next.plan()).violations()).extracting(Violation::rule)
              .doesNotContainAnyElementsOf(OF_PLANS);
          current = next;
          made++;
        }
      }
      assertThat(made).isGreaterThan(500);
    }
  }

  @Test
  void withoutSubGroupsOnlyTheIsolatedPoolingEverIsOne() {
    PlanMoves moves = moves(5, false);
    PlanDraft current = InitialPlan.of(SmallProblems.problem());
    for (int round = 0; round < 3_000; round++) {
      PlanDraft next = current.copy();
      if (moves.change(next)) {
        current = next;
        assertThat(next.plan().flcCuts().stream().filter(p -> p < 6)).isEmpty();
      }
    }
  }

  @Test
  void theNextLayerBeginsTheGroupOfALayerThatLeavesIt() {
    PlanDraft draft = draft(new int[] {2, 0, 0, 2, 0, 0, 2, 0}, 4, 0, 0, 8, 0, 0, 1, 0);
    PlanMoves.relocate(draft, 3, 1);
    assertThat(draft.plan().order()).isEqualTo(List.of(0, 3, 1, 2, 4, 5, 6, 7));
    assertThat(draft.plan().dramCuts()).isEqualTo(List.of(0, 4, 6)); // layer 4 begins the group now; layer 3 is in the first one
    assertThat(draft.plan().tileCounts()).isEqualTo(List.of(4, 8, 1));
  }

  @Test
  void aGroupOfOneLayerVanishesWithItsTileCountWhenTheLayerLeavesIt() {
    PlanDraft draft = draft(new int[] {2, 1, 0, 2, 1, 0, 2, 0}, 4, 2, 0, 8, 16, 0, 1, 0);
    PlanMoves.relocate(draft, 3, 2);
    assertThat(draft.plan().order()).isEqualTo(List.of(0, 1, 3, 2, 4, 5, 6, 7));
    assertThat(draft.plan().dramCuts()).isEqualTo(List.of(0, 4, 6)); // the layer group that it began goes on with its second sub-group
    assertThat(draft.plan().flcCuts()).isEqualTo(List.of(1));
    assertThat(draft.plan().tileCounts()).isEqualTo(List.of(4, 2, 16, 1));
  }

  @Test
  void aLayerThatArrivesBeforeACutJoinsTheGroupThatEndsThere() {
    PlanDraft draft = draft(new int[] {2, 0, 0, 0, 2, 0, 2, 0}, 4, 0, 0, 0, 2, 0, 1, 0);
    PlanMoves.relocate(draft, 1, 3);
    assertThat(draft.plan().order()).isEqualTo(List.of(0, 2, 3, 1, 4, 5, 6, 7));
    assertThat(draft.plan().dramCuts()).isEqualTo(List.of(0, 4, 6));
  }

  /**
   * Layer 3 has room between 0 and 4, at 1 or 2 instead of 3; layer 2 between 1 and 4, at 3 instead of 2. With equal chances for the layers
   * and then for the places, 0 1 3 2 comes up in 1/4 + 1/2 of all cases.
   */
  @Test
  void aLayerMovesBetweenItsProducersAndItsConsumers() {
    PlanMoves moves = moves(3, true);
    int second = 0;
    for (int i = 0; i < 600; i++) {
      PlanDraft draft = draft(new int[] {2, 0, 0, 0, 0, 0, 2, 0}, 1, 0, 0, 0, 0, 0, 1, 0);
      assertThat(moves.moveLayer(draft)).isTrue();
      assertThat(draft.plan().order().subList(1, 4)).isIn(List.of(3, 1, 2), List.of(1, 3, 2));
      second += draft.order[2] == 3 ? 1 : 0;
    }
    assertThat(second / 600.0).isCloseTo(0.75, within(0.06)); // 3.4 standard deviations
  }

  /** Layers 0 with 4 tiles, 1 to 3 with 8: the merged sub-group has 8 with probability 3/4. */
  @Test
  void aMergedSubGroupKeepsTheTileCountOfEitherByItsNumberOfLayers() {
    PlanMoves moves = moves(4, true);
    int later = 0;
    for (int i = 0; i < 1_000; i++) {
      PlanDraft draft = draft(new int[] {2, 1, 0, 0, 2, 0, 2, 0}, 4, 8, 0, 0, 1, 0, 1, 0);
      assertThat(moves.mergeSubGroups(draft)).isTrue();
      assertThat(draft.cut[1]).isEqualTo(PlanDraft.NONE);
      assertThat(draft.cut[4]).isEqualTo(PlanDraft.DRAM);
      assertThat(draft.tiles[0]).isIn(4, 8);
      later += draft.tiles[0] == 8 ? 1 : 0;
    }
    assertThat(later / 1_000.0).isCloseTo(0.75, within(0.05)); // 3.6 standard deviations
  }

  @Test
  void mergedLayerGroupsKeepTheirOtherSubGroups() {
    PlanDraft draft = draft(new int[] {2, 1, 0, 2, 0, 1, 0, 0}, 4, 8, 0, 8, 0, 1, 0, 0);
    assertThat(moves(1, true).mergeGroups(draft)).isTrue();
    assertThat(draft.plan().dramCuts()).isEqualTo(List.of(0));
    assertThat(draft.plan().flcCuts()).isEqualTo(List.of(1, 5));
    assertThat(draft.plan().tileCounts()).isEqualTo(List.of(4, 8, 1));
  }

  @Test
  void aSplitLayerGroupHasTheSameTileCountOnBothSides() {
    PlanMoves moves = moves(2, true);
    for (int i = 0; i < 50; i++) {
      PlanDraft draft = draft(new int[] {2, 0, 0, 1, 0, 0, 2, 2}, 4, 0, 0, 8, 0, 0, 1, 1);
      assertThat(moves.splitGroup(draft)).isTrue();
      int border = draft.plan().dramCuts().get(1);
      assertThat(border).isBetween(1, 5);
      assertThat(draft.tiles[border]).isEqualTo(border < 3 ? 4 : 8);
      assertThat(draft.plan().flcCuts()).isEqualTo(border == 3 ? List.of() : List.of(3));
    }
  }

  @Test
  void aBorderThatMovesLeavesASubGroupBehindWhereThereAreSubGroups() {
    for (int i = 0; i < 50; i++) {
      PlanDraft with = draft(new int[] {2, 0, 0, 2, 0, 0, 0, 0}, 4, 0, 0, 8, 0, 0, 0, 0);
      assertThat(moves(i, true).moveBorder(with)).isTrue();
      int border = with.plan().dramCuts().get(1);
      assertThat(border).isBetween(1, 7).isNotEqualTo(3);
      assertThat(with.plan().flcCuts()).isEqualTo(List.of(3));
      assertThat(with.tiles[border]).isEqualTo(border < 3 ? 4 : 8);

      PlanDraft without = draft(new int[] {2, 0, 0, 2, 0, 0, 0, 0}, 4, 0, 0, 8, 0, 0, 0, 0);
      assertThat(moves(i, false).moveBorder(without)).isTrue();
      assertThat(without.plan().dramCuts()).hasSize(2).doesNotContain(3);
      assertThat(without.plan().flcCuts()).isEmpty();
      assertThat(without.plan().tileCounts()).isEqualTo(List.of(4, 8));
    }
  }

  /** Two samples of 8x8: at most 128 tiles of the sub-group that ends with layer 5, and one tile stays one. */
  @Test
  void tileCountsAreHalvedOrDoubledUpToTheElementsOfAnOutput() {
    PlanMoves moves = moves(6, true);
    PlanDraft draft = draft(new int[] {2, 0, 0, 0, 0, 0, 2, 0}, 64, 0, 0, 0, 0, 0, 1, 0);
    int most = 0;
    int least = Integer.MAX_VALUE;
    for (int i = 0; i < 2_000; i++) {
      int before = draft.tiles[0];
      moves.changeTiles(draft);
      assertThat(draft.tiles[0]).isIn(before / 2, before, before * 2);
      most = Math.max(most, draft.tiles[0]);
      least = Math.min(least, draft.tiles[0]);
      assertThat(draft.tiles[6]).isIn(1, 2); // two samples of 1x1
    }
    assertThat(most).isEqualTo(128);
    assertThat(least).isEqualTo(1);
  }

  @Test
  void aFullyConnectedLayerIsNotIsolatedByACutBeforeItAloneOrByNone() {
    assertThat(PlanMoves.isolatesFc(SmallProblems.network(), draft(new int[] {2, 0, 0, 0, 0, 0, 2, 0}, new int[8]))).isTrue();
    assertThat(PlanMoves.isolatesFc(SmallProblems.network(), draft(new int[] {2, 0, 0, 0, 0, 0, 2, 1}, new int[8]))).isTrue();
    assertThat(PlanMoves.isolatesFc(SmallProblems.network(), draft(new int[] {2, 0, 0, 0, 0, 0, 2, 2}, new int[8]))).isFalse();
    assertThat(PlanMoves.isolatesFc(SmallProblems.network(), draft(new int[] {2, 0, 0, 0, 0, 0, 1, 0}, new int[8]))).isFalse();
    assertThat(PlanMoves.isolatesFc(SmallProblems.network(), draft(new int[] {2, 0, 0, 0, 0, 0, 0, 0}, new int[8]))).isFalse();
  }
}
