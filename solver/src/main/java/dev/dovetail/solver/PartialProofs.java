package dev.dovetail.solver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts together what several methods claim of the same parts of all mappings, and finds where they contradict each other. Stateless. */
final class PartialProofs {
  private PartialProofs() {}

  /** One proof for each space of which something is proved, in the order of the first claims. */
  static List<PartialProof> of(List<? extends MethodResult<?>> methods) {
    List<PartialProof> proofs = new ArrayList<>();
    merged(methods)
        .forEach(
            (space, all) -> {
              if (all.bound() == Long.MIN_VALUE) {
                return;
              }
              List<String> names = new ArrayList<>();
              boolean exhausted = false;
              for (MethodResult<?> m : methods) {
                for (Claim c : m.claims()) {
                  if (c.space().equals(space) && c.bound() == all.bound()) {
                    names.add(m.method());
                    exhausted |= c.proof() == Outcome.Proof.EXHAUSTED;
                  }
                }
              }
              proofs.add(new PartialProof(space, all.bound(), all.isOptimum(), evidence(all, names, exhausted), names));
            });
    return proofs;
  }

  private static @Nullable Evidence evidence(Claim all, List<String> names, boolean exhausted) {
    if (!all.isOptimum()) {
      return null;
    }
    if (names.stream().distinct().count() > 1) {
      return Evidence.AGREED;
    }
    return exhausted ? Evidence.EXHAUSTED : Evidence.CLAIMED;
  }

  /** A bound above the cost of a mapping of its own space; null if there is none. */
  static @Nullable Disagreement disagreement(List<? extends MethodResult<?>> methods) {
    Map<String, Claim> merged = merged(methods);
    for (MethodResult<?> m : methods) {
      for (Claim c : m.claims()) {
        Claim all = merged.get(c.space());
        if (all != null && c.bound() > all.inside()) {
          return new Disagreement(
              m.method(),
              c.bound(),
              all.inside(),
              "The lower bound (%d) of %s is refuted by a mapping of the very space it is about, which costs %d."
                  .formatted(c.bound(), m.method(), all.inside()),
              List.of());
        }
      }
    }
    return null;
  }

  private static Map<String, Claim> merged(List<? extends MethodResult<?>> methods) {
    Map<String, Claim> merged = new LinkedHashMap<>();
    methods.forEach(m -> m.claims().forEach(c -> merged.merge(c.space(), c, Claim::and)));
    return merged;
  }
}
