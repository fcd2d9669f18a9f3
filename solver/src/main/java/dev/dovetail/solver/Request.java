package dev.dovetail.solver;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a solve beside the problem and the methods.
 *
 * @param limits of each method
 * @param team whether the methods share one time limit, and a later one runs only where our own bounds did not settle the answer of the
 *     earlier ones: its proof then stands beside theirs
 * @param requiredGap the relative gap that the answer must reach, or null if any verified mapping will do
 * @param inputs path of each file read to its SHA-256 in hexadecimal; what has no file: its role to {@code name: ...}
 * @param versions of everything that takes part
 * @param labels further facts for result.json, name to value, for example {@code costModel}
 */
public record Request(
    Limits limits,
    boolean team,
    @Nullable Double requiredGap,
    Map<String, String> inputs,
    Map<String, String> versions,
    Map<String, String> labels) {
  public Request {
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
  }

  /** Limits alone. */
  public static Request of(Limits limits) {
    return new Request(limits, false, null, Map.of(), Map.of(), Map.of());
  }
}
