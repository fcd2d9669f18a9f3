package dev.dovetail.models.workload.onnx;

import dev.dovetail.models.workload.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/** Operators that only lay out the same elements anew: views, at no cost. */
final class LayoutOps {
  private LayoutOps() {}

  static void reshape(OpNode n) {
    OnnxValue x = n.input(0);
    long[] stated = n.attributeOrInput("shape", 1);
    if (stated == null) {
      throw new IllegalArgumentException("it has no shape");
    }
    boolean zeroIsZero = n.integer("allowzero", 0) != 0;
    long[] dims = stated.clone();
    int open = -1;
    long rest = 1;
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] == 0 && !zeroIsZero) {
        if (i >= x.rank()) {
          throw new IllegalArgumentException(
              "its shape %s keeps an axis that %s has not".formatted(Arrays.toString(stated), x.shape()));
        }
        dims[i] = x.shape().get(i);
      }
      if (dims[i] == -1 && open < 0) {
        open = i;
      } else if (dims[i] < 0 || dims[i] > Shapes.MAX_EXTENT) {
        throw new IllegalArgumentException("its shape %s has an extent that is none".formatted(Arrays.toString(stated)));
      } else {
        rest = Math.min(Shapes.MAX_ELEMENTS, rest * dims[i]);
      }
    }
    long elements = Shapes.elements(x.shape());
    if (open >= 0) {
      dims[open] = rest == 0 ? 0 : elements / rest;
      rest *= dims[open];
    }
    if (rest != elements) {
      throw new IllegalArgumentException(
          "its shape %s does not hold the elements of %s".formatted(Arrays.toString(stated), x.shape()));
    }
    n.set(0, x.as(x.value().reshape(Shapes.of(dims))));
  }

  static void flatten(OpNode n) {
    OnnxValue x = n.input(0);
    long stated = n.integer("axis", 1);
    int axis = stated == x.rank() ? x.rank() : OpNode.axis(stated, x.rank());
    long rows = Shapes.elements(x.shape().subList(0, axis));
    long columns = Shapes.elements(x.shape().subList(axis, x.rank()));
    n.set(0, x.as(x.value().reshape(Shapes.of(rows, columns))));
  }

  static void transpose(OpNode n) {
    OnnxValue x = n.input(0);
    long[] stated = n.integers("perm");
    int[] order = new int[stated == null ? x.rank() : stated.length];
    for (int a = 0; a < order.length; a++) {
      order[a] = stated == null ? order.length - 1 - a : OpNode.axis(stated[a], x.rank());
    }
    n.set(0, x.as(x.value().transpose(order)));
  }

  static void squeeze(OpNode n) {
    OnnxValue x = n.input(0);
    long[] stated = n.attributeOrInput("axes", 1);
    TreeSet<Integer> axes = new TreeSet<>();
    for (int a = 0; a < x.rank() && stated == null; a++) {
      if (x.shape().get(a) == 1) {
        axes.add(a);
      }
    }
    for (int i = 0; stated != null && i < stated.length; i++) {
      axes.add(OpNode.axis(stated[i], x.rank()));
    }
    List<Integer> shape = new ArrayList<>();
    for (int a = 0; a < x.rank(); a++) {
      if (!axes.contains(a)) {
        shape.add(x.shape().get(a));
      } else if (x.shape().get(a) != 1) {
        throw new IllegalArgumentException("its axis (%d) of %s is longer than 1".formatted(a, x.shape()));
      }
    }
    n.set(0, x.as(x.value().reshape(shape)));
  }

  static void unsqueeze(OpNode n) {
    OnnxValue x = n.input(0);
    long[] stated = n.attributeOrInput("axes", 1);
    if (stated == null || stated.length > 32) {
      throw new IllegalArgumentException("its axes must be some numbers");
    }
    int rank = x.rank() + stated.length;
    TreeSet<Integer> axes = new TreeSet<>();
    for (long a : stated) {
      axes.add(OpNode.axis(a, rank));
    }
    if (axes.size() < stated.length) {
      throw new IllegalArgumentException("its axes %s name one twice".formatted(Arrays.toString(stated)));
    }
    List<Integer> shape = new ArrayList<>(x.shape());
    axes.forEach(a -> shape.add(a, 1));
    n.set(0, x.as(x.value().reshape(shape)));
  }

  static void expand(OpNode n) {
    OnnxValue x = n.input(0);
    List<Integer> shape = Shapes.broadcast(x.shape(), Shapes.of(n.known(1, "shape")));
    Value v = x.value().reshape(Shapes.padded(x.shape(), shape.size()));
    for (int a = 0; a < shape.size(); a++) {
      if (v.extent(a) < shape.get(a)) {
        v = v.broadcast(a, shape.get(a));
      }
    }
    n.set(0, x.as(v));
  }

  /** Repetition of an axis: a new axis in front of it, broadcast, and both merged. */
  static void tile(OpNode n) {
    OnnxValue x = n.input(0);
    List<Integer> repeats = Shapes.of(n.known(1, "repeats"));
    if (repeats.size() != x.rank()) {
      throw new IllegalArgumentException("its repeats %s must be one number for each axis of %s".formatted(repeats, x.shape()));
    }
    Value v = x.value();
    for (int a = 0; a < x.rank(); a++) {
      int times = repeats.get(a);
      if (times != 1) {
        List<Integer> split = new ArrayList<>(v.shape());
        split.add(a, 1);
        List<Integer> merged = Shapes.with(v.shape(), a, Shapes.of((long) times * v.extent(a)).get(0));
        Shapes.check(merged);
        v = v.reshape(split).broadcast(a, times).reshape(merged);
      }
    }
    n.set(0, x.as(v));
  }

  static void depthToSpace(OpNode n) {
    OnnxValue x = n.input(0, 4);
    int block = blockSize(n, x);
    int c = x.shape().get(1) / (block * block);
    if (c * block * block != x.shape().get(1)) {
      throw new IllegalArgumentException("its blocksize (%d) does not divide the channels of %s".formatted(block, x.shape()));
    }
    int b = x.shape().get(0);
    int h = x.shape().get(2);
    int w = x.shape().get(3);
    Value v = n.text("mode", "DCR").equals("CRD")
        ? x.value().reshape(b, c, block, block, h, w).transpose(0, 1, 4, 2, 5, 3)
        : x.value().reshape(b, block, block, c, h, w).transpose(0, 3, 4, 1, 5, 2);
    n.set(0, x.as(v.reshape(b, c, h * block, w * block)));
  }

  static void spaceToDepth(OpNode n) {
    OnnxValue x = n.input(0, 4);
    int block = blockSize(n, x);
    int b = x.shape().get(0);
    int c = x.shape().get(1);
    int h = x.shape().get(2) / block;
    int w = x.shape().get(3) / block;
    if (h * block != x.shape().get(2) || w * block != x.shape().get(3)) {
      throw new IllegalArgumentException(
          "its blocksize (%d) does not divide the rows and columns of %s".formatted(block, x.shape()));
    }
    Value v = x.value().reshape(b, c, h, block, w, block).transpose(0, 3, 5, 1, 2, 4);
    n.set(0, x.as(v.reshape(b, c * block * block, h, w)));
  }

  private static int blockSize(OpNode n, OnnxValue x) {
    int block = OpNode.bounded(n.integer("blocksize", 0), 1, "blocksize");
    if (x.rank() != 4 || block > 1024) {
      throw new IllegalArgumentException(
          "its input of shape %s must have four axes, its blocksize (%d) be small".formatted(x.shape(), block));
    }
    return block;
  }

  /** Output 0 is input 0: Identity, Dropout, Cast and the like. */
  static void identity(OpNode n) {
    n.set(0, n.input(0));
  }

  /** Folded: the tensor keeps the precision in which it was made. */
  static void cast(OpNode n) {
    OnnxValue x = n.input(0);
    ElementType type = n.hasInput(1) ? n.input(1).type() : ElementType.of(n.integer("to", 0));
    if (type == null) {
      throw n.unsupported("a cast to element type number %d".formatted(n.integer("to", 0)), "cast to a type of numbers.");
    }
    Constant data = n.draft().data(x);
    if (data != null) {
      n.setConstant(x.shape(), type, data.as(type.floating()));
    } else {
      n.set(0, x.typed(type));
    }
  }

  static void concat(OpNode n) {
    List<OnnxValue> parts = new ArrayList<>(n.presentInputs());
    along(n, parts, n.integer("axis", 1));
  }

  /** Inputs y_scale, y_zero_point, then x, x_scale, x_zero_point of each part. */
  static void qlinearConcat(OpNode n) {
    List<OnnxValue> parts = new ArrayList<>();
    for (int i = 2; i < n.inputCount(); i += 3) {
      parts.add(n.input(i));
    }
    along(n, parts, n.integer("axis", 1));
  }

  private static void along(OpNode n, List<OnnxValue> parts, long stated) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("it has no input");
    }
    int axis = OpNode.axis(stated, parts.get(0).rank());
    if (parts.stream().anyMatch(p -> p.rank() != parts.get(0).rank())) {
      throw new IllegalArgumentException("its inputs differ in their number of axes");
    }
    List<OnnxValue> filled = new ArrayList<>(parts);
    filled.removeIf(p -> p.shape().get(axis) == 0);
    n.set(0, n.draft().concat(filled.isEmpty() ? Collections.singletonList(parts.get(0)) : filled, axis));
  }
}
