package dev.dovetail.models.stream.hardware;

import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.io.Suggestions;
import dev.dovetail.models.stream.hardware.ConnectionDescription.Kind;
import dev.dovetail.models.stream.hardware.MemoryDescription.Operand;
import dev.dovetail.models.stream.hardware.MemoryDescription.Port;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the hardware section of a reference instance ({@code stream-golden/1}) into the same description as Stream's own files.
 *
 * <p>Role: one importer for both sources.
 */
public final class GoldenHardware {
  private static final int MOST = 1 << 24;
  private static final Map<String, Operand> OPERANDS = Map.of("input", Operand.I1, "weight", Operand.I2, "output", Operand.O);

  private GoldenHardware() {}

  /**
   * Reads the value of {@code hardware}.
   *
   * @throws dev.dovetail.models.BadInputException if anything in it is wrong
   */
  public static HardwareDescription read(DataNode hardware) {
    DataNode types = hardware.required("core_types");
    List<CoreDescription> cores = new ArrayList<>();
    for (DataNode item : hardware.required("cores").items()) {
      int id = item.required("id").intValue(0, MOST);
      if (id != cores.size()) {
        throw item.required("id")
            .error("The core ids must be 0, 1, ... in order; (%d) was found where (%d) is expected.".formatted(id,
                cores.size()), "sort the cores.");
      }
      DataNode type = item.required("type");
      if (!types.entries().containsKey(type.text())) {
        throw type.error("The core type (%s) is not in 'core_types'.".formatted(type.text()),
            Suggestions.instead(type.text(), types.entries().keySet()));
      }
      cores.add(core(id, type.text(), types.required(type.text())));
    }
    int dram = hardware.required("dram_core").intValue(0, Math.max(0, cores.size() - 1));
    List<ConnectionDescription> connections = new ArrayList<>();
    for (DataNode c : hardware.required("connections").items()) {
      connections
          .add(new ConnectionDescription(connections.size(), c.required("kind").text().equals("bus") ? Kind.BUS : Kind.LINK,
              ids(c.required("cores"), cores.size()), c.required("bits_per_cycle").decimal(),
              c.optional("pj_per_unit").map(DataNode::decimal).orElse(null)));
    }
    List<List<Integer>> shared = hardware.optional("shared_top_memory").map(DataNode::items).orElse(List.of()).stream()
        .map(group -> ids(group, cores.size()))
        .toList();
    return new HardwareDescription(hardware.required("name").text(), cores, dram, connections, shared, List.of());
  }

  private static List<Integer> ids(DataNode list, int cores) {
    return list.items().stream().map(n -> n.intValue(0, Math.max(0, cores - 1))).toList();
  }

  private static CoreDescription core(int id, String type, DataNode node) {
    CoreDescription.Kind kind = switch (node.required("kind").text()) {
      case "compute" -> CoreDescription.Kind.COMPUTE;
      case "memory" -> CoreDescription.Kind.MEMORY;
      case "dram" -> CoreDescription.Kind.DRAM;
      default -> throw node.required("kind").error("The kind (%s) must be compute, memory or dram.".formatted(
          node.required("kind").text()), "it was mistyped.");
    };
    DataNode operators = node.entries().get("operators");
    return new CoreDescription(id, type, kind, node.required("array_dims").items().stream().map(DataNode::text).toList(),
        node.required("array_shape").items().stream().map(n -> n.intValue(0, MOST)).toList(),
        node.optional("mac_pj").map(DataNode::decimal).orElse(BigDecimal.ZERO),
        node.required("memories").items().stream().map(GoldenHardware::memory).toList(),
        operators == null || operators.isNull() ? null : operators.items().stream().map(DataNode::text).toList(), Map.of());
  }

  private static MemoryDescription memory(DataNode node) {
    Set<Operand> holds = EnumSet.noneOf(Operand.class);
    for (DataNode o : node.required("holds").items()) {
      Operand operand = OPERANDS.get(o.text());
      if (operand == null) {
        throw o.error("The operand (%s) must be input, weight or output.".formatted(o.text()), "it was mistyped.");
      }
      holds.add(operand);
    }
    List<Port> ports = new ArrayList<>();
    for (DataNode p : node.required("ports").items()) {
      String direction = p.required("direction").text();
      ports.add(new Port("port" + ports.size(), direction.startsWith("r"), direction.endsWith("w"),
          p.required("bits_max").decimal(), p.required("serves").items().stream().map(DataNode::text).toList()));
    }
    return new MemoryDescription("level" + node.required("level").text(),
        node.required("size_bits").longValue(0, Long.MAX_VALUE >> 3),
        node.required("read_pj").decimal(), node.required("write_pj").decimal(), holds,
        node.required("shared_along").items().stream().map(DataNode::text).toList(), ports);
  }
}
