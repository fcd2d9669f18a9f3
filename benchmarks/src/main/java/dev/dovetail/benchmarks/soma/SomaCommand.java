package dev.dovetail.benchmarks.soma;

import dev.dovetail.benchmarks.BenchRun;
import dev.dovetail.benchmarks.ProblemFiles;
import dev.dovetail.benchmarks.Runner;
import dev.dovetail.models.fusion.FusionProblemReader;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.models.fusion.FusionRules;
import dev.dovetail.solver.cli.Durations;
import dev.dovetail.solver.registry.Methods;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dovetail bench soma}: fusion problems with SoMa's annealer and with ours. */
@Command(name = "soma", mixinStandardHelpOptions = true,
    description = {
        "Run fusion problems with SoMa's annealer (soma-sa, several seeds) and with one of our methods; write the table SoMa vs Dovetail.",
        "Each run is a process of its own, whose user time is counted, that of its children with it. A problem with lifted rules is a row"
            + " of its own and stands beside what SoMa reached on the same point."
    })
public final class SomaCommand implements Callable<Integer> {
  private static final String ANNEALER = "soma-sa";
  /** Beside the time limit: the JVM's start, the grace that a method gets to stop, the report. */
  private static final long GRACE_SECONDS = 120;

  @Parameters(arity = "1..*", paramLabel = "PROBLEM.yaml",
      description = "Fusion problems, or directories of them, for example benchmarks/instances/fusion.")
  List<Path> files = new ArrayList<>();

  @Option(names = "--solver", paramLabel = "NAME", description = "Our method. Default: the kind's default.")
  @Nullable
  String solver;

  @Option(names = "--time-limit", paramLabel = "TIME", description = "Of our method: 500ms, 30s, 5m. Default: ${DEFAULT-VALUE}.",
      defaultValue = "60s", converter = Durations.class)
  Duration timeLimit = Duration.ofSeconds(60);

  @Option(names = "--seed", paramLabel = "N",
      description = "Of our method, and the annealer's first one. Default: ${DEFAULT-VALUE}.",
      defaultValue = "1")
  long seed;

  @Option(names = "--seeds", paramLabel = "N",
      description = "Runs of the annealer per point, 0 for none. Default: ${DEFAULT-VALUE}.", defaultValue = "5")
  int seeds;

  @Option(names = "--annealer-limit", paramLabel = "TIME",
      description = "When an annealer's run is ended that has not ended by itself. Default: ${DEFAULT-VALUE}.",
      defaultValue = "20m",
      converter = Durations.class)
  Duration annealerLimit = Duration.ofMinutes(20);

  @Option(names = "--threads", paramLabel = "N", description = "Of every run. Default: ${DEFAULT-VALUE}.", defaultValue = "1")
  int threads;

  @Option(names = "--reference", paramLabel = "FILE",
      description = "What SoMa reached, as CSV with the columns of the built-in table of public points. Default: that table.")
  @Nullable
  Path reference;

  @Option(names = "--out", paramLabel = "DIR", description = "Where tables and runs go. Default: ${DEFAULT-VALUE}.",
      defaultValue = "out/soma")
  Path out = Path.of("");

  @Spec
  @Nullable
  CommandSpec spec;

  /** A problem file with what is in it. */
  private record Instance(Path file, FusionProblem problem) {
    boolean isSoma() {
      return problem.rules().equals(FusionRules.SOMA);
    }

    /** Whether the two differ in their rules alone. */
    boolean isSamePoint(Instance other) {
      return problem.network().equals(other.problem.network()) && problem.batch() == other.problem.batch()
          && problem.core().equals(other.problem.core()) && problem.dramBytesPerCycle() == other.problem.dramBytesPerCycle();
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Instance> instances = instances();
    Map<String, Recorded> recorded = reference == null ? Recorded.published() : Recorded.read(reference);
    String ours = solver == null ? Methods.fusion().defaultMethod() : solver;
    List<SomaRow> rows = new ArrayList<>();
    boolean complete = true;
    for (Instance instance : instances) {
      System.err.printf(Locale.ROOT, "%d/%d %s%n", rows.size() + 1, instances.size(), instance.problem().name());
      List<Answer> annealer = new ArrayList<>();
      for (int s = 0; instance.isSoma() && s < seeds; s++) {
        annealer.add(run(instance, ANNEALER, seed + s, annealerLimit));
      }
      Answer answer = run(instance, ours, seed, timeLimit);
      complete &= answer.latencyCycles() != null && annealer.stream().allMatch(a -> a.latencyCycles() != null);
      rows.add(new SomaRow(instance.problem().name(), rules(instance.problem().rules()), recorded(instance, instances, recorded),
          annealer, answer));
      // After each row, so that an interrupted run keeps what it has.
      Files.writeString(out.resolve("soma.csv"), SomaTable.csv(rows));
      Files.writeString(out.resolve("soma.md"), SomaTable.markdown(rows));
    }
    System.out.print(SomaTable.markdown(rows));
    return complete ? 0 : 1;
  }

  private List<Instance> instances() throws IOException {
    CommandSpec command = Objects.requireNonNull(spec);
    if (seeds < 0 || threads < 1) {
      throw new ParameterException(command.commandLine(),
          seeds < 0
              ? "The number of seeds (%d) must not be negative.".formatted(seeds)
              : "The number of threads (%d) must be positive.".formatted(threads));
    }
    List<Instance> instances = new ArrayList<>();
    for (Path file : ProblemFiles.of(files, List.of(".yaml"), command)) {
      instances.add(new Instance(file, FusionProblemReader.read(file)));
    }
    if (instances.isEmpty()) {
      throw new ParameterException(command.commandLine(), "There is nothing to run: no .yaml file in " + files + ".");
    }
    if (instances.stream().map(i -> i.problem().name()).distinct().count() < instances.size()) {
      throw new ParameterException(command.commandLine(),
          "Two problems have one name (point:), and would write to one directory.");
    }
    return instances;
  }

  private Answer run(Instance instance, String method, long ownSeed, Duration limit) throws IOException, InterruptedException {
    System.err.printf(Locale.ROOT, "  %s, seed %d%n", method, ownSeed);
    Runner runner = new Runner(
        List.of("--time-limit", limit.toMillis() + "ms", "--seed", Long.toString(ownSeed), "--threads",
            Integer.toString(threads)),
        out, limit.toSeconds() + GRACE_SECONDS);
    String name = instance.problem().name() + "--seed-" + ownSeed;
    BenchRun run = new BenchRun(name, method, BenchRun.file(instance.file(), method).arguments());
    Answer answer = Answer.of(runner.run(run));
    if (answer.latencyCycles() == null) {
      System.err.println(runner.complaint(run));
    }
    return answer;
  }

  /** What SoMa reached on the point; a problem with lifted rules stands beside the one without that differs in nothing else. */
  private static @Nullable Recorded recorded(Instance instance, List<Instance> all, Map<String, Recorded> recorded) {
    Recorded own = recorded.get(instance.problem().name());
    return own != null
        ? own
        : all.stream().filter(other -> other.isSoma() && other.isSamePoint(instance))
            .map(other -> recorded.get(other.problem().name())).filter(Objects::nonNull).findFirst().orElse(null);
  }

  /** Which rules are lifted, in a few words. */
  static String rules(FusionRules rules) {
    List<String> words = new ArrayList<>();
    if (!rules.isolateFc()) {
      words.add("no FC isolation");
    }
    if (rules.anyTileCount()) {
      words.add("any T");
    }
    if (rules.weightChunkBytes() > 0) {
      words.add("weights in %d KiB".formatted(rules.weightChunkBytes() / 1024));
    }
    if (rules.reloadWeights()) {
      words.add("reload");
    }
    return words.isEmpty() ? "SoMa's" : String.join(", ", words);
  }
}
