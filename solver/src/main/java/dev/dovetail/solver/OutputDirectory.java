package dev.dovetail.solver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dovetail.models.BadInputException;
import dev.dovetail.models.MappingText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The directory that a solve writes into.
 *
 * <p>Role: every file appears whole or not at all (temporary file, then rename), and no file is touched that Dovetail did not
 * write. What an earlier solve left there is kept as {@code previous-*.json}, so that an old mapping never stands beside a new
 * result.
 */
public final class OutputDirectory {
  /** The best verified mapping. */
  public static final String MAPPING = "mapping.json";

  /** What the solve ended with. */
  public static final String RESULT = "result.json";

  /** A mapping that the evaluator refuted, with the reasons. */
  public static final String REJECTED = "rejected-mapping.json";

  /** The problem, where it was put together from the command line. */
  public static final String PROBLEM = "problem.yaml";

  /** The trade-off front: points, and the name of each one's mapping file. */
  public static final String PARETO = "pareto.json";

  /** The picture of the mapping. */
  public static final String REPORT = "report.html";

  /** First line of a problem file that Dovetail wrote and may write again. */
  static final String PROBLEM_MARK = "# Written by Dovetail from its command line, and replaced by its next run here.\n";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PREVIOUS = "previous-";

  private static final Pattern FRONT_MAPPING = Pattern.compile("(?:previous-)?(mapping-p[0-9]+\\.json)");

  /** All that a solve sets aside (front mappings besides), the result last: a kill in between leaves a state that the next open accepts. */
  private static final List<String> OWN = List.of(REJECTED, REPORT, PARETO, MAPPING, RESULT);

  private final Path directory;

  private OutputDirectory(Path directory) {
    this.directory = directory;
  }

  /**
   * Creates the directory if needed, tries that it can be written, and sets an earlier solve's files aside.
   *
   * @throws BadInputException if it cannot be used; nothing was changed then
   */
  public static OutputDirectory open(Path directory) {
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new BadInputException(
          "The output directory (%s) is a file.".formatted(directory), "pass another one with --out DIR.");
    }
    try {
      Files.createDirectories(directory);
      Path probe = directory.resolve(WholeFile.temporaryName("probe"));
      Files.writeString(probe, "", StandardOpenOption.CREATE_NEW);
      Files.delete(probe);
    } catch (IOException | SecurityException e) {
      throw new BadInputException(
          "The output directory (%s) cannot be written: %s.".formatted(directory, WholeFile.reason(e)),
          "pass another one with --out DIR.", e);
    }
    OutputDirectory out = new OutputDirectory(directory);
    out.refuseForeignFiles();
    out.frontMappings().forEach(out::setAside);
    OWN.forEach(out::setAside);
    return out;
  }

  /** A file of one of our names is ours if a result of ours stands beside it. */
  private void refuseForeignFiles() {
    for (String name : List.of(RESULT, PREVIOUS + RESULT)) {
      if (Files.exists(path(name)) && !isResult(path(name))) {
        throw foreign("a %s that is no result of Dovetail".formatted(name));
      }
    }
    if (Files.exists(path(RESULT)) || Files.exists(path(PREVIOUS + RESULT))) {
      return;
    }
    List<String> names = new ArrayList<>(OWN);
    names.addAll(frontMappings());
    for (String name : names) {
      for (String file : List.of(name, PREVIOUS + name)) {
        if (Files.exists(path(file))) {
          throw foreign("a %s without a %s beside it".formatted(file, RESULT));
        }
      }
    }
  }

  private BadInputException foreign(String what) {
    return new BadInputException(
        "The output directory (%s) holds %s.".formatted(directory, what),
        "pass another one with --out DIR, so that nothing of yours is replaced.");
  }

  private static boolean isResult(Path file) {
    try {
      JsonNode tree = JSON.readTree(file.toFile());
      return tree != null && tree.has("kind") && tree.has("status") && tree.has("method");
    } catch (IOException e) {
      return false;
    }
  }

  /** Name of the mapping file of a point of the front. */
  public static String frontMapping(int number) {
    return "mapping-p" + number + ".json";
  }

  /** Names of all mapping files of a front that are there, or were and are set aside; sorted. */
  private List<String> frontMappings() {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(f -> FRONT_MAPPING.matcher(String.valueOf(f.getFileName())))
          .filter(Matcher::matches)
          .map(m -> m.group(1))
          .distinct()
          .sorted()
          .toList();
    } catch (IOException e) {
      throw WholeFile.broken(directory, e);
    }
  }

  private void setAside(String name) {
    try {
      Path previous = path(PREVIOUS + name);
      if (Files.exists(path(name))) {
        WholeFile.move(path(name), previous);
      } else {
        Files.deleteIfExists(previous);
      }
    } catch (IOException e) {
      throw WholeFile.broken(path(name), e);
    }
  }

  /** The directory itself. */
  public Path directory() {
    return directory;
  }

  /** Path of the file of that name in the directory, whether it exists or not. */
  public Path path(String name) {
    return directory.resolve(name);
  }

  /** Writes a JSON tree under that name, whole or not at all. */
  public void write(String name, JsonNode tree) {
    writeText(name, MappingText.of(tree));
  }

  /**
   * Checks that {@link #writeProblem} would replace no file of somebody else's.
   *
   * @throws BadInputException if there is a problem file that Dovetail did not write
   */
  public static void refuseForeignProblem(Path directory) {
    Path file = directory.resolve(PROBLEM);
    if (Files.exists(file) && !isOwnProblem(file)) {
      throw new BadInputException(
          "The output directory (%s) holds a %s that Dovetail did not write.".formatted(directory, PROBLEM),
          "pass another one with --out DIR, so that nothing of yours is replaced.");
    }
  }

  private static boolean isOwnProblem(Path file) {
    try {
      return Files.isRegularFile(file) && Files.readString(file).startsWith(PROBLEM_MARK);
    } catch (IOException e) {
      // What cannot be read is not ours.
      return false;
    }
  }

  /** Sets aside the problem of an earlier run, unless it is the one being solved: it would belong to another mapping. */
  public void setProblemAside(Path solved) {
    Path own = path(PROBLEM);
    Path previous = path(PREVIOUS + PROBLEM);
    try {
      if (isOwnProblem(own) && !Files.isSameFile(own, solved) && (!Files.exists(previous) || isOwnProblem(previous))) {
        WholeFile.move(own, previous);
      }
    } catch (IOException e) {
      throw WholeFile.broken(own, e);
    }
  }

  /** Writes the problem that was put together from the command line. */
  public void writeProblem(String text) {
    refuseForeignProblem(directory);
    writeText(PROBLEM, PROBLEM_MARK + text);
  }

  /** Writes text under that name, whole or not at all. */
  public void writeText(String name, String text) {
    WholeFile.write(path(name), file -> Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }

  /** Takes a file away; nothing happens if there is none. */
  void remove(String name) {
    try {
      Files.deleteIfExists(path(name));
    } catch (IOException e) {
      throw WholeFile.broken(path(name), e);
    }
  }
}
