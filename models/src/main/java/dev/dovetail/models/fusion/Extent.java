package dev.dovetail.models.fusion;

/**
 * Shape of an activation of one sample.
 *
 * @param channels C, at least 1
 * @param height H, at least 1
 * @param width W, at least 1
 */
public record Extent(int channels, int height, int width) {
  /** Number of elements, which is its bytes. */
  public long volume() {
    return Math.multiplyExact(Math.multiplyExact((long) channels, (long) height), (long) width);
  }
}
