package dev.dovetail.solver.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which mappings of a network's layers are looked at, and what is shown of them. */
final class NetworkCostOptions {
  static final List<String> NAMES = List.of("--dataflow", "--candidates", "--layer", "--statistics");

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

  @Option(names = "--layer", paramLabel = "NAME", description = "This layer only.")
  @Nullable
  String layer;

  @Option(names = "--statistics", description = "Every statistic of the cost model for the mapping with the fewest cycles.")
  boolean statistics;
}
