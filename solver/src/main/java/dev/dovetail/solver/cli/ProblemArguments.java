package dev.dovetail.solver.cli;

import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** A problem, given as a file. */
final class ProblemArguments {
  @Parameters(index = "0", paramLabel = "PROBLEM.yaml", description = "The problem, of any kind.")
  String problem = "";

  ProblemFile<?, ?> read(Console console) {
    return ProblemFile.read(Path.of(problem), console.toolbox());
  }
}
