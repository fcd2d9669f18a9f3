package dev.dovetail.models.intracore.polar;

/**
 * Enumerates the loop nests of a group's convolution and keeps the one with the least energy times cycles; the first among equals.
 *
 * <p>Role: search over partitions, block widths and rings, all of them, in the order of the public program SoMa-HPCA2025.
 */
final class CheapestNest {
  private double product = Double.POSITIVE_INFINITY;
  private double picojoules = Double.POSITIVE_INFINITY;
  private long cycles = Long.MAX_VALUE;

  CheapestNest(GroupTile tile, PolarCore core, LocalMemories memories, ArrayEnergies energies) {
    for (int p = 0; p < ArrayPartition.count(); p++) {
      UnrolledTile unrolled = new UnrolledTile(tile, core, memories, ArrayPartition.at(p));
      if (unrolled.widestBlock > 0) {
        tryBlocks(unrolled, new NestCost(unrolled, energies, core.bufferReadBytesPerCycle()));
      }
    }
  }

  boolean exists() {
    return picojoules < Double.POSITIVE_INFINITY;
  }

  double picojoules() {
    return picojoules;
  }

  long cycles() {
    return cycles;
  }

  /** Blocks of the same height are only tried at their greatest width. */
  private void tryBlocks(UnrolledTile unrolled, NestCost cost) {
    long last = 0;
    for (long w1 = unrolled.widestBlock; w1 >= 1; w1--) {
      long h1 = unrolled.blockHeight(w1);
      if (h1 != last) {
        last = h1;
        cost.moveTo(w1, h1);
        for (int r = 0; r < Rings.count(); r++) {
          tryNest(cost, Rings.at(r));
        }
      }
    }
  }

  private void tryNest(NestCost cost, Rings rings) {
    if (!cost.admits(rings)) {
      return;
    }
    cost.evaluate(rings);
    double candidate = cost.picojoules() * cost.cycles();
    if (candidate < product) {
      product = candidate;
      picojoules = cost.picojoules();
      cycles = cost.cycles();
    }
  }
}
