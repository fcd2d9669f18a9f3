package dev.dovetail.models.workload.onnx;

import dev.dovetail.models.workload.SlidingWindow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The windows that the attributes of a convolution or pool describe, one per spatial axis.
 *
 * <p>Role: strides, dilations, pads, auto_pad and ceil_mode in one place. Source: the operators Conv, MaxPool and ConvTranspose
 * of the ONNX specification.
 */
final class Windows {
  /** The windows of a transposed convolution and the spatial extents of its output. */
  record Transposed(List<SlidingWindow> windows, List<Integer> extents) {}

  private final OpNode n;
  private final List<Integer> kernel;
  private final long[] strides;
  private final long[] dilations;
  private final long[] pads;
  private final String autoPad;

  private Windows(OpNode n, List<Integer> kernel) {
    this.n = n;
    this.kernel = kernel;
    this.strides = attribute("strides", kernel.size(), 1);
    this.dilations = attribute("dilations", kernel.size(), 1);
    this.pads = attribute("pads", 2 * kernel.size(), 0);
    this.autoPad = n.text("auto_pad", "NOTSET");
  }

  /** Windows over the axes of {@code shape} after batch and channels. */
  static List<SlidingWindow> of(OpNode n, List<Integer> shape, List<Integer> kernel) {
    Windows w = new Windows(n, kernel);
    List<SlidingWindow> windows = new ArrayList<>();
    for (int i = 0; i < kernel.size(); i++) {
      SlidingWindow window = w.bare(i);
      int in = shape.get(i + 2);
      if (w.isSame()) {
        int out = (in + window.stride() - 1) / window.stride();
        window = w.same(window, (out - 1L) * window.stride() + window.reach() - in);
      } else {
        window = w.padded(window, i);
      }
      window = n.integer("ceil_mode", 0) != 0 ? window.roundedUp() : window;
      int out = window.outputs(in);
      if (out < 1) {
        throw new IllegalArgumentException(
            "its window of %d elements is longer than the padded input of shape %s".formatted(window.reach(), shape));
      }
      windows.add(window);
    }
    return windows;
  }

  /** Windows and output extents of a transposed convolution over an input of {@code shape}. */
  static Transposed transposed(OpNode n, List<Integer> shape, List<Integer> kernel) {
    Windows w = new Windows(n, kernel);
    long[] outputPadding = w.attribute("output_padding", kernel.size(), 0);
    long[] outputShape = n.integers("output_shape");
    if (outputShape != null && outputShape.length < kernel.size()) {
      throw new IllegalArgumentException(
          "its output_shape %s must have %d numbers".formatted(Arrays.toString(outputShape), kernel.size()));
    }
    List<SlidingWindow> windows = new ArrayList<>();
    List<Long> extents = new ArrayList<>();
    for (int i = 0; i < kernel.size(); i++) {
      SlidingWindow window = w.bare(i);
      int in = shape.get(i + 2);
      long full = (long) window.stride() * (in - 1) + OpNode.bounded(outputPadding[i], 0, "output_padding") + window.reach();
      if (outputShape != null || w.isSame()) {
        // The shape may be given with or without batch and channels.
        long out = outputShape == null ? (long) in * window.stride() : outputShape[outputShape.length - kernel.size() + i];
        window = w.same(window, full - out);
        extents.add(out);
      } else {
        window = w.padded(window, i);
        extents.add(full - window.padBefore() - window.padAfter());
      }
      windows.add(window);
    }
    if (extents.stream().anyMatch(e -> e < 1)) {
      throw new IllegalArgumentException("its spatial output %s would be empty".formatted(extents));
    }
    return new Transposed(windows, Shapes.of(extents));
  }

  private SlidingWindow bare(int i) {
    int k = OpNode.bounded(kernel.get(i), 1, "kernel");
    int stride = OpNode.bounded(strides[i], 1, "stride");
    int dilation = OpNode.bounded(dilations[i], 1, "dilation");
    if ((long) dilation * (k - 1) >= Shapes.MAX_EXTENT) {
      throw new IllegalArgumentException("its kernel (%d) with dilation (%d) is absurdly long".formatted(k, dilation));
    }
    return new SlidingWindow(k, stride, dilation, 0, 0, false);
  }

  private boolean isSame() {
    return switch (autoPad) {
      case "SAME_UPPER", "SAME_LOWER" -> true;
      case "NOTSET", "VALID", "" -> false;
      default -> throw new IllegalArgumentException(
          "its auto_pad (%s) is none of NOTSET, VALID, SAME_UPPER, SAME_LOWER".formatted(autoPad));
    };
  }

  private SlidingWindow padded(SlidingWindow window, int i) {
    return autoPad.equals("VALID")
        ? window
        : window.pad(OpNode.bounded(pads[i], 0, "padding"), OpNode.bounded(pads[i + kernel.size()], 0, "padding"));
  }

  /** Padding that is shared out evenly; the odd element comes last, or first with SAME_LOWER. */
  private SlidingWindow same(SlidingWindow window, long total) {
    int sum = (int) Math.max(0, Math.min(total, Shapes.MAX_EXTENT));
    boolean oddFirst = autoPad.equals("SAME_LOWER");
    int before = oddFirst ? sum - sum / 2 : sum / 2;
    return window.pad(before, sum - before);
  }

  private long[] attribute(String name, int length, long byDefault) {
    long[] values = n.integers(name);
    if (values == null || values.length == 0) {
      long[] same = new long[length];
      Arrays.fill(same, byDefault);
      return same;
    }
    if (values.length != length) {
      throw new IllegalArgumentException("its %s %s must be %d numbers".formatted(name, Arrays.toString(values), length));
    }
    return values;
  }
}
