package dev.dovetail.solver.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one method of a run reached.
 *
 * @param method its name
 * @param objective of its best verified mapping, or null
 * @param bound the best bound known to it, or null
 * @param termination why it stopped
 * @param seconds from its start to its end
 * @param cost of its best verified mapping, broken down; empty if there is none
 */
public record MethodFacts(
    String method,
    @Nullable Long objective,
    @Nullable Long bound,
    String termination,
    double seconds,
    Map<String, Long> cost) {
  public MethodFacts {
    cost = Collections.unmodifiableMap(new LinkedHashMap<>(cost));
  }

  /** In one line. */
  String line() {
    return (objective == null ? "nothing found" : "best " + Numbers.grouped(objective))
        + (bound == null ? "" : ", bound " + Numbers.grouped(bound)) + ", " + termination + " after " + Numbers.seconds(seconds);
  }
}
