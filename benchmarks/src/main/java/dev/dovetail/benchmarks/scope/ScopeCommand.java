package dev.dovetail.benchmarks.scope;

import dev.dovetail.benchmarks.ProblemFiles;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.chain.ChainModel;
import dev.dovetail.models.pipeline.files.PipelineReader;
import dev.dovetail.solver.registry.Methods;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dovetail bench scope}: merged pipelines, solved exactly, against their restrictions and Scope's search. */
@Command(name = "scope", mixinStandardHelpOptions = true,
    description = {
        "Solve merged pipelines exactly and write the table network x chiplets: sequential, full pipeline, segmented, heuristic, exact, gain,"
            + " percentile of the heuristic, bound, gap, seconds.",
        "Problems come from files, or from --networks, --chiplets and --samples at the standard constants. Those whose clusters are coupled (rectangles,"
            + " contention, ...) are left out: 'dovetail solve' answers them."
    })
public final class ScopeCommand implements Callable<Integer> {
  private static final Path INSTANCES = Path.of("benchmarks", "instances", PipelineProblem.KIND);

  @Parameters(arity = "0..*", paramLabel = "PROBLEM.yaml",
      description = "Problem files of kind pipeline, or directories of them. Default without --networks: benchmarks/instances/pipeline.")
  List<Path> files = new ArrayList<>();

  @Option(names = "--networks", split = ",", paramLabel = "NAME",
      description = "Networks by name, or ONNX files; a row for each with each number of chiplets and samples.")
  List<String> networks = new ArrayList<>();

  @Option(names = "--chiplets", split = ",", paramLabel = "N", defaultValue = "16,64,256",
      description = "Chiplets, with --networks. Default: ${DEFAULT-VALUE}.")
  List<Integer> chiplets = new ArrayList<>();

  @Option(names = "--samples", split = ",", paramLabel = "M", defaultValue = "64",
      description = "Samples, with --networks. Default: ${DEFAULT-VALUE}.")
  List<Long> samples = new ArrayList<>();

  @Option(names = "--no-percentile", description = "Do not count mappings.")
  boolean noPercentile;

  @Option(names = "--threads", paramLabel = "N", defaultValue = "2", description = "Of each row. Default: ${DEFAULT-VALUE}.")
  int threads;

  @Option(names = "--out", paramLabel = "DIR", defaultValue = "out/scope",
      description = "Where tables go. Default: ${DEFAULT-VALUE}.")
  Path out = Path.of("");

  @Spec
  @Nullable
  CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (threads < 1) {
      throw usage("The threads (%d) must be positive.".formatted(threads));
    }
    List<PipelineProblem> problems = problems();
    if (problems.isEmpty()) {
      throw usage("There is nothing to run: no problem whose clusters are uncoupled.");
    }
    List<ScopeRow> rows = new ArrayList<>();
    for (PipelineProblem problem : problems) {
      say("%d/%d %s", rows.size() + 1, problems.size(), problem.name());
      ScopeRow row = ScopeRow.of(problem, Methods.pipeline().kind().lowerBounds(), threads, !noPercentile);
      say("  exact %,d in %.1f s", row.exact(), row.exactSeconds());
      rows.add(row);
      // After each row, so that an interrupted run keeps what it has.
      Files.createDirectories(out);
      ScopeTable table = new ScopeTable(rows, threads);
      Files.writeString(out.resolve("scope.csv"), table.csv());
      Files.writeString(out.resolve("scope.md"), table.markdown());
    }
    System.out.print(new ScopeTable(rows, threads).markdown());
    return 0;
  }

  private List<PipelineProblem> problems() throws IOException {
    List<PipelineProblem> problems = new ArrayList<>();
    if (networks.isEmpty() || !files.isEmpty()) {
      CommandSpec command = Objects.requireNonNull(spec);
      for (Path file : ProblemFiles.of(files.isEmpty() ? List.of(INSTANCES) : files, List.of(".yaml", ".json"), command)) {
        problems.add(PipelineReader.read(file));
      }
    }
    for (String network : networks) {
      for (int n : chiplets) {
        for (long m : samples) {
          problems.add(standard(network, n, m));
        }
      }
    }
    problems.removeIf(p -> {
      boolean isCoupled = ChainModel.of(p) != ChainModel.EXACT || p.objective() == PipelineObjective.ENERGY;
      if (isCoupled) {
        say("left out: %s, whose clusters are coupled", p.name());
      }
      return isCoupled;
    });
    problems.sort(Comparator.comparing((PipelineProblem p) -> p.network().name()).thenComparingInt(p -> p.module().size())
        .thenComparingLong(PipelineProblem::samples));
    return problems;
  }

  /** A problem at the standard constants, as a file would say it. */
  private static PipelineProblem standard(String network, int chiplets, long samples) {
    String text = "format: %s%nname: '%s_n%d_m%d'%nnetwork: '%s'%nN: %d%nm: %d%n".formatted(PipelineReader.FORMAT,
        network.replace("'", "''"), chiplets, samples, network.replace("'", "''"), chiplets, samples);
    return PipelineReader.read(DataFile.parse(text, "the command line"), Path.of(""));
  }

  private ParameterException usage(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }

  private static void say(String format, Object... values) {
    System.err.println(String.format(Locale.ROOT, format, values));
  }
}
