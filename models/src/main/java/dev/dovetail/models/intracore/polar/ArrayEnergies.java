package dev.dovetail.models.intracore.polar;

/**
 * Picojoules that a core's memories, bus and multipliers take, per byte or per multiply-accumulate.
 *
 * <p>Role: constants of one core, from the public program SoMa-HPCA2025. AL1, WL1 and OL1 are the local memories of a processing element for
 * inputs, weights and partial sums; OL2 collects outputs.
 */
record ArrayEnergies(
    double al1Read,
    double al1Write,
    double wl1Read,
    double wl1Write,
    double ol1Read,
    double ol1Write,
    double ol2Access,
    double bufferRead,
    double bufferWrite) {
  /** One byte over one hop of the bus. */
  static final double BUS_HOP = 0.018;
  /** One multiply-accumulate. */
  static final double MAC = 0.018;
  /** One operation of the vector unit. */
  static final double VECTOR_OPERATION = 0.0873;

  /** Bits of a byte times the scale from the table's technology. */
  private static final double PER_BYTE = 8 * 0.6;
  /** An input read from AL1 goes to all lanes. */
  private static final double LANE_BROADCAST = 0.1;
  /** Memories outside of the array grow by this factor... */
  private static final double BUFFER_GROWTH = 1.1;
  /** ...with every so many bytes of the global buffer. */
  private static final long BUFFER_STEP_BYTES = 2L << 20;

  private static final double OL2_READ = 0.07648125;
  private static final double OL2_WRITE = 0.0989875;
  private static final double BUFFER_READ = 0.217125;
  private static final double BUFFER_WRITE = 0.234025;

  static ArrayEnergies of(PolarCore core) {
    int vec = core.vec();
    int lane = core.lane();
    SramEnergy al1 = SramEnergy.of(core, 8L * vec, LocalMemories.al1Bytes(core));
    SramEnergy wl1 = SramEnergy.of(core, 8L * vec, LocalMemories.wl1Bytes(core));
    SramEnergy ol1 = SramEnergy.of(core, 16L * lane, LocalMemories.ol1Bytes(core));
    double growth = Math.pow(BUFFER_GROWTH, core.bufferBytes() / BUFFER_STEP_BYTES) * PER_BYTE;
    return new ArrayEnergies(
        (al1.read() + LANE_BROADCAST * lane / 8) * PER_BYTE,
        al1.write() * PER_BYTE,
        wl1.read() * PER_BYTE,
        wl1.write() * PER_BYTE,
        ol1.read() * PER_BYTE,
        ol1.write() * PER_BYTE,
        (OL2_READ + OL2_WRITE) * growth, // each output is written once and read once
        BUFFER_READ * growth,
        BUFFER_WRITE * growth);
  }
}
