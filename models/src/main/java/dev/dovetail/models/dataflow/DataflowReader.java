package dev.dovetail.models.dataflow;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.dataflow.Directive.Kind;
import dev.dovetail.models.dataflow.ExpressionParser.Mistake;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.io.Suggestions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads dataflows: our own files (format {@code dataflow/1}, YAML or JSON) and the tables that come with MAESTRO's reference numbers
 * (format {@code neutral-dataflow-1}, JSON).
 *
 * <pre>
 * format: dataflow/1
 * dataflows:
 *   - name: kcp_ws
 *     layers: [CONV, NGCONV]          # left out: every type
 *     parameters: {tc: C}             # a dimension whose sizes it takes, or a list of values such as [16, 32]
 *     directives:
 *       - SpatialMap(1,1) K
 *       - {op: TemporalMap, dim: C, size: tc, offset: tc}
 *       - Cluster(tc)
 *       - SpatialMap(1,1) C
 * </pre>
 *
 * <p>Every error names file, line and column.
 */
public final class DataflowReader {
  /** The format of our own files. */
  public static final String FORMAT = "dataflow/1";

  /** The format of the reference tables. */
  public static final String NEUTRAL = "neutral-dataflow-1";

  private DataflowReader() {}

  /**
   * Reads a file of either format.
   *
   * @return in file order, no two of one name, at least one
   * @throws BadInputException if it cannot be read or anything in it is wrong
   */
  public static List<Dataflow> read(Path file) {
    return parse(DataFile.text(file), file.toString());
  }

  /**
   * Parses a text of either format.
   *
   * @param text YAML, or JSON if {@code source} ends in {@code .json}
   * @param source the file's name, for messages
   * @return in file order, no two of one name, at least one
   * @throws BadInputException if anything in it is wrong
   */
  public static List<Dataflow> parse(String text, String source) {
    DataNode root = DataFile.parseWithColumns(text, source);
    DataNode format = root.required("format");
    List<Dataflow> dataflows = switch (format.text()) {
      case FORMAT -> own(root);
      case NEUTRAL -> neutral(root);
      default ->
          throw format.error("The format (%s) must be %s or %s.".formatted(DirectiveParser.shown(format.text()), FORMAT, NEUTRAL),
              Suggestions.instead(DirectiveParser.shown(format.text()), List.of(FORMAT, NEUTRAL)));
    };
    if (dataflows.isEmpty()) {
      throw root.required("dataflows").error("The file holds no dataflow.", "it was not finished.");
    }
    return dataflows;
  }

  /**
   * Reads one dataflow that stands in a file of any format: the keys of an element of {@code dataflows}.
   *
   * @throws BadInputException if anything in it is wrong
   */
  public static Dataflow read(DataNode node) {
    node.onlyKeys("name", "note", "layers", "parameters", "directives");
    return dataflow(node, node.required("name").text());
  }

  private static List<Dataflow> own(DataNode root) {
    root.onlyKeys("format", "name", "note", "dataflows");
    Map<String, Dataflow> byName = new LinkedHashMap<>();
    for (DataNode node : root.required("dataflows").items()) {
      Dataflow dataflow = read(node);
      DataNode name = node.required("name");
      if (byName.putIfAbsent(name.text(), dataflow) != null) {
        throw name.error("The dataflow (%s) stands twice in the file.".formatted(name.text()), "rename one of the two.");
      }
    }
    return List.copyOf(byName.values());
  }

  private static Dataflow dataflow(DataNode node, String name) {
    Map<String, TileParameter> parameters = new LinkedHashMap<>();
    Map<String, DataNode> declared = node.optional("parameters").map(DataNode::entries).orElse(Map.of());
    declared.forEach((p, value) -> parameters.put(p, parameter(p, value)));
    List<DirectiveTemplate> directives = new ArrayList<>();
    Set<String> used = new TreeSet<>();
    DataNode last = null;
    for (DataNode d : node.required("directives").items()) {
      DirectiveTemplate template = d.isObject() ? object(d, parameters.keySet()) : line(d, parameters.keySet());
      used.addAll(template.size().parameters());
      used.addAll(template.offset().parameters());
      if (template.kind() == Kind.CLUSTER && (directives.isEmpty() || isCluster(directives.get(directives.size() - 1)))) {
        throw d.error("No directive stands before this cluster at its level.", "a SpatialMap before it was forgotten.");
      }
      directives.add(template);
      last = d;
    }
    if (last == null) {
      throw node.required("directives").error("The dataflow (%s) has no directives.".formatted(name), "write SpatialMap(1,1) K.");
    }
    if (isCluster(directives.get(directives.size() - 1))) {
      throw last.error("No directive stands behind this cluster.", "the directives of the level inside of it were forgotten.");
    }
    declared.forEach((p, value) -> {
      if (!used.contains(p)) {
        throw value.error("The parameter (%s) is declared, but no directive uses it.".formatted(p), Suggestions.nearest(p, used)
            .map("you meant '%s'."::formatted).orElse("remove it."));
      }
    });
    return new Dataflow(name, layers(node), List.copyOf(parameters.values()), directives);
  }

  private static boolean isCluster(DirectiveTemplate d) {
    return d.kind() == Kind.CLUSTER;
  }

  private static void checkDeclared(SizeExpression size, DataNode node, Set<String> parameters) {
    for (String name : size.parameters()) {
      if (!parameters.contains(name)) {
        Matcher place = Pattern.compile("\\b" + Pattern.quote(name) + "\\b").matcher(node.text());
        throw node.errorInside(place.find() ? place.start() : 0,
            "The parameter (%s) is not declared.".formatted(DirectiveParser.shown(name)), instead(name, parameters));
      }
    }
  }

  private static String instead(String name, Set<String> parameters) {
    if (LoopDim.of(name).isPresent()) {
      return "you meant Sz(%s).".formatted(name);
    }
    return parameters.isEmpty() ? "declare it under 'parameters'." : Suggestions.instead(DirectiveParser.shown(name), parameters);
  }

  private static TileParameter parameter(String name, DataNode value) {
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw value.error("The name (%s) of the parameter is not one word of letters and digits.".formatted(name),
          "call it tk or tile_k.");
    }
    if (name.equals("Sz") || name.equals("ceil")) {
      throw value.error("The name (%s) of the parameter has a meaning of its own.".formatted(name), "call it otherwise.");
    }
    if (!value.isArray()) {
      return TileParameter.of(name, dim(value));
    }
    List<Long> values = value.items().stream().map(v -> v.longValue(1, Integer.MAX_VALUE)).sorted().distinct().toList();
    if (values.isEmpty()) {
      throw value.error("The parameter (%s) has no values.".formatted(name),
          "write a dimension such as C, or values such as [16, 32].");
    }
    return new TileParameter(name, null, values);
  }

  private static Set<LayerType> layers(DataNode node) {
    DataNode given = node.optional("layers").orElse(null);
    if (given == null) {
      return EnumSet.allOf(LayerType.class);
    }
    Set<LayerType> types = EnumSet.noneOf(LayerType.class);
    for (DataNode type : given.isArray() ? given.items() : List.of(given)) {
      List<String> known = Arrays.stream(LayerType.values()).map(LayerType::name).toList();
      if (!known.contains(type.text())) {
        throw type.error("The layer type (%s) is not known.".formatted(type.text()), Suggestions.instead(type.text(), known));
      }
      types.add(LayerType.valueOf(type.text()));
    }
    if (types.isEmpty()) {
      throw given.error("The list of layer types is empty.", "remove the key: then the dataflow is for all of them.");
    }
    return types;
  }

  private static List<Dataflow> neutral(DataNode root) {
    root.onlyKeys("format", "note", "dataflows");
    List<Dataflow> dataflows = new ArrayList<>();
    root.required("dataflows").entries().forEach((name, list) -> {
      List<DirectiveTemplate> directives = new ArrayList<>();
      for (DataNode d : list.items()) {
        directives.add(object(d, Set.of()));
      }
      dataflows.add(new Dataflow(name, EnumSet.allOf(LayerType.class), List.of(), directives));
    });
    return dataflows;
  }

  private static DirectiveTemplate line(DataNode node, Set<String> parameters) {
    try {
      DirectiveTemplate template = DirectiveParser.parse(node.text());
      checkDeclared(template.size(), node, parameters);
      checkDeclared(template.offset(), node, parameters);
      return template;
    } catch (Mistake e) {
      throw node.errorInside(e.offset(), e.getMessage(), e.maybe());
    }
  }

  private static DirectiveTemplate object(DataNode node, Set<String> parameters) {
    DataNode op = node.required("op");
    Kind kind = DirectiveParser.kind(op.text()).orElseThrow(
        () -> op.error("The directive (%s) is not known.".formatted(DirectiveParser.shown(op.text())),
            DirectiveParser.insteadOfKeyword(op.text())));
    SizeExpression size = size(node.required("size"), parameters);
    if (kind == Kind.CLUSTER) {
      node.onlyKeys("op", "size");
      return new DirectiveTemplate(kind, size, new SizeExpression.Constant(0), null);
    }
    node.onlyKeys("op", "dim", "size", "offset");
    return new DirectiveTemplate(kind, size, size(node.required("offset"), parameters), dim(node.required("dim")));
  }

  private static LoopDim dim(DataNode node) {
    return LoopDim.of(node.text()).orElseThrow(
        () -> node.error("The dimension (%s) is not known.".formatted(DirectiveParser.shown(node.text())),
            LoopDim.instead(node.text())));
  }

  private static SizeExpression size(DataNode node, Set<String> parameters) {
    try {
      SizeExpression size = ExpressionParser.parse(node.text());
      checkDeclared(size, node, parameters);
      return size;
    } catch (Mistake e) {
      throw node.errorInside(e.offset(), e.getMessage(), e.maybe());
    }
  }
}
