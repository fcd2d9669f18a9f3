package dev.dovetail.models.stream;

import dev.dovetail.models.stream.StreamNode.Loop;
import dev.dovetail.models.stream.StreamNode.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes nodes of the usual operators: their loops in Stream's order and the index maps of their operands.
 *
 * <p>Role: the one place that knows what {@code D0, D1, ...} of an operator are.
 */
public final class StreamNodes {
  private StreamNodes() {}

  /**
   * A sliding window over rows and columns.
   *
   * @param strideY rows from one output to the next, at least 1
   * @param strideX columns
   * @param dilationY rows from one kernel element to the next, at least 1
   * @param dilationX columns
   * @param padTop rows of padding above
   * @param padLeft columns of padding on the left
   */
  public record Window(long strideY, long strideX, long dilationY, long dilationX, long padTop, long padLeft) {
    /** Stride and dilation 1 with equal padding above and on the left. */
    public static Window padded(long pad) {
      return new Window(1, 1, 1, 1, pad, pad);
    }

    private AxisIndex row(int oy, int fy) {
      return AxisIndex.sum(oy, strideY, fy, dilationY, -padTop);
    }

    private AxisIndex column(int ox, int fx) {
      return AxisIndex.sum(ox, strideX, fx, dilationX, -padLeft);
    }
  }

  /**
   * A convolution with one group: loops b, ox, oy, fx, fy, c, k; {@code I[b, c, oy+fy, ox+fx]}, {@code W[k, c, fy, fx]}, {@code O[b, k,
   * oy, ox]}.
   *
   * @param sizes of the loops in this order
   * @param tensors numbers of input, weights and output
   */
  public static StreamNode conv(String name, long[] sizes, Window window, int[] tensors) {
    return new StreamNode(name, "Conv", Role.COMPUTE,
        loops(sizes, "b", "ox", "oy", "+fx", "+fy", "+c", "k"),
        List.of(
            operand(tensors[0], AxisIndex.of(0), AxisIndex.of(5), window.row(2, 4), window.column(1, 3)),
            single(tensors[1], 6, 5, 4, 3)),
        List.of(single(tensors[2], 0, 6, 2, 1)));
  }

  /**
   * A convolution with groups: loops b, g, oy, ox, k', c', fy, fx; {@code I[b, g*C'+c', ...]}, {@code W[g*K'+k', c', fy, fx]}, {@code O[b,
   * g*K'+k', oy, ox]}. Stream itself ignores groups.
   *
   * @param sizes of the loops in this order; k' and c' per group
   * @param tensors numbers of input, weights and output
   */
  public static StreamNode groupedConv(String name, long[] sizes, Window window, int[] tensors) {
    AxisIndex in = grouped(1, 5, sizes[5]);
    AxisIndex out = grouped(1, 4, sizes[4]);
    return new StreamNode(name, "Conv", Role.COMPUTE,
        loops(sizes, "b", "g", "oy", "ox", "k", "+c", "+fy", "+fx"),
        List.of(
            operand(tensors[0], AxisIndex.of(0), in, window.row(2, 6), window.column(3, 7)),
            operand(tensors[1], out, AxisIndex.of(5), AxisIndex.of(6), AxisIndex.of(7))),
        List.of(operand(tensors[2], AxisIndex.of(0), out, AxisIndex.of(2), AxisIndex.of(3))));
  }

  /** A channel of a group; with one channel per group the group is the channel, and ties like one. */
  private static AxisIndex grouped(int group, int channel, long channels) {
    return channels == 1 ? AxisIndex.of(group) : AxisIndex.sum(group, channels, channel, 1, 0);
  }

  /**
   * A matrix product of ONNX operator Gemm: loops m, k, n; {@code A[m, k]}, {@code B[k, n]}, {@code Y[m, n]}.
   *
   * @param tensors numbers of A, B and Y
   */
  public static StreamNode gemm(String name, long m, long k, long n, int[] tensors) {
    return new StreamNode(name, "Gemm", Role.COMPUTE, loops(new long[] {m, k, n}, "m", "+k", "n"),
        List.of(single(tensors[0], 0, 1), single(tensors[1], 1, 2)), List.of(single(tensors[2], 0, 2)));
  }

  /**
   * A matrix product of ONNX operator MatMul: loops batch..., m, n, k; {@code A[batch, m, k]}, {@code B[batch, k, n]}, {@code Y[batch, m,
   * n]}. Missing or broadcast batch axes of A and B have a fixed index.
   *
   * @param batch sizes of the batch loops
   * @param shapes of A and B: which of their batch axes are there and not broadcast
   * @param tensors numbers of A, B and Y
   */
  public static StreamNode matMul(String name, List<Long> batch, long m, long n, long k, List<List<Long>> shapes, int[] tensors) {
    int r = batch.size();
    List<Loop> loops = new ArrayList<>();
    for (long b : batch) {
      loops.add(new Loop("b", b, false));
    }
    loops.add(new Loop("m", m, false));
    loops.add(new Loop("n", n, false));
    loops.add(new Loop("k", k, true));
    List<AxisIndex> y = new ArrayList<>();
    for (int d = 0; d < r + 2; d++) {
      y.add(AxisIndex.of(d));
    }
    return new StreamNode(name, "MatMul", Role.COMPUTE, loops,
        List.of(
            new StreamOperand(tensors[0], batched(shapes.get(0), batch, r, r + 2)),
            new StreamOperand(tensors[1], batched(shapes.get(1), batch, r + 2, r + 1))),
        List.of(new StreamOperand(tensors[2], y)));
  }

  private static List<AxisIndex> batched(List<Long> shape, List<Long> batch, int row, int column) {
    List<AxisIndex> axes = new ArrayList<>();
    int own = shape.size() - 2;
    for (int a = 0; a < own; a++) {
      int loop = batch.size() - own + a;
      axes.add(shape.get(a) == 1 && batch.get(loop) != 1 ? AxisIndex.FIXED : AxisIndex.of(loop));
    }
    axes.add(AxisIndex.of(row));
    axes.add(AxisIndex.of(column));
    return axes;
  }

  /**
   * A pooling window: loops b, k, oy, ox, fy, fx; {@code I[b, k, oy+fy, ox+fx]}, {@code O[b, k, oy, ox]}.
   *
   * @param op for example {@code MaxPool}
   * @param sizes of the loops in this order
   * @param tensors numbers of input and output
   */
  public static StreamNode pool(String name, String op, long[] sizes, Window window, int[] tensors) {
    return new StreamNode(name, op, Role.COMPUTE, loops(sizes, "b", "k", "oy", "ox", "+fy", "+fx"),
        List.of(operand(tensors[0], AxisIndex.of(0), AxisIndex.of(1), window.row(2, 4), window.column(3, 5))),
        List.of(single(tensors[1], 0, 1, 2, 3)));
  }

  /**
   * A pooling over whole images: loops b, c, oh, ow, ih, iw; {@code I[b, c, ih, iw]}, {@code O[b, c, oh, ow]}.
   *
   * @param sizes of the loops in this order
   * @param tensors numbers of input and output
   */
  public static StreamNode globalPool(String name, String op, long[] sizes, int[] tensors) {
    return new StreamNode(name, op, Role.COMPUTE, loops(sizes, "b", "c", "oh", "ow", "+ih", "+iw"),
        List.of(single(tensors[0], 0, 1, 4, 5)), List.of(single(tensors[1], 0, 1, 2, 3)));
  }

  /**
   * A normalisation per channel: loops b, c, h, w; input and output {@code [b, c, h, w]}, every parameter {@code [c]}.
   *
   * @param sizes of the loops in this order
   * @param tensors numbers of the input, of the parameters, and last of the output
   */
  public static StreamNode batchNormalization(String name, long[] sizes, int[] tensors) {
    List<StreamOperand> inputs = new ArrayList<>();
    inputs.add(single(tensors[0], 0, 1, 2, 3));
    for (int p = 1; p < tensors.length - 1; p++) {
      inputs.add(single(tensors[p], 1));
    }
    return new StreamNode(name, "BatchNormalization", Role.COMPUTE, loops(sizes, "b", "c", "h", "w"), inputs,
        List.of(single(tensors[tensors.length - 1], 0, 1, 2, 3)));
  }

  /**
   * A node whose loops are the axes of its largest operand: elementwise operators, and reductions over some axes.
   *
   * @param sizes of the loops
   * @param inputs numbers and shapes of what it reads; axes are aligned at the last one, axes of size 1 are broadcast
   * @param output number and shape of what it writes; an axis of size 1 is reduced
   */
  public static StreamNode elementwise(String name, String op, List<Long> sizes, List<Shaped> inputs, Shaped output) {
    StreamOperand out = aligned(output, sizes);
    List<Loop> loops = new ArrayList<>();
    for (int d = 0; d < sizes.size(); d++) {
      loops.add(new Loop("", sizes.get(d), !out.uses(d)));
    }
    return new StreamNode(name, op, Role.COMPUTE, loops, inputs.stream().map(i -> aligned(i, sizes)).toList(), List.of(out));
  }

  /**
   * A tensor with its shape.
   *
   * @param tensor number
   * @param shape as the node sees it
   */
  public record Shaped(int tensor, List<Long> shape) {
    public Shaped {
      shape = List.copyOf(shape);
    }
  }

  /** A node that only reorders a tensor: one loop per axis of what it writes, both operands whole. */
  public static StreamNode layout(String name, String op, Shaped input, Shaped output) {
    List<Loop> loops = output.shape().stream().map(s -> new Loop("", s, false)).toList();
    return new StreamNode(name, op, Role.LAYOUT, loops,
        List.of(new StreamOperand(input.tensor(), input.shape().stream().map(s -> AxisIndex.FIXED).toList())),
        List.of(aligned(output, output.shape())));
  }

  private static StreamOperand aligned(Shaped operand, List<Long> sizes) {
    List<AxisIndex> axes = new ArrayList<>();
    int shift = sizes.size() - operand.shape().size();
    for (int a = 0; a < operand.shape().size(); a++) {
      boolean broadcast = operand.shape().get(a) == 1 && sizes.get(a + shift) != 1;
      axes.add(broadcast ? AxisIndex.FIXED : AxisIndex.of(a + shift));
    }
    return new StreamOperand(operand.tensor(), axes);
  }

  /** Loops with their letters; a plus marks those that are summed over. */
  private static List<Loop> loops(long[] sizes, String... letters) {
    List<Loop> loops = new ArrayList<>();
    for (int d = 0; d < letters.length; d++) {
      boolean reduction = letters[d].startsWith("+");
      loops.add(new Loop(reduction ? letters[d].substring(1) : letters[d], sizes[d], reduction));
    }
    return loops;
  }

  private static StreamOperand single(int tensor, int... dims) {
    List<AxisIndex> axes = new ArrayList<>();
    for (int d : dims) {
      axes.add(AxisIndex.of(d));
    }
    return new StreamOperand(tensor, axes);
  }

  private static StreamOperand operand(int tensor, AxisIndex... axes) {
    return new StreamOperand(tensor, List.of(axes));
  }
}
