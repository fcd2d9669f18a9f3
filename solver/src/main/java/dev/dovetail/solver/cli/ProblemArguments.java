package dev.dovetail.solver.cli;

import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A problem: a file, or a network and {@code --on} an accelerator. */
final class ProblemArguments {
  @Parameters(
      index = "0",
      paramLabel = "PROBLEM.yaml|NETWORK",
      description = "The problem, of any kind; or a network, with --on ACCELERATOR.")
  String problem = "";

  @Mixin
  MappingOptions allocation = new MappingOptions();

  /** Reads whichever was given. */
  ProblemFile<?, ?> read(Console console) {
    if (allocation.on.accelerator == null) {
      return ProblemFile.read(Path.of(problem), console.toolbox());
    }
    return allocation.file(allocation.read(problem), Path.of(problem), console.toolbox());
  }
}
