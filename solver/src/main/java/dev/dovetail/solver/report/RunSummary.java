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
 * @param run what is known of the run
 */
public record RunSummary(
    String title,
    String objectiveName,
    LongFunction<String> format,
    Evaluation evaluation,
    RunFacts run) {

  /** The objective. */
  public long objective() {
    return evaluation.objective();
  }

  /** All proven bounds; may be empty. */
  List<LowerBound> bounds() {
    return run.bounds();
  }

  /** Incumbent and bound over time; may be empty. */
  List<AnytimePoint> curve() {
    return run.curve();
  }

  /** Further facts, in order. */
  Map<String, String> facts() {
    return run.facts();
  }

  /** The largest bound; the first one among equals. */
  public Optional<LowerBound> best() {
    return bounds().stream().max(Comparator.comparingLong(LowerBound::value).thenComparing(b -> -bounds().indexOf(b)));
  }

  /** Value of a fact; empty if it is not given. */
  public Optional<String> fact(String name) {
    return Optional.ofNullable(facts().get(name));
  }
}
