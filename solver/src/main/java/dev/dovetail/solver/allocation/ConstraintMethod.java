package dev.dovetail.solver.allocation;

import dev.dovetail.encodings.allocation.JointEncoding;
import dev.dovetail.encodings.allocation.JointModel;
import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.models.Objective;
import dev.dovetail.models.allocation.AllocationEvaluator;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.allocation.tiles.TileGraph;
import dev.dovetail.solver.Backend;
import dev.dovetail.solver.BackendListener;
import dev.dovetail.solver.BackendRefusal;
import dev.dovetail.solver.BackendResult;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.NamedMethod;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.Start;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Search first, then a constraint solver on the best mapping's grid: the joint model where it is small, windows of the schedule else.
 *
 * <p>Role: the methods {@code cp-sat} and {@code choco}. A solver that fails costs no mapping that was found before.
 */
final class ConstraintMethod extends NamedMethod<AllocationProblem, Schedule> {
  /** Largest joint model, variables. Beyond that a solver does not improve the search's schedule in minutes. */
  static final int MOST_VARIABLES = 3_000;

  /** A front with more points is not proved within any limit. */
  private static final int MOST_POINTS = 100;

  /** Share of the time for the search before a joint model, and before windows. */
  private static final double SHARE_BEFORE_JOINT = 0.1;

  private static final double SHARE_BEFORE_WINDOWS = 0.85;

  /** Heap of a child, mebibytes: its models are small, and native memory comes on top. */
  static final int CHILD_HEAP = 256;

  /** The search of a small problem takes no longer than this. */
  private static final Duration LONGEST_BEFORE_JOINT = Duration.ofSeconds(2);

  private final JointEncoding encoding;
  private final Supplier<Backend> backend;
  private final List<Start<Schedule>> starts;

  /**
   * @param name of the method
   * @param encoding how a small problem is asked
   * @param backend makes the backend when it is needed, so that listing methods loads no solver
   */
  ConstraintMethod(String name, String description, JointEncoding encoding, Supplier<Backend> backend) {
    this(name, description, encoding, backend, List.of());
  }

  private ConstraintMethod(String name, String description, JointEncoding encoding, Supplier<Backend> backend,
      List<Start<Schedule>> starts) {
    super(name, description);
    this.encoding = encoding;
    this.backend = backend;
    this.starts = starts;
  }

  @Override
  public Optional<Method<AllocationProblem, Schedule>> startingFrom(List<Start<Schedule>> known) {
    return Optional.of(new ConstraintMethod(name(), description(), encoding, backend, known));
  }

  @Override
  public Optional<Method<AllocationProblem, Schedule>> tradingOff(int points) {
    return Optional.of(new FrontMethod(name(), points, new FrontMethod.Prover(encoding, backend)));
  }

  @Override
  public Outcome solve(AllocationProblem problem, Limits limits, Listener<Schedule> listener) {
    if (problem.objective() == Objective.EDP && FrontMethod.isProvable(problem)) {
      // No model has the product as its objective, but the best product is on the front, which is proved point by point.
      return new FrontMethod(name(), MOST_POINTS, new FrontMethod.Prover(encoding, backend)).solve(problem, limits, listener);
    }
    return new Run(problem, limits, listener).run();
  }

  private final class Run {
    private final AllocationProblem problem;
    private final Limits limits;
    private final Listener<Schedule> listener;
    private final long started = System.nanoTime();
    private final AllocationEvaluator evaluator = new AllocationEvaluator();
    private String nothing = "";

    Run(AllocationProblem problem, Limits limits, Listener<Schedule> listener) {
      this.problem = problem;
      this.limits = limits;
      this.listener = listener;
    }

    Outcome run() {
      boolean small =
          problem.fixesAllGrids() && JointEncoding.isSmall(problem, JointEncoding.fixedGraph(problem), MOST_VARIABLES);
      Duration part = part(small ? SHARE_BEFORE_JOINT : SHARE_BEFORE_WINDOWS);
      Optional<Decoder.Decoded> found = search(small && part.compareTo(LONGEST_BEFORE_JOINT) > 0 ? LONGEST_BEFORE_JOINT : part);
      if (settled()) {
        return new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.NONE, "searched; the bound is met or the limit reached");
      }
      TileGraph graph = found.map(d -> d.table().deliveries().plan.graph()).orElse(null);
      if (graph == null && problem.fixesAllGrids()) {
        graph = JointEncoding.fixedGraph(problem);
      }
      if (graph == null) {
        return new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.NONE, nothing);
      }
      Schedule known = found.map(d -> ScheduleWriter.write(new Machine(problem), d.table())).orElse(null);
      if (JointEncoding.isSmall(problem, graph, MOST_VARIABLES)) {
        return joint(graph, known);
      }
      return known == null
          ? new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.NONE,
              nothing + ", and the joint model is too large")
          : new Windows(problem, backend.get(), name(), limits, listener, this::left).improve(known);
    }

    private Duration part(double share) {
      return Duration.ofNanos((long) (limits.time().toNanos() * share));
    }

    private Optional<Decoder.Decoded> search(Duration time) {
      Limits part = limited(time, limits.memoryMebibytes());
      long until = limits.reproducible() ? Long.MAX_VALUE : started + part.time().toNanos();
      AllocationSearch search = new AllocationSearch(problem, part, listener, starts, Goal.of(problem.objective()));
      Optional<Decoder.Decoded> found = search.run(true, () -> settled() || System.nanoTime() > until);
      nothing = search.nothing();
      return found;
    }

    private boolean settled() {
      return listener.shouldStop() || listener.bestObjective() <= listener.bestBound();
    }

    private Limits limited(Duration time, int memory) {
      Duration positive = time.isNegative() || time.isZero() ? Duration.ofMillis(1) : time;
      return new Limits(positive, limits.gap(), limits.seed(), limits.threads(), limits.reproducible(), memory);
    }

    private Duration left() {
      return limits.reproducible() ? limits.time() : limits.time().minusNanos(System.nanoTime() - started);
    }

    private Outcome joint(TileGraph graph, @Nullable Schedule known) {
      JointModel model = encoding.encode(problem, graph, listener.bestBound(), known);
      ProofScope scope = ProofScope.of(problem, graph);
      if (known != null && model.hintIfInside(known).isPresent()) {
        tell(scope, Long.MIN_VALUE, evaluator.evaluate(problem, known).objective(), Outcome.Proof.NONE);
      }
      BackendResult result;
      try {
        result =
            backend.get().solve(model.model(), limited(left(), Math.min(CHILD_HEAP, limits.memoryMebibytes())),
                heard(model, scope));
      } catch (BackendRefusal e) {
        String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.NONE, "searched; " + why);
      }
      if (result.termination() == Outcome.Termination.FAILED) {
        return new Outcome(Outcome.Termination.FAILED, Outcome.Proof.NONE, result.detail());
      }
      Outcome.Termination why =
          result.termination() == Outcome.Termination.INTERRUPTED ? Outcome.Termination.LIMIT : result.termination();
      if (result.proof() == Outcome.Proof.INFEASIBLE) {
        return infeasible(graph, known, result.detail());
      }
      if (!result.isOptimal()) {
        return new Outcome(why, Outcome.Proof.NONE, result.detail());
      }
      if (!problem.fixesAllGrids()) {
        return new Outcome(why, Outcome.Proof.NONE, result.detail() + ": optimal over the searched space of this tile grid only");
      }
      tell(scope, result.objective(), result.objective(), result.proof());
      return new Outcome(why, scope.of(result.proof()), result.detail() + ": optimal over the searched space");
    }

    /** What is proved on a grid of the search's own says nothing of others. */
    private void tell(ProofScope scope, long bound, long inside, Outcome.Proof proof) {
      if (problem.fixesAllGrids()) {
        scope.tell(listener, name(), bound, inside, proof);
      }
    }

    /** What the model does not know may help unless some tile alone overflows every core. */
    private Outcome infeasible(TileGraph graph, @Nullable Schedule known, String detail) {
      Optional<String> tooLarge =
          problem.fixesAllGrids() ? LargestTile.fitsNowhere(new Machine(problem), graph) : Optional.empty();
      if (known == null && problem.fixesAllGrids() && ProofScope.of(problem, graph).everything()) {
        return new Outcome(
            Outcome.Termination.COMPLETE, Outcome.Proof.INFEASIBLE, detail + ": nothing of the searched space fits");
      }
      if (known == null && tooLarge.isPresent()) {
        return new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.INFEASIBLE, detail + ": " + tooLarge.get());
      }
      if (known != null && problem.objective() == Objective.LATENCY) {
        // The model asked for nothing slower than what is known.
        tell(ProofScope.SPACE, Math.addExact(listener.bestObjective(), 1), Long.MAX_VALUE, Outcome.Proof.OPTIMAL);
      }
      String what =
          known == null ? "nothing of the searched space fits" : "nothing of the searched space is as good as what is known,";
      return new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.NONE, detail + ": " + what + " on this tile grid");
    }

    private BackendListener heard(JointModel model, ProofScope scope) {
      return new BackendListener() {
        @Override
        public void solution(Assignment assignment, long objective) {
          tell(scope, Long.MIN_VALUE, objective, Outcome.Proof.NONE);
          if (objective < listener.bestObjective()) {
            listener.incumbent(model.decode(assignment), objective, name());
          }
        }

        @Override
        public void bound(long lowerBound) {
          tell(scope, lowerBound, Long.MAX_VALUE, Outcome.Proof.NONE);
        }

        @Override
        public boolean shouldStop() {
          return settled();
        }
      };
    }
  }
}
