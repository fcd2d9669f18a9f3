package dev.dovetail.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dovetail.benchmarks.instances.RandomDag;
import dev.dovetail.models.Mapping;
import dev.dovetail.models.Problem;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.solver.Environment;
import dev.dovetail.solver.ExitCode;
import dev.dovetail.solver.KindMethods;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.OutputDirectory;
import dev.dovetail.solver.Progress;
import dev.dovetail.solver.Request;
import dev.dovetail.solver.Solve;
import dev.dovetail.solver.cli.Durations;
import dev.dovetail.solver.registry.Methods;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dovetail bench random-dag}: a random task graph with several methods. */
@Command(name = "random-dag", mixinStandardHelpOptions = true,
    description = "Schedule a random task graph on unrelated cores with several methods; print one table of costs, bounds and gaps.")
final class RandomDagCommand implements Callable<Integer> {
  private static final int CHILD_MEBIBYTES = 2_048;

  @Option(names = "--tasks", paramLabel = "N", defaultValue = "100", description = "Default: ${DEFAULT-VALUE}.")
  int tasks;

  @Option(names = "--cores", paramLabel = "N", defaultValue = "8", description = "Default: ${DEFAULT-VALUE}.")
  int cores;

  @Option(names = "--spread", paramLabel = "PERCENT", defaultValue = "0",
      description = "How far the cores' speeds differ from task to task; 0 makes identical cores. Default: ${DEFAULT-VALUE}.")
  int spread;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
      description = "Of the instance and of every choice. Default: ${DEFAULT-VALUE}.")
  long seed;

  @Option(names = "--solver", split = ",", paramLabel = "NAME", description = "Methods. Default: the kind's default method.")
  List<String> names = new ArrayList<>();

  @Option(names = "--time-limit", paramLabel = "TIME", defaultValue = "60s", converter = Durations.class,
      description = "Of each method: 500ms, 30s, 5m. Default: ${DEFAULT-VALUE}.")
  Duration timeLimit = Duration.ofSeconds(60);

  @Option(names = "--threads", paramLabel = "N", description = "Default: all processors.")
  @Nullable
  Integer threads;

  @Option(names = "--out", paramLabel = "DIR", defaultValue = "out/random-dag", description = "Default: ${DEFAULT-VALUE}.")
  Path out = Path.of("");

  @Spec
  @Nullable
  CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (tasks < 1 || cores < 1) {
      throw usage("The tasks (%d) and cores (%d) must be positive.".formatted(tasks, cores));
    }
    if (spread < 0 || spread > 90) {
      throw usage("The spread (%d) must be in 0 to 90 percent.".formatted(spread));
    }
    if (threads != null && threads < 1) {
      throw usage("The threads (%d) must be positive.".formatted(threads));
    }
    AllocationProblem problem = RandomDag.problem(tasks, cores, spread, seed);
    KindMethods<?, ?> kind = Methods.kinds().stream().filter(k -> k.kind().name().equals(problem.kind())).findFirst()
        .orElseThrow(() -> usage("No method answers problems of kind %s.".formatted(problem.kind())));
    List<BenchRow> rows = new ArrayList<>();
    for (String name : names.isEmpty() ? List.of(kind.defaultMethod()) : names) {
      rows.add(run(kind, problem, name));
    }
    System.out.print(BenchTable.markdown(rows));
    return rows.stream().allMatch(row -> row.objective() != null) ? 0 : 1;
  }

  @SuppressWarnings("unchecked") // the problem is of the kind that carries its name
  private <P extends Problem, M extends Mapping> BenchRow run(KindMethods<P, M> kind, AllocationProblem problem, String name)
      throws IOException {
    Method<P, M> method = kind.method(name)
        .orElseThrow(() -> usage("The method (%s) must be one of %s.".formatted(name, String.join(", ", kind.names()))));
    int workers = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    Limits limits = new Limits(timeLimit, 0, seed, workers, false, CHILD_MEBIBYTES);
    OutputDirectory directory = OutputDirectory.open(out.resolve(name));
    new Solve<>(kind.kind(), (P) problem, List.of(method), Request.of(limits), directory, Environment.system(), Progress.NONE)
        .run();
    return BenchRow.of(new BenchRun(problem.name(), name, List.of()),
        new RunOutcome(ExitCode.OK, new ObjectMapper().readTree(directory.path(OutputDirectory.RESULT).toFile()), null));
  }

  private ParameterException usage(String message) {
    return new ParameterException(java.util.Objects.requireNonNull(spec).commandLine(), message);
  }
}
