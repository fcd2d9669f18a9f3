package dev.dovetail.models.stream.files;

import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.stream.GroupGraph;
import dev.dovetail.models.stream.GroupGraph.Held;
import dev.dovetail.models.stream.GroupGraph.Transfer;
import dev.dovetail.models.stream.GroupRun;
import dev.dovetail.models.stream.GroupRun.HeldRun;
import dev.dovetail.models.stream.GroupRun.NodeRun;
import dev.dovetail.models.stream.GroupRun.TransferRun;
import dev.dovetail.models.stream.GroupTiling;
import dev.dovetail.models.stream.LevelTable;
import dev.dovetail.models.stream.LoopEffects.Effect;
import dev.dovetail.models.stream.StreamProblem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Compares one group of a reference instance with what came out of it.
 *
 * <p>The file numbers global loops {@code z0, z1, ...}; which is which follows from the loops of its nodes. Temporal loops of a single tile decide
 * nothing, and are left out where loops and levels are compared.
 */
final class GoldenComparison {
  private final StreamProblem problem;
  private final GroupRun run;
  private final GroupGraph graph;
  private final DataNode node;
  private final Differences differences;
  private final Map<String, Integer> loops = new HashMap<>();

  GoldenComparison(StreamProblem problem, GroupRun run, DataNode node, Differences differences) {
    this.problem = problem;
    this.run = run;
    this.graph = run.graph();
    this.node = node;
    this.differences = differences;
  }

  /** Number of the held tensor of that name, or -1. */
  static int heldNamed(GroupRun run, String name) {
    List<Held> held = run.graph().held();
    return IntStream.range(0, held.size()).filter(h -> held.get(h).name().equals(name)).findFirst().orElse(-1);
  }

  void compare(GoldenCheck.Level level) {
    names("compute_nodes", IntStream.range(0, graph.size()).mapToObj(i -> graph.node(i).name()).toList());
    names("transfers", graph.transfers().stream().map(Transfer::name).toList());
    names("tensors", graph.held().stream().map(Held::name).toList());
    for (DataNode n : GoldenReader.list(node, "compute_nodes")) {
      dims(n);
    }
    tiling();
    for (DataNode n : GoldenReader.list(node, "compute_nodes")) {
      computeNode(n);
    }
    for (DataNode t : GoldenReader.list(node, "transfers")) {
      transfer(t);
    }
    for (DataNode t : GoldenReader.list(node, "tensors")) {
      tensor(t);
    }
    totals();
    if (level != GoldenCheck.Level.GIVEN) {
      differences.list(node, "slot_order", run.order());
    }
  }

  private void names(String key, List<String> found) {
    DataNode stated = Differences.valueOrNull(node, key);
    if (stated != null) {
      List<String> said = stated.items().stream().map(n -> n.required("name").text()).sorted().toList();
      differences.compare(stated, said, found.stream().sorted().toList());
    }
  }

  private int nodeNamed(DataNode n) {
    String name = n.required("name").text();
    return IntStream.range(0, graph.size()).filter(i -> graph.node(i).name().equals(name)).findFirst().orElse(-1);
  }

  /** Two loops have one number in the file exactly if they are one global loop. */
  private void dims(DataNode n) {
    int i = nodeNamed(n);
    DataNode stated = Differences.valueOrNull(n, "dims");
    if (i < 0 || stated == null) {
      return;
    }
    for (int d = 0; d < graph.node(i).dims().size(); d++) {
      DataNode z = Differences.valueOrNull(stated, "D" + d);
      if (z == null) {
        differences.add(stated, "no loop D" + d, "a loop of size " + graph.node(i).dims().get(d).size());
        continue;
      }
      int mine = graph.dims().of(i, d);
      Integer known = loops.putIfAbsent(z.text(), mine);
      boolean other = loops.entrySet().stream().anyMatch(e -> e.getValue() == mine && !e.getKey().equals(z.text()));
      if (known != null && known != mine || other) {
        differences.add(z, z.text(), "a loop that is one with " + graph.dims().name(mine));
      }
    }
    if (stated.entries().size() != graph.node(i).dims().size()) {
      differences.add(stated, stated.entries().size() + " loops", graph.node(i).dims().size() + " loops");
    }
  }

  private void tiling() {
    GroupTiling tiling = run.tiling();
    differences.number(node, "iterations", tiling.iterations());
    DataNode temporal = Differences.valueOrNull(node, "temporal_loops_inner_to_outer");
    if (temporal != null) {
      List<String> stated =
          temporal.items().stream().map(l -> loopName(l.items().get(0)) + "*" + l.items().get(1).text()).toList();
      List<String> found = IntStream.range(0, tiling.loopCount())
          .mapToObj(l -> graph.dims().name(tiling.loop(l)) + "*" + tiling.count(l)).toList();
      differences.compare(temporal, stated, found);
    }
    DataNode splits = Differences.valueOrNull(node, "inter_core_splits");
    if (splits != null) {
      List<String> stated = splits.items().stream().map(l -> loopName(l.items().get(0)) + "/" + l.items().get(1).text()).sorted()
          .toList();
      List<String> found = IntStream.range(0, graph.dims().count()).filter(z -> tiling.split(z) > 1)
          .mapToObj(z -> graph.dims().name(z) + "/" + tiling.split(z)).sorted().toList();
      differences.compare(splits, stated, found);
    }
    DataNode tiles = Differences.valueOrNull(node, "unique_dims_tile");
    if (tiles != null) {
      loops.forEach((z, mine) -> differences.number(tiles, z, tiling.tile(mine)));
    }
  }

  private String loopName(DataNode z) {
    Integer mine = loops.get(z.text());
    return mine == null ? z.text() : graph.dims().name(mine);
  }

  private void computeNode(DataNode n) {
    int i = nodeNamed(n);
    if (i < 0) {
      return;
    }
    NodeRun r = run.nodes().get(i);
    differences.text(n, "op", graph.node(i).op());
    differences.number(n, "slot", r.slot());
    differences.set(n, "reads", graph.reads(i).stream().map(h -> graph.held().get(h).name()).toList());
    differences.set(n, "writes", graph.writes(i).stream().map(h -> graph.held().get(h).name()).toList());
    differences.set(n, "cores", run.tiling().placement(i).cores());
    differences.list(n, "present", List.of(r.present(), run.iterations()));
    differences.number(n, "cycles", r.cycles());
    differences.number(n, "active", r.active());
  }

  private void transfer(DataNode n) {
    String name = n.required("name").text();
    int t = IntStream.range(0, graph.transfers().size()).filter(k -> graph.transfers().get(k).name().equals(name)).findFirst()
        .orElse(-1);
    if (t < 0) {
      return;
    }
    Transfer transfer = graph.transfers().get(t);
    TransferRun r = run.transfers().get(t);
    differences.text(n, "kind", transfer.kind().name());
    differences.number(n, "slot", r.slot());
    differences.text(n, "moves", graph.held().get(transfer.source()).name());
    differences.set(n, "makes", transfer.makes().stream().map(h -> graph.held().get(h).name()).toList());
    differences.number(n, "bits", r.bits());
    differences.set(n, "from_cores", r.from());
    differences.set(n, "to_cores", r.to());
    differences.set(n, "links", r.links());
    rate(n, r);
    differences.number(n, "raw_cycles", r.raw());
    differences.list(n, "present", List.of(r.present(), run.iterations()));
    differences.number(n, "cycles_present", r.presentCycles());
    differences.number(n, "reuse_factor", r.reuse());
    differences.number(n, "active", r.active());
  }

  private void rate(DataNode n, TransferRun r) {
    DataNode stated = Differences.valueOrNull(n, "min_bits_per_cycle");
    if (stated != null) {
      boolean same = r.rate() == null
          ? stated.isNull()
          : stated.isNumber() && dev.dovetail.models.stream.BitRate.of(stated.decimal()).equals(r.rate());
      if (!same) {
        differences.add(stated, stated.isNumber() ? stated.text() : "none", r.rate() == null ? "none" : r.rate().toString());
      }
    }
  }

  private void tensor(DataNode n) {
    int h = heldNamed(run, n.required("name").text());
    if (h < 0) {
      return;
    }
    HeldRun r = run.held().get(h);
    int tensor = graph.held().get(h).tensor();
    boolean source = graph.held().get(h).node() < 0 && graph.held().get(h).transfer() < 0;
    differences.number(n, "bits", r.bits());
    DataNode shape = Differences.valueOrNull(n, "shape");
    if (shape != null) {
      long bits = problem.workload().tensor(tensor).bits();
      long stated = shape.items().stream().mapToLong(DataNode::longValue).reduce(bits, Math::multiplyExact);
      if (stated != r.bits() || shape.items().size() != r.perCore().size()) {
        differences.add(shape, stated + " bits", r.bits() + " bits");
      }
    }
    differences.set(n, "cores", r.cores());
    levels(n, h, r);
    if (!source) {
      differences.number(n, "bits_per_core", r.perCoreBits());
      differences.list(n, "shape_per_core", r.perCore());
    }
  }

  private void levels(DataNode n, int h, HeldRun r) {
    LevelTable table = r.table();
    DataNode stated = Differences.valueOrNull(n, "loops_inner_to_outer");
    if (stated != null) {
      List<String> said = stated.items().stream().filter(l -> l.items().get(1).longValue() > 1)
          .map(l -> loopName(l.items().get(0)) + "*" + l.items().get(1).text() + " " + l.items().get(2).text()).toList();
      List<String> found = table.loops().stream().filter(l -> run.tiling().count(l) > 1)
          .map(l -> graph.dims().name(run.tiling().loop(l)) + "*" + run.tiling().count(l) + " "
              + effect(run.effects().ofHeld(h, l)))
          .toList();
      differences.compare(stated, said, found);
    }
    List<DataNode> entries = GoldenReader.list(n, "levels");
    Map<Long, String> said = new HashMap<>();
    List<String> sequence = new ArrayList<>();
    for (DataNode e : entries) {
      String decides = decides(e.required("reuse").longValue(), e.required("tiles").longValue());
      said.put(e.required("level").longValue(), decides);
      sequence.add(decides);
    }
    if (!entries.isEmpty()) {
      List<String> mine = new ArrayList<>();
      for (int k = -1; k <= table.highest(); k++) {
        mine.add(decides(table.reuse(k), table.tiles(k)));
      }
      differences.compare(n.required("levels"), withoutRepeats(sequence), withoutRepeats(mine));
    }
    level(n, "min_level", said, table, table.min());
    level(n, "level", said, table, r.level());
  }

  private void level(DataNode n, String key, Map<Long, String> said, LevelTable table, int found) {
    DataNode stated = Differences.valueOrNull(n, key);
    if (stated != null) {
      String mine = decides(table.reuse(found), table.tiles(found));
      String its = said.getOrDefault(stated.longValue(), "no level of its table");
      if (!mine.equals(its)) {
        differences.add(stated, "%s (%s)".formatted(stated.text(), its), "%d (%s)".formatted(found, mine));
      }
    }
  }

  private static String decides(long reuse, long tiles) {
    return "reuse %d, tiles %d".formatted(reuse, tiles);
  }

  private static List<String> withoutRepeats(List<String> list) {
    List<String> kept = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String s : list) {
      if (seen.add(s)) {
        kept.add(s);
      }
    }
    return kept;
  }

  private static String effect(Effect effect) {
    return effect.name().toLowerCase(Locale.ROOT);
  }

  private void totals() {
    DataNode memory = Differences.valueOrNull(node, "memory_check");
    if (memory != null) {
      differences.compare(memory, memory.items().stream().map(m -> m.required("core").text()).sorted().toList(),
          run.loads().keySet().stream().map(String::valueOf).sorted().toList());
      for (DataNode m : memory.items()) {
        int core = m.required("core").intValue(0, problem.hardware().cores().size() - 1);
        differences.number(m, "capacity_bits", problem.hardware().core(core).capacityBits());
        differences.number(m, "load_bits", run.loads().getOrDefault(core, 0L));
      }
    }
    DataNode slots = Differences.valueOrNull(node, "slots");
    if (slots != null) {
      List<String> stated = slots.items().stream().filter(s -> s.required("cycles").decimal().signum() != 0)
          .map(s -> s.required("slot").text() + ": " + s.required("cycles").decimal().stripTrailingZeros().toPlainString())
          .toList();
      List<String> found = IntStream.range(0, run.slotCycles().size()).filter(s -> run.slotCycles().get(s) != 0)
          .mapToObj(s -> s + ": " + run.slotCycles().get(s)).toList();
      differences.compare(slots, stated, found);
    }
    differences.number(node, "sum_of_slots", run.sumCycles());
    overlap();
    differences.number(node, "total", run.totalCycles());
    DataNode busy = Differences.valueOrNull(node, "resource_busy_slots");
    if (busy != null) {
      differences.compare(busy, busy.entries().keySet().stream().sorted().toList(),
          run.busy().keySet().stream().sorted().toList());
      run.busy().forEach((r, active) -> differences.list(busy, r, active.stream().boxed().toList()));
    }
  }

  /** A single iteration overlaps with none: any overlap that leaves the busiest resource its time decides nothing there. */
  private void overlap() {
    DataNode stated = Differences.valueOrNull(node, "overlap");
    boolean free = run.iterations() == 1 && stated != null && stated.isNumber() && stated.decimal().signum() >= 0
        && stated.decimal().compareTo(BigDecimal.valueOf(run.sumCycles() - run.busiestCycles())) <= 0;
    if (free) {
      differences.number(node, "initiation_interval", run.sumCycles() - stated.decimal().longValue());
    } else {
      differences.number(node, "overlap", run.overlapCycles());
      differences.number(node, "initiation_interval", run.intervalCycles());
    }
  }
}
