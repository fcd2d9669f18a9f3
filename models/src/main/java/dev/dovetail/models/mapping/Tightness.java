package dev.dovetail.models.mapping;

import dev.dovetail.models.allocation.AllocationProblem;
import java.util.List;
import java.util.Locale;

/**
 * Where memory is scarcest, for problems of which neither a mapping nor a proof that there is none is known.
 *
 * <p>Role: a hint what to relax first, no proof: of every layer the smallest nodes, or fixed tiles, on the core where they leave most room.
 */
public final class Tightness {
  private Tightness() {}

  /** The layer whose nodes take the largest part of the memory of the roomiest core that may run it, in words; empty without layers. */
  public static String words(MappingProblem problem) {
    AllocationProblem base = problem.base();
    FeasibilityOracle oracle = new FeasibilityOracle(base);
    Question question = oracle.question(problem.requirements());
    double tightest = -1;
    String words = "";
    for (int l = 0; l < base.workload().layers().size(); l++) {
      String layer = base.workload().layers().get(l).name();
      for (long[] node : oracle.bytes(l, question)) {
        int best = roomiest(problem, question, layer, node);
        long capacity = best < 0 ? 0 : FeasibilityOracle.capacity(base, best, question);
        if (capacity > 0 && (double) node[best] / capacity > tightest) {
          tightest = (double) node[best] / capacity;
          words = String.format(Locale.ROOT,
              "Memory is scarcest for the layer (%s): %s with everything it reads takes %,d of the %,d bytes of the core (%s), "
                  + "on which it leaves most room.",
              layer, oracle.grid(layer, question) == null ? "one row of one output channel" : "a tile", node[best], capacity,
              base.accelerator().cores().get(best).name());
        }
      }
    }
    return words + demands(problem.requirements());
  }

  /** The core that may run the layer on which a node takes the smallest part; -1 if there is none. */
  private static int roomiest(MappingProblem problem, Question question, String layer, long[] node) {
    int best = -1;
    double least = Double.MAX_VALUE;
    for (int c = 0; c < node.length; c++) {
      long capacity = FeasibilityOracle.capacity(problem.base(), c, question);
      boolean may = problem.allocation().allows(layer, problem.base().accelerator().cores().get(c).name());
      if (may && node[c] >= 0 && capacity > 0 && (double) node[c] / capacity < least) {
        least = (double) node[c] / capacity;
        best = c;
      }
    }
    return best;
  }

  /** Wishes that keep data in memory for longer than a machine must. */
  private static String demands(List<Requirement> wishes) {
    List<String> keeping = wishes.stream()
        .filter(w -> w instanceof Requirement.Fuse || w instanceof Requirement.Cap || w instanceof Requirement.Together)
        .map(Requirement::words)
        .toList();
    return keeping.isEmpty() ? "" : " It is also required that " + String.join(", and that ", keeping) + ".";
  }
}
