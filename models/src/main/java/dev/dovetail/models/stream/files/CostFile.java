package dev.dovetail.models.stream.files;

import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.io.Suggestions;
import dev.dovetail.models.stream.StreamCost;
import dev.dovetail.models.stream.StreamCosts;
import dev.dovetail.models.stream.StreamGroup;
import dev.dovetail.models.stream.StreamHardware;
import dev.dovetail.models.stream.StreamMapping;
import dev.dovetail.models.stream.StreamNode;
import dev.dovetail.models.stream.StreamWorkload;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads cost tables of kind stream: our own ({@code stream-costs/1}) and Stream's {@code core_cost_lut.yaml}.
 *
 * <p>An entry of our own names a node, its loop sizes on one core (left out: those of the mapping), and one or more cores: {@code {node:
 * Conv1, sizes: [1, 8, 32, 3, 3, 8, 16], cores: [0, 1], cycles: 2376, picojoules: 550217.4, estimated: false}}. Stream's table has no loop
 * sizes: it is for the tiles of the mapping that it was made with. Energies finer than a femtojoule are rounded up.
 */
final class CostFile {
  /** The {@code format} of our own tables. */
  static final String FORMAT = "stream-costs/1";

  private static final long MOST = 1L << 50;
  private static final BigDecimal MOST_FEMTOJOULES = BigDecimal.valueOf(1L << 60);

  private final StreamWorkload workload;
  private final StreamHardware hardware;
  private final Optional<StreamMapping> mapping;
  private final StreamCosts.Builder costs;

  CostFile(StreamWorkload workload, StreamHardware hardware, Optional<StreamMapping> mapping, StreamCosts.Builder costs) {
    this.workload = workload;
    this.hardware = hardware;
    this.mapping = mapping;
    this.costs = costs;
  }

  /** Adds the entries of a parsed table. */
  void read(DataNode root) {
    if (root.isObject() && root.entries().containsKey("nodes")) {
      root.required("nodes").items().forEach(this::upstream);
      return;
    }
    DataNode format = root.required("format");
    if (!format.text().equals(FORMAT)) {
      throw format.error("The format (%s) must be %s.".formatted(format.text(), FORMAT), "it is no cost table of kind stream.");
    }
    root.onlyKeys("format", "source", "entries");
    root.required("entries").items().forEach(this::entry);
  }

  private void entry(DataNode row) {
    row.onlyKeys("node", "sizes", "core", "cores", "cycles", "picojoules", "estimated");
    int n = LoopNames.node(workload, row.required("node"), row.required("node").text());
    StreamNode node = workload.node(n);
    List<Integer> cores = new ArrayList<>();
    if (row.optional("cores").isPresent()) {
      cores.addAll(LoopNames.cores(hardware, row.required("cores")));
    } else {
      cores.add(LoopNames.core(hardware, row.required("core")));
    }
    StreamCost cost = new StreamCost(row.required("cycles").longValue(0, MOST),
        row.optional("picojoules").map(CostFile::femtojoules).orElse(0L),
        row.optional("estimated").map(DataNode::bool).orElse(false));
    long[] sizes = row.optional("sizes").map(s -> sizes(node, s)).orElseGet(() -> ofMapping(row, n));
    cores.forEach(core -> costs.put(n, sizes, core, cost));
  }

  private static long[] sizes(StreamNode node, DataNode list) {
    long[] sizes = list.items().stream().mapToLong(s -> s.longValue(1, MOST)).toArray();
    boolean fits = sizes.length == node.dims().size();
    for (int d = 0; fits && d < sizes.length; d++) {
      fits = node.dims().get(d).size() % sizes[d] == 0;
    }
    if (!fits) {
      throw list.error("The sizes %s do not divide the loops of the node (%s): %s.".formatted(Arrays.toString(sizes), node.name(),
          LoopNames.described(node)), "write one size per loop, that of the part which one core computes.");
    }
    return sizes;
  }

  private long[] ofMapping(DataNode where, int node) {
    if (mapping.isPresent()) {
      for (StreamGroup group : mapping.get().groups()) {
        if (group.nodes().stream().anyMatch(p -> p.node() == node)) {
          Optional<Map<Integer, long[]>> sizes = TileSizes.of(workload, group);
          if (sizes.isPresent() && sizes.get().get(node) != null) {
            return sizes.get().get(node);
          }
        }
      }
    }
    throw where.error("The cost of the node (%s) is given without loop sizes, and no valid mapping says what they are.".formatted(
        workload.node(node).name()), "add 'mapping:' with the mapping that the table was made for, or 'sizes' to the entry.");
  }

  /** A node of Stream's table. */
  private void upstream(DataNode node) {
    String name = node.required("name").text();
    int n = workload.nodeNamed(name);
    if (n < 0) {
      throw node.required("name").error(
          "The node (%s) of the cost table is not in the network (%s).".formatted(name, workload.name()),
          Suggestions.instead(name, workload.nodes().stream().map(StreamNode::name).toList()));
    }
    for (DataNode row : node.required("cores").items()) {
      int core = LoopNames.core(hardware, row.required("core_id"));
      String backend = row.optional("metadata").flatMap(m -> m.optional("backend")).map(DataNode::text).orElse("");
      boolean estimated = backend.contains("ideal") || backend.contains("fallback");
      BigDecimal latency = row.required("latency_total").decimal();
      if (latency.signum() < 0 || latency.compareTo(BigDecimal.valueOf(MOST)) > 0) {
        throw row.required("latency_total")
            .error("The latency (%s) must be from 0 to %d cycles.".formatted(latency.toPlainString(),
                MOST), "it is damaged.");
      }
      long cycles = latency.setScale(0, RoundingMode.CEILING).longValueExact();
      long energy = row.optional("energy_total").map(CostFile::femtojoules).orElse(0L);
      costs.put(n, ofMapping(row, n), core, new StreamCost(cycles, estimated ? 0 : energy, estimated));
    }
  }

  private static long femtojoules(DataNode node) {
    BigDecimal femtojoules = node.decimal().movePointRight(3).setScale(0, RoundingMode.CEILING);
    if (femtojoules.signum() < 0 || femtojoules.compareTo(MOST_FEMTOJOULES) > 0) {
      throw node.error(
          "The energy (%s) of %s must not be negative or above 2^60 femtojoules.".formatted(node.text(), node.label()),
          "the unit is picojoules.");
    }
    return femtojoules.longValueExact();
  }
}
