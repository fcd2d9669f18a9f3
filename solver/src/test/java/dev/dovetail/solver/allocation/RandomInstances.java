package dev.dovetail.solver.allocation;

import dev.dovetail.models.accelerator.Accelerator;
import dev.dovetail.models.accelerator.AcceleratorReader;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Objective;
import dev.dovetail.models.intracore.PeArrayCostModel;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.workload.NetworkBuilder;
import dev.dovetail.models.workload.SlidingWindow;
import dev.dovetail.models.workload.Value;
import dev.dovetail.models.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Small seeded networks (convolutions, depthwise, adds, pools with branches) and machines (bus or mesh, tight or roomy). */
final class RandomInstances {
  private RandomInstances() {}

  static AllocationProblem problem(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return new AllocationProblem(
        "random-" + seed,
        network(random),
        machine(random),
        new PeArrayCostModel(),
        Objective.LATENCY,
        Map.of(),
        List.of(),
        new AllocationProblem.Options(1 + random.nextInt(6), 1 + random.nextInt(2), 512));
  }

  private static Workload network(SplittableRandom random) {
    NetworkBuilder b = NetworkBuilder.named("random");
    List<Value> values = new ArrayList<>(List.of(b.input("x", 1, 8, 12, 12)));
    int layers = 2 + random.nextInt(5);
    for (int l = 0; l < layers; l++) {
      Value from = values.get(Math.max(0, values.size() - 1 - random.nextInt(2)));
      Value made;
      switch (random.nextInt(5)) {
        case 0 -> made = b.conv("conv1x1_" + l, from, 8, SlidingWindow.of(1));
        case 1 -> made = b.depthwise("depthwise_" + l, from, SlidingWindow.of(3).pad(1));
        case 2 -> made = b.maxPool("pool_" + l, from, SlidingWindow.of(3).pad(1));
        case 3 -> {
          Value other = values.get(random.nextInt(values.size()));
          made = other == from ? b.conv("conv5x5_" + l, from, 8, SlidingWindow.of(5).pad(2)) : b.add("add_" + l, from, other);
        }
        default -> made = b.conv("conv3x3_" + l, from, 8, SlidingWindow.of(3).pad(1));
      }
      values.add(made);
    }
    return b.output(values.get(values.size() - 1)).build();
  }

  private static Accelerator machine(SplittableRandom random) {
    int bytes = random.nextBoolean() ? 8_192 : 2_600;
    boolean bus = random.nextBoolean();
    int latency = random.nextInt(3);
    String text =
        """
        format: accelerator/1
        name: tiny
        cores:
          - {name: m, count: 2, type: m, array: [4, 4], unrollings: [[C, K]], operators: [MATRIX], operationPicojoules: 1,
             memories: [{name: buffer, bytes: %d, bytesPerCycle: 16, readPicojoulesPerByte: 1, writePicojoulesPerByte: 1}]}
          - {name: v, type: v, array: [8], operators: [VECTOR, POOL], operationPicojoules: 1,
             memories: [{name: buffer, bytes: %d, bytesPerCycle: 16, readPicojoulesPerByte: 1, writePicojoulesPerByte: 1}]}
        %s
        dram:
          - {name: dram, at: %s, bytesPerCycle: 4, picojoulesPerByte: 10}
        """
            .formatted(
                bytes,
                bytes,
                bus
                    ? "buses:\n  - {name: bus, members: [m0, m1, v], bytesPerCycle: 4, picojoulesPerByte: 1}"
                    : "routers: [r]\nmesh: {columns: 2, rows: 2, nodes: [m0, m1, v, r], bytesPerCycle: 4, latency: %d, picojoulesPerByte: 1}"
                        .formatted(latency),
                bus ? "bus" : "m0");
    return AcceleratorReader.read(DataFile.parse(text, "tiny.yaml"));
  }
}
