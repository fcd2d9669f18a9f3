package dev.dovetail.solver;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.Mapping;
import dev.dovetail.models.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * How the problems and mappings of a kind are shown to people.
 *
 * @param <P> problem
 * @param <M> mapping
 */
public interface Presentation<P extends Problem, M extends Mapping> {
  /** What is minimised, with its unit, for example {@code latency} and {@code cycles}. */
  Measure measure(P problem);

  /** Further facts for result.json, in a fixed order, for example {@code costModel}. */
  Map<String, String> labels(P problem);

  /** A picture for a terminal, in plain ASCII; ends with a line break, or empty if there is none. */
  String ascii(P problem, M mapping, Evaluation evaluation);

  /**
   * Writes the report, one self-contained HTML file.
   *
   * @param result result.json of the solve, or an empty object if there is none
   */
  void writeHtml(P problem, M mapping, Evaluation evaluation, JsonNode result, Path file) throws IOException;

  /**
   * Writes a trace that Perfetto shows.
   *
   * @param result result.json of the solve, or an empty object if there is none
   */
  void writeTrace(P problem, M mapping, Evaluation evaluation, JsonNode result, Path file) throws IOException;

  /**
   * What a number is of.
   *
   * @param name for example {@code latency}
   * @param unit for example {@code cycles}; may be empty
   */
  record Measure(String name, String unit) {}
}
