package dev.dovetail.solver.cli;

import dev.dovetail.models.Mapping;
import dev.dovetail.models.Problem;
import dev.dovetail.models.io.Suggestions;
import dev.dovetail.solver.KindMethods;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.OutputDirectory;
import dev.dovetail.solver.Start;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that solves. */
final class SolveOptions {
  /** A report with more of them shows nobody anything. */
  private static final int MOST_POINTS = 100;

  @Option(
      names = "--solver",
      split = ",",
      paramLabel = "NAME",
      description = "Method, or several separated by commas, to run one after another and compare; see 'dovetail solvers'.")
  List<String> solvers = new ArrayList<>();

  @Option(
      names = "--time-limit",
      paramLabel = "TIME",
      defaultValue = "30s",
      converter = Durations.class,
      description = "Most time for each method: 500ms, 30s, 5m, 1h. Default: ${DEFAULT-VALUE}.")
  Duration timeLimit = Duration.ofSeconds(30);

  @Option(
      names = "--gap",
      paramLabel = "GAP",
      converter = Gaps.class,
      description = "Stop at this relative gap: 1%% or 0.01. Exit code 12 if the limit comes first.")
  @Nullable
  Double gap;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
      description = "Of every random choice. Default: ${DEFAULT-VALUE}.")
  long seed = 1;

  @Option(names = "--threads", paramLabel = "N",
      description = "Worker threads. Default: all processors, or 1 with --reproducible.")
  @Nullable
  Integer threads;

  @Option(names = "--reproducible", description = "Only deterministic limits end the search: same seed, same answer.")
  boolean reproducible;

  @Option(
      names = "--memory",
      paramLabel = "MIB",
      defaultValue = "2048",
      description = "Most memory of a solver's process, in MiB. Default: ${DEFAULT-VALUE}.")
  int memory = 2048;

  @Option(names = "--relax",
      description = "Say what relaxing the hardware could buy: the binding bound with a little more of one thing.")
  boolean relax;

  @Option(names = "--why",
      description = "Say what makes the latency what it is: the critical chain through cores, links and DRAM.")
  boolean why;

  @Option(
      names = "--pareto",
      paramLabel = "N",
      description = {
          "Search the trade-off between latency and energy too: at most N mappings of which none is better in both,",
          "in pareto.json and mapping-p*.json."
      })
  @Nullable
  Integer pareto;

  @Option(
      names = "--from",
      paramLabel = "DIR|MAPPING.json",
      description = {
          "Begin from an earlier mapping, of this problem or of one that was edited a little: what it decided is kept where it",
          "still makes sense, and improved."
      })
  @Nullable
  Path from;

  @Option(names = "--out", paramLabel = "DIR", description = "Where the files go. Default: out/<name of the problem>.")
  @Nullable
  Path out;

  /** The limits, checked. */
  Limits limits() {
    int workers = threads != null ? threads : reproducible ? 1 : Runtime.getRuntime().availableProcessors();
    if (workers < 1 || workers > 1024) {
      throw new UsageException("The number of threads (%d) is not between 1 and 1024.".formatted(workers),
          "leave --threads out.");
    }
    if (memory < 64) {
      throw new UsageException("The memory (%d MiB) is too small for any solver.".formatted(memory), "leave --memory out.");
    }
    return new Limits(timeLimit, gap == null ? 0 : gap, seed, workers, reproducible, memory);
  }

  private static <P extends Problem, M extends Mapping> Method<P, M> tradingOff(KindMethods<P, M> kind, Method<P, M> method,
      int points) {
    return method
        .tradingOff(points)
        .orElseThrow(
            () -> {
              List<String> able =
                  kind.methods().stream().filter(m -> m.tradingOff(points).isPresent()).map(Method::name).toList();
              return new UsageException(
                  "The solver (%s) does not search the trade-off that --pareto asks for.".formatted(method.name()),
                  able.isEmpty() ? "leave --pareto out." : "write --solver " + able.get(able.size() - 1) + ".");
            });
  }

  /**
   * The methods, beginning from the earlier mapping if one is given; to be asked before the output directory is opened, which may hold it.
   */
  <P extends Problem, M extends Mapping> List<Method<P, M>> startingFrom(
      KindMethods<P, M> kind, P problem, List<Method<P, M>> methods) {
    if (from == null) {
      return methods;
    }
    Path file = Files.isDirectory(from) ? from.resolve(OutputDirectory.MAPPING) : from;
    if (!Files.isRegularFile(file)) {
      throw new UsageException("There is no earlier mapping (%s).".formatted(file),
          "give --from the directory of an earlier run.");
    }
    List<Start<M>> starts = List.of(new Start<>(kind.kind().readMapping(problem, file), "earlier mapping"));
    List<Method<P, M>> beginning = new ArrayList<>();
    for (Method<P, M> method : methods) {
      beginning.add(method.startingFrom(starts).orElseThrow(() -> {
        List<String> able =
            kind.methods().stream().filter(m -> m.startingFrom(starts).isPresent()).map(Method::name).toList();
        return new UsageException(
            "The solver (%s) cannot begin from an earlier mapping.".formatted(method.name()),
            able.isEmpty() ? "leave --from out." : "write --solver " + able.get(able.size() - 1) + ".");
      }));
    }
    return beginning;
  }

  /** The methods asked for, or the default ones; a trade-off needs no second proof. */
  <P extends Problem, M extends Mapping> List<Method<P, M>> methods(KindMethods<P, M> kind) {
    if (pareto != null && (pareto < 2 || pareto > MOST_POINTS)) {
      throw new UsageException(
          "The number of mappings of a trade-off (%d) is not between 2 and %d.".formatted(pareto, MOST_POINTS),
          "write --pareto 8.");
    }
    List<String> names = solvers.isEmpty() ? kind.defaultMethods() : List.copyOf(new LinkedHashSet<>(solvers));
    List<Method<P, M>> methods = new ArrayList<>();
    for (String name : names) {
      Method<P, M> method =
          kind.method(name)
              .orElseThrow(
                  () -> new UsageException(
                      "The solver (%s) is none for problems of kind %s.".formatted(name, kind.kind().name()),
                      Suggestions.instead(name, kind.names())));
      methods.add(pareto == null ? method : tradingOff(kind, method, pareto));
    }
    return methods;
  }
}
