package dev.dovetail.solver.dramschedule;

import dev.dovetail.models.dramschedule.DramSchedule;
import dev.dovetail.models.dramschedule.DramScheduleFeasibility;
import dev.dovetail.models.dramschedule.DramScheduleProblem;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.Outcome;

/** {@code list-search}: annealing over priority lists, run after run until the limit. */
final class ListSearchMethod implements Method<DramScheduleProblem, DramSchedule> {
  /** Lists decoded in the first run; every further run decodes half as many more, up to the last figure. */
  private static final long FIRST_RUN = 20_000;

  private static final long LONGEST_RUN = 400_000;
  /** Lists decoded for each second of the time limit where only deterministic limits may end the search. */
  private static final long REPRODUCIBLE_RATE = 5_000;

  @Override
  public String name() {
    return "list-search";
  }

  @Override
  public String description() {
    return "annealing over priority lists, each decoded by simulating both streams";
  }

  @Override
  public Outcome solve(DramScheduleProblem problem, Limits limits, Listener<DramSchedule> listener) {
    DramScheduleFeasibility.check(problem);
    Streams streams = Streams.of(problem);
    ListSearch search = new ListSearch();
    long left = limits.reproducible() ? Math.max(1, limits.time().toMillis() * REPRODUCIBLE_RATE / 1000) : Long.MAX_VALUE;
    long run = FIRST_RUN;
    long best = Long.MAX_VALUE;
    for (int k = 0; left > 0 && !listener.shouldStop(); k++) {
      long known = best;
      long found =
          search.search(
              streams,
              limits.seed() + k,
              Math.min(run, left),
              listener.bestBound(),
              latency -> {
                if (latency < known) {
                  listener.incumbent(search.schedule(), latency, name());
                }
              },
              listener::shouldStop);
      best = Math.min(best, found);
      left -= Math.min(run, left);
      run = Math.min(run + run / 2, LONGEST_RUN);
      if (best <= listener.bestBound() || streams.tensors() < 2) {
        return new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.NONE, "searched");
      }
    }
    return new Outcome(Outcome.Termination.LIMIT, Outcome.Proof.NONE, "searched");
  }
}
