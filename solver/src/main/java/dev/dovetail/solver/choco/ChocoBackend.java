package dev.dovetail.solver.choco;

import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.encodings.cp.ConstraintModel;
import dev.dovetail.encodings.cp.Feature;
import dev.dovetail.encodings.cp.rewrite.NoOverlapToCumulative;
import dev.dovetail.encodings.cp.rewrite.RewriteChain;
import dev.dovetail.encodings.cp.rewrite.Rewritten;
import dev.dovetail.solver.Backend;
import dev.dovetail.solver.BackendListener;
import dev.dovetail.solver.BackendResult;
import dev.dovetail.solver.CheckedIncumbent;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.Versions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.chocosolver.solver.Model;
import org.chocosolver.solver.Solver;

/**
 * Choco: propagation and backtracking in pure Java. Strong propagators, almost no lower bounds. A feasible hint is the first
 * incumbent, and its values are tried first. Optional intervals become tasks whose height is a Boolean, because Choco 5.0.0 with
 * its own optional tasks has claimed an optimum with overlapping tasks.
 */
public final class ChocoBackend implements Backend {
  private static final Set<Feature> NATIVE =
      EnumSet.of(
          Feature.LINEAR,
          Feature.ENFORCED_LINEAR,
          Feature.BOOL_OR,
          Feature.BOOL_AND,
          Feature.ENFORCED_BOOL,
          Feature.EXACTLY_ONE,
          Feature.AT_MOST_ONE,
          Feature.ELEMENT,
          Feature.TABLE,
          Feature.MIN_EQUALITY,
          Feature.MAX_EQUALITY,
          Feature.ALL_DIFFERENT,
          Feature.CUMULATIVE);

  private static final RewriteChain CHAIN = RewriteChain.standard().preferring(new NoOverlapToCumulative());

  /** Search nodes that count as one second of a reproducible limit; about what a small model takes. */
  private static final long NODES_PER_SECOND = 20_000;

  @Override
  public String name() {
    return "choco";
  }

  @Override
  public String version() {
    return Versions.all().getOrDefault("choco", "unknown");
  }

  @Override
  public String description() {
    return "Choco: propagation and backtracking in pure Java; an independent second opinion";
  }

  @Override
  public boolean supports(Feature feature) {
    return true;
  }

  @Override
  public boolean supportsNatively(Feature feature) {
    return NATIVE.contains(feature);
  }

  @Override
  public BackendResult solve(ConstraintModel model, Limits limits, BackendListener listener) {
    long deadline = System.nanoTime() + limits.time().toNanos();
    CheckedIncumbent incumbent = new CheckedIncumbent(name(), model, listener);
    Rewritten rewritten = CHAIN.rewrite(model, NATIVE::contains);
    ChocoModel choco = new ChocoModel(rewritten.model());
    boolean hinted = model.hint().isPresent() && model.check(model.hint().get()).isEmpty();
    if (hinted) {
      incumbent.solution(model.hint().get());
      choco.requireBetterThan(model.objectiveOf(model.hint().get()));
    }
    if (hinted && model.objective().isEmpty()) {
      return incumbent.result(Outcome.Termination.COMPLETE, Outcome.Proof.OPTIMAL, "choco: the hint is a solution", Map.of());
    }
    return search(model, rewritten, choco, limits, deadline, incumbent);
  }

  private static BackendResult search(
      ConstraintModel model,
      Rewritten rewritten,
      ChocoModel choco,
      Limits limits,
      long deadline,
      CheckedIncumbent incumbent) {
    Solver solver = choco.model().getSolver();
    choco.objective().ifPresent(objective -> choco.model().setObjective(Model.MINIMIZE, objective));
    solver.setSearch(ChocoSearch.strategies(choco, rewritten.model(), limits.seed()));
    if (limits.reproducible()) {
      solver.limitNode(Math.max(1, limits.time().toMillis() * NODES_PER_SECOND / 1000));
    } else {
      solver.limitTime(Math.max(1, (deadline - System.nanoTime()) / 1_000_000)); // Building the model counts.
    }
    boolean[] stopped = {false};
    long[] asked = {0};
    solver.addStopCriterion(() -> stopped[0] |= (asked[0]++ & 0xf) == 0 && incumbent.shouldStop());
    while (solver.solve()) {
      Assignment solution = rewritten.project(choco.values());
      if (!incumbent.solution(solution) || model.objective().isEmpty()) {
        break;
      }
    }
    Map<String, String> statistics =
        Map.of(
            "nodes", Long.toString(solver.getNodeCount()),
            "fails", Long.toString(solver.getFailCount()),
            "solutions", Long.toString(solver.getSolutionCount()));
    boolean satisfied = model.objective().isEmpty() && incumbent.hasSolution();
    if (stopped[0]) {
      return incumbent.result(Outcome.Termination.INTERRUPTED, Outcome.Proof.NONE, "choco: stopped", statistics);
    }
    if (!satisfied && (solver.isStopCriterionMet() || solver.hasEndedUnexpectedly())) {
      return incumbent.result(Outcome.Termination.LIMIT, Outcome.Proof.NONE, "choco: limit reached", statistics);
    }
    Outcome.Proof proof = incumbent.hasSolution() ? Outcome.Proof.OPTIMAL : Outcome.Proof.INFEASIBLE;
    return incumbent.result(Outcome.Termination.COMPLETE, proof, "choco: search complete", statistics);
  }
}
