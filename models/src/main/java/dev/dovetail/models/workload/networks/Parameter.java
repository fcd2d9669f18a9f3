package dev.dovetail.models.workload.networks;

/**
 * A number that may be given in parentheses behind a network's name.
 *
 * @param name the word before the equals sign
 * @param standard the value if none is given
 * @param min smallest value
 * @param max largest value
 */
record Parameter(String name, int standard, int min, int max) {
  /** Images or sequences that are computed together. */
  static final Parameter BATCH = new Parameter("batch", 1, 1, 1024);

  /** Precision of every tensor. */
  static final Parameter BITS = new Parameter("bits", 8, 1, 64);

  static Parameter sequence(int standard) {
    return new Parameter("sequence", standard, 1, 65536);
  }

  @Override
  public String toString() {
    return "%s=%d".formatted(name, standard);
  }
}
