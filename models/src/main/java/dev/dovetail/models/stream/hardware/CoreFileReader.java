package dev.dovetail.models.stream.hardware;

import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.io.Suggestions;
import dev.dovetail.models.stream.hardware.CoreDescription.Kind;
import dev.dovetail.models.stream.hardware.MemoryDescription.Operand;
import dev.dovetail.models.stream.hardware.MemoryDescription.Port;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads one core file of Stream.
 *
 * <p>Two forms of ports are read: the current one (a list of ports with their allocation), and the earlier one, where the memory has
 * {@code r_bw} and {@code w_bw} and lists its uses per operand. The array stands under {@code operational_array}, or under {@code
 * multipliers} in earlier files.
 */
final class CoreFileReader {
  private static final List<String> KEYS =
      List.of("name", "type", "memories", "operational_array", "multipliers", "operator_types",
          "dataflows");

  private static final List<String> MEMORY_KEYS = List.of("size", "r_cost", "w_cost", "area", "latency", "auto_cost_extraction",
      "operands", "served_dimensions", "ports", "r_bw", "w_bw", "r_port", "w_port", "rw_port", "min_r_granularity",
      "min_w_granularity", "double_buffering_support");

  private static final List<String> ARRAY_KEYS = List.of("unit_energy", "unit_area", "dimensions", "sizes", "input_precision",
      "multiplier_energy", "multiplier_area");

  private static final long MOST_BITS = 1L << 60;
  private static final int MOST_UNITS = 1 << 24;

  private final DataNode root;
  private final String type;
  private final Consumer<String> warn;

  private CoreFileReader(DataNode root, String type, Consumer<String> warn) {
    this.root = root;
    this.type = type;
    this.warn = warn;
  }

  static CoreDescription read(DataNode root, String type, Consumer<String> warn) {
    return new CoreFileReader(root, type, warn).read();
  }

  private CoreDescription read() {
    UnusedKeys.report(root, KEYS, warn);
    Kind kind = root.optional("type").map(this::kind).orElse(Kind.COMPUTE);
    DataNode array =
        root.entries().containsKey("multipliers") ? root.required("multipliers") : root.required("operational_array");
    UnusedKeys.report(array, ARRAY_KEYS, warn);
    List<String> axes = array.required("dimensions").items().stream().map(DataNode::text).toList();
    List<Integer> sizes = array.required("sizes").items().stream().map(n -> n.intValue(0, MOST_UNITS)).toList();
    if (axes.size() != sizes.size() || axes.isEmpty()) {
      throw array.required("sizes").error("The array has %d dimensions, but %d sizes.".formatted(axes.size(), sizes.size()),
          "give each dimension its size.");
    }
    long units = 1;
    for (int s : sizes) {
      units = Math.min(1L << 40, units * s);
    }
    if (kind == Kind.COMPUTE && units > MOST_UNITS) {
      throw array.required("sizes").error("The array has more than %d units.".formatted(MOST_UNITS),
          "a size has a digit too many.");
    }
    DataNode energy = array.entries().get(array.entries().containsKey("unit_energy") ? "unit_energy" : "multiplier_energy");
    return new CoreDescription(0, type, kind, axes, sizes, energy == null ? BigDecimal.ZERO : notNegative(energy),
        memories(root.required("memories"), Set.copyOf(axes)),
        root.optional("operator_types").map(n -> n.items().stream().map(DataNode::text).toList()).orElse(null), dataflows());
  }

  private Kind kind(DataNode node) {
    String text = node.text();
    int dot = text.indexOf('.');
    String namespace = dot < 0 ? "zigzag" : text.substring(0, dot);
    if (!namespace.equals("zigzag")) {
      throw node
          .error("The core type (%s) has the namespace (%s); only zigzag is read: AIE platform descriptions are out of scope."
              .formatted(text, namespace), "describe the tile as 'type: zigzag.compute' with its memories and array.");
    }
    return switch (text.substring(dot + 1)) {
      case "compute" -> Kind.COMPUTE;
      case "memory" -> Kind.MEMORY;
      case "offchip" -> Kind.DRAM;
      default -> throw node.error("The core type (%s) must be compute, memory or offchip.".formatted(text),
          Suggestions.instead(text.substring(dot + 1), List.of("compute", "memory", "offchip")));
    };
  }

  private Map<String, List<String>> dataflows() {
    Map<String, List<String>> dataflows = new LinkedHashMap<>();
    root.optional("dataflows").ifPresent(n -> {
      n.entries().forEach((axis, loops) -> dataflows.put(axis, loops.items().stream().map(DataNode::text).toList()));
      warn.accept("%s: The dataflows of core type (%s) are of an earlier release: Stream no longer fixes the unrolling by them."
          .formatted(n.where(), type));
    });
    return dataflows;
  }

  private List<MemoryDescription> memories(DataNode node, Set<String> axes) {
    List<MemoryDescription> memories = new ArrayList<>();
    node.entries().forEach((name, memory) -> memories.add(memory(name, memory, axes)));
    if (memories.isEmpty()) {
      throw node.error("The core type (%s) has no memory.".formatted(type), "list its memories, the lowest level first.");
    }
    return memories;
  }

  private MemoryDescription memory(String name, DataNode node, Set<String> axes) {
    UnusedKeys.report(node, MEMORY_KEYS, warn);
    Set<Operand> holds = EnumSet.noneOf(Operand.class);
    for (DataNode o : node.required("operands").items()) {
      holds.add(operand(o, o.text()));
    }
    List<String> shared = new ArrayList<>();
    for (DataNode d : node.required("served_dimensions").items()) {
      if (!axes.contains(d.text())) {
        throw d.error("The served dimension (%s) of memory (%s) is no dimension of the array %s.".formatted(d.text(), name,
            axes.stream().sorted().toList()), "a dimension of 'operational_array' was meant.");
      }
      shared.add(d.text());
    }
    List<Port> ports = new ArrayList<>();
    for (DataNode p : node.required("ports").items()) {
      ports.add(p.entries().containsKey("bandwidth_max") || p.entries().containsKey("allocation")
          ? port(p)
          : earlierPort(node, p, ports.size()));
    }
    return new MemoryDescription(name, node.required("size").longValue(0, MOST_BITS), cost(node, "r_cost"), cost(node, "w_cost"),
        holds, shared, ports);
  }

  private static BigDecimal cost(DataNode memory, String key) {
    return memory.optional(key).map(CoreFileReader::notNegative).orElse(BigDecimal.ZERO);
  }

  private static Operand operand(DataNode where, String text) {
    List<String> known = Arrays.stream(Operand.values()).map(Enum::name).toList();
    if (!known.contains(text)) {
      throw where.error("The operand (%s) must be one of %s.".formatted(text, known),
          "I1 is the activation, I2 the weight, O the output.");
    }
    return Operand.valueOf(text);
  }

  private Port port(DataNode p) {
    UnusedKeys.report(p, List.of("name", "type", "bandwidth_min", "bandwidth_max", "allocation"), warn);
    String direction = p.required("type").text();
    if (!List.of("read", "write", "read_write").contains(direction)) {
      throw p.required("type").error("The port type (%s) must be read, write or read_write.".formatted(direction),
          Suggestions.instead(direction, List.of("read", "write", "read_write")));
    }
    List<String> serves = new ArrayList<>();
    for (DataNode use : p.required("allocation").items()) {
      // "I1, tl" is one text in a block list, and two texts in a list in brackets.
      String[] words =
          (use.isArray() ? String.join(",", use.items().stream().map(DataNode::text).toList()) : use.text()).split(",");
      String way = words.length == 2 ? words[1].strip() : "";
      if (!List.of("fh", "fl", "tl", "th").contains(way)) {
        throw use.error("The port use (%s) must be an operand and one of fh, fl, tl, th, as in 'I1, tl'."
            .formatted(String.join(",", words)), "a comma is missing.");
      }
      serves.add(operand(use, words[0].strip()) + ", " + way);
    }
    return new Port(p.required("name").text(), direction.startsWith("read"), direction.endsWith("write"),
        rate(p.required("bandwidth_max")), serves);
  }

  private Port earlierPort(DataNode memory, DataNode uses, int number) {
    UnusedKeys.report(uses, List.of("fh", "fl", "tl", "th"), warn);
    boolean reads = uses.entries().containsKey("tl") || uses.entries().containsKey("th");
    boolean writes = uses.entries().containsKey("fh") || uses.entries().containsKey("fl");
    BigDecimal read = reads ? rate(memory.required("r_bw")) : BigDecimal.ZERO;
    BigDecimal write = writes ? rate(memory.required("w_bw")) : BigDecimal.ZERO;
    return new Port("port" + number, reads, writes, read.max(write), List.copyOf(uses.entries().keySet()));
  }

  private static BigDecimal rate(DataNode node) {
    BigDecimal rate = node.decimal();
    if (rate.signum() <= 0) {
      throw node.error("The bandwidth (%s) of %s must be above 0.".formatted(node.text(), node.label()), "it is bits per cycle.");
    }
    return rate;
  }

  private static BigDecimal notNegative(DataNode node) {
    BigDecimal value = node.decimal();
    if (value.signum() < 0) {
      throw node.error("The value (%s) of %s must not be negative.".formatted(node.text(), node.label()), "its sign is wrong.");
    }
    return value;
  }
}
