package dev.dovetail.models.stream.event;

import dev.dovetail.models.stream.AxisIndex;
import dev.dovetail.models.stream.AxisIndex.Term;
import dev.dovetail.models.stream.StreamNode;
import dev.dovetail.models.stream.StreamOperand;
import dev.dovetail.models.stream.StreamTensor;
import dev.dovetail.models.stream.StreamWorkload;
import dev.dovetail.models.workload.AxisMap;
import dev.dovetail.models.workload.Dim;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operand;
import dev.dovetail.models.workload.Operator;
import dev.dovetail.models.workload.Tensor;
import dev.dovetail.models.workload.View;
import dev.dovetail.models.workload.Workload;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Turns a network of kind {@code stream} into a {@link Workload}.
 *
 * <p>Each computing node is a layer of the same name; a layout node that keeps the order of elements (reshape, flatten, squeeze) is a view of
 * its readers; any other one is a layer that reads its operands whole. What an operand reads is exact: halo, groups, broadcast.
 */
public final class StreamNetwork {
  private static final Set<String> VIEWS = Set.of("Reshape", "Flatten", "Squeeze", "Unsqueeze");

  /** Loop letters with a meaning of their own; the others depend on the rank of the output. */
  private static final Map<String,
      Dim> LETTERS = Map.ofEntries(Map.entry("b", Dim.B), Map.entry("k", Dim.K), Map.entry("oy", Dim.OY),
          Map.entry("ox", Dim.OX), Map.entry("oh", Dim.OY), Map.entry("ow", Dim.OX), Map.entry("m", Dim.OY),
          Map.entry("n", Dim.K),
          Map.entry("g", Dim.K), Map.entry("h", Dim.OY), Map.entry("w", Dim.OX));

  private final StreamWorkload source;
  private final Map<String, List<Dim>> given;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Map<Integer, Integer> viewOf = new HashMap<>();

  private StreamNetwork(StreamWorkload source, Map<String, List<Dim>> given) {
    this.source = source;
    this.given = given;
  }

  /** The network. */
  public static Workload of(StreamWorkload source) {
    return of(source, Map.of());
  }

  /**
   * The network.
   *
   * @param axes for some layers the loop dimension of each output axis, instead of the usual one
   * @throws InexpressibleException if a node has no form in our model
   */
  static Workload of(StreamWorkload source, Map<String, List<Dim>> axes) {
    return new StreamNetwork(source, axes).workload();
  }

  private Workload workload() {
    List<Layer> layers = new ArrayList<>();
    for (StreamNode node : source.nodes()) {
      if (isView(node)) {
        viewOf.put(node.outputs().get(0).tensor(), node.inputs().get(0).tensor());
      } else {
        layers.add(layer(node));
      }
    }
    for (int out : source.outputs()) {
      if (viewOf.containsKey(out)) {
        String name = source.tensor(real(out)).name();
        tensors.computeIfPresent(name,
            (n, t) -> new Tensor(n, t.shape(), t.bitsPerElement(), t.role(), t.role() == Tensor.Role.FEATURE));
      }
    }
    return new Workload(source.name(), layers, tensors);
  }

  private boolean isView(StreamNode node) {
    return node.role() == StreamNode.Role.LAYOUT && VIEWS.contains(node.op()) && node.inputs().size() == 1
        && source.tensor(node.inputs().get(0).tensor()).totalBits() == source.tensor(node.outputs().get(0).tensor()).totalBits();
  }

  private int real(int tensor) {
    int at = tensor;
    while (viewOf.containsKey(at)) {
      at = viewOf.get(at);
    }
    return at;
  }

  private Tensor tensor(int number, boolean made) {
    StreamTensor t = source.tensor(number);
    return tensors.computeIfAbsent(t.name(), n -> new Tensor(n, shape(t), t.bits(),
        made ? Tensor.Role.FEATURE : t.constant() ? Tensor.Role.WEIGHT : Tensor.Role.INPUT,
        made && source.outputs().contains(number)));
  }

  private static List<Integer> shape(StreamTensor t) {
    return t.shape().stream().map(Math::toIntExact).toList();
  }

  private Layer layer(StreamNode node) {
    if (node.outputs().size() != 1) {
      throw new InexpressibleException("The node (%s, %s) makes %d tensors; a layer makes one.".formatted(node.name(), node.op(),
          node.outputs().size()), "write it as one node per tensor.");
    }
    StreamOperand out = node.outputs().get(0);
    List<Operand> features = new ArrayList<>();
    List<Operand> weights = new ArrayList<>();
    for (StreamOperand in : node.inputs()) {
      (source.tensor(in.tensor()).constant() ? weights : features).add(operand(node, in, out));
    }
    features.addAll(weights);
    Tensor made = tensor(out.tensor(), true);
    List<Dim> axes = given.getOrDefault(node.name(), axes(node));
    return new Layer(node.name(), operator(node), features, made.name(), made.shape(), axes, reductions(node, out),
        groups(node, out),
        List.of());
  }

  /** The usual loop dimension of each output axis: by the letters of its loops, else by rank. */
  static List<Dim> axes(StreamNode node) {
    List<AxisIndex> indices = node.outputs().get(0).axes();
    int rank = indices.size();
    List<Dim> byRank = switch (rank) {
      case 1 -> List.of(Dim.K);
      case 2 -> List.of(Dim.OY, Dim.K);
      case 3 -> List.of(Dim.B, Dim.OY, Dim.K);
      case 4 -> List.of(Dim.B, Dim.K, Dim.OY, Dim.OX);
      default -> List.of();
    };
    List<Dim> dims = new ArrayList<>();
    for (int a = 0; a < rank; a++) {
      AxisIndex index = indices.get(a);
      String letter = index.terms().isEmpty() ? "" : node.dims().get(index.terms().get(0).dim()).letter();
      Dim known = LETTERS.get(letter);
      dims.add(known != null ? known : byRank.isEmpty() ? a == rank - 1 ? Dim.K : a == rank - 2 ? Dim.OY : Dim.B : byRank.get(a));
    }
    return dims;
  }

  private static Operator operator(StreamNode node) {
    return switch (node.op()) {
      case "Conv" -> Operator.CONV;
      case "ConvTranspose" -> Operator.CONV_TRANSPOSE;
      case "Gemm", "MatMul" -> Operator.MATMUL;
      case "MaxPool", "GlobalMaxPool" -> Operator.MAX_POOL;
      case "AveragePool", "LpPool", "GlobalAveragePool" -> Operator.AVERAGE_POOL;
      case "Resize", "Upsample" -> Operator.RESIZE;
      default -> {
        String upper = node.op().toUpperCase(Locale.ROOT);
        if (upper.startsWith("REDUCE")) {
          yield Operator.REDUCE;
        }
        if (node.role() == StreamNode.Role.LAYOUT) {
          yield Operator.GATHER;
        }
        for (Operator o : List.of(Operator.ADD, Operator.SUB, Operator.MUL, Operator.DIV, Operator.RELU, Operator.CLIP,
            Operator.SIGMOID,
            Operator.SILU, Operator.TANH, Operator.EXP, Operator.GELU)) {
          if (o.name().equals(upper)) {
            yield o;
          }
        }
        yield Operator.ELEMENTWISE;
      }
    };
  }

  /** Summed loops: rows and columns of a kernel by their letters, all others together as channels. */
  private static Map<Dim, Integer> reductions(StreamNode node, StreamOperand out) {
    Map<Dim, Integer> reductions = new EnumMap<>(Dim.class);
    for (int d = 0; d < node.dims().size(); d++) {
      StreamNode.Loop loop = node.dims().get(d);
      boolean kernelOfOutput = out.uses(d) && Set.of("fx", "fy").contains(loop.letter());
      if (!out.uses(d) || kernelOfOutput) {
        Dim dim = switch (loop.letter()) {
          case "fy", "ih" -> Dim.FY;
          case "fx", "iw" -> Dim.FX;
          default -> Dim.C;
        };
        reductions.merge(dim, Math.toIntExact(loop.size()), Math::multiplyExact);
      }
    }
    return reductions;
  }

  private static int groups(StreamNode node, StreamOperand out) {
    if (!node.op().startsWith("Conv")) {
      return 1;
    }
    for (int d = 0; d < node.dims().size(); d++) {
      if (node.dims().get(d).letter().equals("g") && out.uses(d)) {
        return Math.toIntExact(node.dims().get(d).size());
      }
    }
    return 1;
  }

  private Operand operand(StreamNode node, StreamOperand in, StreamOperand out) {
    List<AxisMap> maps = new ArrayList<>();
    List<Long> shape = source.tensor(in.tensor()).shape();
    for (int a = 0; a < in.axes().size(); a++) {
      maps.add(node.role() == StreamNode.Role.LAYOUT ? new AxisMap.All() : map(node, in.axes().get(a), shape.get(a), out));
    }
    List<View> views = new ArrayList<>();
    for (int at = in.tensor(); viewOf.containsKey(at); at = Objects.requireNonNull(viewOf.get(at))) {
      views.add(new View.Reshape(shape(source.tensor(Objects.requireNonNull(viewOf.get(at)))), shape(source.tensor(at))));
    }
    int real = real(in.tensor());
    Tensor t = tensor(real, source.writer(real) >= 0);
    return new Operand(t.name(), shape.stream().map(Math::toIntExact).toList(), maps, views);
  }

  /** Which indices of an operand's axis an output box needs. */
  private AxisMap map(StreamNode node, AxisIndex index, long extent, StreamOperand out) {
    if (index.terms().isEmpty()) {
      return extent == 1 || index.offset() > 0 ? new AxisMap.At((int) index.offset()) : new AxisMap.At(0);
    }
    for (int a = 0; a < out.axes().size(); a++) {
      AxisMap found = through(node, index, out.axes().get(a), a, out);
      if (found != null) {
        return found;
      }
    }
    for (Term t : index.terms()) {
      if (out.uses(t.dim())) {
        throw new InexpressibleException(
            "The node (%s, %s) reads an axis by a sum of loops that our model has no form for.".formatted(
                node.name(), node.op()),
            "leave the network out of the comparison.");
      }
    }
    return new AxisMap.All();
  }

  private static @org.jspecify.annotations.Nullable AxisMap through(
      StreamNode node, AxisIndex index, AxisIndex made, int axis, StreamOperand out) {
    if (index.equals(made)) {
      return new AxisMap.Same(axis);
    }
    List<Term> in = index.terms();
    List<Term> outer = made.terms();
    if (made.isSingle() && in.size() == 2 && in.get(0).dim() == made.single() && !out.uses(in.get(1).dim())) {
      Term kernel = in.get(1);
      int size = Math.toIntExact(node.dims().get(kernel.dim()).size());
      if (index.offset() == 0 && kernel.coefficient() == 1 && in.get(0).coefficient() == size) {
        return new AxisMap.Grouped(axis, 1, size);
      }
      return new AxisMap.Window(axis, Math.toIntExact(in.get(0).coefficient()), Math.toIntExact(kernel.coefficient()), size,
          Math.toIntExact(-index.offset()));
    }
    boolean groups = outer.size() == 2 && made.offset() == 0 && outer.get(1).coefficient() == 1
        && outer.get(0).coefficient() == node.dims().get(outer.get(1).dim()).size();
    if (groups && in.get(0).dim() == outer.get(0).dim() && (in.size() == 1 || !out.uses(in.get(1).dim()))) {
      return new AxisMap.Grouped(axis, Math.toIntExact(outer.get(0).coefficient()), Math.toIntExact(in.get(0).coefficient()));
    }
    if (outer.size() == 2 && index.isSingle() && outer.get(0).dim() == index.single()) {
      return new AxisMap.Transposed(axis, Math.toIntExact(outer.get(0).coefficient()),
          Math.toIntExact(outer.get(1).coefficient()),
          Math.toIntExact(node.dims().get(outer.get(1).dim()).size()), Math.toIntExact(-made.offset()));
    }
    return null;
  }
}
