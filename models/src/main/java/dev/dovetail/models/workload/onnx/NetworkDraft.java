package dev.dovetail.models.workload.onnx;

import dev.dovetail.models.workload.AxisMap;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.NetworkBuilder;
import dev.dovetail.models.workload.Operand;
import dev.dovetail.models.workload.Operator;
import dev.dovetail.models.workload.OperatorClass;
import dev.dovetail.models.workload.Tensor;
import dev.dovetail.models.workload.Value;
import dev.dovetail.models.workload.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The workload while the nodes of a graph are read.
 *
 * <p>Role: keeps what {@link NetworkBuilder} does not know: names, element types, known constants, biases, and layers that
 * compute on constants only and vanish. Inside, a layer's output has the layer's name as its key, inputs and constants have
 * keys with a blank in front, so that names of nodes and of tensors never meet.
 */
final class NetworkDraft {
  private static final int MAX_PARTS = 4096;
  private static final int MAX_VIEWS = 64;

  /**
   * A tensor.
   *
   * @param name its name in the workload
   * @param shape its shape
   * @param type its own element type
   * @param data its values, if it is a constant of few elements
   * @param operator what makes it; null for inputs and constants
   * @param constant whether it is a constant, or made from constants only
   */
  record Entry(
      String name, List<Integer> shape, ElementType type, @Nullable Constant data, @Nullable Operator operator,
      boolean constant) {
    Entry renamed(String newName) {
      return new Entry(newName, shape, type, data, operator, constant);
    }
  }

  private final NetworkBuilder network = NetworkBuilder.named("draft");
  private final Map<String, Entry> entries = new HashMap<>();
  private final Map<String, ElementType> reads = new HashMap<>();
  private final Map<String, List<Operand>> biases = new HashMap<>();
  private final Set<String> weights = new HashSet<>();

  /** A graph input. */
  OnnxValue input(String name, List<Integer> shape, ElementType type) {
    String key = " input " + name;
    network.input(key, shape.toArray(Integer[]::new));
    return enter(key, new Entry(name, shape, type, null, null, false));
  }

  /** A constant; it becomes a weight tensor only if a layer reads it. */
  OnnxValue constant(String name, List<Integer> shape, ElementType type, @Nullable Constant data) {
    Shapes.check(shape);
    String key = " constant " + name;
    return enter(key, new Entry(name, shape, type, data, null, true));
  }

  private OnnxValue enter(String key, Entry entry) {
    entries.put(key, entry);
    Value whole = new Value(entry.shape, List.of(new Value.Part(key, List.of())));
    return new OnnxValue(whole, entry.type, Map.of(key, entry.type), entry.operator != null, entry.constant);
  }

  /** A layer name near {@code wanted} that is not taken yet. */
  String freeName(String wanted) {
    String name = wanted.strip();
    for (int i = 2; entries.containsKey(name); i++) {
      name = wanted.strip() + "#" + i;
    }
    return name;
  }

  /** A constant's name near {@code wanted} that is not taken yet. */
  String freeConstant(String wanted) {
    String name = wanted;
    for (int i = 2; entries.containsKey(" constant " + name); i++) {
      name = wanted + "#" + i;
    }
    return name;
  }

  /** The name of the first tensor behind the value. */
  String nameOf(OnnxValue v) {
    return entry(v.value().parts().get(0).tensor()).name;
  }

  /** The value for a layer to read: the constants behind it become weights, and everything is read in the value's precision. */
  Value read(OnnxValue v) {
    List<Value.Part> parts = v.value().parts();
    if (parts.size() > MAX_PARTS || parts.stream().anyMatch(p -> p.views().size() > MAX_VIEWS)) {
      throw new IllegalArgumentException(
          "its operand is a chain of more than %d layout changes or %d parts".formatted(MAX_VIEWS, MAX_PARTS));
    }
    for (Value.Part part : parts) {
      Entry e = entry(part.tensor());
      if (Shapes.elements(e.shape) == 0) {
        throw new IllegalArgumentException("the tensor (%s) of shape %s holds no element".formatted(e.name, e.shape));
      }
      if (e.constant && e.operator == null && weights.add(part.tensor())) {
        network.weight(part.tensor(), e.shape.toArray(Integer[]::new));
      }
    }
    v.reads().forEach((key, type) -> reads.merge(key, type, NetworkDraft::wider));
    return v.value();
  }

  /**
   * A layer.
   *
   * @param name its name, free
   * @param tensor its output's name in the graph
   * @param type its output's element type
   * @param operands what it reads, already without scalars; none if it is made from scalars only
   * @param shape its output's shape, used if there is no operand
   * @param build makes it with {@link #network()}
   */
  OnnxValue layer(
      String name, String tensor, ElementType type, List<OnnxValue> operands, List<Integer> shape,
      Function<NetworkBuilder, Value> build) {
    if (operands.isEmpty()) {
      return constant(tensor, shape, type, null);
    }
    operands.forEach(this::read);
    Value out = build.apply(network);
    Shapes.check(out.shape());
    Layer made = Objects.requireNonNull(network.layerOf(out));
    boolean constant = operands.stream().allMatch(OnnxValue::constant);
    return enter(name, new Entry(tensor, out.shape(), type, null, made.operator(), constant));
  }

  /** The layer that makes the value, if the value is the whole output of one layer as it lies. */
  @Nullable
  Layer maker(OnnxValue v) {
    Value.Part part = v.value().parts().get(0);
    boolean whole = v.value().parts().size() == 1 && part.views().isEmpty() && !v.constant();
    return whole ? network.layerOf(v.value()) : null;
  }

  /** Whether work on the value can be given to the layers that make it. */
  boolean canFoldInto(OnnxValue v) {
    return v.exclusive()
        && v.value().parts().stream().map(p -> entry(p.tensor())).allMatch(e -> e.operator != null && !e.constant);
  }

  /** Whether every part of the value is made by a matrix operator. */
  boolean isMatrixProduct(OnnxValue v) {
    return v.value().parts().stream().map(p -> entry(p.tensor()).operator)
        .allMatch(o -> o != null && o.operatorClass() == OperatorClass.MATRIX);
  }

  /** Gives a node to the layers behind the value; one whole output takes the node's output name. */
  OnnxValue fold(OnnxValue v, String node, String tensor) {
    network.fold(v.value(), node);
    if (maker(v) != null) {
      entries.computeIfPresent(v.value().parts().get(0).tensor(), (k, e) -> e.renamed(tensor));
    }
    return v;
  }

  boolean hasBias(OnnxValue v) {
    return biases.containsKey(v.value().parts().get(0).tensor());
  }

  /** The values, all of one rank, one after the other along an axis. */
  OnnxValue concat(List<OnnxValue> values, int axis) {
    if (values.stream().mapToInt(v -> v.value().parts().size()).sum() > MAX_PARTS) {
      throw new IllegalArgumentException("it joins more than %d parts".formatted(MAX_PARTS));
    }
    Value joined = Value.concat(axis, values.stream().map(OnnxValue::value).toList());
    Map<String, ElementType> types = new HashMap<>();
    values.forEach(v -> v.reads().forEach((key, type) -> types.merge(key, type, NetworkDraft::wider)));
    return new OnnxValue(joined, values.get(0).type(), types, values.stream().allMatch(OnnxValue::exclusive),
        values.stream().allMatch(OnnxValue::constant));
  }

  private static ElementType wider(ElementType a, ElementType b) {
    return a.bits() >= b.bits() ? a : b;
  }

  /** The value in a quantised type: everything behind it is read in that precision. */
  OnnxValue quantised(OnnxValue v, ElementType type) {
    Map<String, ElementType> types = new HashMap<>();
    v.reads().keySet().forEach(key -> types.put(key, type));
    return new OnnxValue(v.value(), type, types, v.exclusive(), v.constant());
  }

  /** The value read in its own precision: the layers behind it make something else now. */
  OnnxValue unquantised(OnnxValue v) {
    Map<String, ElementType> own = new HashMap<>();
    v.value().parts().forEach(p -> own.put(p.tensor(), entry(p.tensor()).type));
    return new OnnxValue(v.value(), v.type(), own, v.exclusive(), v.constant());
  }

  /** Gives the layer that makes {@code v} one more operand. */
  void addOperand(OnnxValue v, OnnxValue operand, List<AxisMap> maps) {
    if (v.constant() && !operand.constant()) {
      throw new IllegalArgumentException("all its operands are constants except for the one that is added");
    }
    biases.computeIfAbsent(v.value().parts().get(0).tensor(), k -> new ArrayList<>()).addAll(read(operand).operands(maps));
  }

  /** The values of a constant if they are known and few; null otherwise. */
  @Nullable
  Constant data(OnnxValue v) {
    return v.constant() ? KnownValues.of(v.value(), this::entry) : null;
  }

  private Entry entry(String key) {
    return Objects.requireNonNull(entries.get(key), key);
  }

  /**
   * The workload: layers on constants dropped, names and precisions as in the graph, activations before weights.
   *
   * @param name its name
   * @param outputs the graph's outputs
   * @param bits bits of an element type
   */
  Workload finish(String name, List<OnnxValue> outputs, ToIntFunction<ElementType> bits) {
    Set<String> results = new HashSet<>();
    for (OnnxValue output : outputs) {
      read(output).parts().forEach(p -> results.add(p.tensor()));
    }
    Workload built = network.build();
    Map<String, String> names = uniqueNames(built);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    List<Layer> layers = new ArrayList<>();
    for (Layer layer : built.layers()) {
      if (entry(layer.output()).constant) {
        continue;
      }
      List<Operand> operands = new ArrayList<>(layer.operands());
      operands.addAll(biases.getOrDefault(layer.name(), List.of()));
      List<Operand> sorted = new ArrayList<>(operands.stream().filter(o -> !entry(o.tensor()).constant).toList());
      operands.stream().filter(o -> entry(o.tensor()).constant).forEach(sorted::add);
      List<String> keys = new ArrayList<>(sorted.stream().map(Operand::tensor).toList());
      keys.add(layer.output());
      for (String key : keys) {
        Entry e = entry(key);
        ElementType type = reads.getOrDefault(key, e.type);
        Tensor.Role role = e.constant ? Tensor.Role.WEIGHT : e.operator != null ? Tensor.Role.FEATURE : Tensor.Role.INPUT;
        boolean result = results.contains(key) && role == Tensor.Role.FEATURE;
        tensors.put(names.get(key), new Tensor(names.get(key), e.shape, bits.applyAsInt(type), role, result));
      }
      List<Operand> renamed =
          sorted.stream().map(o -> new Operand(names.get(o.tensor()), o.shape(), o.maps(), o.views())).toList();
      layers.add(new Layer(layer.name(), layer.operator(), renamed, names.get(layer.output()), layer.shape(), layer.axes(),
          layer.reductions(), layer.groups(), layer.folded()));
    }
    return new Workload(name, layers, tensors);
  }

  private Map<String, String> uniqueNames(Workload built) {
    Map<String, String> names = new HashMap<>();
    Set<String> taken = new HashSet<>();
    for (String key : built.tensors().keySet()) {
      String wanted = entry(key).name;
      String unique = wanted;
      for (int i = 2; !taken.add(unique); i++) {
        unique = wanted + "#" + i;
      }
      names.put(key, unique);
    }
    return names;
  }
}
