package dev.dovetail.models.workload.onnx;

import dev.dovetail.models.workload.AxisMap;
import dev.dovetail.models.workload.Dim;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Sums, means, maxima and the like over axes.
 *
 * <p>Role: the layer keeps the reduced axes with extent 1; a reshape takes them away where the graph does. The mean or maximum
 * over the spatial axes of feature maps is the global pool that it stands for.
 */
final class ReductionOps {
  private ReductionOps() {}

  static void reduce(OpNode n) {
    OnnxValue x = n.input(0);
    long[] stated = n.attributeOrInput("axes", 1);
    TreeSet<Integer> axes = new TreeSet<>();
    if (stated != null) {
      for (long a : stated) {
        axes.add(OpNode.axis(a, x.rank()));
      }
    }
    if (axes.isEmpty() && n.integer("noop_with_empty_axes", 0) != 0) {
      n.set(0, x);
      return;
    }
    if (axes.isEmpty()) {
      axes.addAll(java.util.stream.IntStream.range(0, x.rank()).boxed().toList());
    }
    over(n, x, axes, x.type());
  }

  /** ArgMax and ArgMin. */
  static void position(OpNode n) {
    OnnxValue x = n.input(0, 1);
    over(n, x, new TreeSet<>(List.of(OpNode.axis(n.integer("axis", 0), x.rank()))), ElementType.INT64);
  }

  private static void over(OpNode n, OnnxValue x, TreeSet<Integer> axes, ElementType type) {
    List<Integer> kept = new ArrayList<>(x.shape());
    List<Integer> result = new ArrayList<>();
    long count = 1;
    for (int a = 0; a < x.rank(); a++) {
      if (axes.contains(a)) {
        count = Math.min(Integer.MAX_VALUE + 1L, count * x.shape().get(a));
        kept.set(a, 1);
      }
      if (!axes.contains(a) || n.integer("keepdims", 1) != 0) {
        result.add(axes.contains(a) ? 1 : x.shape().get(a));
      }
    }
    if (count > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("it reduces absurdly many elements of %s".formatted(x.shape()));
    }
    Constant known = Shapes.elements(kept) == 1 ? n.draft().data(x) : null;
    Constant reduced = known == null ? null : ConstantFolder.reduceAll(n.operator(), known);
    if (reduced != null) {
      n.setConstant(result, type, reduced);
      return;
    }
    OnnxValue y = isGlobalPool(n, x, axes) ? pool(n, x) : layer(n, x, axes, kept, (int) count, type);
    n.set(0, y.as(y.value().reshape(result)));
  }

  private static boolean isGlobalPool(OpNode n, OnnxValue x, TreeSet<Integer> axes) {
    boolean poolable = n.operator().equals("ReduceMean") || n.operator().equals("ReduceMax");
    return poolable && x.rank() == 4 && axes.equals(new TreeSet<>(List.of(2, 3)));
  }

  private static OnnxValue pool(OpNode n, OnnxValue x) {
    Operator operator = n.operator().equals("ReduceMax") ? Operator.MAX_POOL : Operator.AVERAGE_POOL;
    String name = n.layerName();
    return n.layer(x.type(), List.of(x), List.of(), b -> b.globalPool(name, operator, x.value()));
  }

  private static OnnxValue layer(OpNode n, OnnxValue x, TreeSet<Integer> axes, List<Integer> kept, int count, ElementType type) {
    List<AxisMap> maps = new ArrayList<>();
    for (int a = 0; a < x.rank(); a++) {
      maps.add(axes.contains(a) ? new AxisMap.All() : new AxisMap.Same(a));
    }
    String name = n.layerName();
    return n.layer(type, List.of(x), kept, b -> b.layer(new Layer(name, Operator.REDUCE, x.value().operands(maps), name, kept,
        b.axesLike(kept, x.value()), Map.of(Dim.C, count), 1, List.of())));
  }
}
