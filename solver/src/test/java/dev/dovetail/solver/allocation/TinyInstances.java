package dev.dovetail.solver.allocation;

import dev.dovetail.models.Objective;
import dev.dovetail.models.accelerator.AcceleratorReader;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.tiles.LayerGrid;
import dev.dovetail.models.intracore.array.PeArrayCostModel;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.NetworkBuilder;
import dev.dovetail.models.workload.SlidingWindow;
import dev.dovetail.models.workload.Value;
import dev.dovetail.models.workload.Workload;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Seeded problems with fixed tiles that can be enumerated: two or three layers, at most six tiles, three cores, bus or mesh. */
public final class TinyInstances {
  private TinyInstances() {}

  public static AllocationProblem problem(long seed, Objective objective) {
    SplittableRandom random = new SplittableRandom(seed);
    Workload workload = network(random);
    Map<String, LayerGrid> grids = new HashMap<>();
    int left = 6 - workload.layers().size();
    for (Layer layer : workload.layers()) {
      int rows = 1 + random.nextInt(Math.min(2, left) + 1);
      left -= rows - 1;
      grids.put(layer.name(), new LayerGrid(rows, 1, 1));
    }
    boolean bus = random.nextBoolean();
    int bytes = List.of(4_096, 330, 230, 180).get(random.nextInt(4));
    int rate = 1 << random.nextInt(4);
    int latency = bus ? 0 : random.nextInt(2);
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
          - {name: dram, at: %s, bytesPerCycle: %d, picojoulesPerByte: 10}
        """
            .formatted(
                bytes,
                bytes,
                bus
                    ? "buses:\n  - {name: bus, members: [m0, m1, v], bytesPerCycle: %d, picojoulesPerByte: 1}".formatted(rate)
                    : "routers: [r]\nmesh: {columns: 2, rows: 2, nodes: [m0, m1, v, r], bytesPerCycle: %d, latency: %d, picojoulesPerByte: 1}"
                        .formatted(rate, latency),
                bus ? "bus" : "m0",
                rate);
    return new AllocationProblem(
        "tiny-" + seed,
        workload,
        AcceleratorReader.read(DataFile.parse(text, "tiny.yaml")),
        new PeArrayCostModel(),
        objective,
        Map.of(),
        List.of(),
        grids,
        new AllocationProblem.Options(2, 1 + random.nextInt(2), 4_096));
  }

  private static Workload network(SplittableRandom random) {
    NetworkBuilder b = NetworkBuilder.named("tiny");
    Value x = b.input("x", 1, 4, 4, 4);
    Value first = b.conv("a", x, 4, SlidingWindow.of(1));
    Value last =
        switch (random.nextInt(4)) {
          case 0 -> b.conv("b", first, 4, SlidingWindow.of(3).pad(1));
          case 1 -> b.add("b", first, b.conv("c", first, 4, SlidingWindow.of(1)));
          case 2 -> b.conv("b", b.maxPool("c", first, SlidingWindow.of(3).pad(1)), 4, SlidingWindow.of(1));
          default -> b.maxPool("b", first, SlidingWindow.of(3).pad(1));
        };
    return b.output(last).build();
  }
}
