package dev.dovetail.models.workload;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.io.Suggestions;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads a small network that is written out in a problem file.
 *
 * <p>Role: worked examples and tests without an ONNX file. {@code inputs} maps names to shapes ([batch, channels, rows, columns], or
 * [.., rows, channels] for matrix products), {@code layers} lists {@code {name, op, input or inputs, ...}} in topological order,
 * {@code outputs} names what must be stored (default: every tensor that no layer reads), {@code bits} is the precision (default
 * 8). Operators: conv (channels, kernel, stride, pad, dilation, groups), depthwise (the same without channels and groups), fc
 * (channels), matmul, max-pool and average-pool (kernel, stride, pad), global-average-pool, softmax (over the last axis), and the
 * operators that work element by element (add, mul, relu, ...).
 */
public final class InlineNetwork {
  private static final int MAX = 1 << 20;
  private static final List<String> ELEMENTWISE =
      List.of("add", "sub", "mul", "div", "relu", "clip", "sigmoid", "silu", "tanh", "exp", "gelu", "elementwise");
  private static final List<String> OTHERS =
      List.of("conv", "depthwise", "fc", "matmul", "max-pool", "average-pool", "global-average-pool", "softmax");

  private final NetworkBuilder builder;
  private final Map<String, Value> values = new LinkedHashMap<>();
  private final Set<String> unread = new LinkedHashSet<>();
  private final List<String> layerNames;

  private InlineNetwork(NetworkBuilder builder, List<String> layerNames) {
    this.builder = builder;
    this.layerNames = layerNames;
  }

  /**
   * Reads the network.
   *
   * @param name its name, if it gives none itself
   * @throws BadInputException if anything in it is wrong, with file and line
   */
  public static Workload read(DataNode node, String name) {
    node.onlyKeys("name", "bits", "inputs", "layers", "outputs");
    NetworkBuilder builder = NetworkBuilder.named(node.optional("name").map(DataNode::text).orElse(name));
    node.optional("bits").ifPresent(b -> builder.bits(b.intValue(1, 64)));
    List<DataNode> layers = node.required("layers").items();
    if (layers.isEmpty()) {
      throw node.required("layers").error("The network has no layers.", "list at least one.");
    }
    InlineNetwork network = new InlineNetwork(builder, layers.stream().map(l -> l.required("name").text()).toList());
    node.required("inputs").entries().forEach(network::input);
    layers.forEach(network::layer);
    network.outputs(node);
    return builder.build();
  }

  private void input(String name, DataNode shape) {
    Integer[] extents = shape.items().stream().map(n -> n.intValue(1, MAX)).toArray(Integer[]::new);
    try {
      values.put(name, builder.input(name, extents));
    } catch (IllegalArgumentException e) {
      throw shape.error("The input (%s) is not possible: %s".formatted(name, e.getMessage()), "an extent is wrong.");
    }
  }

  private void outputs(DataNode node) {
    if (node.optional("outputs").isEmpty()) {
      unread.forEach(name -> builder.output(value(name)));
      return;
    }
    for (DataNode output : node.required("outputs").items()) {
      if (!layerNames.contains(output.text())) {
        throw output.error("The output (%s) is no layer.".formatted(output.text()),
            Suggestions.instead(output.text(), layerNames));
      }
      builder.output(value(output.text()));
    }
  }

  private Value value(String name) {
    return java.util.Objects.requireNonNull(values.get(name));
  }

  private Value operand(DataNode reference) {
    String name = reference.text();
    Value value = values.get(name);
    if (value == null) {
      throw reference.error(
          layerNames.contains(name)
              ? "The layer (%s) is read before it is made.".formatted(name)
              : "The tensor (%s) does not exist.".formatted(name),
          layerNames.contains(name)
              ? "list layers in topological order; a cycle cannot be mapped."
              : Suggestions.instead(name, values.keySet()));
    }
    unread.remove(name);
    return value;
  }

  private void layer(DataNode layer) {
    layer.onlyKeys("name", "op", "input", "inputs", "channels", "kernel", "stride", "pad", "dilation", "groups");
    String name = layer.required("name").text();
    if (values.containsKey(name)) {
      throw layer.required("name").error("The name (%s) is given twice.".formatted(name), "rename one of the two.");
    }
    if (layer.optional("input").isPresent() == layer.optional("inputs").isPresent()) {
      throw layer.error("The layer (%s) must have either 'input' or 'inputs'.".formatted(name),
          "write input: x, or inputs: [x, y].");
    }
    List<Value> inputs =
        layer.optional("input").map(List::of).orElseGet(() -> layer.required("inputs").items()).stream().map(this::operand)
            .toList();
    if (inputs.isEmpty()) {
      throw layer.required("inputs").error("The layer (%s) reads nothing.".formatted(name), "name its inputs.");
    }
    Value made;
    try {
      made = make(layer, name, inputs);
    } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
      throw layer.error("The layer (%s) is not possible: %s".formatted(name, e.getMessage()), "a shape or a size is wrong.");
    }
    values.put(name, made);
    unread.add(name);
  }

  private Value make(DataNode layer, String name, List<Value> inputs) {
    String op = layer.required("op").text().toLowerCase(Locale.ROOT).replace('_', '-');
    if (ELEMENTWISE.contains(op)) {
      return builder.elementwise(name, Operator.valueOf(op.toUpperCase(Locale.ROOT)), inputs.toArray(Value[]::new));
    }
    if (!OTHERS.contains(op)) {
      throw layer.required("op").error(
          "The operator (%s) of layer (%s) is not known.".formatted(op, name),
          Suggestions.instead(op, Stream.concat(OTHERS.stream(), ELEMENTWISE.stream()).toList()));
    }
    int wanted = op.equals("matmul") ? 2 : 1;
    if (inputs.size() != wanted) {
      throw layer.error(
          "The layer (%s) must have %d inputs, not %d.".formatted(name, wanted, inputs.size()),
          "use add for sums, fc for weights.");
    }
    Value x = inputs.get(0);
    return switch (op) {
      case "conv" ->
          builder.conv(name, x, count(layer, "channels"), layer.optional("groups").map(g -> g.intValue(1, MAX)).orElse(1),
              List.of(window(layer), window(layer)));
      case "depthwise" -> builder.depthwise(name, x, window(layer));
      case "fc" -> builder.fc(name, x, count(layer, "channels"));
      case "matmul" -> builder.matmul(name, x, inputs.get(1));
      case "max-pool" -> builder.maxPool(name, x, window(layer));
      case "average-pool" -> builder.averagePool(name, x, window(layer));
      case "global-average-pool" -> builder.globalAveragePool(name, x);
      default -> builder.softmax(name, x, x.rank() - 1);
    };
  }

  private static int count(DataNode layer, String key) {
    return layer.required(key).intValue(1, MAX);
  }

  private static SlidingWindow window(DataNode layer) {
    return SlidingWindow.of(count(layer, "kernel"))
        .stride(layer.optional("stride").map(n -> n.intValue(1, MAX)).orElse(1))
        .dilation(layer.optional("dilation").map(n -> n.intValue(1, MAX)).orElse(1))
        .pad(layer.optional("pad").map(n -> n.intValue(0, MAX)).orElse(0));
  }
}
