package dev.dovetail.models.intracore.maestro;

/**
 * What the energy of a layer depends on.
 *
 * @param l2 accesses of the shared memory
 * @param outputL2Read reads of outputs among them
 * @param l1 accesses of the processing elements' memories
 * @param previousL1 the same of the layer before, in the same file
 * @param macs multiply-accumulates
 * @param single whether the outermost level never looked at a level below
 */
record AccessCounts(long l2, long outputL2Read, long l1, long previousL1, long macs, boolean single) {
  /** Energy of one multiply-accumulate, nJ. */
  static final double MAC_NANOJOULES = 0.00023;
  /** Energy of an access of the shared memory, in multiply-accumulates. */
  static final double L2_ENERGY = 18.61;
  /** Energy of an access of a processing element's memory, in multiply-accumulates. */
  static final double L1_ENERGY = 1.68;

  /** Energy in units of one multiply-accumulate. */
  double energyInMacs() {
    return L2_ENERGY * l2 + L1_ENERGY * l1 + macs;
  }
}
