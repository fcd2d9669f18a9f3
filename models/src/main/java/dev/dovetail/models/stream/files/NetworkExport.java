package dev.dovetail.models.stream.files;

import dev.dovetail.models.stream.AxisIndex;
import dev.dovetail.models.stream.AxisIndex.Term;
import dev.dovetail.models.stream.StreamNode;
import dev.dovetail.models.stream.StreamNode.Loop;
import dev.dovetail.models.stream.StreamNode.Role;
import dev.dovetail.models.stream.StreamNodes;
import dev.dovetail.models.stream.StreamNodes.Shaped;
import dev.dovetail.models.stream.StreamNodes.Window;
import dev.dovetail.models.stream.StreamOperand;
import dev.dovetail.models.stream.StreamTensor;
import dev.dovetail.models.workload.AxisMap;
import dev.dovetail.models.workload.Dim;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operand;
import dev.dovetail.models.workload.Operator;
import dev.dovetail.models.workload.OperatorClass;
import dev.dovetail.models.workload.Tensor;
import dev.dovetail.models.workload.View;
import dev.dovetail.models.workload.Workload;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Turns a network of {@link Workload} form, such as one by name, into one of kind {@code stream}.
 *
 * <p>Role: networks without an ONNX file. Operators become those of an ONNX export for inference: a batch normalisation that is folded
 * into its convolution vanishes, a folded ReLU is a node of its own, layout changes and concatenations are layout nodes, normalisations
 * become four nodes. A window along channels or another form without affine operands is read whole, which the differences say.
 */
public final class NetworkExport {
  private final Workload source;
  private final OptionalInt bits;
  private final WorkloadDraft draft = new WorkloadDraft();
  private final Set<String> differences = new LinkedHashSet<>();

  private NetworkExport(Workload source, OptionalInt bits) {
    this.source = source;
    this.bits = bits;
  }

  /**
   * The network.
   *
   * @param bits bits per element of all tensors, instead of the network's own
   */
  public static ImportedNetwork of(Workload source, OptionalInt bits) {
    return new NetworkExport(source, bits).network();
  }

  private ImportedNetwork network() {
    for (Tensor.Role role : List.of(Tensor.Role.INPUT, Tensor.Role.WEIGHT)) {
      source.usedTensors(role).forEach(t -> register(t, role == Tensor.Role.WEIGHT));
    }
    source.layers().forEach(this::layer);
    List<String> inputs = source.usedTensors(Tensor.Role.INPUT).stream().map(Tensor::name).toList();
    List<String> outputs = source.tensors().values().stream().filter(Tensor::isOutput).map(Tensor::name).toList();
    return new ImportedNetwork(draft.build(source.name(), inputs, outputs), List.of(), List.copyOf(differences));
  }

  private int register(Tensor t, boolean constant) {
    return draft.tensor(t.name(), t.shape(), bits.orElse(t.bitsPerElement()), constant);
  }

  private void layer(Layer layer) {
    Tensor made = source.tensor(layer.output());
    List<String> relus = layer.folded().stream().filter(f -> f.toLowerCase(Locale.ROOT).contains("relu")).toList();
    int result = register(made, false);
    int out = result;
    if (!relus.isEmpty()) {
      out = draft.tensor(made.name() + ".linear", made.shape(), bits.orElse(made.bitsPerElement()), false);
    }
    List<Read> reads = reads(layer);
    switch (layer.operator()) {
      case SOFTMAX, LAYER_NORM, RMS_NORM -> normalisation(layer, reads, out);
      case GATHER, RESIZE -> draft.node(layout(layer.name(), onnx(layer), reads.stream().map(Read::tensor).toList(), out));
      default -> draft.node(compute(layer, reads, out));
    }
    if (!relus.isEmpty()) {
      StreamTensor t = draft.tensorOf(result);
      draft.node(StreamNodes.elementwise(draft.freeName(relus.get(relus.size() - 1)), "Relu", t.shape(),
          List.of(new Shaped(out, t.shape())), new Shaped(result, t.shape())));
    }
  }

  /** An operand as the layer sees it. */
  private record Read(int tensor, List<AxisMap> maps, boolean weight) {}

  /** The operands; those behind layout changes read the tensor that a layout node makes. */
  private List<Read> reads(Layer layer) {
    List<Read> reads = new ArrayList<>();
    List<Operand> operands = layer.operands();
    for (int o = 0; o < operands.size(); o++) {
      Operand operand = operands.get(o);
      Tensor t = source.tensor(operand.tensor());
      boolean weight = t.role() == Tensor.Role.WEIGHT;
      if (operand.views().isEmpty()) {
        reads.add(new Read(draft.number(t.name()), operand.maps(), weight));
        continue;
      }
      List<Integer> parts = new ArrayList<>(List.of(draft.number(t.name())));
      while (isPart(operand) && o + 1 < operands.size() && isPart(operands.get(o + 1))
          && operands.get(o + 1).shape().equals(operand.shape())) {
        o++;
        parts.add(draft.number(operands.get(o).tensor()));
      }
      String name = draft.freeName("%s.in%d".formatted(layer.name(), reads.size()));
      int seen = draft.tensor(name, operand.shape(), bits.orElse(t.bitsPerElement()), false);
      draft.node(layout(name, parts.size() > 1 || isPart(operand) ? "Concat" : "Reshape", parts, seen));
      reads.add(new Read(seen, operand.maps(), weight));
    }
    return reads;
  }

  private static boolean isPart(Operand operand) {
    return !operand.views().isEmpty() && operand.views().get(0) instanceof View.Part;
  }

  private StreamNode layout(String name, String op, List<Integer> from, int to) {
    List<Loop> loops = draft.tensorOf(to).shape().stream().map(s -> new Loop("", s, false)).toList();
    return new StreamNode(name, op, Role.LAYOUT, loops, from.stream().map(this::whole).toList(),
        List.of(new StreamOperand(to, axes(loops.size()))));
  }

  private StreamOperand whole(int tensor) {
    return new StreamOperand(tensor, draft.tensorOf(tensor).shape().stream().map(e -> AxisIndex.FIXED).toList());
  }

  private static List<AxisIndex> axes(int rank) {
    return IntStream.range(0, rank).mapToObj(AxisIndex::of).toList();
  }

  private static String onnx(Layer layer) {
    return switch (layer.operator()) {
      case CONV -> "Conv";
      case CONV_TRANSPOSE -> "ConvTranspose";
      case MATMUL -> layer.shape().size() == 2 ? "Gemm" : "MatMul";
      case MAX_POOL -> "MaxPool";
      case AVERAGE_POOL -> "AveragePool";
      case REDUCE -> "ReduceMean";
      case RESIZE -> "Resize";
      case GATHER -> "Gather";
      case ELEMENTWISE -> "Mul";
      default -> {
        String lower = layer.operator().name().toLowerCase(Locale.ROOT);
        yield lower.substring(0, 1).toUpperCase(Locale.ROOT) + lower.substring(1);
      }
    };
  }

  private StreamNode compute(Layer layer, List<Read> reads, int out) {
    List<AxisMap> in = reads.get(0).maps();
    boolean picture = layer.shape().size() == 4 && in.size() == 4;
    boolean windows = picture && in.get(2) instanceof AxisMap.Window && in.get(3) instanceof AxisMap.Window;
    if (layer.operator() == Operator.CONV && windows && reads.size() >= 2
        && draft.tensorOf(reads.get(1).tensor()).shape().size() == 4) {
      return conv(layer, reads, out);
    }
    if (layer.operator().operatorClass() == OperatorClass.POOL && picture && windows) {
      long[] sizes = {layer.shape().get(0), layer.shape().get(1), layer.shape().get(2), layer.shape().get(3),
          ((AxisMap.Window) in.get(2)).kernel(), ((AxisMap.Window) in.get(3)).kernel()};
      return StreamNodes.pool(layer.name(), onnx(layer), sizes, window(in), new int[] {reads.get(0).tensor(), out});
    }
    if (layer.operator().operatorClass() == OperatorClass.POOL && picture && in.get(2) instanceof AxisMap.All) {
      List<Long> x = draft.tensorOf(reads.get(0).tensor()).shape();
      String op = layer.operator() == Operator.MAX_POOL ? "GlobalMaxPool" : "GlobalAveragePool";
      return StreamNodes.globalPool(layer.name(), op, new long[] {x.get(0), x.get(1), 1, 1, x.get(2), x.get(3)},
          new int[] {reads.get(0).tensor(), out});
    }
    return general(layer, reads, out);
  }

  private static Window window(List<AxisMap> maps) {
    AxisMap.Window y = (AxisMap.Window) maps.get(2);
    AxisMap.Window x = (AxisMap.Window) maps.get(3);
    return new Window(y.stride(), x.stride(), y.dilation(), x.dilation(), y.padBefore(), x.padBefore());
  }

  private StreamNode conv(Layer layer, List<Read> reads, int out) {
    List<Long> w = draft.tensorOf(reads.get(1).tensor()).shape();
    List<Integer> y = layer.shape();
    int[] tensors = {reads.get(0).tensor(), reads.get(1).tensor(), out};
    Window window = window(reads.get(0).maps());
    if (layer.groups() == 1) {
      return StreamNodes.conv(layer.name(), new long[] {y.get(0), y.get(3), y.get(2), w.get(3), w.get(2), w.get(1), w.get(0)},
          window,
          tensors);
    }
    differences.add("Stream ignores the %d groups of node %s.".formatted(layer.groups(), layer.name()));
    long[] sizes =
        {y.get(0), layer.groups(), y.get(2), y.get(3), w.get(0) / layer.groups(), w.get(1), w.get(2), w.get(3)};
    return StreamNodes.groupedConv(layer.name(), sizes, window, tensors);
  }

  /**
   * One loop per output axis, then those that are summed. Matrix products of two axes have Gemm's order m, k, n; others have the summed
   * loop last.
   */
  private StreamNode general(Layer layer, List<Read> reads, int out) {
    List<Loop> loops = new ArrayList<>();
    List<Integer> summed = new ArrayList<>();
    boolean gemm = onnx(layer).equals("Gemm");
    int[] place = new int[layer.shape().size()];
    for (int a = 0; a < place.length; a++) {
      place[a] = gemm && a == 1 ? 2 : a;
    }
    List<Integer> extents = new ArrayList<>();
    List<Dim> order = layer.reductions().keySet().stream().sorted().toList();
    order.forEach(d -> extents.add(layer.reductions().get(d)));
    for (int a = 0; a < place.length; a++) {
      if (gemm && a == 1) {
        summed.add(loops.size());
        loops.add(new Loop("k", extents.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact), true));
      }
      loops.add(new Loop(gemm ? a == 0 ? "m" : "n" : "", layer.shape().get(a), false));
    }
    for (int s = 0; !gemm && s < extents.size(); s++) {
      summed.add(loops.size());
      loops.add(new Loop(order.get(s).name().toLowerCase(Locale.ROOT), extents.get(s), true));
    }
    List<StreamOperand> inputs = reads.stream().map(r -> operand(layer, r, place, summed, loops)).toList();
    List<AxisIndex> made = IntStream.of(place).mapToObj(AxisIndex::of).toList();
    return new StreamNode(layer.name(), onnx(layer), Role.COMPUTE, loops, inputs, List.of(new StreamOperand(out, made)));
  }

  private StreamOperand operand(Layer layer, Read read, int[] place, List<Integer> summed, List<Loop> loops) {
    List<AxisIndex> axes = new ArrayList<>();
    List<Long> shape = draft.tensorOf(read.tensor()).shape();
    Set<Integer> free = new TreeSet<>(summed);
    for (int a = 0; a < shape.size(); a++) {
      axes.add(index(layer, read.maps().get(a), shape.get(a), place, free, loops));
    }
    return new StreamOperand(read.tensor(), axes);
  }

  private AxisIndex index(Layer layer, AxisMap map, long extent, int[] place, Set<Integer> free, List<Loop> loops) {
    if (map instanceof AxisMap.Same same) {
      return AxisIndex.of(place[same.axis()]);
    }
    if (map instanceof AxisMap.At) {
      return AxisIndex.FIXED;
    }
    for (int d : List.copyOf(free)) {
      long size = loops.get(d).size();
      if (map instanceof AxisMap.All && size == extent) {
        free.remove(d);
        return AxisIndex.of(d);
      }
      if (map instanceof AxisMap.Window w && size == w.kernel()) {
        free.remove(d);
        return new AxisIndex(List.of(new Term(place[w.axis()], w.stride()), new Term(d, w.dilation())), -w.padBefore());
      }
      if (map instanceof AxisMap.Grouped g && g.outPerGroup() == 1 && size == g.inPerGroup()) {
        free.remove(d);
        return AxisIndex.sum(place[g.axis()], g.inPerGroup(), d, 1, 0);
      }
    }
    // No loop runs through the axis alone: the whole of it is one step of a loop of its own.
    if (extent > 1) {
      differences.add("The node (%s) reads an axis of %d elements whole: it has no affine form.".formatted(layer.name(), extent));
      loops.add(new Loop("", extent, true));
      return AxisIndex.of(loops.size() - 1);
    }
    return AxisIndex.FIXED;
  }

  private void normalisation(Layer layer, List<Read> reads, int out) {
    List<AxisMap> maps = reads.get(0).maps();
    Set<Integer> reduced = new TreeSet<>();
    for (int a = 0; a < maps.size(); a++) {
      if (!(maps.get(a) instanceof AxisMap.Same)) {
        reduced.add(a);
      }
    }
    Normalisation.add(draft, layer.name(), reads.get(0).tensor(), out, reduced,
        reads.subList(1, reads.size()).stream().map(r -> parameter(r, maps.size())).toList());
  }

  private static StreamOperand parameter(Read read, int rank) {
    List<AxisIndex> axes = new ArrayList<>();
    int shift = rank - read.maps().size();
    for (int a = 0; a < read.maps().size(); a++) {
      axes.add(read.maps().get(a) instanceof AxisMap.Same same
          ? AxisIndex.of(same.axis())
          : read.maps().get(a) instanceof AxisMap.At ? AxisIndex.FIXED : AxisIndex.of(a + shift));
    }
    return new StreamOperand(read.tensor(), axes);
  }
}
