package dev.dovetail.solver.linkslots;

import dev.dovetail.models.linkslots.routes.TimedRoute;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * Search at a fixed target: messages that wait for a place are put, one after the other, where the placed messages in their way weigh least;
 * those are taken out, weigh more from then on, and wait for a place themselves.
 *
 * <p>Sources: iterative forward search with conflict statistics (Mueller, Bartak, Rudova, 2005), ejection with penalties (Nagata, Braysy, 2009).
 */
final class EjectionSearch {
  private static final int HEAVIEST = 1 << 14;
  /** What counts more in a message that has just been placed. */
  private static final int TABU = 16;
  private static final int TENURE = 10;
  /** Most candidate routes that one insertion looks at. */
  private static final int ROUTES = 8;
  /** One move in so many takes the weights for up to eight times as much as they are: it leads out of cycles. */
  private static final int NOISE = 32;
  private static final int STRIDE = 64;

  private final SlotInstance instance;
  private final SplittableRandom random;
  private final Placements placements;
  private final ConflictSweep sweep;
  private final int[] weight;
  private final long[] tabuUntil;
  private long target = Long.MAX_VALUE;
  private long move;
  private boolean stuck;
  private long noise; // decides by what factor each weight is wrong; 0 for none

  EjectionSearch(SlotInstance instance, long seed) {
    this.instance = instance;
    this.random = new SplittableRandom(seed);
    this.placements = new Placements(instance);
    this.sweep = new ConflictSweep(placements, random);
    this.weight = new int[instance.size()];
    this.tabuUntil = new long[instance.size()];
    Arrays.fill(weight, 1);
  }

  /** Takes over a plan whose slots are ints. */
  void load(SlotPlan plan) {
    placements.load(plan);
  }

  /** Forgets which messages were hard to place. */
  void forget() {
    Arrays.fill(weight, 1);
    Arrays.fill(tabuUntil, 0);
  }

  /** Messages without a place. */
  int waiting() {
    return placements.waiting();
  }

  /** Insertions so far. */
  long moves() {
    return move;
  }

  /** A measure of time that does not depend on the machine. */
  long work() {
    return sweep.work();
  }

  /** Whether the last run ended because a message can meet the target on none of its routes. */
  boolean isStuck() {
    return stuck;
  }

  /** Sets the target: messages that finish later, or after their deadline, lose their place. */
  void aim(long makespan) {
    target = makespan;
    for (int m = 0; m < instance.size(); m++) {
      if (placements.isPlaced(m) && placements.finish(m) > Math.min(makespan, instance.deadline(m))) {
        placements.take(m);
      }
    }
  }

  /**
   * Searches until every message has a place.
   *
   * @param most work, as {@link #work} counts it
   * @return whether every message has a place
   */
  boolean run(long most, BooleanSupplier stop) {
    long end = most > Long.MAX_VALUE - sweep.work() ? Long.MAX_VALUE : sweep.work() + most;
    stuck = false;
    while (placements.waiting() > 0 && sweep.work() < end) {
      if (move % STRIDE == 0 && stop.getAsBoolean() || !insert(pick())) {
        return false;
      }
      move++;
    }
    return placements.waiting() == 0;
  }

  /** The heaviest of three. */
  private int pick() {
    int m = placements.waiting(random.nextInt(placements.waiting()));
    for (int k = 0; k < 2; k++) {
      int other = placements.waiting(random.nextInt(placements.waiting()));
      if (weight[other] > weight[m]) {
        m = other;
      }
    }
    return m;
  }

  private int weightNow(int m) {
    int w = tabuUntil[m] > move ? weight[m] * TABU : weight[m];
    return noise == 0 ? w : w * (1 + (int) ((m * 0x9E3779B97F4A7C15L ^ noise) >>> 61));
  }

  private boolean insert(int m) {
    TimedRoute[] routes = instance.routes(m);
    TimedRoute chosen = null;
    sweep.reset();
    noise = random.nextInt(NOISE) == 0 ? random.nextLong() : 0;
    int offset = random.nextInt(routes.length);
    for (int i = 0; i < routes.length && (i < ROUTES || chosen == null); i++) {
      TimedRoute option = routes[(i + offset) % routes.length];
      if (sweep.look(m, option, target, 0, this::weightNow)) {
        chosen = option;
      }
    }
    if (chosen == null) {
      stuck = true;
      return false;
    }
    int count = sweep.gather(m, chosen, sweep.start(), this::weightNow);
    for (int i = 0; i < count; i++) {
      int o = sweep.inTheWay(i);
      placements.take(o);
      weight[o]++;
      if (weight[o] > HEAVIEST) {
        for (int k = 0; k < weight.length; k++) {
          weight[k] = (weight[k] + 1) / 2;
        }
      }
    }
    placements.place(m, chosen, sweep.start());
    tabuUntil[m] = move + TENURE + random.nextInt(TENURE);
    return true;
  }

  /** The plan, where every message has a place. */
  SlotPlan plan() {
    return placements.plan();
  }
}
