package dev.dovetail.solver.cli;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which mappings of a network's layers are looked at, and what is shown of them. */
final class NetworkCostOptions {
  static final List<String> NAMES = Stream.concat(DataflowOptions.NAMES.stream(), Stream.of("--layer", "--statistics")).toList();

  @Mixin
  DataflowOptions mappings = new DataflowOptions();

  @Option(names = "--layer", paramLabel = "NAME", description = "This layer only.")
  @Nullable
  String layer;

  @Option(names = "--statistics", description = "Every statistic of the cost model for the mapping with the fewest cycles.")
  boolean statistics;
}
