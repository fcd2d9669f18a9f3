package dev.dovetail.models.intracore;

import dev.dovetail.models.workload.AxisMap;
import dev.dovetail.models.workload.Dim;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operand;
import dev.dovetail.models.workload.Operator;
import dev.dovetail.models.workload.Tensor;
import dev.dovetail.models.workload.Workload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Workloads of one layer, axes batch, channels, rows, columns; 8 bits per element. */
public final class TestLayers {
  private static final List<Dim> AXES = List.of(Dim.B, Dim.K, Dim.OY, Dim.OX);

  private TestLayers() {}

  /** A square convolution of c input and k output channels with y x x outputs. */
  public static Workload conv(int c, int k, int y, int x, int kernel, int stride, int pad, int groups) {
    return conv(1, c, k, y, x, kernel, stride, pad, groups);
  }

  public static Workload conv(int b, int c, int k, int y, int x, int kernel, int stride, int pad, int groups) {
    Tensor in = new Tensor("in", List.of(b, c, (y - 1) * stride + kernel - 2 * pad, (x - 1) * stride + kernel - 2 * pad), 8,
        Tensor.Role.INPUT, false);
    Tensor w = new Tensor("w", List.of(k, c / groups, kernel, kernel), 8, Tensor.Role.WEIGHT, false);
    Tensor out = new Tensor("out", List.of(b, k, y, x), 8, Tensor.Role.FEATURE, true);
    AxisMap channels = groups == 1 ? new AxisMap.All() : new AxisMap.Grouped(1, k / groups, c / groups);
    Operand activations = Operand.direct(in, new AxisMap.Same(0), channels,
        new AxisMap.Window(2, stride, 1, kernel, pad), new AxisMap.Window(3, stride, 1, kernel, pad));
    Operand weights = Operand.direct(w, new AxisMap.Same(1), new AxisMap.All(), new AxisMap.All(), new AxisMap.All());
    Map<Dim, Integer> sums = Map.of(Dim.C, c / groups, Dim.FY, kernel, Dim.FX, kernel);
    return one(new Layer("conv", Operator.CONV, List.of(activations, weights), "out", out.shape(), AXES, sums, groups, List.of()),
        in, w, out);
  }

  /** A square max pool without padding. */
  public static Workload pool(int k, int y, int x, int kernel, int stride) {
    Tensor in =
        new Tensor("in", List.of(1, k, (y - 1) * stride + kernel, (x - 1) * stride + kernel), 8, Tensor.Role.INPUT, false);
    Tensor out = new Tensor("out", List.of(1, k, y, x), 8, Tensor.Role.FEATURE, true);
    Operand activations = Operand.direct(in, new AxisMap.Same(0), new AxisMap.Same(1),
        new AxisMap.Window(2, stride, 1, kernel, 0), new AxisMap.Window(3, stride, 1, kernel, 0));
    return one(
        new Layer("pool", Operator.MAX_POOL, List.of(activations), "out", out.shape(), AXES,
            Map.of(Dim.FY, kernel, Dim.FX, kernel), 1, List.of()),
        in, out);
  }

  /** An elementwise layer with one operand. */
  public static Workload elementwise(Operator operator, int k, int y, int x) {
    Tensor in = new Tensor("in", List.of(1, k, y, x), 8, Tensor.Role.INPUT, false);
    Tensor out = new Tensor("out", List.of(1, k, y, x), 8, Tensor.Role.FEATURE, true);
    List<AxisMap> same = new ArrayList<>();
    for (int a = 0; a < 4; a++) {
      same.add(new AxisMap.Same(a));
    }
    return one(
        new Layer("vector", operator, List.of(Operand.direct(in, same.toArray(AxisMap[]::new))), "out", out.shape(), AXES,
            Map.of(), 1, List.of()),
        in, out);
  }

  private static Workload one(Layer layer, Tensor... tensors) {
    Map<String, Tensor> byName = new LinkedHashMap<>();
    for (Tensor t : tensors) {
      byName.put(t.name(), t);
    }
    return new Workload("one", List.of(layer), byName);
  }
}
