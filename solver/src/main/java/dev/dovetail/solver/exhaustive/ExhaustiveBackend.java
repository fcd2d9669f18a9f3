package dev.dovetail.solver.exhaustive;

import dev.dovetail.encodings.cp.ConstraintModel;
import dev.dovetail.encodings.cp.Enumerator;
import dev.dovetail.encodings.cp.Feature;
import dev.dovetail.solver.Backend;
import dev.dovetail.solver.BackendListener;
import dev.dovetail.solver.BackendRefusal;
import dev.dovetail.solver.BackendResult;
import dev.dovetail.solver.CheckedIncumbent;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.Versions;
import java.util.Map;

/** Complete enumeration with bounds reasoning on sums; shares no code with the other backends. For tiny models only. */
public final class ExhaustiveBackend implements Backend {
  /** Nodes that count as one second of a reproducible limit. */
  private static final long NODES_PER_SECOND = 1_000_000;

  /** One level of recursion per variable; far beyond what enumeration can finish anyway. */
  private static final int MOST_VARIABLES = 1_000;

  @Override
  public String name() {
    return "exhaustive";
  }

  @Override
  public String version() {
    return Versions.dovetail();
  }

  @Override
  public String description() {
    return "complete enumeration: the oracle for tiny models";
  }

  @Override
  public boolean supports(Feature feature) {
    return true;
  }

  @Override
  public BackendResult solve(ConstraintModel model, Limits limits, BackendListener listener) {
    if (model.variables().size() > MOST_VARIABLES) {
      throw new BackendRefusal(
          BackendRefusal.Kind.NOT_ALLOWED,
          name(),
          "The model (%s) has %d variables, more than %d.".formatted(model.name(), model.variables().size(), MOST_VARIABLES),
          "use backend cp-sat.");
    }
    CheckedIncumbent incumbent = new CheckedIncumbent(name(), model, listener);
    long deadline = System.nanoTime() + limits.time().toNanos();
    long mostNodes = limits.reproducible() ? Math.max(1, limits.time().toMillis() * (NODES_PER_SECOND / 1000)) : Long.MAX_VALUE;
    boolean[] stopped = {false, false}; // by the limit, by the listener
    long[] nodes = {0};
    Enumerator search =
        new Enumerator(
            model,
            () -> {
              nodes[0]++;
              stopped[0] |= nodes[0] > mostNodes || (!limits.reproducible() && System.nanoTime() - deadline > 0);
              stopped[1] |= (nodes[0] & 0xff) == 1 && incumbent.shouldStop();
              return stopped[0] || stopped[1];
            });
    boolean one = model.objective().isEmpty();
    search.improvingSolutions(solution -> incumbent.solution(solution) && !one);
    Map<String, String> statistics = Map.of("nodes", Long.toString(nodes[0]));
    boolean found = incumbent.hasSolution();
    if (stopped[0] || stopped[1]) {
      Outcome.Termination why = stopped[1] ? Outcome.Termination.INTERRUPTED : Outcome.Termination.LIMIT;
      return incumbent.result(why, Outcome.Proof.NONE, "stopped after %d nodes".formatted(nodes[0]), statistics);
    }
    Outcome.Proof proof = found ? Outcome.Proof.EXHAUSTED : Outcome.Proof.INFEASIBLE;
    return incumbent.result(Outcome.Termination.COMPLETE, proof, "enumerated %d nodes".formatted(nodes[0]), statistics);
  }
}
