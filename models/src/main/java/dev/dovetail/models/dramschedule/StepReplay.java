package dev.dovetail.models.dramschedule;

import dev.dovetail.models.Violation;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the two streams against each other, position by position.
 *
 * <p>Role: the exact semantics of the evaluator of SoMa (HPCA 2025), public program SET-Scheduling-Project/SoMa-HPCA2025. It
 * stops at the first order violation: from there on nothing follows. The schedule must have a valid order and times in range.
 */
final class StepReplay {
  /** Rule: the order asks for a transfer at a position at which its tensor is not resident. */
  static final String ORDER = "order-violation";

  private final DramScheduleProblem problem;
  private final DramSchedule schedule;
  private final int tiles;
  private final int count;
  private final boolean[] done;
  private final int[] indexOf;

  /** By tile the loads that it needs and the stores whose residency ends where it begins; the last entry is the end. */
  private final List<List<Integer>> due = new ArrayList<>();

  private final long[] transferStart;
  private final long[] transferEnd;
  private final long[] tileStart;
  private final long[] tileEnd;
  private final List<Violation> violations = new ArrayList<>();
  private long dram;
  private long compute;
  private int next;
  private int lastRequired = -1;
  private boolean anyRequired;

  StepReplay(DramScheduleProblem problem, DramSchedule schedule) {
    this.problem = problem;
    this.schedule = schedule;
    tiles = problem.tiles().size();
    count = problem.tensors().size();
    done = new boolean[count];
    indexOf = new int[count];
    for (int k = 0; k < count; k++) {
      indexOf[schedule.order().get(k)] = k;
    }
    for (int q = 0; q <= tiles; q++) {
      due.add(new ArrayList<>(2));
    }
    for (int x = 0; x < count; x++) {
      due.get(problem.tensors().get(x) instanceof DramTensor.Load load ? load.neededBy() : schedule.times().get(x)).add(x);
    }
    transferStart = new long[count];
    transferEnd = new long[count];
    tileStart = new long[tiles];
    tileEnd = new long[tiles];
  }

  /** Runs to the end or to the first violation. */
  List<Violation> run() {
    for (int q = -1; q < tiles && violations.isEmpty(); q++) {
      deferredLoads(q);
      if (q >= 0 && violations.isEmpty()) {
        tileStart[q] = compute;
        compute += problem.tiles().get(q).cycles();
        tileEnd[q] = compute;
      }
      if (violations.isEmpty()) {
        fill(q);
        require(q);
        transferRequired(q);
      }
      if (violations.isEmpty()) {
        checkStores(q);
      }
      if (anyRequired) {
        compute = Math.max(compute, dram);
      }
    }
    return violations;
  }

  /** End of both streams. */
  long latencyCycles() {
    return Math.max(compute, dram);
  }

  List<DramTimeline.Span> transfers() {
    return spans(transferStart, transferEnd);
  }

  List<DramTimeline.Span> tileSpans() {
    return spans(tileStart, tileEnd);
  }

  private static List<DramTimeline.Span> spans(long[] start, long[] end) {
    List<DramTimeline.Span> spans = new ArrayList<>();
    for (int i = 0; i < start.length; i++) {
      spans.add(new DramTimeline.Span(start[i], end[i]));
    }
    return spans;
  }

  /** Loads that this position's tile waits for and that could not come earlier. */
  private void deferredLoads(int q) {
    if (next > lastRequired) {
      return;
    }
    while (next <= lastRequired) {
      int x = schedule.order().get(next);
      if (!isResident(x, q)) {
        violate(x, q, "the tile waits for it, or for a tensor behind it in the order");
        return;
      }
      transfer(x);
    }
    compute = Math.max(compute, dram);
  }

  /** Transfers that end while the tile computes. */
  private void fill(int q) {
    while (next < count) {
      int x = schedule.order().get(next);
      if (!isResident(x, q) || isStoreOf(x, q) && dram < compute) {
        dram = Math.max(dram, compute);
        return;
      }
      if (dram + cycles(x) > compute) {
        return;
      }
      transfer(x);
    }
  }

  /** Everything that has to travel before the next tile starts, or at all. */
  private void require(int q) {
    anyRequired = false;
    lastRequired = next - 1;
    if (q == tiles - 1) {
      lastRequired = count - 1;
      return;
    }
    for (int x : due.get(q + 1)) {
      if (!done[x]) {
        anyRequired = true;
        lastRequired = Math.max(lastRequired, indexOf[x]);
      }
    }
  }

  private void transferRequired(int q) {
    while (next <= lastRequired) {
      int x = schedule.order().get(next);
      if (!isResident(x, q)) {
        if (q == tiles - 1 || !isDeferrable(q + 1)) {
          violate(x, q,
              q == tiles - 1
                  ? "no tile is left"
                  : "the tile (%d, %s) waits for it, or for a tensor behind it in the order"
                      .formatted(q + 1, problem.tiles().get(q + 1).name()));
        }
        return;
      }
      if (isStoreOf(x, q)) {
        dram = Math.max(dram, compute);
      }
      transfer(x);
    }
  }

  /** Whether all that is required and open are loads of the tile's own layer that become resident with it. */
  private boolean isDeferrable(int tile) {
    for (int k = next; k <= lastRequired; k++) {
      int x = schedule.order().get(k);
      if (!(problem.tensors().get(x) instanceof DramTensor.Load load) || load.group() != problem.tiles().get(tile).group()
          || schedule.times().get(x) != tile) {
        return false;
      }
    }
    return true;
  }

  private void checkStores(int q) {
    for (int x : due.get(q + 1)) {
      if (!done[x] && problem.tensors().get(x) instanceof DramTensor.Store) {
        violate(x, q, "its residency ends here");
      }
    }
  }

  private void violate(int x, int q, String why) {
    DramTensor tensor = problem.tensors().get(x);
    String place = q < 0 ? "position -1" : "tile (%d, %s)".formatted(q, problem.tiles().get(q).name());
    violations.add(
        new Violation(
            ORDER,
            "tensor %d (%s)".formatted(x, tensor.name()),
            ("The %s must travel no later than at %s, since %s; it is resident at the positions from %d to before %d,"
                + " and is number %d on the channel.")
                    .formatted(tensor instanceof DramTensor.Load ? "load" : "store", place, why,
                        Residency.start(tensor, schedule.times().get(x)),
                        Residency.end(tensor, schedule.times().get(x)), indexOf[x])));
  }

  private boolean isResident(int x, int q) {
    DramTensor tensor = problem.tensors().get(x);
    int time = schedule.times().get(x);
    return Residency.start(tensor, time) <= q && q < Residency.end(tensor, time);
  }

  private boolean isStoreOf(int x, int q) {
    return problem.tensors().get(x) instanceof DramTensor.Store store && store.producedBy() == q;
  }

  private long cycles(int x) {
    return problem.channelCycles(problem.tensors().get(x));
  }

  private void transfer(int x) {
    transferStart[x] = dram;
    dram += cycles(x);
    transferEnd[x] = dram;
    done[x] = true;
    next++;
  }
}
