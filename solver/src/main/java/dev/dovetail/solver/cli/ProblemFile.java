package dev.dovetail.solver.cli;

import dev.dovetail.models.Mapping;
import dev.dovetail.models.Problem;
import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.registry.ProblemFormats;
import dev.dovetail.solver.KindMethods;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A problem file that was read, with its kind.
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
    ProblemFormats.Recognised<KindMethods<?, ?>> found =
        ProblemFormats.recognise(file, toolbox.kinds(), KindMethods::kind);
    return read(file, found.tree(), found.kind());
  }

  private static <P extends Problem, M extends Mapping> ProblemFile<P, M> read(
      Path file, Optional<DataNode> tree, KindMethods<P, M> kind) {
    P problem = kind.kind().readProblem(file);
    return new ProblemFile<>(file, kind, problem,
        tree.map(t -> Inputs.of(file, t)).orElseGet(() -> Inputs.of(file, kind.kind().companions(file))));
  }
}
