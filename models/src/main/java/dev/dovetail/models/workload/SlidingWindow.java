package dev.dovetail.models.workload;

/**
 * The sliding window of a convolution or pool along one spatial axis.
 *
 * @param kernel window length, at least 1
 * @param stride step, at least 1
 * @param dilation distance of two window elements, at least 1
 * @param padBefore padding before the first index, at least 0
 * @param padAfter padding after the last index, at least 0
 * @param ceil whether a last window that hangs over the end counts (it must begin inside the input or the padding before it)
 */
public record SlidingWindow(int kernel, int stride, int dilation, int padBefore, int padAfter, boolean ceil) {
  public SlidingWindow {
    if (kernel < 1 || stride < 1 || dilation < 1 || padBefore < 0 || padAfter < 0) {
      throw new IllegalArgumentException(
          "The kernel (%d), stride (%d) and dilation (%d) of a window must be positive, its pads (%d, %d) not negative."
              .formatted(kernel, stride, dilation, padBefore, padAfter));
    }
  }

  /** A window of {@code kernel} elements at stride 1 without padding. */
  public static SlidingWindow of(int kernel) {
    return new SlidingWindow(kernel, 1, 1, 0, 0, false);
  }

  /** This window at another stride. */
  public SlidingWindow stride(int newStride) {
    return new SlidingWindow(kernel, newStride, dilation, padBefore, padAfter, ceil);
  }

  /** This window with another dilation. */
  public SlidingWindow dilation(int newDilation) {
    return new SlidingWindow(kernel, stride, newDilation, padBefore, padAfter, ceil);
  }

  /** This window with the same padding on both sides. */
  public SlidingWindow pad(int both) {
    return pad(both, both);
  }

  /** This window with other padding. */
  public SlidingWindow pad(int before, int after) {
    return new SlidingWindow(kernel, stride, dilation, before, after, ceil);
  }

  /** This window where a last window that hangs over the end counts. */
  public SlidingWindow roundedUp() {
    return new SlidingWindow(kernel, stride, dilation, padBefore, padAfter, true);
  }

  /** Length of the window with its gaps. */
  public int reach() {
    return Math.addExact(Math.multiplyExact(dilation, kernel - 1), 1);
  }

  /** Number of window positions over {@code in} elements; below 1 if the window is longer than the padded input. */
  public int outputs(int in) {
    int free = Math.addExact(in, Math.addExact(padBefore, padAfter)) - reach();
    int floor = Math.floorDiv(free, stride) + 1;
    boolean hangsOver = ceil && Math.floorMod(free, stride) != 0 && (long) floor * stride < (long) in + padBefore;
    return hangsOver ? floor + 1 : floor;
  }

  /** Number of outputs of the transposed convolution with this window over {@code in} elements. */
  public int transposedOutputs(int in) {
    return Math.multiplyExact(stride, in - 1) + reach() - padBefore - padAfter;
  }

  AxisMap map(int axis) {
    return new AxisMap.Window(axis, stride, dilation, kernel, padBefore);
  }

  AxisMap transposedMap(int axis) {
    return new AxisMap.Transposed(axis, stride, dilation, kernel, padBefore);
  }
}
