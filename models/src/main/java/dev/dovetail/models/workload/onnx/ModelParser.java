package dev.dovetail.models.workload.onnx;

import dev.dovetail.models.workload.onnx.OnnxModel.Attribute;
import dev.dovetail.models.workload.onnx.OnnxModel.Axis;
import dev.dovetail.models.workload.onnx.OnnxModel.Graph;
import dev.dovetail.models.workload.onnx.OnnxModel.Node;
import dev.dovetail.models.workload.onnx.OnnxModel.TensorInfo;
import dev.dovetail.models.workload.onnx.OnnxModel.ValueInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages of an ONNX file, apart from tensors.
 *
 * <p>Role: wire format to {@link OnnxModel}; unknown fields are skipped, subgraphs too. Source of the field numbers: onnx.proto
 * of the ONNX specification.
 */
final class ModelParser {
  private static final int MAX_LIST = 1 << 16;

  private final WireInput in;
  private final Problems problems;

  private ModelParser(WireInput in, Problems problems) {
    this.in = in;
    this.problems = problems;
  }

  static OnnxModel read(WireInput in, long size, Problems problems) throws IOException {
    return new ModelParser(in, problems).model(size);
  }

  private OnnxModel model(long end) throws IOException {
    Graph graph = null;
    Map<String, Long> opsets = new HashMap<>();
    for (int tag = in.tag(end); tag != 0; tag = in.tag(end)) {
      switch (WireInput.field(tag)) {
        case 1, 5 -> in.varint(tag);
        case 7 -> {
          if (graph != null) {
            throw in.malformed("a second graph");
          }
          graph = graph(in.end(tag, end));
        }
        case 8 -> opset(in.end(tag, end), opsets);
        default -> in.skip(tag, end);
      }
    }
    if (graph == null) {
      throw in.malformed("no graph up to the end");
    }
    if (opsets.isEmpty()) {
      throw in.malformed("no operator set version (opset_import) up to the end");
    }
    return new OnnxModel(graph, opsets);
  }

  private void opset(long end, Map<String, Long> opsets) throws IOException {
    String domain = "";
    long version = 0;
    for (int tag = in.tag(end); tag != 0; tag = in.tag(end)) {
      switch (WireInput.field(tag)) {
        case 1 -> domain = in.string(tag, end);
        case 2 -> version = in.varint(tag);
        default -> in.skip(tag, end);
      }
    }
    opsets.put(domain.equals("ai.onnx") ? "" : domain, version);
  }

  private Graph graph(long end) throws IOException {
    List<Node> nodes = new ArrayList<>();
    List<TensorInfo> initializers = new ArrayList<>();
    List<ValueInfo> inputs = new ArrayList<>();
    List<ValueInfo> outputs = new ArrayList<>();
    List<ValueInfo> declared = new ArrayList<>();
    for (int tag = in.tag(end); tag != 0; tag = in.tag(end)) {
      switch (WireInput.field(tag)) {
        case 1 -> nodes.add(node(in.end(tag, end)));
        case 5 -> initializers.add(TensorParser.read(in, in.end(tag, end)));
        case 11 -> inputs.add(valueInfo(in.end(tag, end)));
        case 12 -> outputs.add(valueInfo(in.end(tag, end)));
        case 13 -> declared.add(valueInfo(in.end(tag, end)));
        case 15 ->
            throw problems.of("The model has sparse initializers.", "store its weights as dense tensors: only these are read.");
        default -> in.skip(tag, end);
      }
      in.keep(0);
    }
    return new Graph(nodes, initializers, inputs, outputs, declared);
  }

  private Node node(long end) throws IOException {
    String name = "";
    String operator = "";
    String domain = "";
    List<String> inputs = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    for (int tag = in.tag(end); tag != 0; tag = in.tag(end)) {
      switch (WireInput.field(tag)) {
        case 1 -> inputs.add(in.string(tag, end));
        case 2 -> outputs.add(in.string(tag, end));
        case 3 -> name = in.string(tag, end);
        case 4 -> operator = in.string(tag, end);
        case 5 -> {
          Attribute a = attribute(in.end(tag, end));
          attributes.put(a.name(), a);
        }
        case 7 -> domain = in.string(tag, end);
        default -> in.skip(tag, end);
      }
    }
    return new Node(name, operator, domain.equals("ai.onnx") ? "" : domain, inputs, outputs, attributes);
  }

  private Attribute attribute(long end) throws IOException {
    String name = "";
    String s = "";
    long i = 0;
    double f = 0;
    List<Long> ints = new ArrayList<>();
    List<Double> floats = new ArrayList<>();
    TensorInfo tensor = null;
    for (int tag = in.tag(end); tag != 0; tag = in.tag(end)) {
      switch (WireInput.field(tag)) {
        case 1 -> name = in.string(tag, end);
        case 2 -> f = in.float32(tag);
        case 3 -> i = in.varint(tag);
        case 4 -> s = shortString(tag, end);
        case 5 -> tensor = TensorParser.read(in, in.end(tag, end));
        case 7 -> floats(tag, end, floats);
        case 8 -> ints(tag, end, ints);
        default -> in.skip(tag, end);
      }
    }
    return new Attribute(name, i, f, s, ints, floats, tensor);
  }

  /** A string that says something here; a long one is a payload, and is skipped. */
  private String shortString(int tag, long end) throws IOException {
    long stringEnd = in.end(tag, end);
    if (stringEnd - in.position() > 256) {
      in.skipTo(stringEnd);
      return "";
    }
    return new String(in.bytes(stringEnd), java.nio.charset.StandardCharsets.UTF_8);
  }

  private void ints(int tag, long end, List<Long> into) throws IOException {
    if ((tag & 7) == WireInput.VARINT) {
      into.add(in.varint(tag));
      limit(into);
      return;
    }
    for (long packedEnd = in.end(tag, end); in.position() < packedEnd;) {
      into.add(in.rawVarint());
      limit(into);
    }
  }

  private void floats(int tag, long end, List<Double> into) throws IOException {
    if ((tag & 7) == WireInput.FIXED32) {
      into.add((double) in.float32(tag));
      limit(into);
      return;
    }
    for (long packedEnd = in.end(tag, end); in.position() < packedEnd;) {
      into.add((double) Float.intBitsToFloat(in.rawFixed32()));
      limit(into);
    }
  }

  private void limit(List<?> list) {
    if (list.size() > MAX_LIST) {
      throw in.malformed("an attribute of more than %d numbers".formatted(MAX_LIST));
    }
    in.keep(0);
  }

  private ValueInfo valueInfo(long end) throws IOException {
    String name = "";
    TensorType type = new TensorType(0, null);
    for (int tag = in.tag(end); tag != 0; tag = in.tag(end)) {
      switch (WireInput.field(tag)) {
        case 1 -> name = in.string(tag, end);
        case 2 -> type = type(in.end(tag, end));
        default -> in.skip(tag, end);
      }
    }
    return new ValueInfo(name, type.code, type.axes);
  }

  private record TensorType(long code, @Nullable List<Axis> axes) {}

  private TensorType type(long end) throws IOException {
    TensorType type = new TensorType(0, null);
    for (int tag = in.tag(end); tag != 0; tag = in.tag(end)) {
      if (WireInput.field(tag) == 1) {
        type = tensorType(in.end(tag, end));
      } else {
        in.skip(tag, end); // sequences, maps and optionals hold no tensor that a layer reads
      }
    }
    return type;
  }

  private TensorType tensorType(long end) throws IOException {
    long code = 0;
    List<Axis> axes = null;
    for (int tag = in.tag(end); tag != 0; tag = in.tag(end)) {
      switch (WireInput.field(tag)) {
        case 1 -> code = in.varint(tag);
        case 2 -> axes = shape(in.end(tag, end));
        default -> in.skip(tag, end);
      }
    }
    return new TensorType(code, axes);
  }

  private List<Axis> shape(long end) throws IOException {
    List<Axis> axes = new ArrayList<>();
    for (int tag = in.tag(end); tag != 0; tag = in.tag(end)) {
      if (WireInput.field(tag) == 1) {
        axes.add(axis(in.end(tag, end)));
        limit(axes);
      } else {
        in.skip(tag, end);
      }
    }
    return axes;
  }

  private Axis axis(long end) throws IOException {
    long extent = 0;
    String symbol = "";
    for (int tag = in.tag(end); tag != 0; tag = in.tag(end)) {
      switch (WireInput.field(tag)) {
        case 1 -> extent = in.varint(tag);
        case 2 -> symbol = in.string(tag, end);
        default -> in.skip(tag, end);
      }
    }
    return new Axis(extent, symbol);
  }
}
