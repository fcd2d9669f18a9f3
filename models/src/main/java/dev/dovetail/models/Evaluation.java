package dev.dovetail.models;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an evaluator found: the cost recomputed from the mapping alone, and every violation.
 *
 * @param objective the quantity that the problem minimises; meaningful only if there is no violation
 * @param cost the cost broken down, in a fixed order, the name carries the unit (for example
 *     {@code latencyCycles}, {@code energyFemtojoules})
 * @param violations all broken rules; empty means that the mapping is executable
 */
public record Evaluation(long objective, Map<String, Long> cost, List<Violation> violations) {
  public Evaluation {
    cost = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(cost));
    violations = List.copyOf(violations);
  }

  /** Whether the mapping is executable as it stands. */
  public boolean isExecutable() {
    return violations.isEmpty();
  }
}
