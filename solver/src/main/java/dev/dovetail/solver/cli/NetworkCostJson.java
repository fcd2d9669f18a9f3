package dev.dovetail.solver.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.dataflow.LayerTensor;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.intracore.maestro.MaestroHardware;
import dev.dovetail.models.intracore.maestro.MaestroMode;
import dev.dovetail.models.intracore.mapper.DataflowCostModel;
import dev.dovetail.models.intracore.mapper.DroppedCandidates;
import dev.dovetail.models.intracore.mapper.LayerMappings;
import dev.dovetail.models.intracore.mapper.MappingPoint;
import dev.dovetail.models.intracore.mapper.MappingTable;
import dev.dovetail.models.intracore.mapper.SpaceSize;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.solver.report.layer.MappingChoice;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;

/** The mappings of a network's layers as JSON: every Pareto point. */
final class NetworkCostJson {
  private final AllocationProblem problem;
  private final MaestroMode mode;
  private final boolean statistics;

  NetworkCostJson(AllocationProblem problem, MaestroMode mode, boolean statistics) {
    this.problem = problem;
    this.mode = mode;
    this.statistics = statistics;
  }

  /** One object for each layer; layers that are equal on a core name the first of them instead of its mappings. */
  ObjectNode tree(List<Layer> layers, List<CoreCosts> costs) {
    ObjectNode o = JsonNodeFactory.instance.objectNode();
    o.put("network", problem.workload().name());
    o.put("accelerator", problem.accelerator().name());
    o.put("costModel", problem.costs().name());
    o.put("mode", mode.name().toLowerCase(Locale.ROOT));
    o.put("unfusedBits", problem.workload().unfusedBits());
    ArrayNode list = o.putArray("layers");
    for (Layer layer : layers) {
      ObjectNode l = list.addObject();
      l.put("layer", layer.name()).put("operator", layer.operator().name()).put("macs", layer.macs());
      ObjectNode byType = l.putObject("coreTypes");
      ObjectNode mappings = JsonNodeFactory.instance.objectNode();
      for (CoreCosts c : costs) {
        ArrayNode points = byType.putArray(c.core().type());
        problem.costs().points(problem.workload(), layer, layer.outputBox(), c.core()).forEach(p -> points.add(point(p)));
        c.entries().stream()
            .filter(e -> e.work() != null && e.names().contains(layer.name()))
            .findFirst()
            .ifPresent(e -> mappings.set(c.core().type(), entry(e, layer, Objects.requireNonNull(c.mappings()))));
      }
      if (!mappings.isEmpty()) {
        l.set("mappings", mappings);
      }
    }
    return o;
  }

  private static ObjectNode point(CostPoint p) {
    ObjectNode o = JsonNodeFactory.instance.objectNode();
    o.put("cycles", p.cycles()).put("energyFemtojoules", p.energyFemtojoules());
    o.put("bufferBytes", p.bufferBytes()).put("dramBytes", p.dramBytes());
    return o.put("dataflow", p.dataflow()).put("estimated", p.estimated());
  }

  private ObjectNode entry(CoreCosts.Entry entry, Layer layer, LayerMappings mappings) {
    ObjectNode o = JsonNodeFactory.instance.objectNode();
    if (!entry.names().get(0).equals(layer.name())) {
      return o.put("sameAs", entry.names().get(0));
    }
    LayerMappings.Work work = Objects.requireNonNull(entry.work());
    o.put("costModel", DataflowCostModel.NAME);
    o.put("count", entry.names().size()).put("estimated", work.estimated());
    ArrayNode pieces = o.putArray("pieces");
    work.pieces().forEach(p -> pieces.add(piece(p, mappings.core().hardware())));
    return o;
  }

  private ObjectNode piece(LayerMappings.Piece piece, MaestroHardware core) {
    ObjectNode o = JsonNodeFactory.instance.objectNode();
    MappingTable table = piece.table();
    o.put("times", piece.times());
    o.set("shape", LayerJson.shape(piece.shape()));
    o.put("declared", table.declared()).put("evaluated", table.evaluated()).put("pruned", table.pruned());
    o.put("duplicates", table.duplicates());
    ArrayNode space = o.putArray("space");
    for (SpaceSize.Part part : table.size().dataflows()) {
      ObjectNode dataflow = space.addObject().put("dataflow", part.name()).put("candidates", part.total());
      dataflow.put("loopOrders", part.loopOrders());
      ObjectNode sizes = dataflow.putObject("sizes");
      part.sizes().forEach(sizes::put);
    }
    ArrayNode dropped = o.putArray("dropped");
    for (DroppedCandidates d : table.dropped()) {
      dropped.addObject().put("code", d.code()).put("count", d.count()).put("example", d.example());
    }
    OptionalLong thinned = table.thinnedPermille();
    o.put("thinnedPermille", thinned.isPresent() ? Long.valueOf(thinned.getAsLong()) : null);
    ArrayNode points = o.putArray("points");
    table.points().forEach(p -> points.add(mapping(piece, p, core)));
    return o;
  }

  private ObjectNode mapping(LayerMappings.Piece piece, MappingPoint p, MaestroHardware core) {
    ObjectNode o = JsonNodeFactory.instance.objectNode();
    o.put("cycles", p.cycles()).put("energyFemtojoules", p.energyFemtojoules());
    o.put("l1Bytes", p.l1Bytes()).put("l2Bytes", p.l2Bytes()).put("dramBytes", p.dramBytes());
    o.put("dataflow", p.dataflow());
    ObjectNode parameters = o.putObject("parameters");
    p.parameters().forEach(parameters::put);
    o.put("loopOrder", p.loopOrder());
    o.set("directives", LayerJson.directives(p.directives()));
    ArrayNode held = o.putArray("held");
    for (LayerTensor tensor : p.held()) {
      held.add(tensor.label());
    }
    if (mode == MaestroMode.COMPATIBLE) {
      MappingChoice.statistics(piece, p, mode, core).ifPresentOrElse(
          s -> o.set("compatible", statistics
              ? LayerJson.statistics(s)
              : JsonNodeFactory.instance.objectNode().put("cycles", s.runtimeCycles()).put("energyNanojoules",
                  s.energyNanojoules())),
          () -> o.putNull("compatible"));
    } else if (statistics) {
      o.set("statistics", LayerJson.statistics(p.statistics()));
    }
    return o;
  }
}
