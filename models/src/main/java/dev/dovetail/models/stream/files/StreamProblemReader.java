package dev.dovetail.models.stream.files;

import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.stream.StreamCosts;
import dev.dovetail.models.stream.StreamGroup;
import dev.dovetail.models.stream.StreamHardware;
import dev.dovetail.models.stream.StreamMapping;
import dev.dovetail.models.stream.StreamProblem;
import dev.dovetail.models.stream.StreamWorkload;
import dev.dovetail.models.stream.hardware.HardwareDescription;
import dev.dovetail.models.stream.hardware.HardwareReader;
import dev.dovetail.models.workload.networks.Networks;
import dev.dovetail.models.workload.onnx.OnnxReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads problems of kind stream (format {@code stream/1}, schema {@code dev/dovetail/schema/stream-1.schema.json}).
 *
 * <p>Role: joins a network (an ONNX file, a ZigZag workload file, or a name), an accelerator of Stream, cost tables and a mapping, which may
 * be left out, to a {@link StreamProblem}. Relative names of files start in the folder of the problem.
 * What a table does not hold is absent: nothing is estimated.
 */
public final class StreamProblemReader {
  /** The format of problem files. */
  public static final String FORMAT = "stream/1";

  /**
   * A problem with what its importers had to say.
   *
   * @param problem the problem
   * @param notes what was dropped, rewritten or not used, one line each
   * @param differences why Stream's own numbers on these files are not comparable, one line each
   */
  public record Read(StreamProblem problem, List<String> notes, List<String> differences) {
    public Read {
      notes = List.copyOf(notes);
      differences = List.copyOf(differences);
    }
  }

  private final DataNode root;
  private final Path folder;
  private final List<String> notes = new ArrayList<>();
  private final List<String> differences = new ArrayList<>();

  private StreamProblemReader(DataNode root, Path folder) {
    this.root = root;
    this.folder = folder;
  }

  /**
   * Reads a problem file.
   *
   * @throws dev.dovetail.models.BadInputException if anything in it, or in a file that it names, is wrong
   */
  public static Read read(Path file) {
    return read(DataFile.read(file), Objects.requireNonNullElse(file.toAbsolutePath().getParent(), Path.of("")));
  }

  /** Reads a parsed problem file; relative names of files start in {@code folder}. */
  public static Read read(DataNode root, Path folder) {
    DataNode format = root.required("format");
    if (!format.text().equals(FORMAT)) {
      throw format.error("The format (%s) must be %s.".formatted(format.text(), FORMAT),
          "it is a file of another kind or version.");
    }
    root.onlyKeys("format", "name", "network", "accelerator", "costs", "mapping");
    StreamProblemReader reader = new StreamProblemReader(root, folder);
    return new Read(reader.problem(), reader.notes, reader.differences);
  }

  private StreamProblem problem() {
    StreamWorkload workload = network(root.required("network"));
    StreamHardware hardware = hardware(root.required("accelerator"));
    Optional<StreamMapping> mapping = root.optional("mapping").map(m -> mapping(m, workload, hardware));
    StreamCosts.Builder costs = new StreamCosts.Builder(workload, hardware);
    CostFile tables = new CostFile(workload, hardware, mapping, costs);
    root.optional("costs").ifPresent(c -> {
      for (DataNode one : c.isArray() ? c.items() : List.of(c)) {
        tables.read(one.isObject() ? one : DataFile.read(one.file(folder)));
      }
    });
    return new StreamProblem(root.required("name").text(), workload, hardware, costs.build(), mapping);
  }

  private StreamWorkload network(DataNode node) {
    ImportedNetwork network = node.placing(() -> imported(node));
    notes.addAll(network.notes());
    differences.addAll(network.differences());
    return network.workload();
  }

  private ImportedNetwork imported(DataNode node) {
    if (node.isObject()) {
      node.onlyKeys("file", "bits", "symbols", "biases");
      Map<String, Integer> symbols = new LinkedHashMap<>();
      node.optional("symbols").ifPresent(s -> s.entries().forEach((symbol, n) -> symbols.put(symbol, n.intValue(1, 1 << 20))));
      OptionalInt bits = node.optional("bits").map(b -> OptionalInt.of(b.intValue(1, 64))).orElse(OptionalInt.empty());
      boolean biases = node.optional("biases").map(DataNode::bool).orElse(true);
      return named(node.required("file"), new OnnxImport.Options(new OnnxReader.Options(bits, symbols), biases));
    }
    return named(node, OnnxImport.Options.asInFile());
  }

  private ImportedNetwork named(DataNode node, OnnxImport.Options options) {
    String lower = node.text().toLowerCase(Locale.ROOT);
    if (lower.endsWith(".yaml") || lower.endsWith(".yml")) {
      return LegacyWorkload.read(node.file(folder));
    }
    if (!lower.endsWith(".onnx")) {
      return Networks.byName(node.text()).map(w -> NetworkExport.of(w, options.shapes().bitsPerElement()))
          .orElseGet(() -> OnnxImport.read(node.file(folder), options));
    }
    return OnnxImport.read(node.file(folder), options);
  }

  private StreamHardware hardware(DataNode node) {
    HardwareDescription description =
        node.isObject() ? HardwareReader.read(node, folder) : node.placing(() -> HardwareReader.read(node.file(folder)));
    notes.addAll(description.warnings());
    return HardwareImport.of(description);
  }

  private StreamMapping mapping(DataNode node, StreamWorkload workload, StreamHardware hardware) {
    if (node.isText() && node.text().equals("automatic")) {
      AutomaticMapping automatic = new AutomaticMapping(workload, hardware);
      StreamMapping mapping = automatic.mapping();
      notes.addAll(automatic.notes());
      return mapping;
    }
    if (!node.isArray() || MappingYaml.recognises(node)) {
      return one(node, workload, hardware, true);
    }
    List<StreamGroup> groups = new ArrayList<>();
    for (DataNode item : node.items()) {
      groups.addAll(one(item, workload, hardware, node.items().size() == 1).groups());
    }
    return new StreamMapping(groups);
  }

  private StreamMapping one(DataNode node, StreamWorkload workload, StreamHardware hardware, boolean complete) {
    DataNode tree = node.isText() ? node.placing(() -> DataFile.read(node.file(folder))) : node;
    return MappingYaml.recognises(tree)
        ? MappingYaml.read(workload, hardware, tree, complete)
        : MappingFile
            .read(new StreamProblem(root.required("name").text(), workload, hardware, StreamCosts.none(workload, hardware),
                Optional.empty()), tree);
  }
}
