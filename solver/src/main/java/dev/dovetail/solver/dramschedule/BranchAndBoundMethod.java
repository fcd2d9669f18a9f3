package dev.dovetail.solver.dramschedule;

import dev.dovetail.models.LowerBound;
import dev.dovetail.models.dramschedule.CapacityBound;
import dev.dovetail.models.dramschedule.DramSchedule;
import dev.dovetail.models.dramschedule.DramScheduleFeasibility;
import dev.dovetail.models.dramschedule.DramScheduleProblem;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.Outcome;

/** {@code branch-and-bound}: a short list search, our bounds, then {@link SetSearch} until it is complete. */
final class BranchAndBoundMethod implements Method<DramScheduleProblem, DramSchedule> {
  private static final long FIRST_LISTS = 4_000;
  /** Lists of each further run, and how many runs: what costs the set search minutes costs the list search seconds on large instances. */
  private static final long MORE_LISTS = 20_000;

  private static final int RUNS = 2;
  private static final int RUNS_OF_LARGE = 10;
  private static final int LARGE = 150;
  private static final long MOST_STATES = 4_000_000;
  /** States expanded for each second of the time limit where only deterministic limits may end the search. */
  private static final long REPRODUCIBLE_RATE = 20_000;

  @Override
  public String name() {
    return "branch-and-bound";
  }

  @Override
  public String description() {
    return "list search, bounds that know the buffer, then all sets of sent transfers: proves the optimum";
  }

  @Override
  public Outcome solve(DramScheduleProblem problem, Limits limits, Listener<DramSchedule> listener) {
    DramScheduleFeasibility.check(problem);
    Streams streams = Streams.of(problem);
    long[] best = {Long.MAX_VALUE};
    lists(streams, FIRST_LISTS, limits.seed(), Long.MIN_VALUE, best, listener);
    if (listener.shouldStop()) {
      return stopped();
    }
    if (!CapacityBound.isFor(problem)) {
      return new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.NONE, "searched; the instance is too large for a proof");
    }
    CapacityBound capacity = new CapacityBound(problem);
    LowerBound root = capacity.order();
    listener.bound(new LowerBound(name(), root.value(), root.witness()));
    int runs = streams.tensors() > LARGE ? RUNS_OF_LARGE : RUNS;
    for (int k = 1; k <= runs && best[0] > root.value() && !listener.shouldStop(); k++) {
      lists(streams, MORE_LISTS, limits.seed() + k, root.value(), best, listener);
    }
    if (best[0] <= root.value()) {
      return new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.OPTIMAL, "a list meets the bound");
    }
    SetSearch.Progress progress =
        new SetSearch.Progress() {
          @Override
          public void found(DramSchedule schedule, long latency) {
            listener.incumbent(schedule, latency, name());
          }

          @Override
          public void bound(long value) {
            listener.bound(new LowerBound(name(), value, "all sets of sent transfers"));
          }
        };
    SetSearch search =
        new SetSearch(
            streams,
            capacity.startTails(),
            capacity.endTails(),
            best[0],
            MOST_STATES,
            limits.reproducible() ? Math.max(1, limits.time().toMillis() * REPRODUCIBLE_RATE / 1000) : Long.MAX_VALUE,
            progress,
            listener::shouldStop);
    boolean complete = search.run();
    String detail = "%d sets of sent transfers looked at".formatted(search.expanded());
    if (complete) {
      return new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.OPTIMAL, detail);
    }
    return new Outcome(Outcome.Termination.LIMIT, Outcome.Proof.NONE, detail);
  }

  private static void lists(
      Streams streams, long decodings, long seed, long target, long[] best, Listener<DramSchedule> listener) {
    ListSearch search = new ListSearch();
    search.search(
        streams,
        seed,
        decodings,
        Math.max(target, listener.bestBound()),
        latency -> {
          if (latency < best[0]) {
            best[0] = latency;
            listener.incumbent(search.schedule(), latency, "list search");
          }
        },
        listener::shouldStop);
  }

  private static Outcome stopped() {
    return new Outcome(Outcome.Termination.LIMIT, Outcome.Proof.NONE, "stopped in the list search");
  }
}
