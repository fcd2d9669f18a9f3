package dev.dovetail.encodings.cp.rewrite;

import dev.dovetail.encodings.cp.Constraint;
import dev.dovetail.encodings.cp.ConstraintModel;
import dev.dovetail.encodings.cp.Feature;
import dev.dovetail.encodings.cp.IntervalVar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Rewrites a model until it only uses what a backend supports. Immutable. */
public final class RewriteChain {
  private final List<Rewrite> rewrites;

  private RewriteChain(List<Rewrite> rewrites) {
    this.rewrites = List.copyOf(rewrites);
  }

  /** All rewrites. With it a backend that only takes {@link Feature#LINEAR} takes every model. */
  public static RewriteChain standard() {
    return new RewriteChain(
        List.of(
            new NoOverlapToDisjunctions(),
            new NoOverlap2dToDisjunctions(),
            new OptionalCumulativeToTaskHeights(),
            new CumulativeToStartChecks(),
            new CircuitToPositions(),
            new ElementToTable(),
            new ElementToEnforcedLinear(),
            new TableToSelectors(),
            new MinToMax(),
            new MaxToLinear(),
            new AllDifferentToOrder(),
            new BoolToLinear(),
            new EnforcedLinearToBigM()));
  }

  /** This chain with some rewrites tried before the others. */
  public RewriteChain preferring(Rewrite... first) {
    List<Rewrite> all = new ArrayList<>(List.of(first));
    all.addAll(rewrites);
    return new RewriteChain(all);
  }

  /** The rewrites in the order in which they are tried. */
  public List<Rewrite> rewrites() {
    return rewrites;
  }

  /**
   * Rewrites a model.
   *
   * @param supported what the result may use
   * @throws IllegalArgumentException if no rewrite takes away an unsupported feature
   */
  public Rewritten rewrite(ConstraintModel model, Predicate<Feature> supported) {
    Rewriting out = new Rewriting(model.toBuilder().clearConstraints().hint(null));
    model.intervals().forEach(interval -> rewriteInterval(interval, supported, out));
    for (Constraint constraint : model.constraints()) {
      out.add(constraint);
      while (!out.pending().isEmpty()) {
        step(out.pending().removeFirst(), supported, out);
        out.addedIntervals().forEach(interval -> rewriteInterval(interval, supported, out));
        out.addedIntervals().clear();
      }
    }
    while (!out.pending().isEmpty()) {
      step(out.pending().removeFirst(), supported, out);
    }
    return new Rewritten(model, out.builder().build(), out.values());
  }

  /** The features that this chain can make out of others, given what is supported: what a backend takes in the end. */
  public boolean reaches(Feature feature, Set<Feature> supported) {
    if (supported.contains(feature)) {
      return true;
    }
    return rewrites.stream()
        .anyMatch(r -> r.source().contains(feature) && r.target().stream().allMatch(t -> reaches(t, supported)));
  }

  private void step(Constraint constraint, Predicate<Feature> supported, Rewriting out) {
    if (supported.test(constraint.feature())) {
      out.builder().add(constraint);
      return;
    }
    Optional<Rewrite> rewrite =
        rewrites.stream().filter(r -> r.source().contains(constraint.feature()) && r.appliesTo(constraint)).findFirst();
    rewrite
        .orElseThrow(
            () -> new IllegalArgumentException(
                "The constraint type (%s) is not supported, and no rewrite replaces it."
                    .formatted(constraint.feature().label())))
        .apply(constraint, out);
  }

  private static void rewriteInterval(IntervalVar interval, Predicate<Feature> supported, Rewriting out) {
    Feature feature = interval.isOptional() ? Feature.OPTIONAL_INTERVAL : Feature.INTERVAL;
    if (!supported.test(feature) && !interval.isAlwaysConsistent()) {
      out.add(IntervalToLinear.invariant(interval));
    }
  }
}
