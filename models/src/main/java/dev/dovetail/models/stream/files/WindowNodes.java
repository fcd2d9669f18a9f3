package dev.dovetail.models.stream.files;

import dev.dovetail.models.stream.AxisIndex;
import dev.dovetail.models.stream.StreamNode;
import dev.dovetail.models.stream.StreamNode.Loop;
import dev.dovetail.models.stream.StreamNode.Role;
import dev.dovetail.models.stream.StreamNodes;
import dev.dovetail.models.stream.StreamNodes.Window;
import dev.dovetail.models.stream.StreamOperand;
import dev.dovetail.models.workload.SlidingWindow;
import dev.dovetail.models.workload.onnx.OnnxGraph.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Makes the nodes of convolutions and pools, in one and two dimensions.
 *
 * <p>One-dimensional ones have the loops of two-dimensional ones with a single row, and no axis for it.
 */
final class WindowNodes {
  private final WorkloadDraft draft;
  private final boolean biases;
  private final Consumer<String> difference;

  WindowNodes(WorkloadDraft draft, boolean biases, Consumer<String> difference) {
    this.draft = draft;
    this.biases = biases;
    this.difference = difference;
  }

  void node(String name, Operation o) {
    switch (o.operator()) {
      case "Conv" -> conv(name, o);
      case "ConvTranspose" -> convTranspose(name, o);
      case "GlobalAveragePool", "GlobalMaxPool" -> globalPool(name, o);
      default -> pool(name, o);
    }
  }

  private List<Long> shape(String tensor) {
    return draft.tensorOf(draft.number(tensor)).shape();
  }

  private int number(String tensor) {
    return draft.number(tensor);
  }

  /** Shapes with a row axis of one element where there is none. */
  private List<Long> square(String tensor) {
    List<Long> shape = shape(tensor);
    if (shape.size() == 4) {
      return shape;
    }
    if (shape.size() != 3) {
      throw new IllegalArgumentException(
          "its tensor (%s) of shape %s must have one or two spatial axes".formatted(tensor, shape));
    }
    return List.of(shape.get(0), shape.get(1), 1L, shape.get(2));
  }

  private Window window(String name, Operation o) {
    List<SlidingWindow> stated = o.windows();
    SlidingWindow x = stated.get(stated.size() - 1);
    SlidingWindow y = stated.size() == 1 ? SlidingWindow.of(1) : stated.get(0);
    if (stated.size() == 1) {
      difference.accept("Stream reads two spatial axes only (node %s has one).".formatted(name));
    }
    if (x.stride() != y.stride() && stated.size() == 2) {
      difference.accept("Stream takes the row stride %d for columns too (node %s: column stride %d).".formatted(y.stride(), name,
          x.stride()));
    }
    if (x.dilation() != 1 || y.dilation() != 1) {
      difference.accept("Stream ignores the dilation [%d, %d] of node %s.".formatted(y.dilation(), x.dilation(), name));
    }
    if (x.padBefore() != x.padAfter() || y.padBefore() != y.padAfter()) {
      difference.accept("Stream ignores the padding below and on the right of node %s.".formatted(name));
    }
    return new Window(y.stride(), x.stride(), y.dilation(), x.dilation(), y.padBefore(), x.padBefore());
  }

  /** Adds the node; a one-dimensional one loses the row axis of its operands. */
  private void add(StreamNode node, int channelAxis, Operation o, int bias) {
    List<StreamOperand> inputs = new ArrayList<>(node.inputs());
    List<StreamOperand> outputs = new ArrayList<>(node.outputs());
    AxisIndex channel = outputs.get(0).axes().get(channelAxis);
    if (shape(o.outputs().get(0)).size() == 3) {
      inputs.replaceAll(WindowNodes::withoutRow);
      outputs.replaceAll(WindowNodes::withoutRow);
    }
    if (bias > 0 && o.inputs().size() > bias && !o.inputs().get(bias).isEmpty() && biases) {
      difference.accept("Stream drops the bias of node %s.".formatted(node.name()));
      inputs.add(new StreamOperand(number(o.inputs().get(bias)), List.of(channel)));
    }
    draft.node(new StreamNode(node.name(), node.op(), node.role(), node.dims(), inputs, outputs));
  }

  private static StreamOperand withoutRow(StreamOperand operand) {
    List<AxisIndex> axes = new ArrayList<>(operand.axes());
    axes.remove(2);
    return new StreamOperand(operand.tensor(), axes);
  }

  private void conv(String name, Operation o) {
    List<Long> w = square(o.inputs().get(1));
    List<Long> y = square(o.outputs().get(0));
    int[] tensors = {number(o.inputs().get(0)), number(o.inputs().get(1)), number(o.outputs().get(0))};
    long groups = o.integer("group", 1);
    Window window = window(name, o);
    if (groups == 1) {
      long[] sizes = {y.get(0), y.get(3), y.get(2), w.get(3), w.get(2), w.get(1), w.get(0)};
      add(StreamNodes.conv(name, sizes, window, tensors), 1, o, 2);
    } else {
      difference.accept("Stream ignores the %d groups of node %s.".formatted(groups, name));
      long[] sizes = {y.get(0), groups, y.get(2), y.get(3), w.get(0) / groups, w.get(1), w.get(2), w.get(3)};
      add(StreamNodes.groupedConv(name, sizes, window, tensors), 1, o, 2);
    }
  }

  /**
   * Loops b, ix, iy, fx, fy, c, k over the input: {@code I[b, c, iy, ix]}, {@code W[c, k, fy, fx]}, {@code O[b, k, s*iy+d*fy-p, ...]}.
   * With groups k is per group, and a loop g comes last.
   */
  private void convTranspose(String name, Operation o) {
    List<Long> x = square(o.inputs().get(0));
    List<Long> w = square(o.inputs().get(1));
    long groups = o.integer("group", 1);
    long inGroup = x.get(1) / groups;
    Window v = window(name, o);
    List<Loop> loops = new ArrayList<>(List.of(new Loop("b", x.get(0), false), new Loop("ix", x.get(3), false),
        new Loop("iy", x.get(2), false), new Loop("fx", w.get(3), false), new Loop("fy", w.get(2), false),
        new Loop("c", inGroup, true), new Loop("k", w.get(1), false)));
    AxisIndex in = AxisIndex.of(5);
    AxisIndex out = AxisIndex.of(6);
    if (groups > 1) {
      loops.add(new Loop("g", groups, false));
      in = inGroup == 1 ? AxisIndex.of(7) : AxisIndex.sum(7, inGroup, 5, 1, 0);
      out = w.get(1) == 1 ? AxisIndex.of(7) : AxisIndex.sum(7, w.get(1), 6, 1, 0);
    }
    List<StreamOperand> inputs = List.of(
        new StreamOperand(number(o.inputs().get(0)), List.of(AxisIndex.of(0), in, AxisIndex.of(2), AxisIndex.of(1))),
        new StreamOperand(number(o.inputs().get(1)), List.of(in, AxisIndex.of(6), AxisIndex.of(4), AxisIndex.of(3))));
    StreamOperand made = new StreamOperand(number(o.outputs().get(0)), List.of(AxisIndex.of(0), out,
        AxisIndex.sum(2, v.strideY(), 4, v.dilationY(), -v.padTop()),
        AxisIndex.sum(1, v.strideX(), 3, v.dilationX(), -v.padLeft())));
    add(new StreamNode(name, "ConvTranspose", Role.COMPUTE, loops, inputs, List.of(made)), 1, o, 2);
  }

  private void pool(String name, Operation o) {
    List<Long> y = square(o.outputs().get(0));
    Window window = window(name, o);
    SlidingWindow last = o.windows().get(o.windows().size() - 1);
    long rows = o.windows().size() == 1 ? 1 : o.windows().get(0).kernel();
    long[] sizes = {y.get(0), y.get(1), y.get(2), y.get(3), rows, last.kernel()};
    add(StreamNodes.pool(name, o.operator(), sizes, window, new int[] {number(o.inputs().get(0)), number(o.outputs().get(0))}), 1,
        o,
        0);
  }

  private void globalPool(String name, Operation o) {
    List<Long> x = square(o.inputs().get(0));
    long[] sizes = {x.get(0), x.get(1), 1, 1, x.get(2), x.get(3)};
    add(StreamNodes.globalPool(name, o.operator(), sizes, new int[] {number(o.inputs().get(0)), number(o.outputs().get(0))}), 1,
        o, 0);
  }
}
