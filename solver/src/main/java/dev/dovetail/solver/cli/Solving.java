package dev.dovetail.solver.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.Mapping;
import dev.dovetail.models.Problem;
import dev.dovetail.models.mapping.MappingProblem;
import dev.dovetail.models.mapping.Tightness;
import dev.dovetail.solver.ExitCode;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.OutputDirectory;
import dev.dovetail.solver.Request;
import dev.dovetail.solver.Solve;
import dev.dovetail.solver.SolveResult;
import dev.dovetail.solver.Versions;
import dev.dovetail.solver.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** What {@code map} and {@code solve} share: solve with a progress table, then report and summary. */
final class Solving {
  private static final List<String> ALWAYS = List.of(OutputDirectory.PROBLEM, OutputDirectory.MAPPING,
      OutputDirectory.REJECTED, OutputDirectory.RESULT, OutputDirectory.PARETO);

  private final Console console;
  private final boolean json;

  Solving(Console console, boolean json) {
    this.console = console;
    this.json = json;
  }

  /** Solves and prints; returns the exit code. */
  <P extends Problem, M extends Mapping> int run(
      ProblemFile<P, M> file, List<Method<P, M>> methods, SolveOptions options, OutputDirectory out) {
    if (options.why) {
      Why.check(file);
    }
    if (options.relax) {
      Relaxing.check(file);
    }
    ProgressTable table = new ProgressTable(console.err());
    Request request =
        new Request(
            options.limits(),
            options.solvers.isEmpty(),
            options.gap,
            file.inputs(),
            Versions.all(),
            file.kind().presentation().labels(file.problem()));
    SolveResult<M> result =
        new Solve<>(file.kind().kind(), file.problem(), methods, request, out, console.toolbox().environment(), table).run();
    table.flush();
    List<String> files = new ArrayList<>();
    for (String name : ALWAYS) {
      if (Files.exists(out.path(name))) {
        files.add(name);
      }
    }
    readResult(out).path("pareto").path("points").forEach(p -> files.add(p.path("mapping").asText()));
    if (writeReport(file, result, out)) {
      files.add(OutputDirectory.REPORT);
    }
    M explained = options.why ? result.mapping() : null;
    if (json) {
      ObjectNode tree = (ObjectNode) readResult(out);
      if (explained != null) {
        tree.set("why", Why.json(Why.chain(file, explained)));
      }
      if (options.relax) {
        tree.set("relaxations", Relaxing.json(file, null));
      }
      tree.put("directory", out.directory().toString());
      files.forEach(tree.putArray("files")::add);
      console.json(tree);
    } else {
      Summary summary = new Summary(console.out());
      summary.print(file, result, out, files);
      summary.front(readResult(out).path("pareto"));
      if (explained != null) {
        Why.print(Why.chain(file, explained), console.out());
      }
      if (options.relax) {
        Relaxing.print(file, null, console.out());
      }
    }
    if (result.exitCode() != ExitCode.OK) {
      console.err()
          .println("dovetail: " + result.message() + hint(file.problem(), result.exitCode())
              + (result.message().contains("Maybe ") ? "" : advice(result.exitCode())));
    }
    return result.exitCode();
  }

  /** What may be in the way where nothing was found and nothing is proved. */
  private static String hint(Problem problem, int exitCode) {
    return exitCode == ExitCode.NOTHING_FOUND && problem instanceof MappingProblem mapping
        ? System.lineSeparator() + Tightness.words(mapping)
        : "";
  }

  /** The way out, on a line of its own; nothing where a person ended the solve. */
  private static String advice(int exitCode) {
    String maybe =
        switch (exitCode) {
          case ExitCode.NOTHING_FOUND -> "raise --time-limit, or try another --solver.";
          case ExitCode.GAP_NOT_MET -> "raise --time-limit or --gap, or try another --solver.";
          case ExitCode.BACKEND_FAILED -> "try another --solver, or give it more with --memory.";
          case ExitCode.INFEASIBLE -> "allow more cores, memory or tiles.";
          case ExitCode.DISAGREEMENT ->
              "it is a fault of Dovetail: report it with %s and %s.".formatted(OutputDirectory.RESULT, OutputDirectory.REJECTED);
          default -> "";
        };
    return maybe.isEmpty() ? "" : System.lineSeparator() + "Maybe " + maybe;
  }

  /** A report that cannot be drawn is a warning: the mapping stands without its picture. */
  private <P extends Problem, M extends Mapping> boolean writeReport(
      ProblemFile<P, M> file, SolveResult<M> result, OutputDirectory out) {
    M mapping = result.mapping();
    Evaluation evaluation = result.evaluation();
    if (mapping == null || evaluation == null || result.exitCode() == ExitCode.INTERRUPTED) {
      return false;
    }
    try {
      WholeFile.write(
          out.path(OutputDirectory.REPORT),
          target -> file.kind().presentation().writeHtml(file.problem(), mapping, evaluation, readResult(out), target));
      return true;
    } catch (RuntimeException e) {
      console.err().println("warning: the report could not be written: " + e);
      return false;
    }
  }

  static JsonNode readResult(OutputDirectory out) {
    try {
      return new ObjectMapper().readTree(out.path(OutputDirectory.RESULT).toFile());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
