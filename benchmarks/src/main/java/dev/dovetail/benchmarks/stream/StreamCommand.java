package dev.dovetail.benchmarks.stream;

import dev.dovetail.benchmarks.ProblemFiles;
import dev.dovetail.models.accelerator.StreamMachine;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.stream.StreamMapping;
import dev.dovetail.models.stream.StreamProblem;
import dev.dovetail.models.stream.hardware.HardwareDescription;
import dev.dovetail.solver.KindMethods;
import dev.dovetail.solver.registry.Methods;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dovetail bench stream}: our mappings and bounds beside Stream's, in Stream's own cost model. */
@Command(name = "stream", mixinStandardHelpOptions = true,
    description = {
        "Search Stream's decision space in Stream's cost model and write, per instance: our cycles, bounds, Stream's cycles,"
            + " Stream's mapping recomputed, seconds.",
        "Then the same in our event model, on the same machine, cost table and tiles: our cycles, bound, Stream's mapping as a schedule."
    })
public final class StreamCommand implements Callable<Integer> {
  private static final Path INSTANCES = Path.of("benchmarks", "instances", StreamProblem.KIND);

  @Parameters(arity = "0..*", paramLabel = "PROBLEM",
      description = "Problem files of kind stream, reference instances of Stream, or directories of them. Default: benchmarks/instances/stream.")
  List<Path> files = new ArrayList<>();

  @Option(names = "--time-limit", paramLabel = "SECONDS", defaultValue = "60",
      description = "Of each row. Default: ${DEFAULT-VALUE}.")
  int seconds;

  @Option(names = "--out", paramLabel = "DIR", defaultValue = "out/stream",
      description = "Where tables go. Default: ${DEFAULT-VALUE}.")
  Path out = Path.of("");

  @Spec
  @Nullable
  CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    KindMethods<StreamProblem, StreamMapping> kind = Methods.stream();
    List<StreamRow> rows = new ArrayList<>();
    boolean isVoid = false;
    for (Path file : ProblemFiles.of(files.isEmpty() ? List.of(INSTANCES) : files, List.of(".yaml", ".json"),
        Objects.requireNonNull(spec))) {
      StreamProblem problem = kind.kind().readProblem(file);
      System.err.println(String.format(Locale.ROOT, "%s", problem.name()));
      StreamRow row = StreamRow.of(problem, stated(file), hardware(file), kind.method(kind.defaultMethod()).orElseThrow(),
          Duration.ofSeconds(Math.max(1, seconds)));
      isVoid |= row.isVoid();
      rows.add(row);
      // After each row, so that an interrupted run keeps what it has.
      Files.createDirectories(out);
      Files.writeString(out.resolve("stream.csv"), new StreamTable(rows).csv());
      Files.writeString(out.resolve("stream.md"), new StreamTable(rows).markdown());
    }
    System.out.print(new StreamTable(rows).markdown());
    return isVoid ? 1 : 0;
  }

  /** The machine that a reference instance, or the accelerator file that a problem names, describes. */
  private static @Nullable HardwareDescription hardware(Path file) {
    DataNode root = DataFile.read(file);
    Path folder = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), Path.of(""));
    DataNode accelerator = root.optional("accelerator").orElse(null);
    if (accelerator == null) {
      return StreamMachine.description(root, folder).orElse(null);
    }
    return accelerator.isObject()
        ? StreamMachine.description(accelerator, folder).orElse(null)
        : StreamMachine.description(accelerator.file(folder)).orElse(null);
  }

  /** What a reference instance says that Stream took. */
  private static @Nullable Long stated(Path file) {
    DataNode root = DataFile.read(file);
    return root.isObject() && root.entries().containsKey("schema")
        ? root.optional("total").map(t -> t.longValue(0, Long.MAX_VALUE)).orElse(null)
        : null;
  }
}
