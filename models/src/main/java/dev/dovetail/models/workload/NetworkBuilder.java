package dev.dovetail.models.workload;

import static dev.dovetail.models.workload.Dim.B;
import static dev.dovetail.models.workload.Dim.C;
import static dev.dovetail.models.workload.Dim.FX;
import static dev.dovetail.models.workload.Dim.FY;
import static dev.dovetail.models.workload.Dim.K;
import static dev.dovetail.models.workload.Dim.OX;
import static dev.dovetail.models.workload.Dim.OY;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Builds a {@link Workload} layer by layer, with the index maps of the usual operators.
 *
 * <p>Role: the one place where an operator's shape rule, loop dimensions and operand maps are written; networks by name, the ONNX
 * reader and tests all use it. Feature maps are {@code [B, K, OY, OX]} (or {@code [B, K, OY]}), sequences {@code [.., OY, K]}. A
 * layer's output tensor has the layer's name; its weights are {@code name.weight}, without bias. Batch normalisation, bias and
 * ReLU are free: see {@link #fold}. Wrong shapes throw {@link IllegalArgumentException}.
 */
public final class NetworkBuilder {
  private static final List<Dim> KERNEL = List.of(FY, FX);

  private final String name;
  private final Map<String, Layer> layers = new LinkedHashMap<>();
  private final Map<String, String> makers = new HashMap<>(); // tensor to layer
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private int bits = 8;

  private NetworkBuilder(String name) {
    this.name = Objects.requireNonNull(name);
  }

  /** An empty network of that name; 8 bits per element. */
  public static NetworkBuilder named(String name) {
    return new NetworkBuilder(name);
  }

  /** Precision of every tensor made from now on, in bits. */
  public NetworkBuilder bits(int bitsPerElement) {
    bits = bitsPerElement;
    return this;
  }

  /** A network input. */
  public Value input(String tensor, Integer... shape) {
    return newTensor(tensor, List.of(shape), Tensor.Role.INPUT);
  }

  /** A constant parameter. */
  public Value weight(String tensor, Integer... shape) {
    return newTensor(tensor, List.of(shape), Tensor.Role.WEIGHT);
  }

  /** A 2-D convolution with a square window to {@code k} channels. */
  public Value conv(String layer, Value x, int k, SlidingWindow window) {
    return conv(layer, x, k, 1, List.of(window, window));
  }

  /** A depthwise 2-D convolution with a square window: each channel on its own. */
  public Value depthwise(String layer, Value x, SlidingWindow window) {
    return conv(layer, x, x.extent(1), x.extent(1), List.of(window, window));
  }

  /** A convolution with one window per spatial axis (1 or 2), to {@code k} channels in {@code groups} groups. */
  public Value conv(String layer, Value x, int k, int groups, List<SlidingWindow> windows) {
    return conv(layer, x, convWeight(layer, x, k, groups, windows, false), groups, windows);
  }

  /** A convolution with given weights {@code [K, C / groups, FY, FX]} ({@code [K, C / groups, FY]} in one dimension). */
  public Value conv(String layer, Value x, Value weight, int groups, List<SlidingWindow> windows) {
    int k = weight.extent(0);
    checkConv(layer, x, k, groups, windows);
    require(weight.extent(1) * groups == x.extent(1), layer, "weights %s and input %s must fit together", weight.shape(),
        x.shape());
    List<Integer> shape = new ArrayList<>(List.of(x.extent(0), k));
    List<AxisMap> xMaps = new ArrayList<>(List.of(same(0), groupMap(groups, k, x.extent(1))));
    Map<Dim, Integer> reductions = new EnumMap<>(Dim.class);
    reductions.put(C, x.extent(1) / groups);
    for (int i = 0; i < windows.size(); i++) {
      shape.add(windows.get(i).outputs(x.extent(i + 2)));
      xMaps.add(windows.get(i).map(i + 2));
      reductions.put(KERNEL.get(i), windows.get(i).kernel());
    }
    List<AxisMap> wMaps = new ArrayList<>(Collections.nCopies(weight.rank(), all()));
    wMaps.set(0, same(1));
    List<Operand> operands = join(x.operands(xMaps), weight.operands(wMaps));
    return map(layer, Operator.CONV, operands, shape, reductions, groups);
  }

  /** A transposed 2-D convolution with a square window to {@code k} channels. */
  public Value convTranspose(String layer, Value x, int k, SlidingWindow window) {
    List<SlidingWindow> windows = List.of(window, window);
    List<Integer> shape = windows.stream().map(w -> w.transposedOutputs(x.extent(2))).toList();
    return convTranspose(layer, x, convWeight(layer, x, k, 1, windows, true), 1, windows,
        List.of(shape.get(0), windows.get(1).transposedOutputs(x.extent(3))));
  }

  /**
   * A transposed convolution with given weights {@code [C, K / groups, FY, FX]} and spatial output extents (they may exceed {@link
   * SlidingWindow#transposedOutputs} by an output padding).
   *
   * <p>An output is reached by at most {@code ceil(kernel / stride)} window elements along an axis, so these are the reductions
   * {@link Dim#FY} and {@link Dim#FX}: exact where the stride divides the kernel, else the count of the busiest output.
   */
  public Value convTranspose(String layer, Value x, Value weight, int groups, List<SlidingWindow> windows,
      List<Integer> extents) {
    int k = weight.extent(1) * groups;
    checkConv(layer, x, k, groups, windows);
    require(weight.extent(0) == x.extent(1), layer, "weights %s and input %s must fit together", weight.shape(), x.shape());
    List<Integer> shape = new ArrayList<>(List.of(x.extent(0), k));
    shape.addAll(extents);
    List<AxisMap> xMaps = new ArrayList<>(List.of(same(0), groupMap(groups, k, x.extent(1))));
    Map<Dim, Integer> reductions = new EnumMap<>(Dim.class);
    reductions.put(C, x.extent(1) / groups);
    for (int i = 0; i < windows.size(); i++) {
      SlidingWindow w = windows.get(i);
      xMaps.add(w.transposedMap(i + 2));
      reductions.put(KERNEL.get(i), (w.kernel() + w.stride() - 1) / w.stride());
    }
    List<AxisMap> wMaps = new ArrayList<>(Collections.nCopies(weight.rank(), all()));
    if (groups == 1) {
      wMaps.set(1, same(1));
    } else {
      wMaps.set(0, new AxisMap.Grouped(1, k / groups, x.extent(1) / groups));
    }
    List<Operand> operands = join(x.operands(xMaps), weight.operands(wMaps));
    return map(layer, Operator.CONV_TRANSPOSE, operands, shape, reductions, groups);
  }

  /** A fully connected layer of {@code [.., C]} to {@code [.., k]}. */
  public Value fc(String layer, Value x, int k) {
    return matmul(layer, x, weight(layer + ".weight", x.extent(x.rank() - 1), k));
  }

  /** The product {@code [.., M, C] x [.., C, N] = [.., M, N]}; leading axes are broadcast. */
  public Value matmul(String layer, Value a, Value b) {
    require(a.rank() >= 2 && b.rank() >= 2, layer, "operands %s and %s must have two axes at least", a.shape(), b.shape());
    int c = a.extent(a.rank() - 1);
    require(c == b.extent(b.rank() - 2), layer, "operands %s and %s must share the summed axis", a.shape(), b.shape());
    List<Integer> shape = new ArrayList<>(
        Broadcasting.shape(layer, List.of(a.shape().subList(0, a.rank() - 2), b.shape().subList(0, b.rank() - 2))));
    int batch = shape.size();
    shape.add(a.extent(a.rank() - 2));
    shape.add(b.extent(b.rank() - 1));
    List<AxisMap> aMaps = Broadcasting.maps(a.shape().subList(0, a.rank() - 2), shape.subList(0, batch));
    aMaps.addAll(List.of(same(batch), all()));
    List<AxisMap> bMaps = Broadcasting.maps(b.shape().subList(0, b.rank() - 2), shape.subList(0, batch));
    bMaps.addAll(List.of(all(), same(batch + 1)));
    List<Operand> operands = join(a.operands(aMaps), b.operands(bMaps));
    return layer(
        new Layer(layer, Operator.MATMUL, operands, layer, shape, sequenceAxes(shape.size()), Map.of(C, c), 1, List.of()));
  }

  /** Scores of packed heads, see {@link AttentionProducts#scores}. */
  public Value attentionScores(String layer, Value q, Value k, int heads) {
    return layer(AttentionProducts.scores(layer, q, k, heads));
  }

  /** Output of packed heads, see {@link AttentionProducts#context}. */
  public Value attentionContext(String layer, Value p, Value v, int headSize) {
    return layer(AttentionProducts.context(layer, p, v, headSize));
  }

  /** A 2-D maximum pool with a square window. */
  public Value maxPool(String layer, Value x, SlidingWindow window) {
    return pool(layer, Operator.MAX_POOL, x, List.of(window, window));
  }

  /** A 2-D average pool with a square window. */
  public Value averagePool(String layer, Value x, SlidingWindow window) {
    return pool(layer, Operator.AVERAGE_POOL, x, List.of(window, window));
  }

  /** A pool with one window per spatial axis (1 or 2). */
  public Value pool(String layer, Operator operator, Value x, List<SlidingWindow> windows) {
    checkConv(layer, x, x.extent(1), 1, windows);
    List<Integer> shape = new ArrayList<>(List.of(x.extent(0), x.extent(1)));
    List<AxisMap> maps = new ArrayList<>(List.of(same(0), same(1)));
    Map<Dim, Integer> reductions = new EnumMap<>(Dim.class);
    for (int i = 0; i < windows.size(); i++) {
      shape.add(windows.get(i).outputs(x.extent(i + 2)));
      maps.add(windows.get(i).map(i + 2));
      reductions.put(KERNEL.get(i), windows.get(i).kernel());
    }
    return map(layer, operator, x.operands(maps), shape, reductions, 1);
  }

  /** The average over all spatial indices: {@code [B, K, 1, 1]}. */
  public Value globalAveragePool(String layer, Value x) {
    return globalPool(layer, Operator.AVERAGE_POOL, x);
  }

  /** A pool over all spatial indices (1 or 2 axes), each kept with extent 1. */
  public Value globalPool(String layer, Operator operator, Value x) {
    int spatial = x.rank() - 2;
    require(spatial == 1 || spatial == 2, layer, "input %s must have one or two spatial axes", x.shape());
    List<Integer> shape = new ArrayList<>(List.of(x.extent(0), x.extent(1)));
    List<AxisMap> maps = new ArrayList<>(List.of(same(0), same(1)));
    Map<Dim, Integer> reductions = new EnumMap<>(Dim.class);
    for (int i = 0; i < spatial; i++) {
      shape.add(1);
      maps.add(all());
      reductions.put(KERNEL.get(i), x.extent(i + 2));
    }
    return map(layer, operator, x.operands(maps), shape, reductions, 1);
  }

  /** The sum of two values, broadcast. */
  public Value add(String layer, Value a, Value b) {
    return elementwise(layer, Operator.ADD, a, b);
  }

  /** The product element by element, broadcast. */
  public Value mul(String layer, Value a, Value b) {
    return elementwise(layer, Operator.MUL, a, b);
  }

  /** An operator that works element by element on any number of operands, which are broadcast. */
  public Value elementwise(String layer, Operator operator, Value... values) {
    List<Integer> shape = Broadcasting.shape(layer, List.of(values).stream().map(Value::shape).toList());
    List<Operand> operands = new ArrayList<>();
    for (Value v : values) {
      operands.addAll(v.operands(Broadcasting.maps(v.shape(), shape)));
    }
    return layer(new Layer(layer, operator, operands, layer, shape, axesLike(shape, values), Map.of(), 1, List.of()));
  }

  /** Softmax along {@code axis}, which is read whole and not cut. */
  public Value softmax(String layer, Value x, int axis) {
    return normalise(layer, Operator.SOFTMAX, x, axis, axis + 1);
  }

  /** Layer normalisation over the axes from {@code firstAxis} on, which are read whole and not cut. */
  public Value layerNorm(String layer, Value x, int firstAxis) {
    return normalise(layer, Operator.LAYER_NORM, x, firstAxis, x.rank());
  }

  /** Root-mean-square normalisation over the axes from {@code firstAxis} on, which are read whole and not cut. */
  public Value rmsNorm(String layer, Value x, int firstAxis) {
    return normalise(layer, Operator.RMS_NORM, x, firstAxis, x.rank());
  }

  /** Any layer; its output tensor is made here. */
  public Value layer(Layer layer) {
    for (int extent : layer.shape()) {
      require(extent >= 1, layer.name(), "output %s must be positive", layer.shape());
    }
    require(!layers.containsKey(layer.name()), layer.name(), "name must be unique");
    Value value = newTensor(layer.output(), layer.shape(), Tensor.Role.FEATURE);
    layers.put(layer.name(), layer);
    makers.put(layer.output(), layer.name());
    return value;
  }

  /** The layer that makes the first part of the value, or null. */
  public @org.jspecify.annotations.Nullable Layer layerOf(Value x) {
    return maker(x.parts().get(0).tensor());
  }

  /** Notes that the layers behind the value also do these nodes for free (batch normalisation, bias, ReLU). */
  public Value fold(Value x, String... nodes) {
    for (Value.Part part : x.parts()) {
      Layer l = maker(part.tensor());
      if (l == null) {
        throw new IllegalArgumentException(
            "The tensor (%s) is made by no layer: nothing can be folded.".formatted(part.tensor()));
      }
      List<String> folded = join(l.folded(), List.of(nodes));
      layers.put(l.name(), new Layer(l.name(), l.operator(), l.operands(), l.output(), l.shape(), l.axes(), l.reductions(),
          l.groups(), folded));
    }
    return x;
  }

  /** Marks the tensors behind the values as network outputs: they must be in DRAM at the end. */
  public NetworkBuilder output(Value... values) {
    for (Value v : values) {
      for (Value.Part part : v.parts()) {
        Tensor t = Objects.requireNonNull(tensors.get(part.tensor()), part.tensor());
        tensors.put(t.name(), new Tensor(t.name(), t.shape(), t.bitsPerElement(), t.role(), true));
      }
    }
    return this;
  }

  /** The network. */
  public Workload build() {
    return new Workload(name, List.copyOf(layers.values()), tensors);
  }

  private Value map(String layer, Operator operator, List<Operand> operands, List<Integer> shape, Map<Dim, Integer> reductions,
      int groups) {
    return layer(new Layer(layer, operator, operands, layer, shape, featureAxes(shape.size()), reductions, groups, List.of()));
  }

  private Value normalise(String layer, Operator operator, Value x, int from, int to) {
    List<AxisMap> maps = new ArrayList<>();
    List<Dim> axes = new ArrayList<>(axesLike(x.shape(), x));
    for (int a = 0; a < x.rank(); a++) {
      boolean whole = a >= from && a < to;
      maps.add(whole ? all() : same(a));
      if (whole) {
        axes.set(a, OX);
      }
    }
    return layer(new Layer(layer, operator, x.operands(maps), layer, x.shape(), axes, Map.of(), 1, List.of()));
  }

  private Value convWeight(String layer, Value x, int k, int groups, List<SlidingWindow> windows, boolean transposed) {
    checkConv(layer, x, k, groups, windows);
    List<Integer> shape = new ArrayList<>(transposed ? List.of(x.extent(1), k / groups) : List.of(k, x.extent(1) / groups));
    windows.forEach(w -> shape.add(w.kernel()));
    return weight(layer + ".weight", shape.toArray(Integer[]::new));
  }

  private static void checkConv(String layer, Value x, int k, int groups, List<SlidingWindow> windows) {
    require(windows.size() == 1 || windows.size() == 2, layer, "windows %s must be one or two", windows);
    require(x.rank() == windows.size() + 2, layer, "input %s must have batch, channels and %s spatial axes", x.shape(),
        windows.size());
    require(groups >= 1 && k % groups == 0 && x.extent(1) % groups == 0, layer,
        "groups (%s) must divide the channels of its input %s and its output channels (%s)", groups, x.shape(), k);
  }

  /** The axes of the layer that made the first value of this very shape, else the usual ones of that rank. */
  public List<Dim> axesLike(List<Integer> shape, Value... values) {
    for (Value v : values) {
      Layer l = maker(v.parts().get(0).tensor());
      boolean direct = v.parts().get(0).views().stream().allMatch(View.Part.class::isInstance);
      if (l != null && direct && v.shape().equals(shape) && l.shape().size() == shape.size() && !l.operator().normalises()) {
        return l.axes();
      }
    }
    return shape.size() == 4 ? featureAxes(4) : sequenceAxes(shape.size());
  }

  private @org.jspecify.annotations.Nullable Layer maker(String tensor) {
    String layer = makers.get(tensor);
    return layer == null ? null : layers.get(layer);
  }

  private Value newTensor(String tensor, List<Integer> shape, Tensor.Role role) {
    Tensor t = new Tensor(tensor, shape, bits, role, false);
    if (tensors.putIfAbsent(tensor, t) != null) {
      throw new IllegalArgumentException("The tensor name (%s) must be unique.".formatted(tensor));
    }
    return Value.of(t);
  }

  private static AxisMap groupMap(int groups, int k, int c) {
    return groups == 1 ? all() : new AxisMap.Grouped(1, k / groups, c / groups);
  }

  private static List<Dim> featureAxes(int rank) {
    return List.of(B, K, OY, OX).subList(0, rank);
  }

  private static List<Dim> sequenceAxes(int rank) {
    List<Dim> axes = new ArrayList<>(Collections.nCopies(Math.max(0, rank - 2), B));
    axes.addAll(List.of(OY, K).subList(Math.max(0, 2 - rank), 2));
    return axes;
  }

  private static AxisMap same(int axis) {
    return new AxisMap.Same(axis);
  }

  private static AxisMap all() {
    return new AxisMap.All();
  }

  static <T> List<T> join(List<T> a, List<T> b) {
    List<T> both = new ArrayList<>(a);
    both.addAll(b);
    return both;
  }

  static void require(boolean holds, String layer, String what, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException("The layer (%s): its %s.".formatted(layer, what.formatted(values)));
    }
  }
}
