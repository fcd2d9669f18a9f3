package dev.dovetail.solver.pipeline;

import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches.Graph;
import dev.dovetail.solver.Backend;
import dev.dovetail.solver.BackendRun;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.NamedMethod;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.pipeline.clusters.ClusterSearch;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The chain programme first; regions and transfers for its plan; a constraint model where that leaves a gap.
 *
 * <p>Role: the methods {@code cp-sat} and {@code choco}.
 */
final class ConstraintMethod extends NamedMethod<PipelineProblem, PipelinePlan> {
  /** Most heap of a child, mebibytes: native memory comes on top. */
  private static final int CHILD_HEAP = 1024;

  private final Supplier<Backend> backend;

  /**
   * @param backend makes the backend when it is needed, so that listing methods loads no solver
   */
  ConstraintMethod(String name, String description, Supplier<Backend> backend) {
    super(name, description);
    this.backend = backend;
  }

  @Override
  public Optional<Method<PipelineProblem, PipelinePlan>> tradingOff(int points) {
    return Optional.of(new TradeOffMethod(this, points));
  }

  @Override
  public Outcome solve(PipelineProblem problem, Limits limits, Listener<PipelinePlan> listener) {
    BackendRun run = new BackendRun(limits, listener, CHILD_HEAP);
    if (!CoupledSearch.takes(problem) && ClusterSearch.isFor(problem)) {
      FirstPlan.offer(problem, listener);
      if (isChain(problem)) {
        Outcome chain = ProgrammeMethod.chain(problem, limits, listener);
        if (chain.proof() != Outcome.Proof.NONE || listener.shouldStop()) {
          return chain;
        }
      }
      return ClusterSearch.solve(problem, limits, listener, run, backend);
    }
    if (!CoupledSearch.takes(problem)) {
      return new ProgrammeMethod().solve(problem, limits, listener);
    }
    FirstPlan.offer(problem, listener);
    return CoupledSearch.run(problem, limits, listener, new SegmentProof(backend, run));
  }

  /** Whether clusters are intervals of layers on equal chiplets, so that the programmes may settle the problem alone. */
  private static boolean isChain(PipelineProblem problem) {
    return problem.switches().graph() == Graph.CHAIN && problem.module().isUniform();
  }
}
