package dev.dovetail.models.workload.onnx;

import dev.dovetail.models.workload.AxisMap;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Resampling: Resize and Upsample. */
final class ResizeOps {
  private ResizeOps() {}

  static void upsample(OpNode n) {
    double[] scales = n.hasAttribute("scales") ? floats(n, "scales") : reals(n, 1, "scales");
    resize(n, scales, null, false);
  }

  static void resize(OpNode n) {
    if (n.opset() < 11) {
      resize(n, reals(n, 1, "scales"), null, false);
      return;
    }
    double[] scales = n.hasInput(2) ? reals(n, 2, "scales") : new double[0];
    long[] sizes = n.hasInput(3) ? n.known(3, "sizes") : null;
    if (n.text("coordinate_transformation_mode", "half_pixel").equals("tf_crop_and_resize")) {
      throw n.unsupported("tf_crop_and_resize", "use Slice and a Resize with another coordinate_transformation_mode.");
    }
    if (sizes != null && !n.text("keep_aspect_ratio_policy", "stretch").equals("stretch")) {
      throw n.unsupported("keep_aspect_ratio_policy", "state the sizes that result, with the policy stretch.");
    }
    resize(n, scales.length == 0 ? null : scales, sizes, n.integer("antialias", 0) != 0);
  }

  private static double[] floats(OpNode n, String name) {
    OnnxModel.Attribute a = n.attribute(name);
    return a == null ? new double[0] : a.floats().stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double[] reals(OpNode n, int i, String what) {
    Constant known = n.knownValues(i, what);
    double[] values = new double[known.size()];
    for (int k = 0; k < values.length; k++) {
      values[k] = known.real(k);
    }
    return values;
  }

  private static void resize(OpNode n, double @Nullable [] scales, long @Nullable [] sizes, boolean antialias) {
    OnnxValue x = n.input(0);
    long[] stated = n.integers("axes");
    int count = stated == null ? x.rank() : stated.length;
    if ((scales == null) == (sizes == null) || (scales != null ? scales.length : sizes.length) != count) {
      throw new IllegalArgumentException("it must have either %d scales or %d sizes".formatted(count, count));
    }
    List<Integer> shape = new ArrayList<>(x.shape());
    for (int i = 0; i < count; i++) {
      int axis = OpNode.axis(stated == null ? i : stated[i], x.rank());
      double out = scales != null ? Math.floor(x.shape().get(axis) * scales[i]) : sizes[i];
      if (!(out >= 1 && out <= Shapes.MAX_EXTENT)) {
        throw new IllegalArgumentException(
            "its %s %s make no extent of %s".formatted(scales != null ? "scales" : "sizes",
                scales != null ? Arrays.toString(scales) : Arrays.toString(sizes), x.shape()));
      }
      shape.set(axis, (int) out);
    }
    if (shape.equals(x.shape())) {
      n.set(0, x);
      return;
    }
    List<AxisMap> maps = new ArrayList<>();
    for (int a = 0; a < x.rank(); a++) {
      int in = x.shape().get(a);
      int out = shape.get(a);
      maps.add(in == out ? new AxisMap.Same(a) : new AxisMap.Scaled(a, in, out, reach(n, in, out, antialias)));
    }
    String name = n.layerName();
    n.layer(x.type(), List.of(x), shape, b -> b.layer(new Layer(name, Operator.RESIZE, x.value().operands(maps), name, shape,
        b.axesLike(shape, x.value()), Map.of(), 1, List.of())));
  }

  /**
   * How far an index that is read may lie from {@code floor(o * in / out)}.
   *
   * <p>With s = in / out, the coordinate of output o is o*s, o*s + (s - 1) / 2 (half a pixel), or up to |s - 1| away (corners
   * aligned). The nearest index to it, both neighbours, or four, are read, and s times as many on each side with antialias.
   * Where a whole factor repeats indices, the nearest one is exactly {@code floor(o * in / out)}.
   */
  private static int reach(OpNode n, int in, int out, boolean antialias) {
    String mode = n.text("mode", "nearest");
    String transform = n.text("coordinate_transformation_mode", n.opset() < 11 ? "asymmetric" : "half_pixel");
    String rounding = n.text("nearest_mode", n.opset() < 11 ? "floor" : "round_prefer_floor");
    boolean wholeFactor = out % in == 0;
    boolean floors = transform.equals("asymmetric") && rounding.equals("floor");
    boolean halfPixels = transform.startsWith("half_pixel") && rounding.startsWith("round");
    if (mode.equals("nearest") && wholeFactor && (floors || halfPixels)) {
      return 0;
    }
    int shrink = (in + out - 1) / out; // ceil(s), at least 1
    int neighbours = mode.equals("cubic") ? 2 : 1;
    int shift = in > out || !wholeFactor ? shrink : 0;
    return shift + (antialias ? neighbours * shrink : neighbours);
  }
}
