package dev.dovetail.models.intracore.polar;

import static dev.dovetail.models.intracore.polar.GroupTile.ceil;

/**
 * A group's convolution unrolled over the array in one {@link ArrayPartition}: what is left to iterate in time, and what the local memories hold.
 *
 * <p>Role: all that the candidates of one partition have in common. Names with {@code p} are unrolling factors, with {@code t} time steps.
 */
final class UnrolledTile {
  final GroupTile tile;
  final int pC;
  final int pK;
  final int pH;
  final int pW;
  final int pB;
  final int lane;
  final long tC;
  final long tH;
  final long tW;
  final long tB;
  /** Cycles of the array for one group. */
  final long compute;
  /** Reads of AL1 without rings: each input once per tile of output channels and multiply-accumulate. */
  final long inputUses;
  /** Updates of partial sums. */
  final long partialSums;
  /** Positions of the input window that AL1 holds. */
  final long inputPositions;
  final long olPositions;
  /** Tiles of output channels that WL1 holds, k1. */
  final long kernelsHeld;
  /** Blocks of output channels, KB. */
  final long kernelBlocks;
  /** Elements that pass weights on to each other, kb. */
  final long kernelRing;
  /** Blocks of output channels per ring, KBr. */
  final long kernelRingBlocks;
  /** Bytes of weights that a processing element needs per block. */
  final long weightBlockBytes;
  /** Input channels per element row. */
  final long channelsHeld;
  /** Largest block width to try; 0 if no block fits. */
  final long widestBlock;

  UnrolledTile(GroupTile tile, PolarCore core, LocalMemories memories, ArrayPartition partition) {
    this.tile = tile;
    int p = core.peDim();
    pC = partition.channels ? p : 1;
    pK = partition.outChannels ? p : 1;
    pH = partition.height ? p : 1;
    pW = partition.width ? p : 1;
    pB = partition.batch ? p : 1;
    lane = core.lane();
    PolarLayer layer = tile.layer();
    long window = (long) layer.kernelHeight() * layer.kernelWidth();
    long tK = ceil(tile.outChannels(), (long) lane * pK);
    tC = ceil(tile.channels(), (long) core.vec() * pC);
    tH = ceil(tile.height(), pH);
    tW = ceil(tile.width(), pW);
    tB = ceil(tile.batch(), pB);
    compute = tC * tK * tH * tW * tB * window;
    long operations = tile.operations();
    inputUses = operations / tile.outChannels() * tK * pK;
    partialSums = operations / tile.channels() * tC * pC;
    channelsHeld = ceil(tile.channels(), pC);
    inputPositions = memories.inputs() / tC;
    olPositions = memories.partialSums();
    long most = memories.weights() / (window * tC);
    long rows = inputPositions / layer.kernelHeight();
    boolean fits = olPositions > 0 && most > 0 && rows >= layer.kernelWidth();
    kernelsHeld = fits ? Math.min(tK, most) : 1;
    kernelBlocks = ceil(tK, kernelsHeld);
    kernelRing = Math.min(kernelBlocks, weightCopies());
    kernelRingBlocks = ceil(kernelBlocks, kernelRing);
    weightBlockBytes = window * channelsHeld * Math.min(ceil(tile.outChannels(), pK), kernelsHeld * lane);
    widestBlock =
        fits ? Math.min((rows - layer.kernelWidth()) / layer.strideWidth() + 1, Math.min(olPositions, tW)) : 0;
  }

  /** Elements that hold the same weights. */
  long weightCopies() {
    return (long) pH * pW * pB;
  }

  /** Output rows of the largest block of {@code w1} columns that the local memories hold, at least 1. */
  long blockHeight(long w1) {
    PolarLayer layer = tile.layer();
    long inputRows = inputPositions / ((w1 - 1) * layer.strideWidth() + layer.kernelWidth());
    return Math.min(olPositions / w1, Math.min((inputRows - layer.kernelHeight()) / layer.strideHeight() + 1, tH));
  }
}
