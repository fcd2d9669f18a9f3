package dev.dovetail.models.workload.onnx;

import dev.dovetail.models.workload.AxisMap;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operand;
import dev.dovetail.models.workload.Operator;
import dev.dovetail.models.workload.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Operators that take or add a part along an axis: views where the part is a regular one, else a layer that copies. */
final class SelectionOps {
  private SelectionOps() {}

  static void slice(OpNode n) {
    OnnxValue x = n.input(0);
    long[] starts = n.attributeOrInput("starts", 1);
    long[] ends = n.attributeOrInput("ends", 2);
    if (starts == null || ends == null || starts.length != ends.length || starts.length > x.rank()) {
      throw new IllegalArgumentException("its starts and ends must be one number each per axis of %s".formatted(x.shape()));
    }
    long[] axes = n.attributeOrInput("axes", 3);
    long[] steps = n.hasInput(4) ? n.known(4, "steps") : null;
    if (axes != null && axes.length != starts.length || steps != null && steps.length != starts.length) {
      throw new IllegalArgumentException("its axes and steps must be as many as its starts");
    }
    OnnxValue v = x;
    for (int i = 0; i < starts.length; i++) {
      int axis = OpNode.axis(axes == null ? i : axes[i], x.rank());
      v = along(n, v, axis, starts[i], ends[i], steps == null ? 1 : steps[i]);
    }
    n.set(0, v);
  }

  private static OnnxValue along(OpNode n, OnnxValue x, int axis, long start, long end, long anyStep) {
    long step = clamp(anyStep, -Shapes.MAX_EXTENT, Shapes.MAX_EXTENT);
    int extent = x.shape().get(axis);
    if (step == 0) {
      throw new IllegalArgumentException("its step on axis (%d) is 0".formatted(axis));
    }
    // Out-of-range numbers are clamped: INT64_MAX means "to the end"; backwards, -1 stands before the first index.
    long first = clamp(start < 0 ? start + extent : start, 0, step > 0 ? extent : extent - 1L);
    long last = clamp(end < 0 ? end + extent : end, step > 0 ? 0 : -1, extent);
    if (step > 0) {
      if (first >= last) {
        return empty(n, n.outputName(0), x, axis);
      }
      return x.as(x.value().slice(axis, (int) first, (int) last, (int) step));
    }
    int count = (int) Math.max(0, (first - last - step - 1) / -step);
    if (count == 0) {
      return empty(n, n.outputName(0), x, axis);
    }
    long[] indices = new long[count];
    for (int i = 0; i < count; i++) {
      indices[i] = first + i * step;
    }
    return take(n, x, axis, indices);
  }

  /** Nothing of an axis: a constant without elements, which a concatenation leaves out. */
  private static OnnxValue empty(OpNode n, String name, OnnxValue x, int axis) {
    return n.draft().constant(n.draft().freeConstant(name), Shapes.with(x.shape(), axis, 0), x.type(), Constant.of(new long[0]));
  }

  private static long clamp(long value, long least, long most) {
    return Math.max(least, Math.min(most, value));
  }

  /** Indices of an axis in any order: values if they are known, else a layer that copies. */
  private static OnnxValue take(OpNode n, OnnxValue x, int axis, long[] indices) {
    List<Integer> shape = Shapes.with(x.shape(), axis, indices.length);
    Constant data = n.draft().data(x);
    if (data != null && Shapes.elements(shape) <= Constant.MAX_ELEMENTS) {
      int inner = (int) Shapes.elements(shape.subList(axis + 1, shape.size()));
      int[] from = new int[(int) Shapes.elements(shape)];
      for (int i = 0; i < from.length; i++) {
        int outer = i / inner / indices.length;
        from[i] = (int) ((outer * x.shape().get(axis) + indices[i / inner % indices.length]) * inner + i % inner);
      }
      return n.draft().constant(n.draft().freeConstant(n.outputName(0)), shape, x.type(), data.pick(from));
    }
    List<AxisMap> maps = new ArrayList<>();
    for (int a = 0; a < x.rank(); a++) {
      maps.add(a == axis ? new AxisMap.All() : new AxisMap.Same(a));
    }
    return copy(n, List.of(x), List.of(maps), shape, x.type());
  }

  private static OnnxValue copy(OpNode n, List<OnnxValue> operands, List<List<AxisMap>> maps, List<Integer> shape,
      ElementType type) {
    String name = n.layerName();
    return n.layer(type, operands, shape, b -> {
      List<Operand> read = new ArrayList<>();
      for (int i = 0; i < operands.size(); i++) {
        read.addAll(operands.get(i).value().operands(maps.get(i)));
      }
      return b.layer(new Layer(name, Operator.GATHER, read, name, shape, b.axesLike(shape), Map.of(), 1, List.of()));
    });
  }

  static void split(OpNode n) {
    OnnxValue x = n.input(0, 1);
    int axis = OpNode.axis(n.integer("axis", 0), x.rank());
    int extent = x.shape().get(axis);
    int outputs = n.outputCount();
    long[] sizes = n.attributeOrInput("split", 1);
    if (sizes == null) {
      sizes = new long[outputs];
      int each = (extent + outputs - 1) / outputs;
      Arrays.fill(sizes, each);
      sizes[outputs - 1] = extent - (outputs - 1L) * each;
    }
    if (sizes.length != outputs || Arrays.stream(sizes).anyMatch(s -> s < 0 || s > extent)
        || Arrays.stream(sizes).sum() != extent) {
      throw new IllegalArgumentException(
          "its split %s must be %d sizes that sum to the %d of axis (%d)".formatted(Arrays.toString(sizes), outputs, extent,
              axis));
    }
    int start = 0;
    for (int i = 0; i < outputs; i++) {
      int size = (int) sizes[i];
      n.set(i, size == 0 ? empty(n, n.outputName(i), x, axis) : x.as(x.value().slice(axis, start, start + size)));
      start += (int) sizes[i];
    }
  }

  static void gather(OpNode n) {
    OnnxValue x = n.input(0, 1);
    OnnxValue indices = n.input(1);
    int axis = OpNode.axis(n.integer("axis", 0), x.rank());
    List<Integer> shape = new ArrayList<>(x.shape().subList(0, axis));
    shape.addAll(indices.shape());
    shape.addAll(x.shape().subList(axis + 1, x.rank()));
    Shapes.check(shape);
    Constant known = n.draft().data(indices);
    if (known != null) {
      n.set(0, constantGather(n, x, axis, known.integers(), shape));
      return;
    }
    List<AxisMap> indexMaps = new ArrayList<>();
    for (int a = 0; a < indices.rank(); a++) {
      indexMaps.add(new AxisMap.Same(axis + a));
    }
    if (x.constant() && Shapes.elements(shape) < Shapes.elements(x.shape())) {
      // An embedding: each result is one element of a large table, so only as much as the result is fetched from DRAM.
      OnnxValue rows = n.draft().constant(n.draft().freeConstant(tableName(x, n)), shape, x.type(), null);
      List<AxisMap> same = java.util.stream.IntStream.range(0, shape.size()).<AxisMap>mapToObj(AxisMap.Same::new).toList();
      copy(n, List.of(indices, rows), List.of(indexMaps, same), shape, x.type());
      return;
    }
    List<AxisMap> maps = new ArrayList<>();
    for (int a = 0; a < x.rank(); a++) {
      maps.add(a == axis ? new AxisMap.All() : new AxisMap.Same(a < axis ? a : a - 1 + indices.rank()));
    }
    copy(n, List.of(indices, x), List.of(indexMaps, maps), shape, x.type());
  }

  private static String tableName(OnnxValue table, OpNode n) {
    return n.draft().nameOf(table) + " (rows of " + n.label() + ")";
  }

  private static OnnxValue constantGather(OpNode n, OnnxValue x, int axis, long[] indices, List<Integer> shape) {
    int extent = x.shape().get(axis);
    for (int i = 0; i < indices.length; i++) {
      if (indices[i] < -extent || indices[i] >= extent) {
        throw new IllegalArgumentException("its index (%d) is outside of axis (%d) of %s".formatted(indices[i], axis, x.shape()));
      }
      indices[i] = indices[i] < 0 ? indices[i] + extent : indices[i];
    }
    if (indices.length == 0) {
      return n.draft().constant(n.outputName(0), shape, x.type(), null);
    }
    long step = indices.length == 1 ? 1 : indices[1] - indices[0];
    for (int i = 2; i < indices.length; i++) {
      step = indices[i] - indices[i - 1] == step ? step : 0;
    }
    OnnxValue taken = step > 0
        ? x.as(x.value().slice(axis, (int) indices[0], (int) indices[indices.length - 1] + 1, (int) step))
        : take(n, x, axis, indices);
    return taken.as(taken.value().reshape(shape));
  }

  /** Any element of one axis at each place: that axis is read whole. */
  static void gatherElements(OpNode n) {
    OnnxValue x = n.input(0, 1);
    OnnxValue indices = n.input(1);
    int axis = OpNode.axis(n.integer("axis", 0), x.rank());
    if (indices.rank() != x.rank()) {
      throw new IllegalArgumentException(
          "its input %s and indices %s differ in their number of axes".formatted(x.shape(), indices.shape()));
    }
    List<AxisMap> maps = new ArrayList<>();
    List<AxisMap> same = new ArrayList<>();
    for (int a = 0; a < x.rank(); a++) {
      maps.add(a == axis ? new AxisMap.All() : new AxisMap.Same(a));
      same.add(new AxisMap.Same(a));
    }
    copy(n, List.of(x, indices), List.of(maps, same), indices.shape(), x.type());
  }

  static void pad(OpNode n) {
    OnnxValue x = n.input(0);
    long[] pads = n.hasAttribute("paddings") ? n.integers("paddings") : n.attributeOrInput("pads", 1);
    long[] axes = n.hasInput(3) ? n.known(3, "axes") : null;
    int count = axes == null ? x.rank() : axes.length;
    if (pads == null || pads.length != 2 * count) {
      throw new IllegalArgumentException("its pads must be two numbers for each of %d axes".formatted(count));
    }
    String mode = n.text("mode", "constant");
    boolean zero = padsWithZero(n);
    OnnxValue v = x;
    for (int i = 0; i < count; i++) {
      int axis = OpNode.axis(axes == null ? i : axes[i], x.rank());
      v = padded(n, v, axis, pads[i], pads[count + i], mode);
    }
    n.set(0, v.constant() && !zero ? n.draft().constant(n.outputName(0), v.shape(), v.type(), null) : v);
  }

  private static boolean padsWithZero(OpNode n) {
    @Nullable Constant value = n.hasInput(2) ? n.draft().data(n.input(2)) : null;
    return n.hasInput(2) ? value != null && value.size() == 1 && value.real(0) == 0 : n.real("value", 0) == 0;
  }

  private static OnnxValue padded(OpNode n, OnnxValue x, int axis, long before, long after, String mode) {
    int extent = x.shape().get(axis);
    if (Math.abs(before) > Shapes.MAX_WINDOW || Math.abs(after) > Shapes.MAX_WINDOW || extent + before + after < 1
        || before + extent < 1 || after + extent < 1) {
      throw new IllegalArgumentException(
          "its pads (%d, %d) do not fit axis (%d) of %s".formatted(before, after, axis, x.shape()));
    }
    if (before == 0 && after == 0) {
      return x;
    }
    // A negative padding cuts off.
    Value cut = x.value().slice(axis, (int) Math.max(0, -before), extent - (int) Math.max(0, -after));
    int lo = (int) Math.max(0, before);
    int hi = (int) Math.max(0, after);
    if (lo + hi == 0 || mode.equals("constant") || mode.isEmpty()) {
      return x.as(cut.pad(axis, lo, hi));
    }
    OnnxValue source = x.as(cut);
    List<Integer> shape = Shapes.with(source.shape(), axis, source.shape().get(axis) + lo + hi);
    List<AxisMap> maps = new ArrayList<>();
    for (int a = 0; a < source.rank(); a++) {
      maps.add(a == axis ? mirrored(axis, lo, hi, mode) : new AxisMap.Same(a));
    }
    return copy(n, List.of(source), List.of(maps), shape, x.type());
  }

  /** Output o lies at o - lo; mirrored at an edge that is up to 2*lo further on, or up to 2*hi further back. */
  private static AxisMap mirrored(int axis, int lo, int hi, String mode) {
    return switch (mode) {
      case "reflect", "edge" -> new AxisMap.Window(axis, 1, 1, 2 * (lo + hi) + 1, lo + 2 * hi);
      case "wrap" -> new AxisMap.All();
      default -> throw new IllegalArgumentException("its mode (%s) is none of constant, reflect, edge, wrap".formatted(mode));
    };
  }
}
