package dev.dovetail.solver.allocation;

import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Late-acceptance hill climbing over genomes, decoded by the list scheduler.
 *
 * <p>Role: the engine that improves. A change is accepted if it is no worse than the present one, or better than the one {@code
 * HISTORY} steps ago (Burke and Bykov 2017); after long stagnation it goes back to the best.
 */
final class LocalSearch {
  private static final int HISTORY = 60;
  private static final int STAGNATION = 1_500;

  private final Decoder decoder;
  private final Moves moves;
  private final Goal goal;

  /** A search for the problem's own objective. */
  LocalSearch(Decoder decoder, Shapes shapes, SplittableRandom random) {
    this(decoder, shapes, random, Goal.of(decoder.machine.problem.objective()));
  }

  LocalSearch(Decoder decoder, Shapes shapes, SplittableRandom random, Goal goal) {
    this.decoder = decoder;
    this.moves = new Moves(shapes, random);
    this.goal = goal;
  }

  /**
   * Searches from {@code start} until {@code stop} says so; gives every improvement to {@code improved}.
   *
   * @param start ends by the goal's deadline
   * @return the best found
   */
  Decoder.Decoded search(Decoder.Decoded start, BooleanSupplier stop, Consumer<Decoder.Decoded> improved) {
    return search(start, stop, improved, seen -> {});
  }

  /** The same; gives every timetable that ends by the deadline to {@code seen} too, since one that is worse here may be better elsewhere. */
  Decoder.Decoded search(
      Decoder.Decoded start, BooleanSupplier stop, Consumer<Decoder.Decoded> improved, Consumer<Decoder.Decoded> seen) {
    Decoder.Decoded best = start;
    Decoder.Decoded current = start;
    long bestCost = goal.cost(start.table());
    long currentCost = bestCost;
    long[] history = new long[HISTORY];
    java.util.Arrays.fill(history, currentCost);
    int step = 0;
    int since = 0;
    while (!stop.getAsBoolean()) {
      long old = history[step % HISTORY];
      Genome candidate = moves.change(current.genome());
      long limit = goal.latestEnd(Math.max(old, currentCost));
      Optional<Decoder.Decoded> decoded = decoder.decode(candidate, limit);
      if (decoded.isPresent()) {
        seen.accept(decoded.get());
        long c = goal.cost(decoded.get().table());
        if (c <= currentCost || c <= old) {
          current = decoded.get();
          currentCost = c;
        }
        if (c < bestCost) {
          best = decoded.get();
          bestCost = c;
          since = 0;
          improved.accept(best);
        }
      }
      history[step % HISTORY] = currentCost;
      step++;
      if (++since > STAGNATION) {
        current = best;
        currentCost = bestCost;
        java.util.Arrays.fill(history, bestCost + bestCost / 2_000);
        since = 0;
      }
    }
    return best;
  }
}
