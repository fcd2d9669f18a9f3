package dev.dovetail.models.intracore.polar;

/**
 * A core with a square array of processing elements, each of which multiplies a vector by a matrix of lanes.
 *
 * @param peDim processing elements per side of the array, at least 1
 * @param macsPerPe multiply-accumulates per cycle of one element: a power of two; {@link #vec()} times {@link #lane()}
 * @param bufferBytes capacity of the global buffer, at least 1
 * @param bufferReadBytesPerCycle read bandwidth of the global buffer, at least 1
 */
public record PolarCore(int peDim, int macsPerPe, long bufferBytes, long bufferReadBytesPerCycle) {
  public PolarCore {
    if (peDim < 1 || macsPerPe < 1 || Integer.bitCount(macsPerPe) != 1 || bufferBytes < 1 || bufferReadBytesPerCycle < 1) {
      throw new IllegalArgumentException(
          "A core needs positive numbers and a power of two of multiply-accumulates, but has peDim %d, macsPerPe %d, bufferBytes %d,"
              .formatted(peDim, macsPerPe, bufferBytes)
              + " bufferReadBytesPerCycle %d.".formatted(bufferReadBytesPerCycle));
    }
  }

  /** Input channels that an element takes in one cycle: the smaller half of the exponent of {@code macsPerPe}. */
  public int vec() {
    return 1 << (Integer.numberOfTrailingZeros(macsPerPe) / 2);
  }

  /** Output channels that an element makes in one cycle. */
  public int lane() {
    return macsPerPe / vec();
  }
}
