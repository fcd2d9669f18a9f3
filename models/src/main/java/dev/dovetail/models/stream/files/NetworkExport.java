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
import org.jspecify.annotations.Nullable;

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
    List<Dim> order = layer.reductions().keySet().stream().sorted().toList();
    long together = order.stream().mapToLong(layer.reductions()::get).reduce(1, Math::multiplyExact);
    List<OutputAxis> axes = new ArrayList<>();
    for (int a = 0; a < layer.shape().size(); a++) {
      if (gemm && a == 1) {
        summed.add(loops.size());
        loops.add(new Loop("k", together, true));
      }
      axes.add(outputAxis(reads, a, layer.shape().get(a), gemm ? a == 0 ? "m" : "n" : "", loops));
    }
    for (Dim d : gemm ? List.<Dim>of() : order) {
      summed.add(loops.size());
      loops.add(new Loop(d.name().toLowerCase(Locale.ROOT), layer.reductions().get(d), true));
    }
    List<StreamOperand> inputs = reads.stream().map(r -> operand(layer, r, axes, summed, loops)).toList();
    return new StreamNode(layer.name(), onnx(layer), Role.COMPUTE, loops, inputs,
        List.of(new StreamOperand(out, axes.stream().map(OutputAxis::index).toList())));
  }

  /**
   * An axis of the output.
   *
   * @param index its index
   * @param loop its only loop, or that of its groups
   * @param inGroup elements of a group; 1 if the axis is one loop
   */
  private record OutputAxis(AxisIndex index, int loop, int inGroup) {}

  /** An axis whose groups (attention heads side by side) an operand tells apart is two loops: group, and place in it. */
  private static OutputAxis outputAxis(List<Read> reads, int axis, int extent, String letter, List<Loop> loops) {
    int inGroup = reads.stream().flatMap(r -> r.maps().stream()).filter(AxisMap.Grouped.class::isInstance)
        .map(AxisMap.Grouped.class::cast).filter(g -> g.axis() == axis && extent % g.outPerGroup() == 0)
        .mapToInt(AxisMap.Grouped::outPerGroup).max().orElse(1);
    int first = loops.size();
    if (inGroup == 1) {
      loops.add(new Loop(letter, extent, false));
      return new OutputAxis(AxisIndex.of(first), first, 1);
    }
    loops.add(new Loop("g", extent / inGroup, false));
    loops.add(new Loop(letter, inGroup, false));
    return new OutputAxis(AxisIndex.sum(first, inGroup, first + 1, 1, 0), first, inGroup);
  }

  private StreamOperand operand(Layer layer, Read read, List<OutputAxis> axes, List<Integer> summed, List<Loop> loops) {
    List<AxisIndex> indices = new ArrayList<>();
    List<Long> shape = draft.tensorOf(read.tensor()).shape();
    Set<Integer> free = new TreeSet<>(summed);
    for (int a = 0; a < shape.size(); a++) {
      indices.add(index(layer, read.maps().get(a), shape.get(a), axes, free, loops));
    }
    return new StreamOperand(read.tensor(), indices);
  }

  private AxisIndex index(Layer layer, AxisMap map, long extent, List<OutputAxis> axes, Set<Integer> free, List<Loop> loops) {
    if (map instanceof AxisMap.Same same) {
      return axes.get(same.axis()).index();
    }
    if (map instanceof AxisMap.At) {
      return AxisIndex.FIXED;
    }
    if (map instanceof AxisMap.Grouped g && g.inPerGroup() == 1 && axes.get(g.axis()).inGroup() == g.outPerGroup()) {
      return AxisIndex.of(axes.get(g.axis()).loop());
    }
    for (int d : List.copyOf(free)) {
      AxisIndex found = summedIndex(map, extent, axes, d, loops.get(d).size());
      if (found != null) {
        free.remove(d);
        return found;
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

  /** The index of an axis that summed loop {@code d} runs through; null if it does not fit. */
  private static @Nullable AxisIndex summedIndex(AxisMap map, long extent, List<OutputAxis> axes, int d, long size) {
    if (map instanceof AxisMap.All && size == extent) {
      return AxisIndex.of(d);
    }
    if (map instanceof AxisMap.Window w && size == w.kernel() && axes.get(w.axis()).inGroup() == 1) {
      return new AxisIndex(List.of(new Term(axes.get(w.axis()).loop(), w.stride()), new Term(d, w.dilation())), -w.padBefore());
    }
    boolean grouped =
        map instanceof AxisMap.Grouped g && axes.get(g.axis()).inGroup() == g.outPerGroup() && size == g.inPerGroup();
    return grouped
        ? AxisIndex.sum(axes.get(((AxisMap.Grouped) map).axis()).loop(), ((AxisMap.Grouped) map).inPerGroup(), d, 1, 0)
        : null;
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
