package dev.dovetail.solver.cli;

import dev.dovetail.models.Mapping;
import dev.dovetail.models.Problem;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.OutputDirectory;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code dovetail solve}: a problem file of any kind. */
@Command(name = "solve", description = "Solve a problem file: a verified mapping, a lower bound, the gap between them.")
final class SolveCommand extends BaseCommand {
  @Parameters(index = "0", paramLabel = "PROBLEM.yaml", description = "The problem, of any kind.")
  Path problem = Path.of("");

  @Mixin
  SolveOptions options = new SolveOptions();

  SolveCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() {
    options.limits();
    return solve(ProblemFile.read(problem, console.toolbox()));
  }

  private <P extends Problem, M extends Mapping> int solve(ProblemFile<P, M> file) {
    List<Method<P, M>> methods = options.startingFrom(file.kind(), file.problem(), options.methods(file.kind()));
    Path directory = options.out != null ? options.out : Path.of("out", baseName(problem));
    OutputDirectory out = OutputDirectory.open(directory);
    out.setProblemAside(problem);
    return new Solving(console, json).run(file, methods, options, out);
  }

  /** The file's name without its last ending. */
  static String baseName(Path file) {
    Path name = file.getFileName();
    String text = name == null ? "problem" : name.toString();
    int dot = text.lastIndexOf('.');
    return dot > 0 ? text.substring(0, dot) : text;
  }
}
