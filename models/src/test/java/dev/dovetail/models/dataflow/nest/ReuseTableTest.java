package dev.dovetail.models.dataflow.nest;

import static dev.dovetail.models.dataflow.Directive.cluster;
import static dev.dovetail.models.dataflow.Directive.spatial;
import static dev.dovetail.models.dataflow.Directive.temporal;
import static dev.dovetail.models.dataflow.LayerTensor.FILTER;
import static dev.dovetail.models.dataflow.LayerTensor.INPUT;
import static dev.dovetail.models.dataflow.LayerTensor.OUTPUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.dataflow.Directive;
import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LayerType;
import dev.dovetail.models.dataflow.LoopDim;
import dev.dovetail.models.dataflow.nest.Reuse.InSpace;
import dev.dovetail.models.dataflow.nest.Reuse.InTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReuseTableTest {
  private static final LayerShape CONV =
      new LayerShape(
          LayerType.CONV,
          Map.of(LoopDim.K, 4L, LoopDim.C, 2L, LoopDim.R, 3L, LoopDim.S, 3L, LoopDim.Y, 6L, LoopDim.X, 6L));

  private static List<Reuse> reuse(LayerShape layer, long pes, Directive... mapping) {
    return ReuseTable.of(LoopNest.of(layer, List.of(mapping), pes));
  }

  @Test
  void weightStationary() {
    // 4 output rows and 4 output columns for each pair of filters and channels
    List<Reuse> rows =
        reuse(
            CONV,
            4,
            spatial(1, 1, LoopDim.K),
            temporal(2, 2, LoopDim.C),
            temporal(3, 3, LoopDim.R),
            temporal(3, 3, LoopDim.S),
            temporal(3, 1, LoopDim.Y),
            temporal(3, 1, LoopDim.X),
            cluster(2),
            spatial(1, 1, LoopDim.C));

    assertThat(rows)
        .containsExactly(
            // two of the three columns of a window are also in the next one
            new Reuse(INPUT, 0, InTime.PARTIAL, 1, 2, 3, InSpace.MULTICAST, 2),
            // 4 * 4 windows until the next pair of filters comes
            new Reuse(FILTER, 0, InTime.STATIONARY, 16, 0, 1, InSpace.UNICAST, 2),
            new Reuse(OUTPUT, 0, InTime.NONE, 1, 0, 1, InSpace.UNICAST, 2),
            new Reuse(INPUT, 1, InTime.ONE_STEP, 1, 0, 0, InSpace.UNICAST, 2),
            new Reuse(FILTER, 1, InTime.ONE_STEP, 1, 0, 0, InSpace.UNICAST, 2),
            // two channels of one window are summed
            new Reuse(OUTPUT, 1, InTime.ONE_STEP, 1, 0, 0, InSpace.REDUCTION, 2));
  }

  @Test
  void outputStationary() {
    LayerShape product = new LayerShape(LayerType.GEMM, Map.of(LoopDim.M, 5L, LoopDim.N, 3L, LoopDim.K, 10L));

    List<Reuse> rows =
        reuse(
            product,
            6,
            spatial(1, 1, LoopDim.M),
            temporal(3, 3, LoopDim.N),
            temporal(1, 1, LoopDim.K),
            cluster(3),
            spatial(1, 1, LoopDim.N));

    assertThat(rows)
        .containsExactly(
            new Reuse(INPUT, 0, InTime.NONE, 1, 0, 1, InSpace.UNICAST, 2),
            new Reuse(FILTER, 0, InTime.NONE, 1, 0, 1, InSpace.MULTICAST, 2),
            // 10 products are added to a sum before the next row of the result begins
            new Reuse(OUTPUT, 0, InTime.STATIONARY, 10, 0, 1, InSpace.UNICAST, 2),
            new Reuse(INPUT, 1, InTime.ONE_STEP, 1, 0, 0, InSpace.MULTICAST, 3),
            new Reuse(FILTER, 1, InTime.ONE_STEP, 1, 0, 0, InSpace.UNICAST, 3),
            new Reuse(OUTPUT, 1, InTime.ONE_STEP, 1, 0, 0, InSpace.UNICAST, 3));
  }

  @Test
  void rowStationary() {
    List<Reuse> rows =
        reuse(
            CONV,
            6,
            spatial(1, 1, LoopDim.Y_OUT),
            temporal(1, 1, LoopDim.X_OUT),
            temporal(1, 1, LoopDim.C),
            temporal(2, 2, LoopDim.K),
            temporal(3, 3, LoopDim.R),
            temporal(3, 3, LoopDim.S),
            cluster(3),
            spatial(1, 1, LoopDim.Y),
            spatial(1, 1, LoopDim.R),
            temporal(3, 3, LoopDim.S));

    assertThat(rows)
        .containsExactly(
            // stays for both pairs of filters; two clusters work on 3 rows each, 2 of them in common
            new Reuse(INPUT, 0, InTime.STATIONARY, 2, 0, 1, InSpace.HALO, 2),
            new Reuse(FILTER, 0, InTime.NONE, 1, 0, 2, InSpace.MULTICAST, 2),
            new Reuse(OUTPUT, 0, InTime.NONE, 1, 0, 2, InSpace.UNICAST, 2),
            // a row of the input and a row of the kernel for each unit; the three add up to one output row
            new Reuse(INPUT, 1, InTime.ONE_STEP, 1, 0, 0, InSpace.UNICAST, 3),
            new Reuse(FILTER, 1, InTime.ONE_STEP, 1, 0, 0, InSpace.UNICAST, 3),
            new Reuse(OUTPUT, 1, InTime.ONE_STEP, 1, 0, 0, InSpace.REDUCTION, 3));
  }

  @Test
  void aStationaryTileMayAlsoOverlapTheOneThatFollowsIt() {
    List<Reuse> rows =
        reuse(CONV, 1, spatial(2, 2, LoopDim.C), temporal(4, 2, LoopDim.Y), temporal(1, 1, LoopDim.K));

    // The input rows stay for 4 filters; then 2 of 4 rows are kept.
    assertThat(rows.get(0)).isEqualTo(new Reuse(INPUT, 0, InTime.STATIONARY, 4, 2, 4, InSpace.ONE_UNIT, 1));
    assertThat(rows.get(1)).isEqualTo(new Reuse(FILTER, 0, InTime.NONE, 1, 0, 1, InSpace.ONE_UNIT, 1));
  }

  @Test
  void unitsSideBySideMoveOnByTheirNumber() {
    List<Reuse> one = reuse(CONV, 1, spatial(3, 1, LoopDim.X));
    List<Reuse> two = reuse(CONV, 2, spatial(3, 1, LoopDim.X));
    List<Reuse> three = reuse(CONV, 3, spatial(3, 1, LoopDim.X));

    // one unit: a column on, 2 of 3 kept; two units: two columns on, 1 kept; three: nothing is kept
    assertThat(List.of(one.get(0).kept(), two.get(0).kept(), three.get(0).kept())).containsExactly(2L, 1L, 0L);
    assertThat(three.get(0).inTime()).isEqualTo(InTime.NONE);
    // Weights stay for all 4, 2, 2 waves.
    assertThat(List.of(one.get(1).steps(), two.get(1).steps(), three.get(1).steps())).containsExactly(4L, 2L, 2L);
  }

  @Test
  void aDepthwiseLayerHasNoSumOverChannels() {
    LayerShape layer =
        new LayerShape(
            LayerType.DSCONV, Map.of(LoopDim.C, 8L, LoopDim.R, 3L, LoopDim.S, 3L, LoopDim.Y, 6L, LoopDim.X, 6L));

    List<Reuse> rows = reuse(layer, 4, spatial(1, 1, LoopDim.C), temporal(3, 1, LoopDim.Y), temporal(3, 1, LoopDim.X));

    assertThat(rows).extracting(Reuse::inSpace).containsOnly(InSpace.UNICAST);
    assertThat(rows).extracting(Reuse::inTime).containsExactly(InTime.PARTIAL, InTime.STATIONARY, InTime.NONE);
  }
}
