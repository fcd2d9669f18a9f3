package dev.dovetail.solver.fusion.soma;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Objective;
import dev.dovetail.models.fusion.FusionRules;
import dev.dovetail.models.intracore.polar.PolarCore;
import java.util.List;
import org.junit.jupiter.api.Test;

class InitialPlanTest {
  /** 4x4 elements of 16 input and 32 output channels. */
  private static final PolarCore EDGE = new PolarCore(4, 512, 1 << 20, 256);

  /**
   * 64 to 64 channels of 56x56: input channels fill 64/16 = 4 vectors, output channels 64/32 = 2 lanes. Channels over channels keep
   * min(1, 4/4) * min(1, 2/4) = 0.5 busy, input channels over samples 1 * 1/4 * 1, input channels over columns 1 * 1 * 1: the first to reach 1.
   * Tiles of 1x4x4: 14 * 14 = 196 of them, so 256.
   */
  @Test
  void theFirstSpreadThatKeepsTheWholeArrayBusyIsTaken() {
    assertThat(InitialPlan.tiles(SmallProblems.layer(64, 64, 56, 56), 1, EDGE)).isEqualTo(256);
  }

  /**
   * 3 to 64 channels of 112x112: 3/16 = 0.1875 vectors, 2 lanes. Input channels along a side leave 0.1875/4 of it busy; rows over columns keep
   * 0.1875, rows over output channels half of that. Tiles of 1x4x4: 28 * 28 = 784 of them, so 1,024.
   */
  @Test
  void elseTheSpreadThatKeepsMostOfItBusy() {
    assertThat(InitialPlan.tiles(SmallProblems.layer(3, 64, 112, 112), 1, EDGE)).isEqualTo(1_024);
  }

  /**
   * 16 to 128 channels of 1x1, 8 samples: 1 vector, 4 lanes. Input channels along a side keep a quarter busy; samples over output channels
   * min(1, 1) * min(1, 8/4) * min(1, 4/4) = 1. Tiles of 4 samples: 2.
   */
  @Test
  void samplesMayBeSpread() {
    assertThat(InitialPlan.tiles(SmallProblems.layer(16, 128, 1, 1), 8, EDGE)).isEqualTo(2);
  }

  /**
   * On an array of 2x2 elements of 4 input and 8 output channels, 8 to 8 channels of 6x5: 2 vectors, 1 lane. Channels over channels keep
   * 1 * 1/2 busy, input channels over samples 1 * 1/2 * 1, over columns 1 * 1 * 1. Columns along a side of 2, rows by 4: 2 * 3 = 6 tiles of
   * 4x2, so 8.
   */
  @Test
  void aSpreadDimensionIsCutToTheSideOfTheArrayAndOthersToFour() {
    assertThat(InitialPlan.tiles(SmallProblems.layer(8, 8, 6, 5), 1, new PolarCore(2, 32, 1 << 20, 64))).isEqualTo(8);
  }

  @Test
  void everyLayerIsALayerGroupOfItsOwnInTheOrderOfTheNetwork() {
    PlanDraft draft = InitialPlan.of(SmallProblems.problem(1_000, new FusionRules(false, false, 0, false), Objective.LATENCY));
    assertThat(draft.plan().order()).isEqualTo(List.of(0, 1, 2, 3, 4, 5, 6, 7));
    assertThat(draft.plan().dramCuts()).isEqualTo(List.of(0, 1, 2, 3, 4, 5, 6, 7));
    assertThat(draft.plan().flcCuts()).isEmpty();
  }

  @Test
  void whereFullyConnectedLayersAreIsolatedThePoolingBeforeOneBelongsToItsLayerGroup() {
    PlanDraft draft = InitialPlan.of(SmallProblems.problem());
    assertThat(draft.plan().dramCuts()).isEqualTo(List.of(0, 1, 2, 3, 4, 5, 6));
    assertThat(draft.plan().flcCuts()).isEqualTo(List.of(7));
    assertThat(PlanMoves.isolatesFc(SmallProblems.network(), draft)).isTrue();
  }
}
