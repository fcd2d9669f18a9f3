package dev.dovetail.models.fusion.bounds;

/**
 * How a sub-group changes a label (end of compute, shift of the channel): each new value is the maximum over the old ones plus a constant.
 *
 * @param endFromEnd added to the old end for the new end
 * @param endFromShift added to the old shift for the new end
 * @param shiftFromEnd added to the old end for the new shift
 * @param shiftFromShift added to the old shift for the new shift
 */
record MaxPlus(long endFromEnd, long endFromShift, long shiftFromEnd, long shiftFromShift) {
  /** Below every constant that occurs. */
  static final long NONE = Long.MIN_VALUE / 4;

  long end(long end, long shift) {
    return Math.max(end + endFromEnd, shift + endFromShift);
  }

  long shift(long end, long shift) {
    return Math.max(end + shiftFromEnd, shift + shiftFromShift);
  }
}
