package dev.dovetail.models.fusion;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.Objective;
import dev.dovetail.models.intracore.polar.PolarCore;
import dev.dovetail.models.intracore.polar.PolarCostModel;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.io.Suggestions;
import dev.dovetail.models.workload.networks.Networks;
import dev.dovetail.models.workload.networks.Workloads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Reads problems of kind fusion (format {@code fusion/1}, schema {@code dev/dovetail/schema/fusion-1.schema.json}).
 *
 * <p>Role: joins a network, a core, a DRAM channel and the rules on plans to a {@link FusionProblem}. The network is a name of
 * {@link FusionNetworks} or of {@link Networks}, a file in format {@code fusion-network/1} or ONNX, which starts in the folder
 * of the problem, or written out.
 */
public final class FusionProblemReader {
  /** The format that is read. */
  public static final String FORMAT = "fusion/1";

  /** Most samples of a batch. */
  static final int MOST_SAMPLES = 1 << 16;

  /** Largest buffer and bandwidth. */
  static final long LARGEST = 1L << 40;

  /** Smallest chunk of weights. */
  static final long LEAST_CHUNK = 1024;

  private static final String ONNX = ".onnx";

  private FusionProblemReader() {}

  /**
   * Reads a problem file.
   *
   * @throws BadInputException if anything in it, or in a file that it names, is wrong
   */
  public static FusionProblem read(Path file) {
    return read(DataFile.read(file), Objects.requireNonNullElse(file.toAbsolutePath().getParent(), Path.of("")));
  }

  /** Reads a problem whose relative paths start in {@code folder}. */
  public static FusionProblem read(DataNode root, Path folder) {
    root.onlyKeys("format", "point", "network", "sequence", "batch", "core", "peDim", "macsPerPe", "bufferBytes",
        "dramBytesPerCycle",
        "bufferReadBytesPerCycle", "objective", "rules");
    DataNode format = root.required("format");
    if (!format.text().equals(FORMAT)) {
      throw format.error("The format (%s) must be %s.".formatted(format.text(), FORMAT),
          "it is a file of another kind or version.");
    }
    String point = root.required("point").text();
    root.optional("core").ifPresent(DataNode::text);
    return new FusionProblem(point, network(root, folder), root.required("batch").intValue(1, MOST_SAMPLES), core(root),
        root.required("dramBytesPerCycle").longValue(1, LARGEST),
        root.optional("rules").map(FusionProblemReader::rules).orElse(FusionRules.SOMA),
        root.optional("objective").map(FusionProblemReader::objective).orElse(Objective.LATENCY));
  }

  private static FusionNetwork network(DataNode root, Path folder) {
    DataNode node = root.required("network");
    OptionalInt sequence =
        root.optional("sequence").map(n -> OptionalInt.of(n.intValue(1, FusionLayerReader.MOST))).orElse(OptionalInt.empty());
    if (!node.isObject()) {
      Optional<FusionNetwork> named =
          root.optional("sequence").orElse(node).placing(() -> FusionNetworks.byName(node.text(), sequence));
      if (named.isPresent()) {
        return named.get();
      }
    }
    root.optional("sequence").ifPresent(s -> {
      throw s.error("The network has no sequence, but it is given (%d).".formatted(sequence.orElseThrow()),
          "remove the key: a file's shapes say how long it is.");
    });
    if (node.isObject()) {
      return FusionNetworkReader.read(node);
    }
    if (node.text().endsWith(ONNX) || node.placing(() -> Networks.byName(node.text())).isPresent()) {
      return node.placing(() -> WorkloadNetwork.of(Workloads.byNameOrFile(node.text(), folder)));
    }
    Path file = node.file(folder);
    if (!Files.exists(file) && !node.text().matches(".*[./\\\\].*")) {
      throw node.error("The network (%s) is not known, and no file has that name.".formatted(node.text()),
          Suggestions.instead(node.text(),
              Stream.concat(FusionNetworks.names().stream(), Networks.names().stream()).distinct().toList()));
    }
    return node.placing(() -> FusionNetworkReader.read(file));
  }

  private static PolarCore core(DataNode root) {
    DataNode macs = root.required("macsPerPe");
    int macsPerPe = macs.intValue(1, 1 << 24);
    if (Integer.bitCount(macsPerPe) != 1) {
      throw macs.error("The multiply-accumulates of an element (%d) must be a power of two.".formatted(macsPerPe), "use %d."
          .formatted(Integer.highestOneBit(macsPerPe)));
    }
    PolarCore core = new PolarCore(root.required("peDim").intValue(1, 1024), macsPerPe,
        root.required("bufferBytes").byteSize(1, LARGEST), root.required("bufferReadBytesPerCycle").longValue(1, LARGEST));
    return macs.placing(() -> new PolarCostModel(core)).core();
  }

  private static FusionRules rules(DataNode node) {
    node.onlyKeys("isolateFc", "tileCounts", "weightChunkBytes", "reloadWeights");
    return new FusionRules(
        node.optional("isolateFc").map(DataNode::bool).orElse(FusionRules.SOMA.isolateFc()),
        node.optional("tileCounts").map(FusionProblemReader::anyTileCount).orElse(FusionRules.SOMA.anyTileCount()),
        node.optional("weightChunkBytes").map(FusionProblemReader::chunk).orElse(FusionRules.SOMA.weightChunkBytes()),
        node.optional("reloadWeights").map(DataNode::bool).orElse(FusionRules.SOMA.reloadWeights()));
  }

  private static boolean anyTileCount(DataNode node) {
    return switch (node.text()) {
      case "any" -> true;
      case "powers-of-two" -> false;
      default -> throw node.error("The tile counts (%s) must be powers-of-two or any.".formatted(node.text()),
          Suggestions.instead(node.text(), List.of("any", "powers-of-two")));
    };
  }

  private static long chunk(DataNode node) {
    long bytes = node.byteSize(0, LARGEST);
    if (bytes > 0 && bytes < LEAST_CHUNK) {
      throw node.error("The chunks of weights (%d bytes) must have at least %d bytes.".formatted(bytes, LEAST_CHUNK),
          "write 256 KiB, or 0 for one load per layer.");
    }
    return bytes;
  }

  private static Objective objective(DataNode node) {
    List<String> names = Arrays.stream(Objective.values()).map(o -> o.name().toLowerCase(Locale.ROOT)).toList();
    if (!names.contains(node.text())) {
      throw node.error("The objective (%s) is not known.".formatted(node.text()), Suggestions.instead(node.text(), names));
    }
    return Objective.valueOf(node.text().toUpperCase(Locale.ROOT));
  }
}
