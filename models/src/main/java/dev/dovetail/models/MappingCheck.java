package dev.dovetail.models;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Judges a mapping file: it must be executable, and everything written in it must follow from it.
 *
 * <p>Role: what {@code dovetail check} does, and what every incumbent passes before it is kept. No solver is involved.
 */
public final class MappingCheck {
  /** The rule of a value in a file that does not follow from its mapping. */
  public static final String FILE_DIFFERS = "file-differs";

  private static final int LISTED = 200;
  private static final int LONGEST_TEXT = 64 << 20;

  private MappingCheck() {}

  /**
   * Reads a mapping file, evaluates it, derives all sections again and compares them with the file. Sections are compared only if
   * the mapping itself is executable: from another one nothing follows.
   *
   * @return cost, and all violations; those of the comparison have the JSON pointer as their place
   * @throws BadInputException if the file is no mapping of this kind
   */
  public static <P extends Problem, M extends Mapping> Evaluation check(ProblemKind<P, M> kind, P problem, Path mappingFile) {
    M mapping = kind.readMapping(problem, mappingFile);
    Evaluation evaluation = kind.evaluator().evaluate(problem, mapping);
    if (!evaluation.isExecutable() || !kind.derivesSections(mappingFile)) {
      return evaluation;
    }
    JsonNode file = tree(mappingFile);
    return new Evaluation(evaluation.objective(), evaluation.cost(), differences(kind.expected(problem, mapping, file), file));
  }

  /**
   * Compares a file with what should stand in it.
   *
   * @return a violation {@link #FILE_DIFFERS} for each place that differs, at its JSON pointer; at most 200
   */
  public static List<Violation> differences(JsonNode expected, JsonNode found) {
    List<Violation> differences = new ArrayList<>();
    compare(expected, found, "", differences);
    return differences;
  }

  private static JsonNode tree(Path file) {
    StreamReadConstraints constraints = StreamReadConstraints.builder().maxStringLength(LONGEST_TEXT).build();
    try {
      return new ObjectMapper(JsonFactory.builder().streamReadConstraints(constraints).build())
          .readTree(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new BadInputException(
          "The file (%s) cannot be read as JSON: %s.".formatted(file, e.getMessage()),
          "it changed while it was read, or it is YAML.", e);
    }
  }

  private static void compare(JsonNode expected, JsonNode found, String pointer, List<Violation> differences) {
    if (differences.size() >= LISTED) {
      return;
    }
    if (expected.isObject() && found.isObject()) {
      TreeSet<String> keys = new TreeSet<>();
      for (Map.Entry<String, JsonNode> e : expected.properties()) {
        keys.add(e.getKey());
      }
      for (Map.Entry<String, JsonNode> e : found.properties()) {
        keys.add(e.getKey());
      }
      for (String key : keys) {
        compare(expected.path(key), found.path(key), pointer + "/" + key.replace("~", "~0").replace("/", "~1"), differences);
      }
    } else if (expected.isArray() && found.isArray()) {
      if (expected.size() != found.size()) {
        differ(pointer, expected.size() + " elements", found.size() + " elements", differences);
      }
      for (int i = 0; i < Math.min(expected.size(), found.size()); i++) {
        compare(expected.get(i), found.get(i), pointer + "/" + i, differences);
      }
    } else if (!sameValue(expected, found)) {
      differ(pointer, shown(expected), shown(found), differences);
    }
  }

  private static boolean sameValue(JsonNode expected, JsonNode found) {
    if (expected.isIntegralNumber() && found.isIntegralNumber()) {
      return expected.bigIntegerValue().equals(found.bigIntegerValue());
    }
    return expected.equals(found);
  }

  private static void differ(String pointer, String expected, String found, List<Violation> differences) {
    if (differences.size() < LISTED) {
      differences.add(new Violation(FILE_DIFFERS, pointer,
          "The file says %s, what it decides makes it %s.".formatted(found, expected)));
    }
  }

  private static String shown(JsonNode node) {
    if (node.isMissingNode()) {
      return "nothing";
    }
    String text = node.toString();
    return text.length() <= 80 ? text : text.substring(0, 80) + "...";
  }
}
