package dev.dovetail.solver;

import dev.dovetail.models.LowerBound;
import dev.dovetail.models.Mapping;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Draws the conclusion from what bounds and methods said: status, evidence, exit code. Stateless.
 *
 * <p>A method's word counts as {@link Evidence#CLAIMED}; two methods that prove the same value have {@link Evidence#AGREED}; a
 * bound of our own at the cost beats both. Whatever contradicts a verified mapping is a {@link Disagreement}. What is proved of a part of
 * all mappings only ({@link Claim}) is passed on, and decides nothing, unless it contradicts a mapping of that very part.
 */
final class Verdict {
  /** What a solve knows beside its methods' results. */
  record Context(
      List<LowerBound> ownBounds,
      @Nullable String ownInfeasibility,
      @Nullable Disagreement fileDisagreement,
      boolean interrupted,
      @Nullable Double requiredGap,
      @Nullable Long timeToFirstNanos,
      long timeNanos,
      List<CurvePoint> curve) {}

  private Verdict() {}

  static <M extends Mapping> SolveResult<M> of(List<MethodResult<M>> methods, Context context) {
    MethodResult<M> best = best(methods);
    Disagreement disagreement = disagreement(methods, best, context);
    Long bound = null;
    String boundSource = "";
    List<LowerBound> own = new ArrayList<>(context.ownBounds());
    own.sort(Comparator.comparingLong(LowerBound::value).reversed());
    for (LowerBound b : own) {
      if (bound == null || b.value() > bound) {
        bound = b.value();
        boundSource = b.name();
      }
    }
    for (MethodResult<M> m : methods) {
      LowerBound word = m.ownWord();
      if (word != null && (bound == null || word.value() > bound)) {
        bound = word.value();
        boundSource = word.name();
      }
      Long objective = m.objective();
      if (m.claimsOptimum() && objective != null && (bound == null || objective > bound)) {
        bound = objective;
        boundSource = m.method();
      }
    }
    Conclusion c = conclude(methods, best, disagreement, own, bound, context);
    return new SolveResult<>(
        c.status(),
        c.evidence(),
        c.exitCode(),
        c.message(),
        best,
        bound,
        boundSource,
        own,
        PartialProofs.of(methods),
        disagreement,
        methods,
        context.timeToFirstNanos(),
        context.timeNanos(),
        context.curve());
  }

  private record Conclusion(Status status, @Nullable Evidence evidence, int exitCode, String message) {}

  private static <M extends Mapping> @Nullable MethodResult<M> best(List<MethodResult<M>> methods) {
    return methods.stream()
        .filter(m -> m.objective() != null)
        .min(Comparator.comparingLong(m -> Objects.requireNonNull(m.objective())))
        .orElse(null);
  }

  private static <M extends Mapping> @Nullable Disagreement disagreement(
      List<MethodResult<M>> methods, @Nullable MethodResult<M> best, Context context) {
    for (MethodResult<M> m : methods) {
      if (m.disagreement() != null) {
        return m.disagreement();
      }
    }
    if (context.fileDisagreement() != null) {
      return context.fileDisagreement();
    }
    if (best == null || best.objective() == null) {
      return null;
    }
    long cost = best.objective();
    for (LowerBound b : context.ownBounds()) {
      if (b.value() > cost) {
        return boundRefuted(b.name(), b, best.method(), cost);
      }
    }
    for (MethodResult<M> m : methods) {
      LowerBound word = m.ownWord();
      Long objective = m.objective();
      if (word != null && word.value() > cost) {
        return boundRefuted(m.method(), word, best.method(), cost);
      }
      if (m.claimsOptimum() && objective != null && objective > cost) {
        return new Disagreement(
            m.method(),
            objective,
            cost,
            "The optimum (%d) that %s claims is refuted by the verified mapping of %s, which costs %d."
                .formatted(objective, m.method(), best.method(), cost),
            List.of());
      }
      if (m.outcome().proof() == Outcome.Proof.INFEASIBLE) {
        return infeasibleRefuted(m.method(), best.method(), cost);
      }
    }
    return context.ownInfeasibility() == null
        ? PartialProofs.disagreement(methods)
        : infeasibleRefuted("our own bounds", best.method(), cost);
  }

  private static Disagreement boundRefuted(String who, LowerBound bound, String finder, long cost) {
    return new Disagreement(
        who,
        bound.value(),
        cost,
        "The lower bound %s (%d) is refuted by the verified mapping of %s, which costs %d."
            .formatted(bound.name(), bound.value(), finder, cost),
        List.of());
  }

  private static Disagreement infeasibleRefuted(String who, String finder, long cost) {
    return new Disagreement(
        who,
        Long.MAX_VALUE,
        cost,
        "The claim of %s that there is no mapping is refuted by the verified mapping of %s, which costs %d."
            .formatted(who, finder, cost),
        List.of());
  }

  private static <M extends Mapping> Conclusion conclude(
      List<MethodResult<M>> methods,
      @Nullable MethodResult<M> best,
      @Nullable Disagreement disagreement,
      List<LowerBound> own,
      @Nullable Long bound,
      Context context) {
    if (disagreement != null) {
      return new Conclusion(Status.FAILED, null, ExitCode.DISAGREEMENT, disagreement.message());
    }
    MethodResult<M> failed =
        methods.stream().filter(m -> m.outcome().termination() == Outcome.Termination.FAILED).findFirst().orElse(null);
    if (best == null || best.objective() == null) {
      return withoutMapping(methods, failed, context);
    }
    long cost = best.objective();
    Evidence evidence = optimality(methods, own, cost);
    Status status = evidence == null ? Status.FEASIBLE : Status.OPTIMAL;
    if (context.interrupted()) {
      return new Conclusion(status, evidence, ExitCode.INTERRUPTED, "Interrupted; the best verified mapping is kept.");
    }
    if (failed != null) {
      return new Conclusion(
          status,
          evidence,
          ExitCode.BACKEND_FAILED,
          "%s failed: %s The best verified mapping is kept.".formatted(failed.method(), sentence(failed.outcome().detail())));
    }
    Double required = context.requiredGap();
    if (required != null && (bound == null || Gap.of(cost, bound) > required)) {
      return new Conclusion(
          status,
          evidence,
          ExitCode.GAP_NOT_MET,
          "The gap (%s) is larger than the one asked for (%s %%)."
              .formatted(
                  bound == null ? "unknown" : Gap.percent(Gap.of(cost, bound)),
                  BigDecimal.valueOf(required).movePointRight(2).stripTrailingZeros().toPlainString()));
    }
    return new Conclusion(status, evidence, ExitCode.OK, best.outcome().detail());
  }

  private static <M extends Mapping> Conclusion withoutMapping(
      List<MethodResult<M>> methods, @Nullable MethodResult<M> failed, Context context) {
    if (context.ownInfeasibility() != null) {
      return new Conclusion(Status.INFEASIBLE, Evidence.BOUNDED, ExitCode.INFEASIBLE, context.ownInfeasibility());
    }
    List<MethodResult<M>> infeasible =
        methods.stream().filter(m -> m.outcome().proof() == Outcome.Proof.INFEASIBLE).toList();
    if (!infeasible.isEmpty()) {
      return new Conclusion(
          Status.INFEASIBLE,
          infeasible.size() > 1 ? Evidence.AGREED : Evidence.CLAIMED,
          ExitCode.INFEASIBLE,
          infeasible.get(0).outcome().detail());
    }
    if (context.interrupted()) {
      return new Conclusion(Status.UNKNOWN, null, ExitCode.INTERRUPTED, "Interrupted before anything was found.");
    }
    if (failed != null) {
      return new Conclusion(
          Status.FAILED, null, ExitCode.BACKEND_FAILED, "%s failed: %s".formatted(failed.method(), failed.outcome().detail()));
    }
    return new Conclusion(
        Status.UNKNOWN,
        null,
        ExitCode.NOTHING_FOUND,
        methods.isEmpty() ? "Nothing was run." : "Nothing was found: " + methods.get(0).outcome().detail());
  }

  private static <M extends Mapping> @Nullable Evidence optimality(
      List<MethodResult<M>> methods, List<LowerBound> own, long cost) {
    if (own.stream().anyMatch(b -> b.value() == cost)) {
      return Evidence.BOUNDED;
    }
    List<MethodResult<M>> sure =
        methods.stream().filter(MethodResult::claimsOptimum).filter(m -> Objects.equals(m.objective(), cost)).toList();
    if (sure.stream().map(MethodResult::method).distinct().count() > 1) {
      return Evidence.AGREED;
    }
    if (sure.stream().anyMatch(m -> m.outcome().proof() == Outcome.Proof.EXHAUSTED)) {
      return Evidence.EXHAUSTED;
    }
    // A bound of one method may meet the mapping of another.
    boolean claimed = !sure.isEmpty() || methods.stream().anyMatch(m -> m.ownWord() != null && m.ownWord().value() == cost);
    return claimed ? Evidence.CLAIMED : null;
  }

  private static String sentence(String text) {
    return text.isEmpty() || text.endsWith(".") ? text : text + ".";
  }
}
