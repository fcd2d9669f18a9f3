package dev.dovetail.solver.report;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.LowerBound;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * What a report says of a run of any problem kind: the objective, what is proved, how it went.
 *
 * @param title of the page, for example {@code resnet18 on quad-core}
 * @param objectiveName what is minimised, for example {@code Latency}
 * @param format the objective and bounds with their unit, for people
 * @param evaluation of the mapping
 * @param bounds all proven bounds; may be empty
 * @param curve incumbent and bound over time; may be empty
 * @param facts further facts, in order
 */
record RunSummary(
    String title,
    String objectiveName,
    LongFunction<String> format,
    Evaluation evaluation,
    List<LowerBound> bounds,
    List<AnytimePoint> curve,
    Map<String, String> facts) {

  /** The objective. */
  long objective() {
    return evaluation.objective();
  }

  /** The largest bound; the first one among equals. */
  Optional<LowerBound> best() {
    return bounds.stream().max(Comparator.comparingLong(LowerBound::value).thenComparing(b -> -bounds.indexOf(b)));
  }

  /** Value of a fact; empty if it is not given. */
  Optional<String> fact(String name) {
    return Optional.ofNullable(facts.get(name));
  }
}
