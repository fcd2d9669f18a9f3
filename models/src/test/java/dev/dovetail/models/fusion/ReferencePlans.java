package dev.dovetail.models.fusion;

import dev.dovetail.models.Objective;
import dev.dovetail.models.intracore.polar.PolarCore;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.DataNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The points and plans of the reference program. */
final class ReferencePlans {
  static final Path FOLDER = Path.of("src/test/resources/reference/soma");

  /** What the reference program says of a plan. */
  record Row(String point, String instance, FusionPlan plan, long computeCycles, long dramCycles, double energyPicojoules,
      int tiles,
      int tensors) {
    @Override
    public String toString() {
      return instance;
    }
  }

  private ReferencePlans() {}

  /** The six points, every rule lifted, so that each plan is admitted. */
  static Map<String, FusionProblem> points() {
    Map<String, FusionProblem> points = new HashMap<>();
    for (DataNode n : DataFile.read(FOLDER.resolve("points.json")).items()) {
      PolarCore core = new PolarCore(n.required("peDim").intValue(1, 64), n.required("macsPerPe").intValue(1, 1 << 20),
          n.required("bufferBytes").longValue(), n.required("bufferReadBytesPerCycle").longValue());
      FusionNetwork network = FusionNetworkReader.read(FOLDER.resolve("networks/" + n.required("network").text() + ".json"));
      String point = n.required("point").text();
      points.put(point, new FusionProblem(point, network, n.required("batch").intValue(1, 64), core,
          n.required("dramBytesPerCycle").longValue(), new FusionRules(false, true, 0, true), Objective.LATENCY));
    }
    return points;
  }

  static List<Row> rows() {
    return DataFile.read(FOLDER.resolve("fusion-plans.json")).items().stream()
        .map(n -> new Row(n.required("point").text(), n.required("instance").text(),
            new FusionPlan(ints(n, "order"), ints(n, "dramCuts"), ints(n, "flcCuts"), ints(n, "tileCounts")),
            n.required("computeCycles").longValue(), n.required("dramCycles").longValue(),
            n.required("energyPj").decimal().doubleValue(), n.required("tiles").intValue(0, 1 << 20),
            n.required("dramTensors").intValue(0, 1 << 20)))
        .toList();
  }

  static Row row(String instance) {
    return rows().stream().filter(r -> r.instance().equals(instance)).findFirst().orElseThrow();
  }

  private static List<Integer> ints(DataNode node, String key) {
    return node.required(key).items().stream().map(i -> i.intValue(0, 1 << 20)).toList();
  }
}
