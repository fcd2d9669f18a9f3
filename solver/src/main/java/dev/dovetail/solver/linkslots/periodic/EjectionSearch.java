package dev.dovetail.solver.linkslots.periodic;

import dev.dovetail.encodings.linkslots.periodic.PeriodicInstance;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Places the messages that are left out, pushing out those that weigh least.
 *
 * <p>A message weighs as much as it was hard to place: one more each time that it could only be placed by pushing others out. After each such
 * step some placed messages move elsewhere at random, so that the search does not turn in circles. Source of the scheme: ejection pools,
 * Nagata and Braysy, A powerful route minimization heuristic for the vehicle routing problem with time windows, 2009.
 */
final class EjectionSearch {
  /** Messages that move after a step. */
  private static final int MOVES = 8;

  private final PeriodicInstance instance;
  private final Timetable table;
  private final Insertion insertion;
  private final SplittableRandom random;
  private final long[] weights;
  private final int[] pool;
  private int waiting;
  private long steps;

  /**
   * @param from where to begin; is not changed
   * @param seed of ties and moves
   */
  EjectionSearch(Timetable from, long seed) {
    this.instance = from.instance();
    this.table = new Timetable(instance);
    table.copy(from);
    this.insertion = new Insertion(table);
    this.random = new SplittableRandom(seed);
    this.weights = new long[instance.size()];
    Arrays.fill(weights, 1);
    this.pool = new int[instance.size()];
    for (int m = 0; m < pool.length; m++) {
      if (!table.isPlaced(m) && !instance.routes(m).isEmpty()) {
        pool[waiting++] = m;
      }
    }
  }

  /**
   * Searches until every message with a route is placed, or {@code stop} says so.
   *
   * @param mostSteps after which it ends
   * @param better hears of each timetable with fewer messages left out; it is changed after the call
   * @return whether all are placed
   */
  boolean search(long mostSteps, BooleanSupplier stop, Consumer<Timetable> better) {
    int best = waiting;
    long end = steps + mostSteps;
    while (waiting > 0 && steps < end && !stop.getAsBoolean()) {
      step();
      if (waiting < best) {
        best = waiting;
        better.accept(table);
      }
    }
    return waiting == 0;
  }

  /** Steps done so far. */
  long steps() {
    return steps;
  }

  private void step() {
    steps++;
    int pick = random.nextInt(waiting);
    int message = pool[pick];
    if (!insertion.search(message, weights, random, false)) {
      weights[message]++;
      shake();
      return;
    }
    pool[pick] = pool[--waiting];
    int route = insertion.route();
    long start = insertion.start();
    int[] out = insertion.inTheWay(message, route, start);
    for (int f : out) {
      table.remove(f);
      pool[waiting++] = f;
    }
    table.place(message, route, start);
    if (out.length > 0) {
      weights[message]++;
      shake();
    }
  }

  /** Moves some placed messages to other places that are free. */
  private void shake() {
    for (int i = 0; i < MOVES; i++) {
      int m = random.nextInt(instance.size());
      if (!table.isPlaced(m)) {
        continue;
      }
      int route = table.route(m);
      long start = table.start(m);
      table.remove(m);
      if (insertion.search(m, null, random, true)) {
        table.place(m, insertion.route(), insertion.start());
      } else {
        table.place(m, route, start);
      }
    }
  }
}
