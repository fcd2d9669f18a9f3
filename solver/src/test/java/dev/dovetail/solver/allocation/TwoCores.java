package dev.dovetail.solver.allocation;

import dev.dovetail.models.Box;
import dev.dovetail.models.Objective;
import dev.dovetail.models.accelerator.AcceleratorReader;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.tiles.LayerGrid;
import dev.dovetail.models.intracore.CostFloor;
import dev.dovetail.models.intracore.CostModel;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.NetworkBuilder;
import dev.dovetail.models.workload.SlidingWindow;
import dev.dovetail.models.workload.Value;
import dev.dovetail.models.workload.Workload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Two cores, one bus of 64 bytes per cycle and DRAM; every tile of a layer costs the same, by a table of core name to points. */
final class TwoCores {
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
        - {name: bus, members: [fast, frugal], bytesPerCycle: 64}
      dram:
        - {name: dram, at: bus, bytesPerCycle: 64}
      """;

  /** Costs of one tile of 32 elements, by core name; larger boxes cost as many tiles. */
  record PerTile(Map<String, List<CostPoint>> points) implements CostModel {
    @Override
    public String name() {
      return "per-tile";
    }

    @Override
    public List<CostPoint> points(Workload workload, Layer layer, Box tile, Core core) {
      long tiles = Math.max(1, tile.volume() / 32);
      return points.get(core.name()).stream()
          .map(p -> new CostPoint(tiles * p.cycles(), tiles * p.energyFemtojoules(), 0, 0, false, p.dataflow()))
          .toList();
    }

    @Override
    public Optional<CostFloor> floor(Workload workload, Layer layer, Core core) {
      List<CostPoint> whole = points(workload, layer, layer.outputBox(), core);
      return Optional.of(
          new CostFloor(
              whole.stream().mapToLong(CostPoint::cycles).min().orElseThrow(),
              whole.stream().mapToLong(CostPoint::energyFemtojoules).min().orElseThrow()));
    }
  }

  private TwoCores() {}

  static CostPoint point(long cycles, long nanojoules) {
    return new CostPoint(cycles, nanojoules * 1_000_000, 0, 0, false, "tile");
  }

  /** A chain of 1x1 convolutions of 8 channels over 2 rows of 4, each in two row tiles of 32 bytes. */
  static AllocationProblem problem(
      int layers, List<CostPoint> fast, List<CostPoint> frugal, String leakagePicojoules, Objective objective) {
    NetworkBuilder b = NetworkBuilder.named("chain");
    Value value = b.input("x", 1, 8, 2, 4);
    Map<String, LayerGrid> grids = new LinkedHashMap<>();
    for (int l = 0; l < layers; l++) {
      value = b.conv("c" + l, value, 8, SlidingWindow.of(1));
      grids.put("c" + l, new LayerGrid(2, 1, 1));
    }
    return new AllocationProblem(
        "pair",
        b.output(value).build(),
        AcceleratorReader.read(DataFile.parse(MACHINE.formatted(leakagePicojoules), "pair.yaml")),
        new PerTile(Map.of("fast", fast, "frugal", frugal)),
        objective,
        Map.of(),
        List.of(),
        grids,
        AllocationProblem.Options.DEFAULT);
  }

  /** One or two layers with random costs. */
  static AllocationProblem random(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<List<CostPoint>> points = new ArrayList<>();
    for (int c = 0; c < 2; c++) {
      points.add(List.of(point(1 + random.nextInt(30), 1 + random.nextInt(20))));
    }
    return problem(1 + random.nextInt(2), points.get(0), points.get(1), random.nextBoolean() ? "0" : "100", Objective.EDP);
  }
}
