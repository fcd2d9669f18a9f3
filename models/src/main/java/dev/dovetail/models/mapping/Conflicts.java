package dev.dovetail.models.mapping;

import dev.dovetail.models.allocation.AllocationProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Explains problems of kind {@code mapping} that are proved to have no answer.
 *
 * <p>Role: a minimal set of requirements and facts of the hardware that conflict, found by taking away one after another and keeping what the
 * proof needs (deletion filter; Chinneck and Dravnieks, ORSA Journal on Computing 3(2), 1991), and the smallest relaxation that helps,
 * verified by asking again. Only proofs count: a problem for which a search finds nothing is not called infeasible.
 */
public final class Conflicts {
  /** Most relaxations that are put together. */
  private static final int MOST_RELAXATIONS = 8;

  private final AllocationProblem base;
  private final FeasibilityOracle oracle;

  private Conflicts(AllocationProblem base) {
    this.base = base;
    this.oracle = new FeasibilityOracle(base);
  }

  /**
   * Looks for a proof that there is no mapping.
   *
   * @throws dev.dovetail.models.InfeasibleException with the conflict, if there is one
   */
  public static void check(MappingProblem problem) {
    check(problem.base(), problem.requirements());
  }

  static void check(AllocationProblem base, List<Requirement> wishes) {
    Optional<Conflict> found = of(base, wishes);
    if (found.isPresent()) {
      throw found.get().exception();
    }
  }

  /** The conflict between the user's wishes and the hardware; empty if none is known. */
  public static Optional<Conflict> of(AllocationProblem base, List<Requirement> wishes) {
    return new Conflicts(base).find(wishes);
  }

  private Optional<Conflict> find(List<Requirement> wishes) {
    Question asked = oracle.question(wishes);
    Optional<Refutation> refutation = oracle.refute(asked);
    if (refutation.isEmpty()) {
      return Optional.empty();
    }
    Question core = core(asked);
    Refutation of = oracle.refute(core).orElseThrow();
    ConflictWords words = new ConflictWords(base, core, of);
    return Optional.of(relaxed(asked, core, of, words.pieces()));
  }

  /** The pieces that the proof needs: each one whose absence makes it go away. Facts of the hardware are given up before wishes. */
  private Question core(Question asked) {
    Question core = asked;
    for (int c = 0; c < base.accelerator().cores().size(); c++) {
      core = smaller(core, core.withCapacity(c, Question.UNLIMITED));
    }
    for (int l = 0; l < base.workload().layers().size(); l++) {
      core = smaller(core, core.withEverywhere(l));
    }
    for (Requirement wish : asked.wishes()) {
      core = smaller(core, core.without(wish));
    }
    return core;
  }

  private Question smaller(Question now, Question less) {
    return oracle.refute(less).isPresent() ? less : now;
  }

  private Conflict relaxed(Question asked, Question core, Refutation of, List<String> pieces) {
    Question now = asked;
    Question conflict = core;
    Refutation refutation = of;
    List<String> done = new ArrayList<>();
    String alternative = "";
    boolean resolved = false;
    while (!resolved && done.size() < MOST_RELAXATIONS) {
      List<Relaxation> all = new Relaxations(base, oracle, conflict, refutation).all();
      Optional<Relaxation> best = first(all, now);
      resolved = best.isPresent();
      if (best.isEmpty()) {
        best = first(all, conflict); // it resolves this conflict, and others are left
      }
      if (best.isEmpty()) {
        break;
      }
      if (resolved && !best.get().hardware()) {
        alternative = first(all.stream().filter(Relaxation::hardware).toList(), now).map(Relaxation::words).orElse("");
      }
      done.add(best.get().words());
      now = best.get().applied(now);
      if (!resolved) {
        conflict = core(now);
        refutation = oracle.refute(conflict).orElseThrow();
      }
    }
    return new Conflict(of.claim(), pieces, done, done.size() == 1 ? alternative : "", resolved);
  }

  /** The first of some relaxations under which nothing is known against a question. */
  private Optional<Relaxation> first(List<Relaxation> all, Question question) {
    return all.stream().filter(r -> oracle.refute(r.applied(question)).isEmpty()).findFirst();
  }

  static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
