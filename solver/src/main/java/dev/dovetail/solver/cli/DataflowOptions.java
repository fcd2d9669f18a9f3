package dev.dovetail.solver.cli;

import dev.dovetail.models.dataflow.Dataflow;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which mappings of a layer are looked at. */
final class DataflowOptions {
  static final List<String> NAMES = List.of("--dataflow", "--candidates");

  @Option(
      names = "--dataflow",
      paramLabel = "FILE|NAME",
      description = "Dataflows of a file (YAML or JSON), or one by name, instead of those that the cores declare.")
  @Nullable
  String dataflow;

  @Option(names = "--candidates", paramLabel = "N",
      description = "Most choices of tile sizes per dataflow. Default: what the core declares (64 if its file does not"
          + " say); 1000 on a core without dataflows of its own.")
  @Nullable
  Long candidates;

  /** The dataflows that were given; empty for those that the cores declare. */
  List<Dataflow> dataflows() {
    return DataflowArgument.read(dataflow);
  }
}
