package dev.dovetail.models.intracore.polar;

import static dev.dovetail.models.intracore.polar.GroupTile.ceil;

/**
 * Cost of one candidate: a block of {@code w1 x h1} outputs of an {@link UnrolledTile}, with or without rings.
 *
 * <p>Role: counts bytes through each memory. In a ring, elements pass inputs or weights on instead of reading the global buffer again; a
 * staged nest reads all weights anew per input block. Counts wrap like the unsigned 32-bit and 64-bit integers of the public
 * program SoMa-HPCA2025: a kernel smaller than its stride makes the overlap negative, and the absurd energy then loses against others.
 * Reused for all candidates of a partition, so nothing is allocated per candidate.
 */
final class NestCost {
  private static final long BUS_BYTES_PER_CYCLE = 64;

  private final UnrolledTile u;
  private final ArrayEnergies energies;
  private final long readBytesPerCycle;
  private final long filter;
  private final long out;
  private final double fixedPicojoules;

  private long w1;
  private long h1;
  private long heightBlocks;
  private long widthBlocks;
  private long inputRing;
  private long inputRingBlocks;
  private long blockCycles;

  private long cycles;
  private double picojoules;

  NestCost(UnrolledTile u, ArrayEnergies energies, long readBytesPerCycle) {
    this.u = u;
    this.energies = energies;
    this.readBytesPerCycle = readBytesPerCycle;
    GroupTile tile = u.tile;
    filter = tile.filterBytes();
    out = tile.outputBytes();
    fixedPicojoules =
        toDouble(u.partialSums) * energies.ol1Write()
            + toDouble(u.partialSums + u.pC * out) * energies.ol1Read()
            + toDouble(out) * (energies.ol2Access() + energies.bufferWrite())
            + ArrayEnergies.MAC * toDouble(tile.operations());
  }

  /** Goes to the candidate's block. */
  void moveTo(long width, long height) {
    w1 = width;
    h1 = height;
    heightBlocks = ceil(u.tH, h1);
    widthBlocks = ceil(u.tW, w1);
    inputRing = Math.min(widthBlocks, u.pK);
    inputRingBlocks = ceil(widthBlocks, inputRing);
    PolarLayer layer = u.tile.layer();
    blockCycles = layer.kernelHeight() * (long) layer.kernelWidth() * u.tC * u.kernelsHeld * h1 * w1;
  }

  /** Whether the block has anything to share in these rings, and the bus keeps up with them. */
  boolean admits(Rings rings) {
    boolean inputBlocks = u.tB > 1 || heightBlocks > 1;
    boolean weightRounds = u.kernelRing > 1 && u.kernelRingBlocks > 1;
    boolean stages = inputRing > 1 && inputBlocks && inputRingBlocks > 1;
    boolean useful = switch (rings) {
      case NONE -> true;
      case WEIGHTS -> inputBlocks && widthBlocks > 1 && u.kernelRing > 1;
      case BOTH -> inputRing > 1 && weightRounds;
      case STAGED_INPUTS -> stages && u.kernelBlocks > 1;
      case STAGED_BOTH -> stages && weightRounds;
    };
    return useful && busKeepsUp(rings);
  }

  private boolean busKeepsUp(Rings rings) {
    GroupTile tile = u.tile;
    if (rings.weights && blockCycles * BUS_BYTES_PER_CYCLE < u.weightBlockBytes * tile.duplicates()) {
      return false;
    }
    int overlap = tile.layer().kernelHeight() - tile.layer().strideHeight();
    long inputBytes = Integer.toUnsignedLong((int) h1 + overlap) * w1 * u.channelsHeld * tile.duplicates();
    return !rings.inputs || blockCycles * (rings.weights ? u.kernelRing : 1) * BUS_BYTES_PER_CYCLE >= inputBytes;
  }

  /** Computes {@link #cycles()} and {@link #picojoules()}, of one group. */
  void evaluate(Rings rings) {
    GroupTile tile = u.tile;
    long blocks = widthBlocks * heightBlocks * u.tB;
    long kernelPasses = rings.weights ? u.kernelRingBlocks : u.kernelBlocks;
    long widthPasses = rings.inputs ? inputRingBlocks : widthBlocks;
    long passes = widthPasses * heightBlocks * u.tB;

    int plane = tile.channels() * tile.batch();
    int window = inputRows(widthPasses == 1 ? 1 : heightBlocks) * inputColumns(1) * plane;
    long inputReads = Integer.toUnsignedLong(window) * (rings.weights && rings.inputs && !rings.staged ? 1 : kernelPasses);
    long columnBytes = Integer.toUnsignedLong(inputRows(widthBlocks == 1 ? 1 : heightBlocks) * plane);
    long inputFill = columnBytes * Integer.toUnsignedLong(inputColumns(rings.inputs ? widthPasses : 1));

    long weightReads = filter * (rings.inputs || rings.staged ? passes : 1);
    long weightFill = rings.staged ? filter : weightReads;
    long weightWrites = filter * (rings.weights ? blocks : rings.staged ? passes : 1) * u.weightCopies();
    long weightUses = filter * blocks * u.weightCopies();
    long inputWrites = inputFill * kernelPasses * u.pK;
    long inputUses = u.inputUses;
    double bus = 0;
    if (rings.inputs) {
      long overlap = columnBytes * columnOverlap() * kernelPasses;
      inputWrites += overlap * widthPasses * (u.pK - 1);
      long moved = inputWrites - inputReads;
      inputUses += moved - unevenInputs(columnBytes, kernelPasses, overlap);
      bus += toDouble(moved) * ArrayEnergies.BUS_HOP;
    }
    if (rings.weights) {
      long moved = weightWrites - weightReads;
      weightUses += moved - unevenWeights(blocks);
      bus += toDouble(moved) * ArrayEnergies.BUS_HOP;
    }
    long bufferReads = inputReads + weightFill;
    picojoules =
        toDouble(inputWrites) * energies.al1Write()
            + toDouble(inputUses) * energies.al1Read()
            + toDouble(weightWrites) * energies.wl1Write()
            + toDouble(weightUses) * energies.wl1Read()
            + toDouble(bufferReads) * energies.bufferRead()
            + bus
            + fixedPicojoules;
    cycles = Math.max(u.compute, readCycles(bufferReads));
    if (rings.staged) {
      cycles = Math.max(cycles, Math.max(readCycles(weightReads), readCycles(weightFill)));
    }
  }

  long cycles() {
    return cycles;
  }

  double picojoules() {
    return picojoules;
  }

  /** Input rows below the tile's outputs, with the overlaps of {@code blocks} blocks; unsigned. */
  private int inputRows(long blocks) {
    PolarLayer layer = u.tile.layer();
    return u.tile.height() + (layer.kernelHeight() - layer.strideHeight()) * ((int) blocks * u.pH - 1);
  }

  /** Input columns likewise. */
  private int inputColumns(long blocks) {
    PolarLayer layer = u.tile.layer();
    return u.tile.width() + (layer.kernelWidth() - layer.strideWidth()) * ((int) blocks * u.pW - 1);
  }

  /** Columns that neighbours in a ring both need. */
  private long columnOverlap() {
    PolarLayer layer = u.tile.layer();
    return Integer.toUnsignedLong((layer.kernelWidth() - layer.strideWidth()) * u.pW);
  }

  /** Bytes that need not move because the last round of an input ring is not full. */
  private long unevenInputs(long columnBytes, long kernelPasses, long overlap) {
    PolarLayer layer = u.tile.layer();
    int full = (int) (w1 * (widthBlocks - widthBlocks % u.pK)) + layer.strideWidth() - layer.kernelWidth();
    long rest = Integer.toUnsignedLong(u.tile.width() - full * u.pW);
    return (columnBytes * rest * kernelPasses + overlap) * ((u.pK - 1) * widthBlocks % u.pK);
  }

  /** Bytes that need not move because the last round of a weight ring is not full. */
  private long unevenWeights(long blocks) {
    long copies = u.weightCopies();
    long rest =
        u.tile.outChannels() - u.kernelsHeld * u.lane * u.pK * (u.kernelBlocks - u.kernelBlocks % copies);
    return filter / u.tile.outChannels() * rest * blocks * ((copies - 1) * u.kernelBlocks % copies);
  }

  private long readCycles(long bytes) {
    long all = bytes * u.tile.duplicates();
    return all >= 0 ? ceil(all, readBytesPerCycle) : Long.divideUnsigned(all, readBytesPerCycle);
  }

  private static double toDouble(long unsigned) {
    return unsigned >= 0 ? unsigned : ((unsigned >>> 1) | (unsigned & 1)) * 2.0;
  }
}
