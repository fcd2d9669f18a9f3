package dev.dovetail.models.workload;

import dev.dovetail.models.Box;
import dev.dovetail.models.Interval;

/**
 * Which indices of one operand axis an output box needs: a monotone map from an interval of one output axis to an interval.
 *
 * <p>Role: the exact halo arithmetic. Every variant is exact before clipping to the operand's extent (done by {@link Operand}).
 */
public sealed interface AxisMap {
  /** The needed interval, before clipping to {@code [0, extent)}. */
  Interval needed(Box output, int extent);

  /** The same index as output axis {@code axis}. */
  record Same(int axis) implements AxisMap {
    @Override
    public Interval needed(Box output, int extent) {
      return output.axis(axis);
    }
  }

  /** Every index: a summed axis, or an axis that a normalisation reads whole. */
  record All() implements AxisMap {
    @Override
    public Interval needed(Box output, int extent) {
      return new Interval(0, extent);
    }
  }

  /** One fixed index: broadcasting, or a squeezed axis. */
  record At(int index) implements AxisMap {
    @Override
    public Interval needed(Box output, int extent) {
      return new Interval(index, index + 1);
    }
  }

  /**
   * A sliding window: input {@code stride*o + dilation*f - padBefore} for {@code f} in {@code [0, kernel)}.
   *
   * <p>Rows {@code [y0, y1)} need {@code [stride*y0 - padBefore, stride*(y1-1) + dilation*(kernel-1) - padBefore + 1)}. For a kernel
   * of 1 and a stride above 1 the interval holds unread elements between the read ones; it is the smallest enclosing interval.
   */
  record Window(int axis, int stride, int dilation, int kernel, int padBefore) implements AxisMap {
    @Override
    public Interval needed(Box output, int extent) {
      int lo = stride * output.lo(axis) - padBefore;
      int hi = stride * (output.hi(axis) - 1) + dilation * (kernel - 1) - padBefore + 1;
      return new Interval(lo, hi);
    }
  }

  /**
   * The window of a transposed convolution: output {@code stride*i + dilation*f - padBefore} is reached from input {@code i}.
   *
   * <p>Outputs {@code [y0, y1)} need inputs {@code ceil((y0 + padBefore - dilation*(kernel-1)) / stride)} to {@code floor((y1 - 1 +
   * padBefore) / stride)}.
   */
  record Transposed(int axis, int stride, int dilation, int kernel, int padBefore) implements AxisMap {
    @Override
    public Interval needed(Box output, int extent) {
      int lo = -Math.floorDiv(-(output.lo(axis) + padBefore - dilation * (kernel - 1)), stride);
      int hi = Math.floorDiv(output.hi(axis) - 1 + padBefore, stride) + 1;
      return new Interval(lo, hi);
    }
  }

  /**
   * Groups: output indices in group {@code o / outPerGroup} need the {@code inPerGroup} indices of the same group. With {@code
   * outPerGroup = 1} each output index owns a run of {@code inPerGroup} indices (attention heads in a packed axis).
   */
  record Grouped(int axis, int outPerGroup, int inPerGroup) implements AxisMap {
    @Override
    public Interval needed(Box output, int extent) {
      int first = Math.floorDiv(output.lo(axis), outPerGroup);
      int last = Math.floorDiv(output.hi(axis) - 1, outPerGroup);
      return new Interval(first * inPerGroup, (last + 1) * inPerGroup);
    }
  }

  /**
   * Resampling: output {@code o} needs input indices {@code floor(o * in / out)} and up to {@code reach} neighbours on each side.
   */
  record Scaled(int axis, int in, int out, int reach) implements AxisMap {
    @Override
    public Interval needed(Box output, int extent) {
      int lo = (int) Math.floorDiv((long) output.lo(axis) * in, (long) out) - reach;
      int hi = (int) Math.floorDiv((output.hi(axis) - 1L) * in, (long) out) + 1 + reach;
      return new Interval(lo, hi);
    }
  }
}
