package dev.dovetail.solver.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dovetail.models.dataflow.Directive;
import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.nest.Loop;
import dev.dovetail.models.dataflow.nest.NestLevel;
import dev.dovetail.models.dataflow.nest.Reuse;
import dev.dovetail.models.intracore.maestro.MaestroStatistics;
import dev.dovetail.solver.report.layer.Bottleneck;
import dev.dovetail.solver.report.layer.LayerView;
import dev.dovetail.solver.report.layer.Space;
import dev.dovetail.solver.report.layer.StatisticsSheet;
import java.util.List;
import java.util.Locale;

/** One layer under one mapping as JSON, with the same names in every command. */
final class LayerJson {
  private LayerJson() {}

  /** All of it. */
  static ObjectNode of(LayerView view) {
    ObjectNode o = JsonNodeFactory.instance.objectNode();
    o.put("layer", view.title()).put("core", view.core()).put("dataflow", view.dataflow());
    o.put("mode", view.mode().name().toLowerCase(Locale.ROOT));
    o.set("shape", shape(view.shape()));
    o.set("directives", directives(view.mapping()));
    ArrayNode levels = o.putArray("levels");
    view.nest().levels().forEach(level -> levels.add(level(level)));
    ArrayNode reuse = o.putArray("reuse");
    view.reuse().forEach(r -> reuse.add(reuse(r)));
    ArrayNode waits = o.putArray("bottlenecks");
    for (Bottleneck b : Bottleneck.of(view.statistics(), view.hardware())) {
      waits.addObject().put("name", b.name()).put("meanCycles", b.meanCycles());
    }
    o.put("cycles", view.statistics().runtimeCycles()).put("energyFemtojoules", view.energyFemtojoules());
    o.put("peakMacs", view.peakMacs());
    o.set("l1", space(view.l1()));
    o.set("l2", space(view.l2()));
    o.set("statistics", statistics(view.statistics()));
    return o;
  }

  /** Type, sizes and strides. */
  static ObjectNode shape(LayerShape shape) {
    ObjectNode o = JsonNodeFactory.instance.objectNode();
    o.put("type", shape.type().name());
    ObjectNode sizes = o.putObject("sizes");
    shape.sizes().forEach((dim, size) -> sizes.put(dim.symbol(), size));
    if (shape.type().slides()) {
      o.put("strideY", shape.strideY()).put("strideX", shape.strideX());
    }
    return o;
  }

  /** One text for each directive, outermost first. */
  static ArrayNode directives(List<Directive> mapping) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    mapping.forEach(d -> list.add(d.toString()));
    return list;
  }

  /** Every statistic by its name; null stands for a ratio of nothing to nothing. */
  static ObjectNode statistics(MaestroStatistics statistics) {
    ObjectNode o = JsonNodeFactory.instance.objectNode();
    for (StatisticsSheet.Group group : StatisticsSheet.of(statistics)) {
      for (StatisticsSheet.Statistic s : group.statistics()) {
        if (s.value() instanceof Long n) {
          o.put(s.key(), n);
        } else if (s.value() instanceof Double d) {
          o.put(s.key(), Double.isFinite(d) ? d : null);
        } else {
          o.put(s.key(), s.value().toString());
        }
      }
    }
    return o;
  }

  private static ObjectNode level(NestLevel level) {
    ObjectNode o = JsonNodeFactory.instance.objectNode();
    o.put("level", level.index()).put("units", level.units()).put("pesPerUnit", level.peInUnit()).put("steps", level.trips());
    ArrayNode loops = o.putArray("loops");
    for (Loop l : level.loops()) {
      ObjectNode loop = loops.addObject();
      loop.put("dim", l.dim().symbol()).put("spatial", l.spatial()).put("extent", l.extent()).put("tile", l.tile());
      loop.put("step", l.step()).put("tiles", l.tiles()).put("steps", l.trips()).put("edgeTile", l.edgeTile());
      loop.put("activeUnits", l.activeUnits()).put("activeUnitsInLastStep", l.activeAtEdge());
      Loop.Window window = l.window();
      if (window != null) {
        loop.putObject("outputs").put("dim", window.dim().symbol()).put("extent", window.extent()).put("tile", window.tile())
            .put("step", window.step());
      }
    }
    ObjectNode whole = o.putObject("whole");
    level.whole().forEach((dim, size) -> whole.put(dim.symbol(), size));
    return o;
  }

  private static ObjectNode reuse(Reuse r) {
    ObjectNode o = JsonNodeFactory.instance.objectNode();
    o.put("tensor", r.tensor().label()).put("level", r.level());
    o.put("inTime", r.inTime().name().toLowerCase(Locale.ROOT)).put("steps", r.steps()).put("kept", r.kept()).put("of", r.of());
    o.put("inSpace", r.inSpace().name().toLowerCase(Locale.ROOT)).put("units", r.units());
    return o;
  }

  private static ObjectNode space(Space space) {
    ObjectNode o = JsonNodeFactory.instance.objectNode();
    o.put("required", space.required()).put("capacity", space.isLimited() ? Long.valueOf(space.capacity()) : null);
    o.put("unit", space.unit()).put("input", space.input()).put("weights", space.filter()).put("output", space.output());
    return o;
  }
}
