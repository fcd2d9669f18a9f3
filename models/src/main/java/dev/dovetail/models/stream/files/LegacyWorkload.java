package dev.dovetail.models.stream.files;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.stream.AxisIndex;
import dev.dovetail.models.stream.AxisIndex.Term;
import dev.dovetail.models.stream.StreamNode;
import dev.dovetail.models.stream.StreamNode.Loop;
import dev.dovetail.models.stream.StreamNode.Role;
import dev.dovetail.models.stream.StreamOperand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads workload files of ZigZag's form, which earlier releases of Stream took instead of ONNX: a list of layers with an equation, loop
 * sizes and the layers that their operands come from.
 *
 * <p>The loops of a layer keep the order of {@code loop_dims}; for convolutions that is B, K, C, OY, OX, FY, FX and not the order that
 * Stream gives those of ONNX files, so mappings of the two are not interchangeable. Operands named W are weights unless a layer makes them.
 */
public final class LegacyWorkload {
  private static final Pattern OPERAND = Pattern.compile("([A-Za-z]\\w*)((?:\\[\\w+\\])+)");
  private static final Pattern INDEX = Pattern.compile("\\[(\\w+)\\]");
  private static final Pattern RELATION = Pattern.compile("(\\w+)=(?:(\\d+)\\*)?(\\w+)\\+(?:(\\d+)\\*)?(\\w+)");
  private static final long MOST = 1L << 30;

  /** An operand of an equation. */
  private record Written(String name, List<String> indices) {}

  /** A layer while it is read. */
  private record Layer(DataNode node, String id, String name, Map<String, Integer> dims, long[] sizes,
      Map<String, AxisIndex> axes) {}

  private final WorkloadDraft draft = new WorkloadDraft();
  private final Map<String, DataNode> byId = new LinkedHashMap<>();
  private final Map<String, String> outputOf = new HashMap<>();
  private final Set<String> read = new LinkedHashSet<>();
  private final List<String> inputs = new ArrayList<>();

  private LegacyWorkload() {}

  /**
   * Reads a file.
   *
   * @throws BadInputException if anything in it is wrong
   */
  public static ImportedNetwork read(Path file) {
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.ya?ml$", "");
    return read(DataFile.read(file), name);
  }

  /** Reads a parsed file. */
  public static ImportedNetwork read(DataNode root, String name) {
    return new LegacyWorkload().network(root, name);
  }

  private ImportedNetwork network(DataNode root, String name) {
    for (DataNode layer : root.items()) {
      String id = layer.required("id").text();
      if (byId.put(id, layer) != null) {
        throw layer.required("id").error("The id (%s) is given twice.".formatted(id), "number the layers.");
      }
      outputOf.put(id, "O" + id);
    }
    List<String> order = new ArrayList<>();
    Set<String> open = new LinkedHashSet<>();
    byId.keySet().forEach(id -> visit(id, open, order));
    for (String id : order) {
      layer(Objects.requireNonNull(byId.get(id)), id);
    }
    List<String> outputs = order.stream().map(outputOf::get).filter(o -> !read.contains(o)).toList();
    if (order.isEmpty()) {
      throw root.error("The file has no layer.", "it was cut short.");
    }
    return new ImportedNetwork(draft.build(name, inputs, outputs), List.of(), List.of());
  }

  /** Layers that it reads come first. */
  private void visit(String id, Set<String> open, List<String> order) {
    if (order.contains(id)) {
      return;
    }
    DataNode layer = Objects.requireNonNull(byId.get(id));
    if (!open.add(id)) {
      throw layer.error("The layers are cyclic: (%s) reads itself through %s.".formatted(id, open),
          "an operand_source is wrong.");
    }
    sources(layer).forEach((operand, source) -> {
      if (!source.equals(id)) {
        visit(source, open, order);
      }
    });
    open.remove(id);
    order.add(id);
  }

  private Map<String, String> sources(DataNode layer) {
    Map<String, String> sources = new LinkedHashMap<>();
    layer.optional("operand_source").ifPresent(s -> s.entries().forEach((operand, source) -> {
      DataNode one = source.isArray() && source.items().size() == 1 ? source.items().get(0) : source;
      if (source.isArray() && source.items().isEmpty()) {
        return;
      }
      if (!byId.containsKey(one.text())) {
        throw one.error("The source (%s) of operand (%s) is no layer.".formatted(one.text(), operand), "an id was mistyped.");
      }
      sources.put(operand, one.text());
    }));
    return sources;
  }

  private void layer(DataNode node, String id) {
    String op = node.required("operator_type").text();
    String name = draft.freeName(node.optional("name").map(DataNode::text).orElse("Layer" + id));
    DataNode equationNode = node.required("equation");
    String[] sides = equationNode.text().replace(" ", "").split("\\+=|=", 2);
    if (sides.length != 2) {
      throw equationNode.error("The equation (%s) has no right side.".formatted(equationNode.text()),
          "write it as O[b][k]+=W[k][c]*I[b][c].");
    }
    List<Written> left = operands(equationNode, sides[0]);
    List<Written> right = operands(equationNode, sides[1]);
    if (left.size() != 1 || right.isEmpty()) {
      throw equationNode.error("The equation (%s) must make one output from at least one operand.".formatted(equationNode.text()),
          "write it as O[b][k]+=W[k][c]*I[b][c].");
    }
    List<String> letters = node.required("loop_dims").items().stream().map(d -> d.text().toLowerCase(Locale.ROOT)).toList();
    long[] sizes = node.required("loop_sizes").items().stream().mapToLong(s -> s.longValue(1, MOST)).toArray();
    if (letters.size() != sizes.length) {
      throw node.required("loop_sizes").error(
          "There are %d loop_dims, but %d loop_sizes.".formatted(letters.size(), sizes.length),
          "give each loop its size.");
    }
    Map<String, Integer> dims = new LinkedHashMap<>();
    for (int d = 0; d < letters.size(); d++) {
      dims.put(letters.get(d), d);
    }
    Layer layer = new Layer(node, id, name, dims, sizes, relations(node, dims));
    List<StreamOperand> reads = new ArrayList<>();
    Map<String, String> sources = sources(node);
    for (Written w : right) {
      reads.add(operand(layer, w, sources));
    }
    StreamOperand made =
        tensor(layer, left.get(0), outputOf.get(id), false, bits(node, "O_final", bits(node, left.get(0).name(), 8)));
    List<Loop> loops = new ArrayList<>();
    for (int d = 0; d < sizes.length; d++) {
      loops.add(new Loop(letters.get(d), sizes[d], !made.uses(d)));
    }
    draft.node(new StreamNode(name, op, Role.COMPUTE, loops, reads, List.of(made)));
  }

  private static List<Written> operands(DataNode where, String side) {
    List<Written> operands = new ArrayList<>();
    Matcher m = OPERAND.matcher(side);
    while (m.find()) {
      List<String> indices = new ArrayList<>();
      Matcher i = INDEX.matcher(m.group(2));
      while (i.find()) {
        indices.add(i.group(1).toLowerCase(Locale.ROOT));
      }
      operands.add(new Written(m.group(1), indices));
    }
    if (!side.replaceAll(OPERAND.pattern(), "").matches("[*+]*")) {
      throw where.error("The equation (%s) holds something else than operands with indices.".formatted(where.text()),
          "write it as O[b][k]+=W[k][c]*I[b][c].");
    }
    return operands;
  }

  /** Indices that are sums of two loops, with the padding in front. */
  private Map<String, AxisIndex> relations(DataNode node, Map<String, Integer> dims) {
    Map<String, Long> pads = new HashMap<>();
    List<DataNode> pr = node.optional("pr_loop_dims").map(DataNode::items).orElse(List.of());
    List<DataNode> padding = node.optional("padding").map(DataNode::items).orElse(List.of());
    for (int p = 0; p < Math.min(pr.size(), padding.size()); p++) {
      pads.put(pr.get(p).text().toLowerCase(Locale.ROOT), padding.get(p).items().get(0).longValue(0, MOST));
    }
    Map<String, AxisIndex> axes = new HashMap<>();
    for (DataNode relation : node.optional("dimension_relations").map(DataNode::items).orElse(List.of())) {
      Matcher m = RELATION.matcher(relation.text().replace(" ", "").toLowerCase(Locale.ROOT));
      Integer first = m.matches() ? dims.get(m.group(3)) : null;
      Integer second = m.matches() ? dims.get(m.group(5)) : null;
      if (!m.matches() || first == null && second == null) {
        throw relation.error("The relation (%s) must be an index and two loops of the layer, as ix=1*ox+1*fx.".formatted(
            relation.text()), "a loop is missing in 'loop_dims'.");
      }
      List<Term> terms = new ArrayList<>();
      if (first != null) {
        terms.add(new Term(first, factor(m.group(2))));
      }
      if (second != null) {
        terms.add(new Term(second, factor(m.group(4))));
      }
      axes.put(m.group(1), new AxisIndex(terms, -pads.getOrDefault(m.group(1), 0L)));
    }
    return axes;
  }

  private static long factor(String digits) {
    return digits == null ? 1 : Math.max(1, Long.parseLong(digits));
  }

  private static int bits(DataNode layer, String operand, int byDefault) {
    DataNode precisions = layer.optional("operand_precision").orElse(null);
    DataNode own = precisions == null ? null : precisions.entries().get(operand);
    return own == null ? byDefault : own.intValue(1, 64);
  }

  private StreamOperand operand(Layer layer, Written w, Map<String, String> sources) {
    String source = sources.get(w.name());
    boolean made = source != null && !source.equals(layer.id());
    String tensor = made ? Objects.requireNonNull(outputOf.get(source)) : w.name() + layer.id();
    boolean constant = !made && w.name().equals("W");
    if (!made && !constant) {
      inputs.add(tensor);
    }
    read.add(tensor);
    return tensor(layer, w, tensor, constant, bits(layer.node(), w.name(), 8));
  }

  /** The operand, and the tensor if it is new: an axis of a sum is as long as the loops reach, without its padding on both sides. */
  private StreamOperand tensor(Layer layer, Written w, String tensor, boolean constant, int bits) {
    List<AxisIndex> axes = new ArrayList<>();
    List<Integer> shape = new ArrayList<>();
    for (String index : w.indices()) {
      Integer dim = layer.dims().get(index);
      AxisIndex axis = dim != null ? AxisIndex.of(dim) : layer.axes().getOrDefault(index, AxisIndex.FIXED);
      axes.add(axis);
      long extent = axis.extent(layer.sizes()) + 2 * Math.min(0, axis.offset());
      shape.add((int) Math.max(1, Math.min(MOST, extent)));
    }
    if (draft.has(tensor)) {
      int rank = draft.tensorOf(draft.number(tensor)).shape().size();
      if (rank != axes.size()) {
        throw layer.node().required("equation")
            .error("The operand (%s) of layer (%s) has %d axes, but what makes it has %d.".formatted(
                w.name(), layer.name(), axes.size(), rank),
                "an index is missing in the equation, or the source is another layer.");
      }
    }
    return new StreamOperand(draft.tensor(tensor, shape, bits, constant), axes);
  }
}
