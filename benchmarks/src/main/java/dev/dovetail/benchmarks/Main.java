package dev.dovetail.benchmarks;

import dev.dovetail.benchmarks.flows.FlowsCommand;
import dev.dovetail.benchmarks.metro.MetroCommand;
import dev.dovetail.benchmarks.scope.ScopeCommand;
import dev.dovetail.benchmarks.soma.SomaCommand;
import dev.dovetail.benchmarks.stream.StreamCommand;
import dev.dovetail.models.BadInputException;
import dev.dovetail.solver.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dovetail bench}: how well the methods do. */
@Command(name = "dovetail bench", mixinStandardHelpOptions = true, description = "Optimality gaps over instances.",
    subcommands = {SweepCommand.class, SomaCommand.class, MetroCommand.class, ScopeCommand.class, StreamCommand.class,
        FlowsCommand.class, RandomDagCommand.class})
public final class Main implements Runnable {
  @Spec
  private @org.jspecify.annotations.Nullable CommandSpec spec;

  private Main() {}

  /**
   * Runs the command and ends the process: 0 if every run has a verified mapping, 1 if not, 2 for a wrong command line, 3 for a file
   * that cannot be read or written, 20 for an internal error.
   */
  public static void main(String[] args) {
    System.exit(run(new PrintWriter(System.err, true), args));
  }

  /** Runs the command; answers the exit code. */
  static int run(PrintWriter err, String... args) {
    CommandLine line = new CommandLine(new Main());
    line.setErr(err);
    line.setParameterExceptionHandler((e, rest) -> complain(err, ExitCode.USAGE, withAdvice(e)));
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          if (e instanceof BadInputException bad) {
            return complain(err, bad.exitCode(), String.valueOf(bad.getMessage()));
          }
          if (e instanceof IOException) {
            return complain(
                err, ExitCode.BAD_INPUT,
                "A file cannot be read or written: %s%nMaybe name another --out.".formatted(e.getMessage()));
          }
          return complain(err, ExitCode.BACKEND_FAILED, "internal error: %s%nMaybe report it.".formatted(e));
        });
    return line.execute(args);
  }

  private static int complain(PrintWriter err, int exitCode, String message) {
    err.println("dovetail bench: " + message);
    return exitCode;
  }

  private static String withAdvice(ParameterException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("Maybe ")
        ? message
        : "%s%nMaybe '%s --help' tells what is known.".formatted(message, e.getCommandLine().getCommandSpec().qualifiedName());
  }

  @Override
  public void run() {
    throw new ParameterException(java.util.Objects.requireNonNull(spec).commandLine(), "There is no command.");
  }
}
