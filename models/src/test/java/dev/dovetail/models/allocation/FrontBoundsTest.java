package dev.dovetail.models.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Box;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.Objective;
import dev.dovetail.models.accelerator.AcceleratorReader;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.allocation.tiles.LayerGrid;
import dev.dovetail.models.intracore.CostFloor;
import dev.dovetail.models.intracore.CostModel;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.NetworkBuilder;
import dev.dovetail.models.workload.SlidingWindow;
import dev.dovetail.models.workload.Workload;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * One convolution in four tiles. A tile takes 10 cycles and 5 nJ on the fast core, 30 cycles and 2 nJ on the frugal one.
 *
 * <p>Input 128 B, weights 64 B, output 128 B over a bus of 16 bytes per cycle: the channel needs 20 cycles. Each of the four tiles
 * takes 10 cycles at least, after 96 B have come and before 32 B leave: 6 + 4 * 10 / 2 + 2 = 28 cycles.
 */
class FrontBoundsTest {
  private static final String MACHINE =
      """
      format: accelerator/1
      name: pair
      leakagePicojoulesPerCycle: %s
      cores:
        - {name: fast, array: [8, 8], unrollings: [[C, K]], operators: [MATRIX], operationPicojoules: 0,
           memories: [{name: buffer, bytes: 4096, bytesPerCycle: 16}]}
        - {name: frugal, array: [8, 8], unrollings: [[C, K]], operators: [MATRIX], operationPicojoules: 0,
           memories: [{name: buffer, bytes: 4096, bytesPerCycle: 16}]}
      buses:
        - {name: bus, members: [fast, frugal], bytesPerCycle: 16}
      dram:
        - {name: dram, at: bus, bytesPerCycle: 16}
      """;

  private record PerTile() implements CostModel {
    @Override
    public String name() {
      return "per-tile";
    }

    @Override
    public List<CostPoint> points(Workload workload, Layer layer, Box tile, Core core) {
      boolean fast = core.name().equals("fast");
      long tiles = Math.max(1, tile.volume() / 32);
      return List.of(new CostPoint(tiles * (fast ? 10 : 30), tiles * (fast ? 5_000_000 : 2_000_000), 0, 0, false, "tile"));
    }

    @Override
    public Optional<CostFloor> floor(Workload workload, Layer layer, Core core) {
      CostPoint whole = points(workload, layer, layer.outputBox(), core).get(0);
      return Optional.of(new CostFloor(whole.cycles(), whole.energyFemtojoules()));
    }
  }

  private static AllocationProblem problem(Objective objective, String leakage) {
    NetworkBuilder b = NetworkBuilder.named("one");
    Workload workload = b.output(b.conv("c", b.input("x", 1, 8, 4, 4), 8, SlidingWindow.of(1))).build();
    return new AllocationProblem(
        "pair", workload, AcceleratorReader.read(DataFile.parse(MACHINE.formatted(leakage), "pair.yaml")), new PerTile(),
        objective,
        Map.of(), List.of(), Map.of("c", new LayerGrid(4, 1, 1)), AllocationProblem.Options.DEFAULT);
  }

  private static long energyBy(long deadline) {
    return new FrontBounds(problem(Objective.EDP, "0")).energyBy(deadline);
  }

  /** By D the frugal core finishes x = D/30 tiles at most (in fractions); the others take 5 nJ: 20 - 3x nJ. */
  @Test
  void the_tighter_the_deadline_the_more_work_must_go_to_the_core_that_takes_more() {
    assertThat(energyBy(120)).isEqualTo(8_000_000);
    assertThat(energyBy(60)).isEqualTo(14_000_000);
    assertThat(energyBy(45)).isEqualTo(15_500_000);
    assertThat(energyBy(30)).isEqualTo(17_000_000);
  }

  @Test
  void a_later_deadline_never_takes_more() {
    FrontBounds bounds = new FrontBounds(problem(Objective.EDP, "0"));
    long before = Long.MAX_VALUE;
    for (long deadline = bounds.latencyCycles(); deadline < 200; deadline += 7) {
      assertThat(bounds.energyBy(deadline)).isLessThanOrEqualTo(before);
      before = bounds.energyBy(deadline);
    }
    assertThat(before).isEqualTo(8_000_000);
  }

  @Test
  void without_a_deadline_each_tile_takes_its_least() {
    LowerBound energy = new AllocationBounds().of(problem(Objective.ENERGY, "0")).get(0);
    assertThat(energy.value()).isEqualTo(8_000_000);
  }

  /** 8 nJ and 3 pJ for each of 28 cycles. */
  @Test
  void leakage_counts_over_the_least_latency() {
    FrontBounds bounds = new FrontBounds(problem(Objective.EDP, "3"));
    assertThat(bounds.latencyCycles()).isEqualTo(28);
    assertThat(bounds.energyBy(1_000)).isEqualTo(8_000_000 + 28 * 3_000);
  }

  /**
   * Energy alone (8 nJ) times latency alone (28 cycles) is 224. By 28 cycles less than a tile fits the frugal core, and three others
   * on the fast one take 30 cycles: nothing ends by 28. By deadlines the bound must rise above 224, and stay below what the best mapping
   * can have, which is more than 14 nJ * 30 cycles.
   */
  @Test
  void the_product_by_deadlines_is_more_than_the_product_of_the_extremes() {
    long bound = new AllocationBounds().of(problem(Objective.EDP, "0")).get(0).value();
    assertThat(bound).isGreaterThan(224).isLessThanOrEqualTo(17 * 30);
  }
}
