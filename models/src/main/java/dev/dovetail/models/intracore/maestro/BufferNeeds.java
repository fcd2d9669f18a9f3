package dev.dovetail.models.intracore.maestro;

/**
 * Space that a mapping needs in one memory, double buffered, elements.
 *
 * @param input of the input
 * @param filter of the weights
 * @param output of the output
 */
public record BufferNeeds(long input, long filter, long output) {
  /** All three together. */
  public long total() {
    return Math.addExact(input, Math.addExact(filter, output));
  }
}
