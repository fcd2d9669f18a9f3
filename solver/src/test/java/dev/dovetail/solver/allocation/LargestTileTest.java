package dev.dovetail.solver.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.encodings.allocation.JointEncoding;
import dev.dovetail.models.Objective;
import dev.dovetail.models.accelerator.AcceleratorReader;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.tiles.LayerGrid;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.workload.NetworkBuilder;
import dev.dovetail.models.workload.SlidingWindow;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LargestTileTest {
  private static final String MACHINE =
      """
      format: accelerator/1
      name: one
      cores:
        - {name: fast, array: [8, 8], unrollings: [[C, K]], operators: [MATRIX], operationPicojoules: 0,
           memories: [{name: buffer, bytes: %d, bytesPerCycle: 16}]}
      buses:
        - {name: bus, members: [fast], bytesPerCycle: 64}
      dram:
        - {name: dram, at: bus, bytesPerCycle: 64}
      """;

  /** A column of three elements of 4 bits, a 3 x 3 kernel, one tile for each output. */
  private static AllocationProblem problem(int bytes) {
    NetworkBuilder b = NetworkBuilder.named("column").bits(4);
    return new AllocationProblem(
        "column",
        b.output(b.conv("c", b.input("x", 1, 1, 3, 1), 1, SlidingWindow.of(3).pad(1))).build(),
        AcceleratorReader.read(DataFile.parse(MACHINE.formatted(bytes), "one.yaml")),
        new TwoCores.PerTile(Map.of("fast", List.of(TwoCores.point(1, 1)))),
        Objective.LATENCY,
        Map.of(),
        List.of(),
        Map.of("c", new LayerGrid(3, 1, 1)),
        AllocationProblem.Options.DEFAULT);
  }

  /**
   * The middle tile reads three items of one element each, 3 B one by one, but 12 bits = 2 B together; with 9 weights (36 bits = 5 B) and
   * one output (1 B) that is 8 B.
   */
  @Test
  void itemsOfOneTensorAreRoundedUpTogether() {
    AllocationProblem fits = problem(8);
    assertThat(LargestTile.fitsNowhere(new Machine(fits), JointEncoding.fixedGraph(fits))).isEmpty();
    AllocationProblem small = problem(7);
    assertThat(LargestTile.fitsNowhere(new Machine(small), JointEncoding.fixedGraph(small)))
        .hasValue("tile c.1.0 with its 8 bytes fits no core that may run it");
  }
}
