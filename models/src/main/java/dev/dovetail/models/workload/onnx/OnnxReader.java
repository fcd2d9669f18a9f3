package dev.dovetail.models.workload.onnx;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.io.Suggestions;
import dev.dovetail.models.workload.Workload;
import dev.dovetail.models.workload.onnx.OnnxModel.Axis;
import dev.dovetail.models.workload.onnx.OnnxModel.Node;
import dev.dovetail.models.workload.onnx.OnnxModel.TensorInfo;
import dev.dovetail.models.workload.onnx.OnnxModel.ValueInfo;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads an ONNX file into a {@link Workload}: shapes only, the weights' bytes are skipped.
 *
 * <p>Role: networks of a user's own. Files of any length are read in little memory. An open first axis of a graph input (the
 * batch) becomes 1; other open axes need a value in {@link Options#symbols}. Every fault of a file is one {@link
 * BadInputException} that names the file, and the node or tensor where there is one: a missing, empty, truncated or foreign
 * file, data in other files, unsupported operators (all of them in one message), cyclic graphs, names made twice or never,
 * shapes that do not fit together.
 */
public final class OnnxReader {
  /**
   * How to read.
   *
   * @param bitsPerElement precision of all floating point tensors instead of the file's, 1 to 64; integer tensors keep theirs
   * @param symbols extents of open axes by their names in the file
   */
  public record Options(OptionalInt bitsPerElement, Map<String, Integer> symbols) {
    public Options {
      Objects.requireNonNull(bitsPerElement);
      symbols = Map.copyOf(symbols);
      if (bitsPerElement.isPresent() && (bitsPerElement.getAsInt() < 1 || bitsPerElement.getAsInt() > 64)) {
        throw new BadInputException(
            "The bitsPerElement (%d) must be in 1 to 64.".formatted(bitsPerElement.getAsInt()), "8 was meant, for int8.");
      }
      symbols.forEach((symbol, extent) -> {
        if (extent < 1 || extent > Shapes.MAX_EXTENT) {
          throw new BadInputException(
              "The extent (%d) of the axis (%s) must be in 1 to %d.".formatted(extent, symbol, Shapes.MAX_EXTENT),
              "it was mistyped.");
        }
      });
    }

    /** As the file says. */
    public static Options asInFile() {
      return new Options(OptionalInt.empty(), Map.of());
    }

    /** Every floating point tensor in that many bits, 8 for int8. */
    public static Options inBits(int bitsPerElement) {
      return new Options(OptionalInt.of(bitsPerElement), Map.of());
    }
  }

  private final Options options;
  private final Problems problems;
  private final OnnxModel model;
  private final NetworkDraft draft = new NetworkDraft();
  private final Map<String, OnnxValue> values = new LinkedHashMap<>();
  private final Map<String, TensorInfo> initializers = new HashMap<>();
  private final Map<String, ValueInfo> declared = new HashMap<>();
  private final List<OnnxGraph.Operation> operations = new ArrayList<>();
  private boolean nodeByNode;

  private OnnxReader(OnnxModel model, Options options, Problems problems) {
    this.model = model;
    this.options = options;
    this.problems = problems;
  }

  /**
   * Reads a file with the precisions that it states.
   *
   * @throws BadInputException if it is no model that can be mapped
   */
  public static Workload read(Path file) {
    return read(file, Options.asInFile());
  }

  /**
   * Reads a file.
   *
   * @throws BadInputException if it is no model that can be mapped
   */
  public static Workload read(Path file, Options options) {
    return open(file, options).workload(nameOf(file));
  }

  /**
   * Reads a file node by node, without folding any of them away. The data of floating point constants may stand in other files.
   *
   * @throws BadInputException if it is no model whose shapes can be inferred
   */
  public static OnnxGraph graph(Path file, Options options) {
    return open(file, options).graph(nameOf(file));
  }

  private static OnnxReader open(Path file, Options options) {
    Problems problems = new Problems(file.toString());
    if (Files.isDirectory(file)) {
      throw problems.of("This is a directory.", "an ONNX file inside of it was meant.");
    }
    if (!Files.exists(file)) {
      throw problems.of("This file does not exist.",
          "the path is wrong: it is looked up from (%s).".formatted(Path.of("").toAbsolutePath()));
    }
    OnnxModel model;
    try (InputStream stream = new FileInputStream(file.toFile())) {
      long size = Files.size(file);
      if (size == 0) {
        throw problems.of("This file is empty.", "its download or export failed: get it again.");
      }
      WireInput in = new WireInput(stream, problems);
      try {
        model = ModelParser.read(in, size, problems);
      } catch (com.google.protobuf.InvalidProtocolBufferException e) {
        throw in.malformed("a broken or cut field");
      }
    } catch (IOException e) {
      throw new BadInputException(
          "%s: This file cannot be read: %s.".formatted(file, e.getMessage()), "its permissions are wrong.", e);
    }
    return new OnnxReader(model, options, problems);
  }

  private static String nameOf(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.endsWith(".onnx") && name.length() > 5 ? name.substring(0, name.length() - 5) : name;
  }

  /** A symbol that no axis has is a slip that would change the network silently. */
  private void checkSymbols() {
    Set<String> known = new LinkedHashSet<>();
    for (ValueInfo input : model.graph().inputs()) {
      List<Axis> axes = input.axes();
      if (axes != null) {
        axes.stream().map(Axis::symbol).filter(symbol -> !symbol.isEmpty()).forEach(known::add);
      }
    }
    for (String symbol : options.symbols().keySet()) {
      if (!known.contains(symbol)) {
        throw problems.of(
            "No axis of a graph input is open under the name (%s).".formatted(symbol),
            known.isEmpty() ? "leave it out: all axes are fixed." : Suggestions.instead(symbol, known));
      }
    }
  }

  private Workload workload(String name) {
    infer(new GraphOrder(model.graph(), problems));
    List<OnnxValue> outputs = model.graph().outputs().stream().map(o -> value(o.name(), "the graph's outputs")).toList();
    Workload workload;
    try {
      workload = draft.finish(name, outputs, this::bits);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw problems.of("The graph cannot be put together: %s.".formatted(e.getMessage()), "the file is damaged.");
    }
    if (workload.layers().isEmpty()) {
      throw problems.of("The graph computes nothing: no layer is left.",
          "the wrong file was given, or its outputs are constants.");
    }
    return workload;
  }

  private OnnxGraph graph(String name) {
    nodeByNode = true;
    GraphOrder order = new GraphOrder(model.graph(), problems);
    infer(order);
    Map<String, OnnxGraph.GraphTensor> tensors = new LinkedHashMap<>();
    for (TensorInfo t : model.graph().initializers()) {
      OnnxValue used = values.get(t.name());
      if (used != null) {
        tensors.put(t.name(), GraphView.tensor(t.name(), used, this::bits));
      }
    }
    values.forEach((tensor, value) -> tensors.put(tensor, GraphView.tensor(tensor, value, this::bits)));
    List<String> unused = model.graph().initializers().stream().map(TensorInfo::name).filter(t -> order.uses(t) == 0).toList();
    List<String> inputs = model.graph().inputs().stream().map(ValueInfo::name)
        .filter(i -> order.uses(i) > 0 && !initializers.containsKey(i)).toList();
    return new OnnxGraph(name, operations, tensors, inputs, model.graph().outputs().stream().map(ValueInfo::name).toList(),
        unused);
  }

  /** Builds every living node, so that all shapes are known. */
  private void infer(GraphOrder order) {
    checkSymbols();
    List<Node> nodes = order.living();
    UnsupportedOperators.check(nodes, problems);
    model.graph().initializers().forEach(t -> initializers.put(t.name(), t));
    model.graph().declared().forEach(v -> declared.put(v.name(), v));
    model.graph().outputs().forEach(v -> declared.put(v.name(), v));
    for (ValueInfo input : model.graph().inputs()) {
      if (order.uses(input.name()) > 0 && !initializers.containsKey(input.name())) {
        values.put(input.name(), input(input));
      }
    }
    for (Node node : nodes) {
      build(node, order);
    }
  }

  private int bits(ElementType type) {
    return type.floating() ? options.bitsPerElement().orElse(type.bits()) : type.bits();
  }

  private OnnxValue input(ValueInfo info) {
    ElementType type = ElementType.of(info.typeCode());
    List<Axis> axes = info.axes();
    if (type == null || axes == null) {
      throw problems.of(
          "The graph input (%s) %s.".formatted(info.name(), type == null ? "is no tensor of numbers" : "has no shape"),
          "export the model with static shapes.");
    }
    List<Long> dims = new ArrayList<>();
    for (int a = 0; a < axes.size(); a++) {
      dims.add(extent(info.name(), a, axes.get(a)));
    }
    try {
      return draft.input(info.name(), Shapes.of(dims), type);
    } catch (IllegalArgumentException e) {
      throw problems.of("The graph input (%s) cannot be read: %s.".formatted(info.name(), e.getMessage()),
          "the file is damaged.");
    }
  }

  private long extent(String input, int a, Axis axis) {
    if (!axis.isOpen()) {
      return axis.extent();
    }
    Integer given = options.symbols().get(axis.symbol());
    if (given != null) {
      return given;
    }
    if (a == 0) {
      return 1; // the batch
    }
    throw problems.of(
        "The axis %d (%s) of the graph input (%s) is open; only the first axis may be, and counts as 1."
            .formatted(a, axis.symbol().isEmpty() ? "unnamed" : axis.symbol(), input),
        axis.symbol().isEmpty()
            ? "export the model with this axis fixed (onnx.tools.update_model_dims fixes it in the file)."
            : "give its extent with --symbol %s=N, or export the model with this axis fixed.".formatted(axis.symbol()));
  }

  private void build(Node node, GraphOrder order) {
    List<@Nullable OnnxValue> inputs = new ArrayList<>();
    for (String input : node.inputs()) {
      inputs.add(input.isEmpty() ? null : value(input, "the node (%s)".formatted(node.label())));
    }
    OpNode n = new OpNode(node, inputs, draft, model.opsets().getOrDefault("", 1L), problems);
    try {
      Objects.requireNonNull(OperatorTable.handler(node.domain(), node.operator())).build(n);
      if (nodeByNode) {
        operations.add(GraphView.operation(node, n));
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw n.bad(
          Objects.requireNonNullElse(e.getMessage(), "its numbers do not fit").replaceAll("[.]$", ""),
          "the model is damaged or was edited wrongly: onnx.checker and onnx.shape_inference find such faults.");
    }
    for (int i = 0; i < node.outputs().size(); i++) {
      OnnxValue made = n.output(i);
      String name = node.outputs().get(i);
      if (made != null && !name.isEmpty()) {
        checkDeclared(n, name, made.shape());
        values.put(name, made.onlyIf(order.uses(name) == 1));
      }
    }
  }

  /** A wrong shape in the file would otherwise be a silent difference between what is mapped and what is meant. */
  private void checkDeclared(OpNode n, String tensor, List<Integer> shape) {
    ValueInfo info = declared.get(tensor);
    List<Axis> axes = info == null ? null : info.axes();
    if (axes == null) {
      return;
    }
    boolean fits = axes.size() == shape.size();
    for (int a = 0; fits && a < axes.size(); a++) {
      fits = axes.get(a).isOpen() || axes.get(a).extent() == shape.get(a);
    }
    if (!fits) {
      throw n.bad(
          "its output (%s) has the shape %s, but the file states %s"
              .formatted(tensor, shape, axes.stream().map(x -> x.isOpen() ? x.symbol() : "" + x.extent()).toList()),
          "the stated shape is stale: delete the value_info of the model, or run onnx.shape_inference again.");
    }
  }

  private OnnxValue value(String tensor, String reader) {
    OnnxValue known = values.get(tensor);
    if (known != null) {
      return known;
    }
    TensorInfo t = initializers.get(tensor);
    if (t == null) {
      throw problems.of(
          "The tensor (%s), read by %s, is an output of its node that is not supported.".formatted(tensor, reader),
          "only the first output of that node can be used: export the model for inference.");
    }
    ElementType stated = ElementType.of(t.typeCode());
    if (t.external() && !(nodeByNode && stated != null && stated.floating())) {
      long others = initializers.values().stream().filter(TensorInfo::external).count() - 1;
      throw problems.of(
          "The data of the tensor (%s)%s is in another file.".formatted(tensor,
              others > 0 ? ", and of %d more,".formatted(others) : ""),
          "save the model as one file: onnx.save(onnx.load(path), path, save_as_external_data=False).");
    }
    if (stated == null) {
      throw problems.of(
          "The element type number (%d) of the tensor (%s) is no type of numbers.".formatted(t.typeCode(), tensor),
          "store it in a type of numbers.");
    }
    try {
      OnnxValue constant = draft.constant(tensor, Shapes.of(t.dims()), stated, t.data());
      values.put(tensor, constant);
      return constant;
    } catch (IllegalArgumentException e) {
      throw problems.of("The tensor (%s) cannot be read: %s.".formatted(tensor, e.getMessage()), "the file is damaged.");
    }
  }
}
