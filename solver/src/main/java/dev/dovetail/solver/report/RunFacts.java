package dev.dovetail.solver.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dovetail.models.LowerBound;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What is known of the run that found a mapping; the same for every problem kind.
 *
 * @param bounds all proven lower bounds on the objective, those that a method proved included; may be empty
 * @param curve incumbent and bound over time, in any order; may be empty
 * @param facts further facts in a fixed order, shown as they are; {@code method}, {@code status} and {@code evidence}, where given, also
 *     go to the headline
 * @param methods what each method of the run reached, in their order; may be empty
 * @param front mappings that trade latency for energy
 */
public record RunFacts(
    List<LowerBound> bounds,
    List<AnytimePoint> curve,
    Map<String, String> facts,
    List<MethodFacts> methods,
    FrontFacts front) {

  /** Without methods and without a trade-off front. */
  public RunFacts(List<LowerBound> bounds, List<AnytimePoint> curve, Map<String, String> facts) {
    this(bounds, curve, facts, List.of(), FrontFacts.NONE);
  }

  public RunFacts {
    bounds = List.copyOf(bounds);
    curve = List.copyOf(curve);
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    methods = List.copyOf(methods);
    Objects.requireNonNull(front);
  }

  /**
   * The facts of a solve.
   *
   * @param result result.json of the solve, or an empty object if there is none
   */
  public static RunFacts of(JsonNode result) {
    ResultFile file = new ResultFile(result);
    return new RunFacts(file.bounds(), file.curve(), file.facts(), file.methods(), file.front());
  }
}
