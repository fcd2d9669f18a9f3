package dev.dovetail.benchmarks;

import dev.dovetail.solver.cli.Durations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dovetail bench sweep}: networks x accelerators x methods, or problem files x methods. */
@Command(name = "sweep", mixinStandardHelpOptions = true,
    description = "Run networks on accelerators (or problem files) with several methods; write one table of costs, bounds and gaps.")
final class SweepCommand implements Callable<Integer> {
  /** Beside the time limit: the JVM's start, the grace that a method gets to stop, the report. */
  private static final long GRACE_SECONDS = 120;

  @Parameters(arity = "0..*", paramLabel = "PROBLEM.yaml",
      description = "Problem files, or directories of them; without any, --networks and --on are swept.")
  List<Path> files = new ArrayList<>();

  @Option(names = "--networks", split = ",", paramLabel = "NAME", description = "Networks. Default: resnet18, mobilenet-v2.")
  List<String> networks = List.of("resnet18", "mobilenet-v2");

  @Option(names = "--on", split = ",", paramLabel = "NAME",
      description = "Accelerators. Default: quad-core, quad-core-mesh, quad-core-512kib.")
  List<String> accelerators = List.of("quad-core", "quad-core-mesh", "quad-core-512kib");

  @Option(names = "--solver", split = ",", paramLabel = "NAME", description = "Methods. Default: ${DEFAULT-VALUE}.",
      defaultValue = "cp-sat,choco")
  List<String> methods = List.of();

  @Option(names = "--time-limit", paramLabel = "TIME", description = "Of each run: 500ms, 30s, 5m. Default: ${DEFAULT-VALUE}.",
      defaultValue = "60s", converter = Durations.class)
  Duration timeLimit = Duration.ofSeconds(60);

  @Option(names = "--seed", paramLabel = "N", description = "Of every run. Default: ${DEFAULT-VALUE}.", defaultValue = "1")
  long seed;

  @Option(names = "--threads", paramLabel = "N", description = "Of every run. Default: the command line's.")
  @Nullable
  Integer threads;

  @Option(names = "--out", paramLabel = "DIR", description = "Where tables and runs go. Default: ${DEFAULT-VALUE}.",
      defaultValue = "out/sweep")
  Path out = Path.of("");

  @Spec
  @Nullable
  CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<BenchRun> runs =
        files.isEmpty()
            ? BenchRun.sweep(networks, accelerators, methods)
            : BenchRun.files(ProblemFiles.of(files, List.of(".yaml", ".json"), Objects.requireNonNull(spec)), methods);
    if (runs.isEmpty()) {
      throw usage("There is nothing to run: %s."
          .formatted(files.isEmpty() ? "no network or no accelerator" : "no .yaml or .json file in " + files));
    }
    Set<String> directories = new HashSet<>();
    for (BenchRun run : runs) {
      if (!directories.add(run.directory())) {
        throw usage("Two runs would write to one directory (%s); their files have one name.".formatted(run.directory()));
      }
    }
    List<String> common = new ArrayList<>(List.of("--time-limit", timeLimit.toMillis() + "ms", "--seed", String.valueOf(seed)));
    if (threads != null) {
      common.addAll(List.of("--threads", threads.toString()));
    }
    Runner runner = new Runner(common, out, timeLimit.toSeconds() + GRACE_SECONDS);
    List<BenchRow> rows = new ArrayList<>();
    for (BenchRun run : runs) {
      System.err.printf(Locale.ROOT, "%d/%d %s with %s%n", rows.size() + 1, runs.size(), run.instance(), run.method());
      BenchRow row = runner.row(run);
      rows.add(row);
      if (row.objective() == null) {
        System.err.println(runner.complaint(run));
      }
      // After each run, so that an interrupted sweep keeps what it has.
      Files.writeString(out.resolve("sweep.csv"), BenchTable.csv(rows));
      Files.writeString(out.resolve("sweep.md"), BenchTable.markdown(rows));
    }
    System.out.print(BenchTable.markdown(rows));
    return rows.stream().allMatch(row -> row.objective() != null) ? 0 : 1;
  }

  private ParameterException usage(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }
}
