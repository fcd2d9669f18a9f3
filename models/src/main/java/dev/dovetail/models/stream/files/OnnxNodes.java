package dev.dovetail.models.stream.files;

import dev.dovetail.models.stream.AxisIndex;
import dev.dovetail.models.stream.StreamNode;
import dev.dovetail.models.stream.StreamNode.Loop;
import dev.dovetail.models.stream.StreamNode.Role;
import dev.dovetail.models.stream.StreamNodes;
import dev.dovetail.models.stream.StreamNodes.Shaped;
import dev.dovetail.models.stream.StreamOperand;
import dev.dovetail.models.workload.onnx.OnnxGraph;
import dev.dovetail.models.workload.onnx.OnnxGraph.GraphTensor;
import dev.dovetail.models.workload.onnx.OnnxGraph.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Makes the nodes of one ONNX operator. Wrong forms throw {@link IllegalArgumentException} with the middle of a sentence. */
final class OnnxNodes {
  private final OnnxGraph graph;
  private final WorkloadDraft draft;
  private final Consumer<String> difference;
  private final WindowNodes windows;
  private final boolean biases;

  OnnxNodes(OnnxGraph graph, WorkloadDraft draft, boolean biases, Consumer<String> difference) {
    this.graph = graph;
    this.draft = draft;
    this.biases = biases;
    this.difference = difference;
    this.windows = new WindowNodes(draft, biases, difference);
  }

  void node(String name, Operation o) {
    String op = o.operator();
    if (OnnxOperators.ELEMENTWISE.contains(op)) {
      elementwise(name, o);
    } else if (OnnxOperators.NORMALISATIONS.contains(op)) {
      normalisation(name, o);
    } else if (OnnxOperators.REDUCTIONS.contains(op)) {
      reduction(name, o);
    } else if (OnnxOperators.LAYOUT.contains(op)) {
      layout(name, o);
    } else {
      switch (op) {
        case "Gemm" -> gemm(name, o);
        case "MatMul" -> matMul(name, o);
        case "BatchNormalization" -> batchNormalization(name, o);
        default -> windows.node(name, o);
      }
    }
  }

  private int number(String tensor) {
    return draft.number(tensor);
  }

  private List<Long> shape(String tensor) {
    return draft.tensorOf(number(tensor)).shape();
  }

  private Shaped shaped(String tensor) {
    return new Shaped(number(tensor), shape(tensor));
  }

  /** Operands that carry data: no omitted ones, no shapes, axes or indices, no numbers that stand in the graph itself. */
  private List<String> data(Operation o) {
    List<String> data = new ArrayList<>();
    for (String input : o.inputs()) {
      GraphTensor t = graph.tensors().get(input);
      boolean parameter = t != null && t.constant() && t.wholeNumbers();
      if (!input.isEmpty() && !parameter && draft.has(input)) {
        data.add(input);
      }
    }
    return data;
  }

  private void elementwise(String name, Operation o) {
    String out = o.outputs().get(0);
    draft.node(StreamNodes.elementwise(name, o.operator(), shape(out), data(o).stream().map(this::shaped).toList(), shaped(out)));
  }

  private void gemm(String name, Operation o) {
    String a = o.inputs().get(0);
    String b = o.inputs().get(1);
    String y = o.outputs().get(0);
    if (shape(a).size() != 2 || shape(b).size() != 2) {
      throw new IllegalArgumentException("its operands of shapes %s and %s must have two axes".formatted(shape(a), shape(b)));
    }
    boolean turnedA = o.integer("transA", 0) != 0;
    boolean turnedB = o.integer("transB", 0) != 0;
    StreamNode plain = StreamNodes.gemm(name, shape(y).get(0), shape(a).get(turnedA ? 0 : 1), shape(y).get(1),
        new int[] {number(a), number(b), number(y)});
    List<StreamOperand> inputs = new ArrayList<>();
    inputs.add(turnedA ? turned(plain.inputs().get(0)) : plain.inputs().get(0));
    inputs.add(turnedB ? turned(plain.inputs().get(1)) : plain.inputs().get(1));
    if (o.inputs().size() > 2 && !o.inputs().get(2).isEmpty() && keepBias(name)) {
      inputs.add(broadcast(o.inputs().get(2), List.of(0, 2), shape(y)));
    }
    draft.node(new StreamNode(name, "Gemm", Role.COMPUTE, plain.dims(), inputs, plain.outputs()));
  }

  private boolean keepBias(String name) {
    if (biases) {
      difference.accept("Stream drops the bias of node %s.".formatted(name));
    }
    return biases;
  }

  private static StreamOperand turned(StreamOperand operand) {
    return new StreamOperand(operand.tensor(), List.of(operand.axes().get(1), operand.axes().get(0)));
  }

  /** An operand that is broadcast to axes that the given loops run through. */
  private StreamOperand broadcast(String tensor, List<Integer> loops, List<Long> whole) {
    List<Long> shape = shape(tensor);
    List<AxisIndex> axes = new ArrayList<>();
    int shift = loops.size() - shape.size();
    if (shift < 0) {
      throw new IllegalArgumentException("its operand (%s) of shape %s has too many axes".formatted(tensor, shape));
    }
    for (int a = 0; a < shape.size(); a++) {
      boolean fixed = shape.get(a) == 1 && whole.get(a + shift) != 1;
      axes.add(fixed ? AxisIndex.FIXED : AxisIndex.of(loops.get(a + shift)));
    }
    return new StreamOperand(number(tensor), axes);
  }

  private void matMul(String name, Operation o) {
    String a = o.inputs().get(0);
    String b = o.inputs().get(1);
    String y = o.outputs().get(0);
    List<Long> out = shape(y);
    int rank = out.size();
    if (shape(a).size() < 2 || shape(b).size() < 2) {
      throw new IllegalArgumentException(
          "its operands of shapes %s and %s must have two axes at least".formatted(shape(a), shape(b)));
    }
    draft.node(StreamNodes.matMul(name, out.subList(0, rank - 2), out.get(rank - 2), out.get(rank - 1),
        shape(a).get(shape(a).size() - 1), List.of(shape(a), shape(b)), new int[] {number(a), number(b), number(y)}));
  }

  private void batchNormalization(String name, Operation o) {
    List<String> inputs = data(o);
    String y = o.outputs().get(0);
    List<Long> shape = shape(y);
    if (shape.size() == 4) {
      int[] tensors = IntStream.concat(inputs.stream().mapToInt(this::number), IntStream.of(number(y))).toArray();
      draft.node(StreamNodes.batchNormalization(name, shape.stream().mapToLong(Long::longValue).toArray(), tensors));
      return;
    }
    difference.accept("Stream reads batch normalisation of four axes only (node %s).".formatted(name));
    List<Integer> all = IntStream.range(0, shape.size()).boxed().toList();
    List<StreamOperand> operands = new ArrayList<>();
    operands.add(axes(inputs.get(0), all, Set.of()));
    inputs.subList(1, inputs.size()).forEach(p -> operands.add(new StreamOperand(number(p), List.of(AxisIndex.of(1)))));
    draft.node(affine(name, "BatchNormalization", shape, Set.of(), operands, axes(y, all, Set.of())));
  }

  /** A node with one loop per axis; {@code summed} loops reduce. */
  private static StreamNode affine(String name, String op, List<Long> sizes, Set<Integer> summed, List<StreamOperand> inputs,
      StreamOperand output) {
    List<Loop> loops = new ArrayList<>();
    for (int d = 0; d < sizes.size(); d++) {
      loops.add(new Loop("", sizes.get(d), summed.contains(d)));
    }
    return new StreamNode(name, op, Role.COMPUTE, loops, inputs, List.of(output));
  }

  private StreamOperand axes(String tensor, List<Integer> loops, Set<Integer> without) {
    return axes(number(tensor), loops, without);
  }

  private static StreamOperand axes(int tensor, List<Integer> loops, Set<Integer> without) {
    return new StreamOperand(tensor, loops.stream().filter(d -> !without.contains(d)).map(AxisIndex::of).toList());
  }

  private Set<Integer> reducedAxes(Operation o, int rank) {
    Set<Integer> axes = new TreeSet<>();
    switch (o.operator()) {
      case "LayerNormalization", "RMSNormalization", "SimplifiedLayerNormalization" -> {
        for (int a = axis(o.integer("axis", -1), rank); a < rank; a++) {
          axes.add(a);
        }
      }
      case "InstanceNormalization" -> {
        for (int a = 2; a < rank; a++) {
          axes.add(a);
        }
      }
      default -> axes.add(axis(o.integer("axis", -1), rank));
    }
    return axes;
  }

  private static int axis(long axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw new IllegalArgumentException("its axis (%d) is not one of %d axes".formatted(axis, rank));
    }
    return (int) (axis < 0 ? axis + rank : axis);
  }

  private void normalisation(String name, Operation o) {
    String x = o.inputs().get(0);
    String y = o.outputs().get(0);
    List<Long> sizes = shape(x);
    List<Integer> all = IntStream.range(0, sizes.size()).boxed().toList();
    List<StreamOperand> parameters = new ArrayList<>();
    for (int i = 1; i < o.inputs().size(); i++) {
      if (!o.inputs().get(i).isEmpty() && keepBias(name)) {
        String parameter = o.inputs().get(i);
        parameters.add(o.operator().equals("InstanceNormalization")
            ? new StreamOperand(number(parameter), List.of(AxisIndex.of(1)))
            : broadcast(parameter, all, sizes));
      }
    }
    Normalisation.add(draft, name, number(x), number(y), reducedAxes(o, sizes.size()), parameters);
  }

  private void reduction(String name, Operation o) {
    String x = o.inputs().get(0);
    String y = o.outputs().get(0);
    List<Long> sizes = shape(x);
    int rank = sizes.size();
    List<Integer> all = IntStream.range(0, rank).boxed().toList();
    List<Long> stated = o.lists().getOrDefault("axes", List.of());
    Set<Integer> reduced = new TreeSet<>();
    stated.forEach(a -> reduced.add(axis(a, rank)));
    if (stated.isEmpty() && o.integer("noop_with_empty_axes", 0) == 0) {
      reduced.addAll(all);
    }
    List<AxisIndex> out = new ArrayList<>();
    for (int d : all) {
      if (!reduced.contains(d)) {
        out.add(AxisIndex.of(d));
      } else if (o.integer("keepdims", 1) != 0) {
        out.add(AxisIndex.FIXED);
      }
    }
    draft.node(affine(name, o.operator(), sizes, reduced, List.of(axes(x, all, Set.of())), new StreamOperand(number(y), out)));
  }

  private void layout(String name, Operation o) {
    List<String> inputs = data(o);
    List<String> outputs = o.outputs().stream().filter(out -> !out.isEmpty() && draft.has(out)).toList();
    if (inputs.size() > 1 || outputs.size() > 1) {
      difference.accept("Stream moves one tensor to one other; node %s (%s) has %d and %d.".formatted(name, o.operator(),
          inputs.size(), outputs.size()));
    }
    Shaped first = shaped(outputs.get(0));
    StreamNode one = StreamNodes.layout(name, o.operator(), shaped(inputs.get(0)), first);
    List<StreamOperand> reads = inputs.stream().map(this::whole).toList();
    List<StreamOperand> writes = new ArrayList<>(one.outputs());
    outputs.subList(1, outputs.size()).forEach(out -> writes.add(whole(out)));
    draft.node(new StreamNode(name, o.operator(), Role.LAYOUT, one.dims(), reads, writes));
  }

  private StreamOperand whole(String tensor) {
    return new StreamOperand(number(tensor), shape(tensor).stream().map(e -> AxisIndex.FIXED).toList());
  }
}
