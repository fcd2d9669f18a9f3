package dev.dovetail.solver.dramschedule;

import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.encodings.dramschedule.DramScheduleEncoding;
import dev.dovetail.encodings.dramschedule.DramScheduleModel;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.dramschedule.DramSchedule;
import dev.dovetail.models.dramschedule.DramScheduleEvaluator;
import dev.dovetail.models.dramschedule.DramScheduleFeasibility;
import dev.dovetail.models.dramschedule.DramScheduleProblem;
import dev.dovetail.models.dramschedule.LeanSchedule;
import dev.dovetail.solver.Backend;
import dev.dovetail.solver.BackendListener;
import dev.dovetail.solver.BackendResult;
import dev.dovetail.solver.BackendRun;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.NamedMethod;
import dev.dovetail.solver.Outcome;
import java.util.function.Supplier;

/**
 * A short list search, then the constraint model with its best schedule as hint and horizon.
 *
 * <p>Role: the methods {@code cp-sat} and {@code choco}. The model holds an optimum of every instance, so its proof is one of all
 * schedules. A solver that fails costs no schedule that was found before.
 */
final class ConstraintMethod extends NamedMethod<DramScheduleProblem, DramSchedule> {
  /** A model with more variables takes a solver longer than a search takes to be as good: the search gets more of the time. */
  private static final int LARGE = 20_000;

  private static final int DECODINGS = 10_000;
  private static final int DECODINGS_OF_LARGE = 100_000;
  private static final double SHARE_OF_SEARCH = 0.1;
  private static final double SHARE_OF_SEARCH_OF_LARGE = 0.4;

  /** Most heap of a child, mebibytes: native memory comes on top. */
  private static final int CHILD_HEAP = 768;

  private final DramScheduleEncoding encoding;
  private final int mostVariables;
  private final Supplier<Backend> backend;

  /**
   * @param name of the method
   * @param mostVariables largest model that the solver is given; beyond it only the list search runs
   * @param backend makes the backend when it is needed, so that listing methods loads no solver
   */
  ConstraintMethod(String name, String description, DramScheduleEncoding encoding, int mostVariables, Supplier<Backend> backend) {
    super(name, description);
    this.encoding = encoding;
    this.mostVariables = mostVariables;
    this.backend = backend;
  }

  @Override
  public Outcome solve(DramScheduleProblem problem, Limits limits, Listener<DramSchedule> listener) {
    DramScheduleFeasibility.check(problem);
    return new Run(problem, limits, listener).run();
  }

  private final class Run {
    private final DramScheduleProblem problem;
    private final Limits limits;
    private final Listener<DramSchedule> listener;
    private final BackendRun run;
    private DramSchedule best;
    private long cost;

    Run(DramScheduleProblem problem, Limits limits, Listener<DramSchedule> listener) {
      this.problem = problem;
      this.limits = limits;
      this.listener = listener;
      run = new BackendRun(limits, listener, CHILD_HEAP);
      best = LeanSchedule.of(problem);
      cost = new DramScheduleEvaluator().evaluate(problem, best).objective();
    }

    Outcome run() {
      long size = encoding.variables(problem, cost);
      search(size);
      if (run.settled()) {
        return new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.NONE, "searched; the bound is met or the limit reached");
      }
      if (size > mostVariables) {
        return new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.NONE,
            "searched; a model of %d variables is too large for %s".formatted(size, name()));
      }
      return prove();
    }

    private void search(long size) {
      ListSearch search = new ListSearch();
      boolean large = size > LARGE;
      double share = size > mostVariables ? 1 : large ? SHARE_OF_SEARCH_OF_LARGE : SHARE_OF_SEARCH;
      long found = search.search(
          Streams.of(problem), limits.seed(), large ? DECODINGS_OF_LARGE : DECODINGS, listener.bestBound(),
          latency -> {
            best = search.schedule();
            cost = latency;
            listener.incumbent(best, cost, "list search");
          },
          run.until(share));
      if (found == Long.MAX_VALUE) {
        listener.incumbent(best, cost, "lean schedule");
      }
    }

    private Outcome prove() {
      DramScheduleModel model =
          encoding.encode(problem, new DramScheduleEncoding.Known(listener.bestBound(), cost)).withHint(best);
      BackendRun.Answer answer = BackendRun.ask(backend.get(), model.model(), run.left(), heard(model));
      BackendResult result = answer.result();
      if (result == null) {
        return answer.end();
      }
      if (result.proof() == Outcome.Proof.INFEASIBLE) {
        return new Outcome(Outcome.Termination.FAILED, Outcome.Proof.NONE,
            result.detail() + " contradicts the schedule of %d cycles that is known.".formatted(cost));
      }
      return BackendRun.end(result, result.isOptimal() ? Outcome.Proof.OPTIMAL : Outcome.Proof.NONE, result.detail());
    }

    private BackendListener heard(DramScheduleModel model) {
      return new BackendListener() {
        @Override
        public void solution(Assignment assignment, long objective) {
          DramSchedule schedule = model.decode(assignment);
          long latency = model.latency(schedule);
          if (latency < listener.bestObjective()) {
            listener.incumbent(schedule, latency, name());
          }
        }

        @Override
        public void bound(long lowerBound) {
          listener.bound(new LowerBound(name(), lowerBound, "search over the constraint model"));
        }

        @Override
        public boolean shouldStop() {
          return run.settled();
        }
      };
    }
  }
}
