package dev.dovetail.models.intracore.polar;

import dev.dovetail.models.BadInputException;

/**
 * Energy of one access of an on-chip memory, by the width of its port and its capacity.
 *
 * <p>Role: the table of the public program SoMa-HPCA2025. Wide memories are banks of 256 bits side by side.
 *
 * @param read per access, before the scale to picojoules per byte
 * @param write likewise
 */
record SramEnergy(double read, double write) {
  private static final int KIB = 1024;
  private static final int BANK_BITS = 256;
  private static final long LARGEST_BANK_BYTES = 32L * KIB;
  private static final double PER_DOUBLING = 1.1;

  /** Rows by width 256, 128, 64, 32; columns by capacity 32, 16, 8, 4, 2, 1 KiB; read and write; missing ones are 0. */
  private static final double[][][] TABLE = {
      {{.065678125, .0641375}, {.06311875, .05563125}, {.051290625, .04560625}, {.049, .064}, {0, 0}, {0, 0}},
      {{.106675, .10539375}, {.06848125, .06684375}, {.06553125, .057975}, {.05336875, .0476625}, {.06025625, .06025625}, {0, 0}},
      {{.194775, .1923}, {.112, .110675}, {.0740875, .0722625}, {.0703625, .0626625}, {.057525, .051775}, {0, 0}},
      {{.194775, .1923}, {.112, .110675}, {.11608, .13898}, {.07422, .09414}, {.06326, .08034}, {.07952, .0981}}};

  /**
   * @param core whose memory it is
   * @param widthBits of the port
   * @param bytes capacity
   * @throws BadInputException if the table says nothing about such a memory
   */
  static SramEnergy of(PolarCore core, long widthBits, long bytes) {
    if (widthBits < 2 * BANK_BITS) {
      return narrow(core, widthBits, bytes);
    }
    long bank = bytes / (widthBits / BANK_BITS);
    SramEnergy one = narrow(core, BANK_BITS, Math.min(bank, LARGEST_BANK_BYTES));
    double growth = Math.pow(PER_DOUBLING, bytes / bank); // the program scales by the number of banks
    return new SramEnergy(one.read * growth, one.write * growth);
  }

  private static SramEnergy narrow(PolarCore core, long widthBits, long bytes) {
    for (int row = 0; row < TABLE.length; row++) {
      for (int column = 0; column < TABLE[row].length; column++) {
        double[] e = TABLE[row][column];
        if (widthBits == BANK_BITS >> row && bytes == LARGEST_BANK_BYTES >> column && e[0] > 0) {
          return new SramEnergy(e[0], e[1]);
        }
      }
    }
    throw new BadInputException(
        "The macsPerPe (%d) of the core ask for a local memory of %d bytes with a port of %d bits, whose energy is not known."
            .formatted(
                core.macsPerPe(), bytes, widthBits),
        "macsPerPe should be 32, 64, 128, 256, 512 or at least 4096.");
  }
}
