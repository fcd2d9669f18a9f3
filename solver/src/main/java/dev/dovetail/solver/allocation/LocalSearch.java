package dev.dovetail.solver.allocation;

import dev.dovetail.models.allocation.Objective;
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
  private final Objective objective;

  LocalSearch(Decoder decoder, Shapes shapes, SplittableRandom random) {
    this.decoder = decoder;
    this.moves = new Moves(shapes, random);
    this.objective = decoder.machine.problem.objective();
  }

  /** The cost of a timetable under an objective; saturating for EDP. */
  static long cost(Objective objective, Timetable table) {
    return objective.of(table.latencyCycles(), table.energyFemtojoules());
  }

  /**
   * Searches from {@code start} until {@code stop} says so; gives every improvement to {@code improved}.
   *
   * @return the best found
   */
  Decoder.Decoded search(Decoder.Decoded start, BooleanSupplier stop, Consumer<Decoder.Decoded> improved) {
    Decoder.Decoded best = start;
    Decoder.Decoded current = start;
    long bestCost = cost(objective, start.table());
    long currentCost = bestCost;
    long[] history = new long[HISTORY];
    java.util.Arrays.fill(history, currentCost);
    int step = 0;
    int since = 0;
    while (!stop.getAsBoolean()) {
      long old = history[step % HISTORY];
      Genome candidate = moves.change(current.genome());
      long limit = objective == Objective.LATENCY ? Math.max(old, currentCost) : Long.MAX_VALUE;
      Optional<Decoder.Decoded> decoded = decoder.decode(candidate, limit);
      if (decoded.isPresent()) {
        long c = cost(objective, decoded.get().table());
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
