package dev.dovetail.models.intracore.maestro.cases;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.dataflow.Dataflow;
import dev.dovetail.models.dataflow.Directive;
import dev.dovetail.models.dataflow.DirectiveTemplate;
import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LayerType;
import dev.dovetail.models.dataflow.LoopDim;
import dev.dovetail.models.intracore.maestro.InvalidMappingException;
import dev.dovetail.models.intracore.maestro.InvalidMappingException.Code;
import dev.dovetail.models.intracore.maestro.MaestroHardware;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.io.Suggestions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what one row of a table of cases asks. */
final class CaseRow {
  private static final List<String> TYPES = Arrays.stream(LayerType.values()).map(LayerType::name).toList();
  private static final List<String> REWRITTEN = List.of("FC", "LSTM", "POOL");

  private final Map<String, Dataflow> dataflows;
  private final @Nullable MaestroHardware given;
  private final boolean listed;

  CaseRow(Map<String, Dataflow> dataflows, @Nullable MaestroHardware given, boolean listed) {
    this.dataflows = dataflows;
    this.given = given;
    this.listed = listed;
  }

  /** The question of a row. */
  Case.Question question(DataNode row) {
    MaestroHardware core = core(row);
    DataNode type = cell(row, "layer_type");
    Map<LoopDim, Long> sizes = listed ? object(row, "dims") : sizes(row);
    Map<LoopDim, Long> strides = listed ? object(row, "strides") : strides(row);
    Dataflow dataflow = listed ? null : dataflow(row);
    List<Directive> mapping = listed ? directives(cell(row, "directives")) : List.of();
    if (!TYPES.contains(type.cellText())) {
      return new Case.Refused(refusedType(type));
    }
    LayerShape layer = new LayerShape(LayerType.valueOf(type.cellText()), sizes, stride(sizes, strides, LoopDim.Y, LoopDim.Y_OUT),
        stride(sizes, strides, LoopDim.X, LoopDim.X_OUT));
    return dataflow == null ? new Case.Mapped(layer, mapping, core) : named(row, layer, dataflow, core);
  }

  private static InvalidMappingException refusedType(DataNode type) {
    boolean rewritten = REWRITTEN.contains(type.cellText());
    return new InvalidMappingException(rewritten ? Code.UNSUPPORTED_LAYER : Code.BAD_LAYER, -1, null,
        "%s: the layer type (%s) is %s.".formatted(type.where(), type.cellText(), rewritten ? "not evaluated" : "not known"),
        rewritten ? "write the layer as GEMM, or as CONV with R = Y and S = X." : Suggestions.instead(type.cellText(), TYPES));
  }

  /** The question of a row that names its mapping; a size that the mapping asks for and the layer does not list refuses it. */
  private static Case.Question named(DataNode row, LayerShape layer, Dataflow dataflow, MaestroHardware core) {
    for (DirectiveTemplate d : dataflow.directives()) {
      for (LoopDim dim : LoopDim.values()) {
        boolean asked = d.size().dims().contains(dim) || d.offset().dims().contains(dim);
        if (asked && !layer.lists(dim)) {
          return new Case.Refused(new InvalidMappingException(Code.UNKNOWN_DIMENSION, -1, dim,
              "%s: the directive (%s) of the dataflow (%s) asks for the size of (%s), which the layer does not list.".formatted(
                  row.where(),
                  d.text(), dataflow.name(), dim),
              "the dataflow is for another layer type."));
        }
      }
    }
    try {
      return new Case.Mapped(layer, dataflow.resolve(layer, Map.of()), core);
    } catch (BadInputException e) {
      String what = e.getMessage().lines().findFirst().orElse("the dataflow has no value for this layer.");
      return new Case.Refused(new InvalidMappingException(Code.BAD_DIRECTIVE, -1, null, row.where() + ": " + what,
          "a divisor is 0, or a number is too large."));
    }
  }

  private Dataflow dataflow(DataNode row) {
    DataNode name = cell(row, "dataflow");
    Dataflow found = dataflows.get(name.cellText());
    if (found == null) {
      throw name.error("The dataflow (%s) is not among those given.".formatted(name.cellText()),
          Suggestions.instead(name.cellText(), dataflows.keySet()));
    }
    if (!found.parameters().isEmpty()) {
      throw name.error(
          "The dataflow (%s) leaves the parameter (%s) open.".formatted(found.name(), found.parameters().get(0).name()),
          "give the dataflow with its numbers: a table of cases has no column for parameters.");
    }
    return found;
  }

  private static Map<LoopDim, Long> sizes(DataNode row) {
    Map<LoopDim, Long> sizes = new EnumMap<>(LoopDim.class);
    for (LoopDim d : LoopDim.values()) {
      row.optional(d.symbol()).ifPresent(n -> sizes.put(d, n.longValue()));
    }
    return sizes;
  }

  private static Map<LoopDim, Long> strides(DataNode row) {
    Map<LoopDim, Long> strides = new EnumMap<>(LoopDim.class);
    row.optional("stride_y").ifPresent(n -> List.of(LoopDim.Y, LoopDim.Y_OUT).forEach(d -> strides.put(d, n.longValue())));
    row.optional("stride_x").ifPresent(n -> List.of(LoopDim.X, LoopDim.X_OUT).forEach(d -> strides.put(d, n.longValue())));
    return strides;
  }

  /** A stride counts under the name under which its dimension is listed. */
  private static long stride(Map<LoopDim, Long> sizes, Map<LoopDim, Long> strides, LoopDim input, LoopDim output) {
    return strides.getOrDefault(sizes.containsKey(input) || !sizes.containsKey(output) ? input : output, 1L);
  }

  private static Map<LoopDim, Long> object(DataNode row, String column) {
    Map<LoopDim, Long> values = new EnumMap<>(LoopDim.class);
    Optional<DataNode> cell = column.equals("dims") ? Optional.of(cell(row, column)) : row.optional(column);
    cell.ifPresent(
        c -> DataFile.parseInside(c).entries().forEach((name, value) -> values.put(dim(name, value), value.longValue())));
    return values;
  }

  private static List<Directive> directives(DataNode cell) {
    List<Directive> directives = new ArrayList<>();
    for (DataNode d : DataFile.parseInside(cell).items()) {
      List<DataNode> parts = d.items();
      String op = parts.isEmpty() ? "" : parts.get(0).cellText();
      if (op.equals("C") && parts.size() == 2) {
        directives.add(Directive.cluster(parts.get(1).longValue()));
      } else if ((op.equals("T") || op.equals("S")) && parts.size() == 4) {
        LoopDim dim = dim(parts.get(3).text(), parts.get(3));
        long size = parts.get(1).longValue();
        long offset = parts.get(2).longValue();
        directives.add(op.equals("T") ? Directive.temporal(size, offset, dim) : Directive.spatial(size, offset, dim));
      } else {
        throw d.error("The directive (%s) with %d parts is not understood.".formatted(op, parts.size()),
            "write [\"T\", size, offset, dim], [\"S\", size, offset, dim] or [\"C\", size].");
      }
    }
    return directives;
  }

  private static LoopDim dim(String name, DataNode place) {
    return LoopDim.of(name)
        .orElseThrow(() -> place.error("The dimension (%s) is not known.".formatted(name), LoopDim.instead(name)));
  }

  private MaestroHardware core(DataNode row) {
    return new MaestroHardware(
        number(row, "num_pes", 0, given == null ? null : given.pes()),
        number(row, "noc_bw", 1, given == null ? null : given.nocBandwidth()),
        number(row, "noc_hops", 0, given == null ? null : given.nocHops()),
        number(row, "hop_latency", 0, given == null ? null : given.hopLatency()),
        number(row, "simd", 1, given == null ? null : given.simd()),
        number(row, "offchip_bw_cstr", 1, given == null ? null : given.offChipBandwidth()),
        number(row, "l1_cstr", 0, given == null ? Long.valueOf(MaestroHardware.UNLIMITED) : given.l1Elements()),
        number(row, "l2_cstr", 0, given == null ? Long.valueOf(MaestroHardware.UNLIMITED) : given.l2Elements()));
  }

  private static long number(DataNode row, String column, long min, @Nullable Long otherwise) {
    Optional<DataNode> cell = row.optional(column);
    if (cell.isEmpty() && otherwise != null) {
      return otherwise;
    }
    return cell.orElseGet(() -> cell(row, column)).longValue(min, Long.MAX_VALUE);
  }

  private static DataNode cell(DataNode row, String column) {
    return row.optional(column)
        .orElseThrow(() -> row.error("The cell of the column (%s) is empty.".formatted(column), "fill it, or remove the line."));
  }
}
