package dev.dovetail.models.fusion;

import dev.dovetail.models.Exact;

/**
 * A tile of an activation, from the origin.
 *
 * @param samples b, at least 1
 * @param channels c, at least 1; exceeds the layer's own where it is charged with all channels of a concatenation
 * @param height h, at least 1
 * @param width w, at least 1
 */
public record TileShape(int samples, int channels, int height, int width) {
  /** Number of elements, which is its bytes; saturating. */
  public long volume() {
    return Exact.multiply(Exact.multiply((long) samples * channels, height), width);
  }

  @Override
  public String toString() {
    return "[" + samples + ", " + channels + ", " + height + ", " + width + "]";
  }
}
