package dev.dovetail.solver.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dovetail.models.BadInputException;
import dev.dovetail.models.io.Suggestions;
import dev.dovetail.solver.ExitCode;
import dev.dovetail.solver.Versions;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The entry point of the command line. */
public final class Main {
  private Main() {}

  /** Runs the command line and ends the process with its exit code, see {@link ExitCode}. */
  public static void main(String[] args) {
    StandardToolbox toolbox = new StandardToolbox();
    StandardOutput stdout = new StandardOutput(new FileOutputStream(FileDescriptor.out));
    PrintStream out = new PrintStream(stdout, false, StandardOutput.charset());
    int code = stdout.judge(run(args, out, System.err, toolbox), out, System.err);
    toolbox.printed();
    System.exit(code);
  }

  /** Runs one command; never throws, never ends the process. */
  static int run(String[] args, PrintStream out, PrintStream err, Toolbox toolbox) {
    Console console = new Console(out, err, toolbox);
    boolean json = Arrays.asList(args).contains("--json");
    CommandLine line = new CommandLine(new Root());
    for (Object command : commands(console)) {
      line.addSubcommand(command);
    }
    line.setOut(new java.io.PrintWriter(out, true));
    line.setErr(new java.io.PrintWriter(err, true));
    line.setUsageHelpAutoWidth(false);
    line.setUsageHelpWidth(120);
    line.setParameterExceptionHandler((e, rest) -> complain(console, json, ExitCode.USAGE, usage(e)));
    line.setExecutionExceptionHandler((e, command, parsed) -> failed(console, json, debug(args), e));
    try {
      return line.execute(args);
    } catch (RuntimeException | Error e) {
      return failed(console, json, debug(args), e);
    }
  }

  private static List<BaseCommand> commands(Console console) {
    return List.of(
        new MapCommand(console),
        new SolveCommand(console),
        new CheckCommand(console),
        new BoundCommand(console),
        new CostCommand(console),
        new ShowCommand(console),
        new ExportCommand(console),
        new SolversCommand(console),
        new NetworksCommand(console),
        new AcceleratorsCommand(console));
  }

  private static boolean debug(String[] args) {
    return Arrays.asList(args).contains("--debug") || System.getenv("DOVETAIL_DEBUG") != null;
  }

  private static int failed(Console console, boolean json, boolean debug, Throwable e) {
    if (e instanceof UsageException) {
      return complain(console, json, ExitCode.USAGE, String.valueOf(e.getMessage()));
    }
    if (e instanceof BadInputException bad) {
      return complain(console, json, bad.exitCode(), String.valueOf(bad.getMessage()));
    }
    int code = complain(console, json, ExitCode.BACKEND_FAILED, internal(e));
    if (debug) {
      e.printStackTrace(console.err());
    }
    return code;
  }

  private static String internal(Throwable e) {
    String what =
        e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage().lines().findFirst().orElse(""));
    String maybe =
        e instanceof OutOfMemoryError
            ? "give the JVM more memory with -Xmx."
            : "report it, with the stack trace that --debug prints.";
    return "internal error: %s%nMaybe %s".formatted(what, maybe);
  }

  private static int complain(Console console, boolean json, int exitCode, String message) {
    console.err().println("dovetail: " + message);
    console.err().flush();
    if (json) {
      ObjectNode o = JsonNodeFactory.instance.objectNode();
      o.put("status", exitCode == ExitCode.INFEASIBLE ? "infeasible" : "failed");
      o.put("exitCode", exitCode);
      o.put("message", message);
      console.json(o);
    }
    return exitCode;
  }

  /** What is wrong with the command line, with the nearest known word. */
  private static String usage(ParameterException e) {
    CommandLine command = e.getCommandLine();
    String help = "'%s --help' tells what is known.".formatted(command.getCommandSpec().qualifiedName());
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      String word = unmatched.getUnmatched().get(0);
      if (word.startsWith("-")) {
        String option = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
        return "The option (%s) is unknown.%nMaybe %s".formatted(option,
            nearest(option, command.getCommandSpec().optionsMap().keySet(), help));
      }
      if (command.getParent() == null) {
        return "The command (%s) is unknown.%nMaybe %s".formatted(word, nearest(word, command.getSubcommands().keySet(), help));
      }
      return "The argument (%s) is one too many.%nMaybe %s".formatted(word, help);
    }
    String message = String.valueOf(e.getMessage());
    return message.contains("Maybe ") ? message : message + System.lineSeparator() + "Maybe " + help;
  }

  private static String nearest(String word, java.util.Collection<String> known, String help) {
    return Suggestions.nearest(word, known).map(n -> "you meant '%s'; %s".formatted(n, help)).orElse(help);
  }

  /** What stands before every command. */
  @Command(
      name = "dovetail",
      description = "Maps neural networks onto multi-core accelerators and proves how far each mapping is from the best one.",
      footer = {
          "",
          "Exit codes: 0 verified mapping written; 2 usage; 3 bad input; 10 infeasible; 11 nothing found within the limit;",
          "12 required gap not met; 20 a method failed (a mapping verified before is kept); 30 a claim was refuted;",
          "130 interrupted (best mapping kept).",
          "",
          "First steps: dovetail map resnet18 --on quad-core"
      },
      versionProvider = VersionProvider.class)
  static final class Root implements Callable<Integer> {
    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print this help.")
    boolean help;

    @Option(names = {"-V", "--version"}, versionHelp = true, description = "Print the versions.")
    boolean version;

    @picocli.CommandLine.Spec
    picocli.CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

    @Override
    public Integer call() {
      throw new ParameterException(java.util.Objects.requireNonNull(spec).commandLine(), "There is no command.");
    }
  }

  /** The versions of everything that takes part. */
  static final class VersionProvider implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return Versions.all().entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toArray(String[]::new);
    }
  }
}
