package dev.dovetail.benchmarks.flows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dovetail bench flows}: writes sets of flows. */
@Command(name = "flows", mixinStandardHelpOptions = true,
    description = "Write sets of flows on square meshes as problem files of kind link-slots, made by rule.")
public final class FlowsCommand implements Callable<Integer> {
  private static final int LARGEST = 64;

  @Option(names = "--pattern", required = true, split = ",", paramLabel = "NAME",
      description = "One or more of ${COMPLETION-CANDIDATES}.")
  List<FlowPattern> patterns = new ArrayList<>();

  @Option(names = "--size", required = true, split = ",", paramLabel = "K",
      description = "Nodes per row and per column, one or more.")
  List<Integer> sizes = new ArrayList<>();

  @Option(names = "--flits", paramLabel = "N",
      description = "Of a message. Default: 4096 over the number of nodes, as in the reference sets; 1 for s4noc.")
  @Nullable
  Integer flits;

  @Option(names = "--packet-flits", paramLabel = "N",
      description = "Into which packets a traditional network cuts messages. Default: 16; 1 for s4noc.")
  @Nullable
  Integer packetFlits;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Of what is drawn. Default: ${DEFAULT-VALUE}.")
  long seed;

  @Option(names = "--out", paramLabel = "DIR", defaultValue = "out/flows",
      description = "Where the files go. Default: ${DEFAULT-VALUE}.")
  Path out = Path.of("");

  @Spec
  @Nullable
  CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (seed < 0) {
      throw usage("The seed (%d) must not be negative.".formatted(seed));
    }
    Files.createDirectories(out);
    for (FlowPattern pattern : patterns) {
      for (int size : sizes) {
        FlowSet set = set(pattern, size);
        Path file = out.resolve(set.name() + ".json");
        Files.writeString(file, FlowSetWriter.text(set));
        System.out.println(file);
      }
    }
    return 0;
  }

  private FlowSet set(FlowPattern pattern, int size) {
    if (size > LARGEST) {
      throw usage("The size (%d) must be at most %d.".formatted(size, LARGEST));
    }
    boolean single = pattern == FlowPattern.S4NOC;
    try {
      return FlowSets.of(pattern, size, flits == null ? FlowSets.usualFlits(pattern, Math.max(1, size)) : flits,
          packetFlits == null ? single ? 1 : FlowSets.PACKET_FLITS : packetFlits, seed);
    } catch (IllegalArgumentException e) {
      throw usage(Objects.requireNonNull(e.getMessage()));
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }
}
