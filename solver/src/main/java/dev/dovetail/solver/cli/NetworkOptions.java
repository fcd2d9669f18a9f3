package dev.dovetail.solver.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which accelerator a network runs on, and what its file leaves open. */
final class NetworkOptions {
  static final List<String> NAMES = List.of("--on", "--bits", "--symbol");

  @Option(names = "--on", paramLabel = "ACCELERATOR", description = "Name (see 'dovetail accelerators') or YAML file.")
  @Nullable
  String accelerator;

  @Option(names = "--bits", paramLabel = "N",
      description = "Bits of one element. Default: 8 for networks by name, else what the file says.")
  @Nullable
  Integer bits;

  @Option(names = "--symbol", paramLabel = "NAME=N", description = "Extent of an open axis of an ONNX file; may be repeated.")
  Map<String, Integer> symbols = new LinkedHashMap<>();
}
