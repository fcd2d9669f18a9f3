package dev.dovetail.models.intracore.polar;

/**
 * Capacities of the local memories of one processing element.
 *
 * @param inputs AL1: positions of the input window times tiles of {@code vec} channels
 * @param partialSums OL1: output positions per lane
 * @param weights WL1: kernel positions times channel tiles
 */
record LocalMemories(long inputs, long partialSums, long weights) {
  private static final long KIB = 1024;

  static LocalMemories of(PolarCore core) {
    return new LocalMemories(al1Bytes(core) / core.vec(), ol1Bytes(core) / core.lane(), wl1Bytes(core) / core.vec());
  }

  static long al1Bytes(PolarCore core) {
    return KIB * core.vec();
  }

  static long ol1Bytes(PolarCore core) {
    return KIB * (2L * core.lane() / 8);
  }

  static long wl1Bytes(PolarCore core) {
    return KIB * (4L * core.lane() * core.vec() / 64);
  }
}
