package dev.dovetail.models.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.InfeasibleException;
import dev.dovetail.models.Objective;
import dev.dovetail.models.dramschedule.DramTensor;
import dev.dovetail.models.intracore.polar.PolarCore;
import dev.dovetail.models.io.DataFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FusionFeasibilityTest {
  private static final FusionNetwork NETWORK = FusionNetworkReader.read(DataFile.parse("""
      format: fusion-network/1
      name: five
      externalInputs: [{id: 0, name: x, shape: [4, 8, 8]}]
      layers:
        - {id: 0, name: a, kind: conv, externalInputs: [0], out: [8, 8, 8], kernel: 3}
        - {id: 1, name: b, kind: conv, inputs: [0], in: [8, 7, 7], out: [6, 4, 4], stride: 2}
        - {id: 2, name: c, kind: conv, inputs: [0], in: [8, 7, 7], out: [6, 4, 4], stride: 2}
        - {id: 3, name: d, kind: transpose, inputs: [1], out: [4, 6, 4], axes: [1, 0, 2]}
        - {id: 4, name: e, kind: pointwise, inputs: [1, 2], out: [12, 4, 4]}
        - {id: 5, name: f, kind: pool, inputs: [3], in: [4, 5, 3], out: [4, 3, 2], kernel: 1, stride: 2}
        - {id: 6, name: g, kind: fc, inputs: [4], out: [10, 1, 1]}
      """, "five.yaml"));

  private static FusionProblem problem(long bufferBytes, int batch, boolean anyTileCount) {
    return new FusionProblem("five", NETWORK, batch, new PolarCore(4, 512, bufferBytes, 256), 16,
        new FusionRules(false, anyTileCount, 0, false), Objective.LATENCY);
  }

  @Test
  void the_layer_that_fits_in_no_plan_is_named_with_its_tile_and_bytes() {
    // g: 4 x 4 x 12 x 10 = 1,920 bytes of weights, a tile of 1 x 10, and all 12 x 4 x 4 inputs from DRAM, or the least tile of
    // e: asked for 4 rows and columns by g, or cut to one by one as an output: 12.
    assertThat(FusionFeasibility.neededBytes(problem(1 << 20, 1, true), 6)).isEqualTo(1_920 + 10 + 12);
    assertThatCode(() -> FusionFeasibility.check(problem(1_942, 1, true))).doesNotThrowAnyException();
    assertThatThrownBy(() -> FusionFeasibility.check(problem(1_941, 1, true)))
        .isInstanceOf(InfeasibleException.class).hasMessageContaining(
            "The layer (g, id 6) needs at least 1942 bytes of the buffer in every plan, its capacity is 1941: 1920 of weights, 10 of"
                + " its smallest tile [1, 10, 1, 1] (samples, channels, rows, columns), 12 of what the tile reads.")
        .hasMessageContaining("raise 'bufferBytes' to at least 1942").extracting(e -> ((InfeasibleException) e).exitCode())
        .isEqualTo(10);
  }

  @Test
  void of_several_layers_that_do_not_fit_the_one_that_needs_most_is_named() {
    // a needs 3 x 3 x 4 x 8 = 288 bytes of weights and more, but g needs 1,942.
    assertThatThrownBy(() -> FusionFeasibility.check(problem(100, 1, true))).isInstanceOf(InfeasibleException.class)
        .hasMessageContaining("The layer (g, id 6)").hasMessageContaining("at least 1942;");
  }

  @Test
  void powers_of_two_leave_odd_samples_together() {
    // 3 samples cannot be cut: 1,920 + 3 * (10 + 12).
    assertThat(FusionFeasibility.neededBytes(problem(1 << 20, 3, false), 6)).isEqualTo(1_920 + 30 + 36);
    assertThat(FusionFeasibility.neededBytes(problem(1 << 20, 3, true), 6)).isEqualTo(1_920 + 10 + 12);
    assertThat(FusionFeasibility.neededBytes(problem(1 << 20, 4, false), 6)).isEqualTo(1_920 + 10 + 12);
  }

  @Test
  void a_layer_without_any_loop_nest_is_infeasible_whatever_the_buffer() {
    // 255 x 255 weights of even one channel are more than an element's memory holds for a vector lane.
    FusionNetwork wide = FusionNetworkReader.read(DataFile.parse("""
        format: fusion-network/1
        name: wide
        externalInputs: [{id: 0, name: x, shape: [64, 255, 255]}]
        layers: [{id: 0, name: all, kind: fc, externalInputs: [0], out: [4, 1, 1]}]
        """, "wide.yaml"));
    FusionProblem problem =
        new FusionProblem("wide", wide, 1, new PolarCore(4, 512, 1L << 30, 256), 16, FusionRules.SOMA, Objective.LATENCY);

    assertThatThrownBy(() -> FusionFeasibility.check(problem)).isInstanceOf(InfeasibleException.class)
        .hasMessageContaining("The layer (all, id 0) has no loop nest on the core").hasMessageContaining("kernel 255 x 255");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void every_plan_holds_at_least_the_needed_bytes_at_the_first_tile_of_each_layer(int batch) {
    Random random = new Random(batch);
    int expanded = 0;
    for (int i = 0; i < 500; i++) {
      boolean any = random.nextBoolean();
      FusionProblem problem = problem(1 << 20, batch, any);
      Expansion expansion = new PlanExpansion(problem).expand(plan(random, any));
      Expansion.Expanded e = expansion.result();
      if (e != null) {
        expanded++;
        for (FusionLayer l : NETWORK.layers()) {
          assertThat(heldAtFirstTile(e, l.id())).isGreaterThanOrEqualTo(FusionFeasibility.neededBytes(problem, l.id()));
        }
      }
    }
    assertThat(expanded).isGreaterThan(25);
  }

  private static FusionPlan plan(Random random, boolean any) {
    List<Integer> order = new ArrayList<>(random.nextBoolean() ? List.of(0, 1, 2, 3, 4, 5, 6) : List.of(0, 2, 1, 4, 6, 3, 5));
    List<Integer> dram = new ArrayList<>(List.of(0));
    List<Integer> flc = new ArrayList<>();
    List<Integer> tiles = new ArrayList<>();
    for (int p = 0; p < order.size(); p++) {
      int cut = p == 0 ? 3 : random.nextInt(4);
      if (cut == 1) {
        dram.add(p);
      } else if (cut == 2) {
        flc.add(p);
      }
      if (cut > 0) {
        // The single output of g can only be cut by samples, so that larger counts need luck.
        int most = random.nextInt(3) == 0 ? 12 : 2;
        tiles.add(any ? 1 + random.nextInt(most) : 1 << random.nextInt(most / 3 + 1));
      }
    }
    return new FusionPlan(order, dram, flc, tiles);
  }

  /** What no schedule can avoid to keep while the first tile of a layer computes. */
  private static long heldAtFirstTile(Expansion.Expanded e, int layer) {
    int q = 0;
    while (e.schedule().tiles().get(q).group() != layer) {
      q++;
    }
    long bytes = 0;
    for (DramTensor t : e.schedule().tensors()) {
      int end = t instanceof DramTensor.Load l ? l.end() : ((DramTensor.Store) t).minEnd();
      bytes += t.tile() <= q && q < end ? t.bytes() : 0;
    }
    int position = q;
    return bytes
        + e.schedule().locals().stream().filter(l -> l.start() <= position && position < l.end()).mapToLong(l -> l.bytes()).sum();
  }

  @Test
  void the_points_of_the_reference_pass() {
    for (Map.Entry<String, FusionProblem> point : ReferencePlans.points().entrySet()) {
      assertThatCode(() -> FusionFeasibility.check(point.getValue())).as(point.getKey()).doesNotThrowAnyException();
    }
  }
}
