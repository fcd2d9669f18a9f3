package dev.dovetail.solver.allocation;

import dev.dovetail.encodings.allocation.JointEncoding;
import dev.dovetail.models.Objective;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.FrontBounds;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.solver.Backend;
import dev.dovetail.solver.Front;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.Outcome;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A method that searches the trade-off between latency and energy beside the best mapping, and proves it over the searched space where
 * the problem is small, its grids are fixed and it has a constraint solver.
 */
final class FrontMethod implements Method<AllocationProblem, Schedule> {
  /** Share of the time for the search where a proof comes after it. */
  private static final double SHARE_BEFORE_PROOF = 0.2;

  private final String name;
  private final int points;
  private final @Nullable Prover prover;

  /**
   * A way to prove.
   *
   * @param encoding of small problems
   * @param backend makes the solver when it is needed
   */
  record Prover(JointEncoding encoding, Supplier<Backend> backend) {}

  /**
   * @param name of the method
   * @param points most mappings reported
   * @param prover what proves the front of a small problem, or null
   */
  FrontMethod(String name, int points, @Nullable Prover prover) {
    this.name = name;
    this.points = points;
    this.prover = prover;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return "trade-off between latency and energy: least energy by each of several deadlines";
  }

  @Override
  public boolean reportsFront() {
    return true;
  }

  /** Energy bounds by deadline, computed beside the search. */
  static final class Bounds {
    private final FutureTask<FrontBounds> task;
    private final boolean patient;

    /** @param patient whether who asks waits for them; else nothing is known (0) until they are there */
    Bounds(AllocationProblem problem, boolean patient) {
      this.patient = patient;
      task = new FutureTask<>(() -> new FrontBounds(problem));
      Thread thread = new Thread(task, "dovetail-front-bounds");
      thread.setDaemon(true);
      thread.start();
    }

    /** Least energy of a mapping that ends by {@code deadline}, femtojoules. */
    long energyBy(long deadline) {
      if (!patient && !task.isDone()) {
        return 0;
      }
      try {
        return task.get().energyBy(deadline);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return 0;
      } catch (ExecutionException e) {
        return 0; // the solve computes the same bounds, and says what is wrong with them
      }
    }
  }

  /** Whether all grids are fixed and the model is small enough for a proof. */
  static boolean isProvable(AllocationProblem problem) {
    return problem.fixesAllGrids()
        && JointEncoding.isSmall(
            problem.withObjective(Objective.ENERGY), JointEncoding.fixedGraph(problem), ConstraintMethod.MOST_VARIABLES);
  }

  @Override
  public Outcome solve(AllocationProblem problem, Limits limits, Listener<Schedule> listener) {
    long started = System.nanoTime();
    boolean provable = prover != null && isProvable(problem);
    long until = provable ? started + (long) (limits.time().toNanos() * SHARE_BEFORE_PROOF) : Long.MAX_VALUE;
    BooleanSupplier stop =
        () -> listener.shouldStop() || (!limits.reproducible() && until != Long.MAX_VALUE && System.nanoTime() > until);
    Front<Schedule> front =
        new FrontSearch(problem, limits, listener, points, new Bounds(problem, limits.reproducible()), stop).run();
    if (provable && prover != null && !listener.shouldStop()) {
      long left = limits.reproducible() ? limits.time().toNanos() : limits.time().toNanos() - (System.nanoTime() - started);
      return new FrontProof(problem, limits, listener, points, prover, name).run(front, left);
    }
    return new Outcome(
        listener.shouldStop() ? Outcome.Termination.LIMIT : Outcome.Termination.COMPLETE,
        Outcome.Proof.NONE,
        front.points().isEmpty() ? "no order of the portfolio fits the memories" : "searched");
  }

}
