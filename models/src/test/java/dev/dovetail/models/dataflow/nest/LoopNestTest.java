package dev.dovetail.models.dataflow.nest;

import static dev.dovetail.models.dataflow.Directive.cluster;
import static dev.dovetail.models.dataflow.Directive.spatial;
import static dev.dovetail.models.dataflow.Directive.temporal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.dovetail.models.dataflow.Directive;
import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LayerType;
import dev.dovetail.models.dataflow.LoopDim;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class LoopNestTest {
  private static LayerShape conv(long k, long c, long rs, long yx, long stride) {
    return new LayerShape(
        LayerType.CONV,
        Map.of(LoopDim.K, k, LoopDim.C, c, LoopDim.R, rs, LoopDim.S, rs, LoopDim.Y, yx, LoopDim.X, yx),
        stride,
        stride);
  }

  @Test
  void aSpatialLoopRunsInWavesAndTheLastOneMayLeaveUnitsIdle() {
    List<Directive> mapping = List.of(temporal(2, 2, LoopDim.K), temporal(3, 1, LoopDim.Y), spatial(3, 1, LoopDim.X));

    NestLevel level = LoopNest.of(conv(4, 2, 3, 8, 1), mapping, 4).levels().get(0);

    // 8 columns under a kernel of 3 make 6 outputs: 4 units in the first wave, 2 in the second.
    Loop x = level.loops().get(2);
    assertThat(x.tiles()).isEqualTo(6);
    assertThat(x.trips()).isEqualTo(2);
    assertThat(x.activeUnits()).isEqualTo(4);
    assertThat(x.activeAtEdge()).isEqualTo(2);
    assertThat(x.overlap()).isEqualTo(2);
    assertThat(x.window()).isEqualTo(new Loop.Window(LoopDim.X_OUT, 6, 1, 1));
    // K in 2 steps, Y in 6, X in 2 waves
    assertThat(level.trips()).isEqualTo(2 * 6 * 2);
    assertThat(level.whole()).containsOnly(entry(LoopDim.C, 2L), entry(LoopDim.R, 3L), entry(LoopDim.S, 3L));
  }

  @Test
  void aTileThatDoesNotDivideTheDimensionEndsInAnEdgeTile() {
    List<Directive> mapping = List.of(spatial(4, 4, LoopDim.K), temporal(3, 3, LoopDim.C));

    NestLevel level = LoopNest.of(conv(10, 7, 1, 4, 1), mapping, 2).levels().get(0);

    // 10 = 4 + 4 + 2 and 7 = 3 + 3 + 1
    assertThat(level.loops()).extracting(Loop::tiles).containsExactly(3L, 3L);
    assertThat(level.loops()).extracting(Loop::edgeTile).containsExactly(2L, 1L);
    assertThat(level.loops()).extracting(Loop::trips).containsExactly(2L, 3L);
  }

  @Test
  void anInnerLevelWorksOnTheTileOfTheOuterOne() {
    List<Directive> mapping =
        List.of(
            spatial(1, 1, LoopDim.K),
            temporal(8, 8, LoopDim.C),
            temporal(3, 1, LoopDim.Y),
            temporal(3, 1, LoopDim.X),
            cluster(8),
            spatial(1, 1, LoopDim.C));

    LoopNest nest = LoopNest.of(conv(16, 32, 3, 10, 1), mapping, 34);

    NestLevel outer = nest.levels().get(0);
    NestLevel inner = nest.levels().get(1);
    // 34 / 8 = 4 clusters, 2 processing elements idle
    assertThat(outer.units()).isEqualTo(4);
    assertThat(outer.peInUnit()).isEqualTo(8);
    assertThat(inner.units()).isEqualTo(8);
    assertThat(inner.peInUnit()).isEqualTo(1);
    assertThat(inner.loops().get(0).extent()).isEqualTo(8);
    assertThat(inner.trips()).isEqualTo(1);
    assertThat(nest.innermostTile())
        .containsOnly(
            entry(LoopDim.K, 1L),
            entry(LoopDim.C, 1L),
            entry(LoopDim.R, 3L),
            entry(LoopDim.S, 3L),
            entry(LoopDim.Y, 3L),
            entry(LoopDim.X, 3L));
  }

  @Test
  void aTileWrittenForStrideOneMovesOnByWholeStrides() {
    List<Directive> mapping = List.of(temporal(1, 1, LoopDim.K), temporal(5, 3, LoopDim.Y), spatial(3, 1, LoopDim.X));

    NestLevel level = LoopNest.of(conv(2, 2, 3, 10, 2), mapping, 4).levels().get(0);

    // (10 - 3) / 2 + 1 = 4 outputs need (4 - 1) * 2 + 3 = 9 of the 10 rows.
    // 5 rows under a kernel of 3 make (5 - 3) / 2 + 1 = 2 outputs, the next tile begins 2 * 2 rows further down.
    Loop y = level.loops().get(1);
    assertThat(y).isEqualTo(new Loop(LoopDim.Y, false, 9, 5, 4, 1, new Loop.Window(LoopDim.Y_OUT, 4, 2, 2)));
    assertThat(y.trips()).isEqualTo(2);
    Loop x = level.loops().get(2);
    assertThat(x).isEqualTo(new Loop(LoopDim.X, true, 9, 3, 2, 4, new Loop.Window(LoopDim.X_OUT, 4, 1, 1)));
    assertThat(x.trips()).isEqualTo(1);
  }

  @Test
  void outputRowsAndTheInputRowsThatTheyNeedAreTheSameLoop() {
    LayerShape layer = conv(2, 2, 3, 9, 2);
    List<Directive> outputs = List.of(spatial(1, 1, LoopDim.K), temporal(2, 2, LoopDim.Y_OUT));
    List<Directive> inputs = List.of(spatial(1, 1, LoopDim.K), temporal(5, 3, LoopDim.Y));

    assertThat(LoopNest.of(layer, outputs, 2)).isEqualTo(LoopNest.of(layer, inputs, 2));
  }

  @Test
  void aTileLargerThanItsDimensionIsOneTile() {
    Loop loop = new Loop(LoopDim.C, false, 3, 64, 64, 1, null);

    assertThat(loop.tiles()).isEqualTo(1);
    assertThat(loop.trips()).isEqualTo(1);
    assertThat(loop.edgeTile()).isEqualTo(3);
  }

  @Test
  void aLevelMayHaveALoopForEveryDimension() {
    LayerShape product = new LayerShape(LayerType.GEMM, Map.of(LoopDim.M, 4L, LoopDim.N, 3L, LoopDim.K, 5L));
    List<Directive> mapping = List.of(spatial(2, 2, LoopDim.M), temporal(1, 1, LoopDim.N), temporal(5, 5, LoopDim.K));

    assertThat(LoopNest.of(product, mapping, 2).innermostTile())
        .containsOnly(entry(LoopDim.M, 2L), entry(LoopDim.N, 1L), entry(LoopDim.K, 5L));
  }

  @Test
  void tooFewProcessingElementsHaveNoNest() {
    List<Directive> mapping = List.of(spatial(1, 1, LoopDim.K), cluster(8), spatial(1, 1, LoopDim.C));

    assertThatThrownBy(() -> LoopNest.of(conv(4, 4, 1, 4, 1), mapping, 7))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The processing elements (7) must be at least (8).");
  }

  @Property
  void theTilesOfALoopEndWhereItsDimensionEnds(
      @ForAll @LongRange(min = 1, max = 60) long extent,
      @ForAll @LongRange(min = 1, max = 12) long step,
      @ForAll @LongRange(min = 0, max = 6) long overlap,
      @ForAll @LongRange(min = 1, max = 7) long units) {
    Loop loop = new Loop(LoopDim.K, true, extent, step + overlap, step, units, null);

    assertThat((loop.tiles() - 1) * step + loop.edgeTile()).isEqualTo(extent);
    assertThat((loop.trips() - 1) * units + loop.activeAtEdge()).isEqualTo(loop.tiles());
    assertThat(loop.activeAtEdge()).isBetween(1L, units);
  }
}
