package dev.dovetail.solver;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all methods of a solve together proved of a part of all mappings; it says nothing of the others.
 *
 * @param space the mappings that are meant, in words that follow "mappings"
 * @param bound no mapping of the space costs less
 * @param isOptimum whether a mapping of the space that costs as much is known
 * @param evidence what stands behind the optimum; null without one
 * @param methods that proved the bound, in the order of their runs
 */
public record PartialProof(String space, long bound, boolean isOptimum, @Nullable Evidence evidence, List<String> methods) {
  public PartialProof {
    methods = List.copyOf(methods);
  }

  /** One line for people. */
  public String sentence() {
    return (evidence == null ? "bound " : "optimum (%s) ".formatted(evidence.word())) + "among mappings " + space;
  }
}
