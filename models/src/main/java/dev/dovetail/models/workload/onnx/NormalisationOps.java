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
 * Operators whose every output element depends on whole runs of the input: softmax, the norms, running sums.
 *
 * <p>Role: the axes that an operator normalises over are read whole and never cut.
 */
final class NormalisationOps {
  private NormalisationOps() {}

  /** One axis; before operator set 13 all axes from it on. */
  static void softmax(OpNode n) {
    OnnxValue x = n.input(0, 1);
    boolean old = n.opset() < 13;
    int axis = OpNode.axis(n.integer("axis", old && x.rank() > 1 ? 1 : -1), x.rank());
    run(n, Operator.SOFTMAX, x, range(axis, old ? x.rank() : axis + 1), false);
  }

  /** Any operator along the attribute {@code axis}. */
  static OperatorTable.Handler alongAxis(Operator operator) {
    return n -> {
      OnnxValue x = n.input(0, 1);
      int axis = OpNode.axis(n.integer("axis", -1), x.rank());
      run(n, operator, x, range(axis, axis + 1), false);
    };
  }

  /** Its axis is an input. */
  static void cumulativeSum(OpNode n) {
    OnnxValue x = n.input(0, 1);
    long[] axis = n.known(1, "axis");
    if (axis.length != 1) {
      throw new IllegalArgumentException("its axis must be one number");
    }
    int at = OpNode.axis(axis[0], x.rank());
    run(n, Operator.ELEMENTWISE, x, range(at, at + 1), false);
  }

  /** Over the axes from {@code axis} on, then scaled and shifted by weights. */
  static OperatorTable.Handler layer(Operator operator) {
    return n -> {
      OnnxValue x = n.input(0, 1);
      int axis = OpNode.axis(n.integer("axis", -1), x.rank());
      OnnxValue y = run(n, operator, x, range(axis, x.rank()), false);
      for (int i = 1; i <= 2; i++) {
        if (n.hasInput(i) && !n.input(i).isConstantScalar()) {
          n.draft().addOperand(y, n.input(i), ElementwiseOps.broadcastMaps(n.input(i).shape(), y.shape()));
        }
      }
    };
  }

  /** Over the spatial axes of each channel. */
  static void instance(OpNode n) {
    OnnxValue x = n.input(0, 3);
    OnnxValue y = run(n, Operator.LAYER_NORM, x, range(2, x.rank()), false);
    perChannel(n, y, x.shape().get(1));
  }

  /** Over the spatial axes and the channels of each group. */
  static void group(OpNode n) {
    OnnxValue x = n.input(0, 3);
    int groups = OpNode.bounded(n.integer("num_groups", 0), 1, "num_groups");
    if (x.shape().get(1) % groups != 0) {
      throw new IllegalArgumentException("its num_groups (%d) must divide the channels of %s".formatted(groups, x.shape()));
    }
    int inGroup = x.shape().get(1) / groups;
    OnnxValue y = run(n, Operator.LAYER_NORM, x, range(2, x.rank()), inGroup > 1, new AxisMap.Grouped(1, inGroup, inGroup));
    perChannel(n, y, groups);
  }

  /** Axes from an attribute, the batch and spatial ones by default. */
  static void meanVariance(OpNode n) {
    OnnxValue x = n.input(0, 1);
    long[] stated = n.integers("axes");
    List<Integer> axes = new ArrayList<>();
    for (long a : stated != null ? stated : new long[] {0, 2, 3}) {
      axes.add(OpNode.axis(a, x.rank()));
    }
    run(n, Operator.LAYER_NORM, x, axes, false);
  }

  /** Local response normalisation reads {@code size} channels around each one. */
  static void localResponse(OpNode n) {
    OnnxValue x = n.input(0, 3);
    int size = OpNode.bounded(n.integer("size", 0), 1, "size");
    run(n, Operator.ELEMENTWISE, x, List.of(), true, new AxisMap.Window(1, 1, 1, size, (size - 1) / 2));
  }

  private static void perChannel(OpNode n, OnnxValue y, int groups) {
    int channels = y.shape().get(1);
    for (int i = 1; i <= 2; i++) {
      OnnxValue w = n.input(i);
      if (w.shape().equals(List.of(channels))) {
        n.draft().addOperand(y, w, List.of(new AxisMap.Same(1)));
      } else if (w.shape().equals(List.of(groups))) {
        n.draft().addOperand(y, w, List.of(new AxisMap.Grouped(1, channels / groups, 1)));
      } else {
        throw new IllegalArgumentException(
            "its input %d of shape %s must have the %d channels".formatted(i, w.shape(), channels));
      }
    }
  }

  private static OnnxValue run(OpNode n, Operator operator, OnnxValue x, List<Integer> whole, boolean mixed,
      AxisMap... channelMap) {
    List<AxisMap> maps = new ArrayList<>();
    for (int a = 0; a < x.rank(); a++) {
      maps.add(whole.contains(a) ? new AxisMap.All() : mixed && a == 1 ? channelMap[0] : new AxisMap.Same(a));
    }
    String name = n.layerName();
    return n.layer(x.type(), List.of(x), x.shape(), b -> {
      List<Dim> axes = new ArrayList<>(b.axesLike(x.shape(), x.value()));
      new TreeSet<>(whole).forEach(a -> axes.set(a, Dim.OX));
      return b.layer(new Layer(name, operator, x.value().operands(maps), name, x.shape(), axes, Map.of(), 1, List.of()));
    });
  }

  private static List<Integer> range(int from, int to) {
    return java.util.stream.IntStream.range(from, to).boxed().toList();
  }
}
