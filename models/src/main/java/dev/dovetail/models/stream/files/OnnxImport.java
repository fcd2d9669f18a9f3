package dev.dovetail.models.stream.files;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.io.Suggestions;
import dev.dovetail.models.workload.onnx.OnnxGraph;
import dev.dovetail.models.workload.onnx.OnnxGraph.GraphTensor;
import dev.dovetail.models.workload.onnx.OnnxGraph.Operation;
import dev.dovetail.models.workload.onnx.OnnxReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads an ONNX file as Stream does: one node per operator, loops in Stream's order, operands by affine maps.
 *
 * <p>Role: networks of kind {@code stream}. Where Stream 1.13.14 counts something wrongly (groups and dilations ignored, strides of rows
 * taken for columns, padding below and on the right ignored, biases dropped, all outputs but the first forgotten) this reader counts it
 * rightly, and says that numbers are then not comparable. Constants that nothing reads are dropped with one note. Normalisations become
 * four nodes; nodes without a name are called {@code Op0}, {@code Op1}, and so on. Source: stream-dse 1.13.14.
 */
public final class OnnxImport {
  /**
   * How to read.
   *
   * @param shapes precision and open axes
   * @param biases whether the biases of convolutions and matrix products are read as operands; Stream drops them
   */
  public record Options(OnnxReader.Options shapes, boolean biases) {
    /** As the file says, with biases. */
    public static Options asInFile() {
      return new Options(OnnxReader.Options.asInFile(), true);
    }
  }

  private final OnnxGraph graph;
  private final String file;
  private final WorkloadDraft draft = new WorkloadDraft();
  private final List<String> notes = new ArrayList<>();
  private final Set<String> differences = new LinkedHashSet<>();
  private final OnnxNodes build;

  private OnnxImport(OnnxGraph graph, String file, Options options) {
    this.graph = graph;
    this.file = file;
    this.build = new OnnxNodes(graph, draft, options.biases(), this::difference);
  }

  /**
   * Reads a file with the precisions that it states.
   *
   * @throws BadInputException if it is no model that can be mapped
   */
  public static ImportedNetwork read(Path file) {
    return read(file, Options.asInFile());
  }

  /**
   * Reads a file.
   *
   * @throws BadInputException if it is no model that can be mapped
   */
  public static ImportedNetwork read(Path file, Options options) {
    return new OnnxImport(OnnxReader.graph(file, options.shapes()), file.toString(), options).network();
  }

  private ImportedNetwork network() {
    checkOperators();
    graph.inputs().forEach(this::register);
    for (Map.Entry<String, GraphTensor> e : graph.tensors().entrySet()) {
      if (e.getValue().constant()) {
        register(e.getKey());
      }
    }
    int unnamed = 0;
    for (Operation o : graph.operations()) {
      String name = o.name().isEmpty() ? "Op" + unnamed++ : o.name();
      if (isConstant(o)) {
        continue;
      }
      if (OnnxOperators.ALIASES.contains(o.operator())) {
        draft.alias(o.outputs().get(0), o.inputs().get(0));
        notes.add("The node (%s) of operator %s takes no time and is left out.".formatted(name, o.operator()));
        continue;
      }
      o.outputs().stream().filter(out -> !out.isEmpty() && graph.tensors().containsKey(out)).forEach(this::register);
      if (!OnnxOperators.isKnownToStream(o.operator())) {
        differences.add("Stream has no parser for operator %s (node %s).".formatted(o.operator(), name));
      }
      try {
        build.node(draft.freeName(name), o);
      } catch (IllegalArgumentException | ArithmeticException e) {
        throw new BadInputException(
            "%s: The node (%s) of operator (%s) cannot be read: %s.".formatted(file, name, o.operator(), e.getMessage()),
            "export the model with another form of it, or cut the model before this node.", e);
      }
    }
    report();
    return new ImportedNetwork(draft.build(graph.name(), graph.inputs(), graph.outputs()), notes, List.copyOf(differences));
  }

  private void report() {
    List<String> unused = graph.unusedInitializers();
    if (!unused.isEmpty()) {
      notes.add("%d constant%s that no node reads %s dropped: %s.".formatted(unused.size(), unused.size() == 1 ? "" : "s",
          unused.size() == 1 ? "is" : "are", Suggestions.list(unused)));
    }
    if (graph.outputs().size() > 1) {
      differences.add("The graph has %d outputs; Stream stores the first one only.".formatted(graph.outputs().size()));
    }
  }

  private boolean isConstant(Operation o) {
    return o.outputs().stream().filter(out -> !out.isEmpty()).map(out -> graph.tensors().get(out))
        .allMatch(t -> t == null || t.constant());
  }

  private void difference(String text) {
    differences.add(text);
  }

  private void register(String name) {
    GraphTensor t = graph.tensor(name);
    draft.tensor(name, t.shape(), t.bits(), t.constant());
  }

  /** One error for all operators that are not read. */
  private void checkOperators() {
    Set<String> known = OnnxOperators.all();
    List<String> lines = new ArrayList<>();
    for (Operation o : graph.operations()) {
      if (!known.contains(o.operator()) && !isConstant(o)) {
        String instead = OnnxOperators.instead(o.operator());
        if (instead.isEmpty()) {
          instead = Suggestions.nearest(o.operator(), known).orElse("");
        }
        lines
            .add("  %s in %s%s".formatted(o.operator(), o.label(), instead.isEmpty() ? "" : " (instead: %s)".formatted(instead)));
      }
    }
    if (!lines.isEmpty()) {
      throw new BadInputException("%s: %d node%s of operators that kind stream does not read:%s%s".formatted(file, lines.size(),
          lines.size() == 1 ? " is" : "s are", System.lineSeparator(),
          String.join(System.lineSeparator(), lines.subList(0, Math.min(20, lines.size())))),
          "export the model with the operators named instead, or cut it before these nodes.");
    }
  }
}
