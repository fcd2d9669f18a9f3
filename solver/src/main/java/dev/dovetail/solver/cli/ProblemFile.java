package dev.dovetail.solver.cli;

import dev.dovetail.models.Mapping;
import dev.dovetail.models.Problem;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.io.Suggestions;
import dev.dovetail.solver.KindMethods;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A problem file that was read, with the kind that its {@code format} names.
 *
 * @param file where it was
 * @param kind its kind
 * @param problem what it asks
 * @param inputs what it was read from, see {@link Inputs}
 */
record ProblemFile<P extends Problem, M extends Mapping>(
    Path file, KindMethods<P, M> kind, P problem, Map<String, String> inputs) {

  /**
   * Reads a problem of any kind.
   *
   * @throws dev.dovetail.models.BadInputException if anything in it is wrong
   */
  static ProblemFile<?, ?> read(Path file, Toolbox toolbox) {
    DataNode tree = DataFile.read(file);
    DataNode format = tree.required("format");
    List<KindMethods<?, ?>> kinds = toolbox.kinds();
    for (KindMethods<?, ?> kind : kinds) {
      if (kind.kind().problemFormat().equals(format.text())) {
        return read(file, tree, kind);
      }
    }
    throw format.error(
        "The format (%s) is that of no problem kind.".formatted(format.text()),
        Suggestions.instead(format.text(), kinds.stream().map(k -> k.kind().problemFormat()).toList()));
  }

  private static <P extends Problem, M extends Mapping> ProblemFile<P, M> read(
      Path file, DataNode tree, KindMethods<P, M> kind) {
    return new ProblemFile<>(file, kind, kind.kind().readProblem(file), Inputs.of(file, tree));
  }
}
