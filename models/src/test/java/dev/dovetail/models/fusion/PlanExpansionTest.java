package dev.dovetail.models.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.Objective;
import dev.dovetail.models.dramschedule.DramTensor;
import dev.dovetail.models.dramschedule.LocalTensor;
import dev.dovetail.models.intracore.polar.PolarCore;
import dev.dovetail.models.intracore.polar.TileCost;
import dev.dovetail.models.io.DataFile;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A network of three layers, expanded by hand. */
class PlanExpansionTest {
  private static final FusionNetwork NETWORK = FusionNetworkReader.read(DataFile.parse("""
      format: fusion-network/1
      name: three
      externalInputs: [{id: 0, name: x, shape: [4, 4, 4]}]
      layers:
        - {id: 0, name: a, kind: conv, externalInputs: [0], out: [8, 4, 4]}
        - {id: 1, name: b, kind: conv, inputs: [0], out: [8, 4, 4], kernel: 3}
        - {id: 2, name: c, kind: eltwise, inputs: [0, 1], out: [8, 4, 4]}
      """, "three.yaml"));
  private static final List<Integer> ORDER = List.of(0, 1, 2);

  private static FusionProblem problem(int batch, long chunk) {
    return new FusionProblem("three", NETWORK, batch, new PolarCore(4, 512, 1 << 20, 256), 16,
        new FusionRules(false, true, chunk, true), Objective.LATENCY);
  }

  private static Expansion.Expanded expand(FusionProblem problem, FusionPlan plan) {
    return new PlanExpansion(problem).expand(plan).orThrow();
  }

  private static List<String> loads(Expansion.Expanded expanded, String name) {
    return expanded.schedule().tensors().stream().filter(t -> t.name().startsWith(name)).map(DramTensor.Load.class::cast)
        .map(l -> "%s %d: %d, %d-%d".formatted(l.name(), l.bytes(), l.defaultStart(), l.neededBy(), l.end())).toList();
  }

  @Test
  void two_layer_groups_store_and_load_what_crosses_between_them() {
    // b is cut into 1 x 2: tiles of 8 x 4 x 2. a computes what b asks for: min(3+3-1, 4) = 4 rows, 1+3-1 = 3 columns.
    // Positions: a/0 0, b/0 1, a/1 2, b/1 3, c/0 4.
    Expansion.Expanded e = expand(problem(1, 0), new FusionPlan(ORDER, List.of(0, 2), List.of(), List.of(2, 1)));

    assertThat(e.schedule().tiles()).extracting(t -> t.name() + " " + t.group()).containsExactly("a/0 0", "b/0 1", "a/1 0",
        "b/1 1", "c/0 2");
    assertThat(e.schedule().tensors()).containsExactly(
        // 4 channels of 4 x 3; one tile each; the second waits for the end of tile 1.
        new DramTensor.Load("in:a/0<-x", 48, 0, 0, 1, -1, List.of()),
        new DramTensor.Load("in:a/1<-x", 48, 0, 2, 3, 1, List.of()),
        // 4 x 8 bytes, until the second tile of a.
        new DramTensor.Load("wgt:a", 32, 0, 0, 3, -1, List.of()),
        // 8 x 4 x 3; c reads it from DRAM, b on the chip in the next tile.
        new DramTensor.Store("out:a/0", 96, 0, 0, 2, 2),
        new DramTensor.Store("out:a/1", 96, 0, 2, 4, 4),
        new DramTensor.Load("wgt:b", 576, 1, 1, 4, 0, List.of()),
        // 8 x 4 x 2; double buffering keeps it one tile longer, except for the last tile of a layer group.
        new DramTensor.Store("out:b/0", 64, 1, 1, 2, 3),
        new DramTensor.Store("out:b/1", 64, 1, 3, 4, 4),
        // All 8 channels of 4 x 4, once all tiles of the producer are stored.
        new DramTensor.Load("in:c/0<-a", 128, 2, 4, 5, 3, List.of(3, 4)),
        new DramTensor.Load("in:c/0<-b", 128, 2, 4, 5, 3, List.of(6, 7)),
        new DramTensor.Store("out:c/0", 128, 2, 4, 5, 5));
    assertThat(e.schedule().locals()).isEmpty();
    assertThat(e.schedule().defaultOrder()).containsExactly(2, 0, 5, 3, 1, 6, 4, 7, 8, 9, 10);
    assertThat(e.dramBytes()).isEqualTo(2 * 48 + 32 + 2 * 96 + 576 + 2 * 64 + 3 * 128);
    assertThat(e.dramCycles()).isEqualTo(2 * 3 + 2 + 2 * 6 + 36 + 2 * 4 + 3 * 8);
  }

  @Test
  void across_a_cut_inside_of_a_layer_group_all_tiles_stay_on_the_chip() {
    Expansion.Expanded e = expand(problem(1, 0), new FusionPlan(ORDER, List.of(0), List.of(2), List.of(2, 1)));

    assertThat(e.schedule().tensors()).extracting(DramTensor::name)
        .containsExactly("in:a/0<-x", "in:a/1<-x", "wgt:a", "wgt:b", "out:c/0");
    // Until c, at position 4, has read them.
    assertThat(e.schedule().locals()).containsExactly(new LocalTensor(96, 0, 5), new LocalTensor(96, 2, 5),
        new LocalTensor(64, 1, 5),
        new LocalTensor(64, 3, 5));
  }

  @Test
  void inside_of_a_sub_group_a_tile_stays_until_its_last_reader() {
    // 2 tiles of c of 8 x 4 x 2 each ask b for the same and a for the larger of 4 x 2 and b's 4 x 3.
    Expansion.Expanded e = expand(problem(1, 0), new FusionPlan(ORDER, List.of(0), List.of(), List.of(2)));

    assertThat(e.schedule().locals()).containsExactly(new LocalTensor(96, 0, 3), new LocalTensor(96, 3, 6),
        new LocalTensor(64, 1, 3),
        new LocalTensor(64, 4, 6));
    assertThat(e.schedule().tensors().get(e.schedule().tensors().size() - 1)).isEqualTo(
        new DramTensor.Store("out:c/1", 64, 2, 5, 6, 6));
  }

  @Test
  void energy_is_that_of_all_tiles_each_rounded_once_and_of_all_bytes() {
    FusionProblem problem = problem(2, 0);
    Expansion.Expanded e = expand(problem, new FusionPlan(ORDER, List.of(0, 2), List.of(1), List.of(4, 2, 1)));
    LayerCosts costs = new LayerCosts(NETWORK, problem.core());
    // 4 tiles of a: 2 by samples, 2 by columns; 2 of b: by samples; one of c: 2 samples of 8 x 4 x 4 with 2 operands = 512
    // operations on 512 lanes, 0.0873 pJ each.
    TileCost a = costs.of(0, new TileShape(1, 8, 4, 2));
    TileCost b = costs.of(1, new TileShape(1, 8, 4, 4));
    TileCost c = costs.of(2, new TileShape(2, 8, 4, 4));

    assertThat(c.cycles()).isEqualTo(1);
    assertThat(c.femtojoules()).isEqualTo(44_698); // 512 * 87.3 = 44,697.6
    assertThat(e.computeCycles()).isEqualTo(4 * a.cycles() + 2 * b.cycles() + 1);
    assertThat(e.energyFemtojoules())
        .isEqualTo(4 * a.femtojoules() + 2 * b.femtojoules() + 44_698 + 84_000 * e.dramBytes());
    assertThat(e.subGroups()).extracting(SubGroup::group).containsExactly(0, 0, 1);
    assertThat(e.subGroups()).extracting(SubGroup::firstTile).containsExactly(0, 4, 6);
  }

  @Test
  void weights_come_in_chunks_that_are_all_needed_by_the_first_tile() {
    // 576 bytes of b in chunks of 250: 250, 250, 76; the 32 bytes of a are one load.
    Expansion.Expanded e = expand(problem(1, 250), new FusionPlan(ORDER, List.of(0), List.of(), List.of(2)));

    assertThat(loads(e, "wgt:")).containsExactly("wgt:a 32: -1, 0-4", "wgt:b#0 250: 0, 1-5", "wgt:b#1 250: 0, 1-5",
        "wgt:b#2 76: 0, 1-5");
    assertThat(loads(expand(problem(1, 576), new FusionPlan(ORDER, List.of(0), List.of(), List.of(2))), "wgt:b")).hasSize(1);
  }

  @Test
  void reloaded_weights_stay_for_their_block_of_tiles() {
    // 4 tiles of three layers, b at 1, 4, 7, 10; three blocks of 1, 1 and 2 tiles: floor(0), floor(4/3), floor(8/3).
    Expansion.Expanded e =
        expand(problem(1, 0), new FusionPlan(ORDER, List.of(0), List.of(), List.of(4), List.of(1, 3, 1)));

    assertThat(loads(e, "wgt:")).containsExactly("wgt:a 32: -1, 0-10", "wgt:b@0 576: 0, 1-2", "wgt:b@1 576: 3, 4-5",
        "wgt:b@2 576: 6, 7-11");
    assertThat(
        loads(expand(problem(1, 300), new FusionPlan(ORDER, List.of(0), List.of(), List.of(4), List.of(1, 2, 1))), "wgt:b"))
            .containsExactly("wgt:b@0#0 300: 0, 1-5", "wgt:b@0#1 276: 0, 1-5", "wgt:b@1#0 300: 6, 7-11",
                "wgt:b@1#1 276: 6, 7-11");
  }

  @Test
  void a_plan_that_cannot_be_cut_names_the_layer() {
    Expansion e = new PlanExpansion(problem(1, 0)).expand(new FusionPlan(ORDER, List.of(0), List.of(2), List.of(1, 32)));

    assertThat(e.violations()).singleElement().hasToString(
        "tile-shape at sub-group 1: Layer c (id 2) with 4 rows and 4 columns of 1 samples cannot be cut into 32 tiles.");
    assertThatThrownBy(e::orThrow).isInstanceOf(IllegalStateException.class);
  }
}
