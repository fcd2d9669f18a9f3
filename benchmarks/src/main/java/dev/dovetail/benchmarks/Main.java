package dev.dovetail.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dovetail bench}: how well the methods do. */
@Command(name = "dovetail bench", mixinStandardHelpOptions = true, description = "Optimality gaps over instances.",
    subcommands = {SweepCommand.class, RandomDagCommand.class})
public final class Main implements Runnable {
  @Spec
  private @org.jspecify.annotations.Nullable CommandSpec spec;

  private Main() {}

  /** Runs the command and ends the process: 0 if every run has a verified mapping, 1 if not, 2 for a wrong command line. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public void run() {
    throw new ParameterException(java.util.Objects.requireNonNull(spec).commandLine(), "There is no command.");
  }
}
