package dev.dovetail.solver.allocation;

import dev.dovetail.models.Box;
import dev.dovetail.models.Objective;
import dev.dovetail.models.accelerator.Accelerator;
import dev.dovetail.models.accelerator.AcceleratorReader;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.intracore.CostFloor;
import dev.dovetail.models.intracore.CostModel;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.intracore.array.PeArrayCostModel;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.NetworkBuilder;
import dev.dovetail.models.workload.Operator;
import dev.dovetail.models.workload.SlidingWindow;
import dev.dovetail.models.workload.Value;
import dev.dovetail.models.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Small seeded networks (strided, grouped and depthwise convolutions, adds, concatenations, pools, branches, attention) and machines
 * (bus or mesh, tight or roomy).
 */
public final class RandomInstances {
  private RandomInstances() {}

  public static AllocationProblem problem(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return new AllocationProblem(
        "random-" + seed,
        network(random),
        machine(random),
        random.nextBoolean() ? new PeArrayCostModel() : new Burdened(new PeArrayCostModel()),
        Objective.LATENCY,
        Map.of(),
        List.of(),
        new AllocationProblem.Options(1 + random.nextInt(6), 1 + random.nextInt(2), 512));
  }

  private static Workload network(SplittableRandom random) {
    return random.nextInt(4) == 0 ? attention(random) : convolutions(random);
  }

  private static Workload convolutions(SplittableRandom random) {
    NetworkBuilder b = NetworkBuilder.named("random");
    List<Value> values = new ArrayList<>(List.of(b.input("x", 1, 8, 12, 12)));
    int layers = 2 + random.nextInt(5);
    for (int l = 0; l < layers; l++) {
      Value from = values.get(Math.max(0, values.size() - 1 - random.nextInt(2)));
      Value other = values.get(random.nextInt(values.size()));
      boolean same = other != from && other.shape().equals(from.shape());
      Value made;
      switch (random.nextInt(9)) {
        case 0 -> made = b.conv("conv1x1_" + l, from, 8, SlidingWindow.of(1));
        case 1 -> made = b.depthwise("depthwise_" + l, from, SlidingWindow.of(3).pad(1));
        case 2 -> made = b.maxPool("pool_" + l, from, SlidingWindow.of(3).pad(1));
        case 3 -> made = same && from.extent(1) == 8
            ? b.add("add_" + l, from, other)
            : b.conv("conv5x5_" + l, from, 8, SlidingWindow.of(5).pad(2));
        case 4 -> made = b.conv("strided3x3_" + l, from, 8, SlidingWindow.of(3).pad(1).stride(2));
        case 5 -> made = b.conv("strided1x1_" + l, from, 8, SlidingWindow.of(1).stride(2));
        case 6 -> made = b.conv("grouped_" + l, from, 8, 2, List.of(SlidingWindow.of(3).pad(1), SlidingWindow.of(3).pad(1)));
        case 7 -> {
          // An element of the sum of a concatenation needs one of its parts only.
          Value both = same ? Value.concat(1, from, other) : from;
          made = b.elementwise("relu_" + l, Operator.RELU, both);
        }
        default -> made = b.conv("conv3x3_" + l, from, 8, SlidingWindow.of(3).pad(1));
      }
      values.add(made);
    }
    Value last = values.get(values.size() - 1);
    if (random.nextInt(3) == 0) {
      last = b.fc("fc", b.globalAveragePool("mean", last).flatten(1), 16);
    }
    return b.output(last).build();
  }

  /** One or two heads, then a layer on the residual sum. */
  private static Workload attention(SplittableRandom random) {
    NetworkBuilder b = NetworkBuilder.named("random");
    int heads = 1 + random.nextInt(2);
    Value x = b.input("x", 12, 16);
    Value q = b.fc("q", x, 16);
    Value k = b.fc("k", x, 16);
    Value v = random.nextBoolean() ? b.fc("v", x, 16) : b.input("cache", 12, 16);
    Value p = b.softmax("softmax", b.attentionScores("scores", q, k, heads), 2);
    Value context = b.fc("projection", b.attentionContext("context", p, v, 16 / heads), 16);
    Value sum = b.add("add", x, context);
    return b.output(random.nextBoolean() ? b.fc("ffn", sum, 32) : sum).build();
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

  /** The same costs, and on top a working buffer and DRAM traffic of each task's own. */
  private record Burdened(CostModel plain) implements CostModel {
    @Override
    public String name() {
      return "burdened";
    }

    @Override
    public List<CostPoint> points(Workload workload, Layer layer, Box tile, Core core) {
      return plain.points(workload, layer, tile, core).stream()
          .map(p -> new CostPoint(p.cycles(), p.energyFemtojoules(), 48, 5, p.estimated(), p.dataflow()))
          .toList();
    }

    @Override
    public Optional<CostFloor> floor(Workload workload, Layer layer, Core core) {
      return plain.floor(workload, layer, core);
    }
  }
}
