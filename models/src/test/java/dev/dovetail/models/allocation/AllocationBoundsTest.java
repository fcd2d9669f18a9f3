package dev.dovetail.models.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.LowerBound;
import dev.dovetail.models.accelerator.Accelerators;
import dev.dovetail.models.intracore.PeArrayCostModel;
import dev.dovetail.models.workload.networks.Networks;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AllocationBoundsTest {
  private static long bound(String network, String machine, String name) {
    return bounds(network, machine, Objective.LATENCY).stream().filter(b -> b.name().equals(name)).findFirst().orElseThrow().value();
  }

  private static List<LowerBound> bounds(String network, String machine, Objective objective) {
    return new AllocationBounds()
        .of(
            new AllocationProblem(
                network,
                Networks.byName(network).orElseThrow(),
                Accelerators.byNameOrFile(machine),
                new PeArrayCostModel(),
                objective,
                Map.of(),
                List.of(),
                AllocationProblem.Options.DEFAULT));
  }

  /** conv1 alone is ceil(3/32)*ceil(64/32)*49*112*112/4 = 307,328 of it. */
  @Test
  void computeLoadOfResnet18IsItsMatrixWorkOverFourEqualCores() {
    assertThat(bound("resnet18", "quad-core", "compute-load")).isEqualTo(721_408);
  }

  /** 11,678,912 weights + 150,528 input + 1,000 output = 11,830,440 bytes at 16 bytes per cycle = 739,402.5. */
  @Test
  void compulsoryTrafficOfResnet18RoundsUp() {
    assertThat(bound("resnet18", "quad-core", "dram-compulsory")).isEqualTo(739_403);
    assertThat(bound("resnet18", "quad-core-mesh", "dram-compulsory")).isEqualTo(739_403);
  }

  /** Plus 2,684,928 bytes that core types force over the bus: 14,515,368 / 16 = 907,210.5. */
  @Test
  void busLoadOfResnet18CountsEveryTensorThatNoCoreCanKeep() {
    assertThat(bound("resnet18", "quad-core", "bus-load")).isEqualTo(907_211);
  }

  /** One-by-one convolutions of stride 2 read every other element only, if the grid is fine enough: 25,502,912 weights + input + output. */
  @Test
  void compulsoryTrafficOfResnet50CountsOnlyWhatTheFinestGridNeeds() {
    assertThat(bound("resnet50", "quad-core", "dram-compulsory")).isEqualTo((25_502_912 + 150_528 + 1_000 + 15) / 16);
  }

  @Test
  void smallerMemoriesNeverLowerABoundAndRaiseTheCapacityBound() {
    for (LowerBound large : bounds("resnet18", "quad-core", Objective.LATENCY)) {
      assertThat(bound("resnet18", "quad-core-1mib", large.name())).isGreaterThanOrEqualTo(large.value());
    }
    assertThat(bound("resnet18", "quad-core-512kib", "weight-capacity"))
        .isGreaterThan(bound("resnet18", "quad-core-1mib", "weight-capacity"));
  }

  /** Whole nanojoules, rounded down. */
  @Test
  void edpBoundIsEnergyBoundTimesLatencyBound() {
    long latency = bounds("resnet18", "quad-core", Objective.LATENCY).stream().mapToLong(LowerBound::value).max().orElseThrow();
    long energy = bounds("resnet18", "quad-core", Objective.ENERGY).get(0).value();
    assertThat(bounds("resnet18", "quad-core", Objective.EDP).get(0).value()).isEqualTo(Math.multiplyExact(energy / 1_000_000, latency));
  }

  @Test
  void whatMustFollowTheLastWeightsOfTheWorkedExampleBoundsIt() {
    AllocationProblem p = AllocationProblemReader.read(Path.of("src/test/resources/dev/dovetail/models/allocation/three-layer.yaml"));
    List<LowerBound> bounds = new AllocationBounds().of(p);
    // c2 cannot start before all 64 + 2*64 + 576 = 768 load cycles and takes 288: 1,056; then 2 moves and 2 stores of 64 each.
    assertThat(bounds).filteredOn(b -> b.name().equals("tile-channel")).extracting(LowerBound::value).containsExactly(1_312L);
    // The longest path: a tile of c2 from 768 to 1,056, then its move 64, add 16, store 64.
    assertThat(bounds).filteredOn(b -> b.name().equals("tile-path")).extracting(LowerBound::value).containsExactly(1_200L);
    assertThat(bounds.stream().mapToLong(LowerBound::value).max()).hasValue(1_312);
  }
}
