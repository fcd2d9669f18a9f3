package dev.dovetail.models.pipeline.files;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.io.Suggestions;
import dev.dovetail.models.pipeline.MultiChipModule;
import dev.dovetail.models.pipeline.PipelineNetwork;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches;
import dev.dovetail.models.workload.networks.Workloads;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads problems of kind pipeline (format {@code pipeline/1}, schema {@code dev/dovetail/schema/pipeline-1.schema.json}).
 *
 * <p>Role: joins a network, a module of chiplets and the switches of the cost model to a {@link PipelineProblem}. The network is a name or an
 * ONNX file ({@code network}), or a table of layers ({@code layers}); relative names of files start in the folder of the problem.
 */
public final class PipelineReader {
  /** The format of problem files. */
  public static final String FORMAT = "pipeline/1";

  /** Samples, unless a file says otherwise. */
  static final long SAMPLES = 64;

  /** Most samples. */
  static final long MOST_SAMPLES = 1L << 32;

  private final DataNode root;
  private final Path folder;

  private PipelineReader(DataNode root, Path folder) {
    this.root = root;
    this.folder = folder;
  }

  /**
   * Reads a problem file.
   *
   * @throws BadInputException if anything in it, or in a file that it names, is wrong
   */
  public static PipelineProblem read(Path file) {
    return read(DataFile.read(file), Objects.requireNonNullElse(file.toAbsolutePath().getParent(), Path.of("")));
  }

  /** Reads a parsed problem file; relative names of files start in {@code folder}. */
  public static PipelineProblem read(DataNode root, Path folder) {
    DataNode format = root.required("format");
    if (!format.text().equals(FORMAT)) {
      throw format.error("The format (%s) must be %s.".formatted(format.text(), FORMAT),
          "it is a file of another kind or version.");
    }
    root.onlyKeys("format", "name", "network", "layers", "N", "m", "Kp", "Cp", "BW_bytes_per_cycle", "B_bytes",
        "D_bytes_per_cycle", "chiplets", "mesh", "energy", "clock_Hz", "dram_capacity_bytes", "objective", "switches");
    return new PipelineReader(root, folder).problem();
  }

  private PipelineProblem problem() {
    PipelineNetwork network = network();
    MultiChipModule module = ModuleReader.read(root);
    Optional<DataNode> switches = root.optional("switches");
    PipelineSwitches read = switches.map(SwitchReader::read).orElse(PipelineSwitches.BASE);
    PipelineObjective objective = root.optional("objective").map(PipelineReader::objective).orElse(PipelineObjective.TOTAL);
    PipelineProblem problem = new PipelineProblem(root.required("name").text(), network, module,
        root.optional("m").map(n -> n.longValue(1, MOST_SAMPLES)).orElse(SAMPLES), read, objective);
    switches.ifPresent(n -> SwitchReader.check(n, problem));
    checkEnergy(problem);
    Magnitudes.check(problem, root.optional("m").orElse(root));
    return problem;
  }

  private PipelineNetwork network() {
    Optional<DataNode> name = root.optional("network");
    Optional<DataNode> layers = root.optional("layers");
    if (name.isPresent() == layers.isPresent()) {
      throw layers.orElse(root).error(
          name.isPresent() ? "The file has both 'network' and 'layers'." : "The file has neither 'network' nor 'layers'.",
          "write 'network: resnet50' (a name or an ONNX file), or 'layers: table.csv'; one of the two.");
    }
    if (layers.isPresent()) {
      return LayerTable.read(layers.get().file(folder));
    }
    DataNode node = name.orElseThrow();
    // AlexNet is published in two groups; tables of this model call it so.
    String text = node.text().equals("alexnet_grouped") ? "alexnet" : node.text();
    if (text.toLowerCase(Locale.ROOT).endsWith(".csv")) {
      throw node.error("The network (%s) is a table of layers.".formatted(text), "write 'layers: %s'.".formatted(text));
    }
    PipelineNetwork converted = node.placing(() -> WorkloadChain.of(Workloads.byNameOrFile(text, folder)));
    return text.equals(node.text()) ? converted : new PipelineNetwork(node.text(), converted.layers(), converted.edges());
  }

  private void checkEnergy(PipelineProblem problem) {
    if (problem.objective() != PipelineObjective.ENERGY || problem.module().energy().isComplete()) {
      return;
    }
    List<String> missing = ModuleReader.missing(problem.module().energy());
    throw root.required("energy").error(
        "The energy table has no entry (%s), but the objective is energy.".formatted(String.join(", ", missing)),
        "add '%s: ...' to 'energy', or remove 'energy': then published defaults are taken.".formatted(missing.get(0)));
  }

  private static PipelineObjective objective(DataNode node) {
    List<String> names = Arrays.stream(PipelineObjective.values()).map(o -> o.name().toLowerCase(Locale.ROOT)).toList();
    if (!names.contains(node.text())) {
      throw node.error("The objective (%s) is not known.".formatted(node.text()), Suggestions.instead(node.text(), names));
    }
    return PipelineObjective.valueOf(node.text().toUpperCase(Locale.ROOT));
  }
}
