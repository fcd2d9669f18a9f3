package dev.dovetail.models.stream.files;

import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.io.Suggestions;
import dev.dovetail.models.stream.BitRate;
import dev.dovetail.models.stream.StreamConnection;
import dev.dovetail.models.stream.StreamCore;
import dev.dovetail.models.stream.StreamHardware;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the accelerator of a reference instance. */
final class GoldenHardware {
  /** The operand whose top memory is the core's capacity. */
  private static final String FIRST_OPERAND = "input";

  private final DataNode node;

  GoldenHardware(DataNode node) {
    this.node = node;
  }

  StreamHardware hardware() {
    Map<String, DataNode> types = node.required("core_types").entries();
    int dram = node.required("dram_core").intValue(0, 1 << 20);
    List<StreamCore> cores = new ArrayList<>();
    for (DataNode c : node.required("cores").items()) {
      DataNode type = c.required("type");
      DataNode description = types.get(type.text());
      if (description == null) {
        throw type.error("The core type (%s) is not in 'core_types'.".formatted(type.text()),
            Suggestions.instead(type.text(), List.copyOf(types.keySet())));
      }
      DataNode id = c.required("id");
      if (id.longValue() != cores.size()) {
        throw id.error("The core id (%d) must be %d: ids count from 0.".formatted(id.longValue(), cores.size()),
            "a core was forgotten, or two are swapped.");
      }
      cores.add(core(cores.size(), type.text(), description, dram));
    }
    if (dram >= cores.size()) {
      throw node.required("dram_core").error("The DRAM core (%d) is not one of the %d cores.".formatted(dram, cores.size()),
          "a digit is wrong.");
    }
    List<StreamConnection> connections =
        node.required("connections").items().stream().map(c -> connection(c, cores.size())).toList();
    List<List<Integer>> shared = GoldenReader.list(node, "shared_top_memory").stream()
        .map(s -> s.items().stream().map(c -> c.intValue(0, cores.size() - 1)).toList()).toList();
    return new StreamHardware(node.required("name").text(), cores, dram, connections, shared);
  }

  private static StreamCore core(int id, String type, DataNode node, int dram) {
    String kind = node.required("kind").text();
    StreamCore.Kind is = id == dram
        ? StreamCore.Kind.DRAM
        : kind.equals("compute") ? StreamCore.Kind.COMPUTE : StreamCore.Kind.MEMORY;
    long units = 1;
    for (DataNode n : node.required("array_shape").items()) {
      units = Math.multiplyExact(units, n.longValue(0, 1 << 20));
    }
    long capacity = -1;
    for (DataNode m : node.required("memories").items()) {
      if (m.required("holds").items().stream().anyMatch(h -> h.text().equals(FIRST_OPERAND))) {
        capacity = m.required("size_bits").longValue(0, Long.MAX_VALUE);
      }
    }
    if (capacity < 0) {
      throw node.required("memories").error("No memory of the core type (%s) holds '%s'.".formatted(type, FIRST_OPERAND),
          "'holds' of its top memory is wrong.");
    }
    DataNode operators = node.entries().get("operators");
    List<String> accepted = operators == null || operators.isNull()
        ? null
        : operators.items().stream().map(DataNode::text).toList();
    return new StreamCore(id, type, is, capacity, units, accepted);
  }

  private static StreamConnection connection(DataNode c, int cores) {
    DataNode kind = c.required("kind");
    boolean bus = kind.text().equals("bus");
    if (!bus && !kind.text().equals("link")) {
      throw kind.error("The connection (%s) must be a link or a bus.".formatted(kind.text()), "write link or bus.");
    }
    List<Integer> members = c.required("cores").items().stream().map(m -> m.intValue(0, cores - 1)).toList();
    if (members.size() < 2 || !bus && members.size() != 2) {
      throw c.required("cores").error("A %s of %d cores is not possible.".formatted(kind.text(), members.size()),
          "a link joins two cores, a bus at least two.");
    }
    BigDecimal rate = c.required("bits_per_cycle").decimal();
    if (rate.signum() <= 0) {
      throw c.required("bits_per_cycle").error("The bandwidth (%s) must be positive.".formatted(rate), "the sign is wrong.");
    }
    return new StreamConnection(c.required("id").text(), bus, members, BitRate.of(rate));
  }
}
