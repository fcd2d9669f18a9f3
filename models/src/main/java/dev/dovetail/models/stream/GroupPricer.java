package dev.dovetail.models.stream;

import dev.dovetail.models.Exact;
import dev.dovetail.models.Findings;
import dev.dovetail.models.stream.GroupGraph.Held;
import dev.dovetail.models.stream.GroupGraph.Kind;
import dev.dovetail.models.stream.GroupGraph.Transfer;
import dev.dovetail.models.stream.GroupRun.HeldRun;
import dev.dovetail.models.stream.GroupRun.NodeRun;
import dev.dovetail.models.stream.GroupRun.TransferRun;
import dev.dovetail.models.stream.StreamGroup.Choices;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Prices fusion groups in the slot model of Stream 1.13.14.
 *
 * <p>Role: from cores, splits and tiles to slots, levels, memory loads and cycles; what a mapping says itself is taken and checked instead. Graphs
 * and routes are kept from group to group, so that a search pays for them once. Not for use by several threads at once.
 */
public final class GroupPricer {
  private final StreamProblem problem;
  private final RouteTable routes;
  private final Map<List<Integer>, GroupGraph> graphs = new HashMap<>();

  /** Prices groups of a problem. */
  public GroupPricer(StreamProblem problem) {
    this.problem = problem;
    this.routes = new RouteTable(problem.hardware());
  }

  /** How far the levels are worked out. */
  public enum Levels {
    /** The total is the best one; ties are left open: for searches. */
    BEST_TOTAL,
    /** Ties as Stream settles them: for reports. */
    STREAM_TIES,
    /** As if every core's memory were unlimited; the total is the best one. */
    UNLIMITED_MEMORY
  }

  /**
   * Prices a group.
   *
   * @param where the group's name in messages
   * @param findings gets every broken rule
   * @return nothing if a broken rule leaves no numbers; a group that does not fit its memories has numbers, and one whose costs are missing has
   *     those of the roof in their place
   */
  public Optional<GroupRun> price(StreamGroup group, Levels levels, String where, Findings findings) {
    GroupGraph graph = graph(group.nodes().stream().map(NodePlacement::node).toList());
    return GroupTiling.of(graph, group, where, findings)
        .flatMap(tiling -> new Pricing(graph, tiling, group.choices(), levels, where, findings).run());
  }

  /**
   * The least that each core must hold of a group, in bits: every tensor at its leanest level. It needs no costs.
   *
   * @return nothing if splits or tiles break a rule
   */
  public Optional<Map<Integer, Long>> leastLoads(StreamGroup group) {
    GroupGraph graph = graph(group.nodes().stream().map(NodePlacement::node).toList());
    return GroupTiling.of(graph, group, "group", new Findings()).map(tiling -> {
      LoopEffects effects = new LoopEffects(graph, tiling);
      Footprints footprints = new Footprints(graph, tiling);
      Map<Integer, Long> loads = new TreeMap<>();
      for (int h = 0; h < graph.held().size(); h++) {
        Held tensor = graph.held().get(h);
        if (tensor.node() >= 0 || tensor.transfer() >= 0) {
          List<Integer> cores = footprints.cores(h, problem.hardware().dram());
          LevelTable table = new LevelTable(effects, tiling, h);
          long bits = Exact.multiply(footprints.perCoreBits(h, cores), table.tiles(table.leanest()));
          cores.forEach(c -> loads.merge(c, bits, Exact::add));
        }
      }
      return loads;
    });
  }

  /** The graph of a group, made once per set of nodes. */
  public GroupGraph graph(List<Integer> nodes) {
    return graphs.computeIfAbsent(nodes.stream().sorted().toList(), n -> new GroupGraph(problem.workload(), n));
  }

  /** The routes of the accelerator. */
  public RouteTable routes() {
    return routes;
  }

  /** One group. */
  private final class Pricing {
    private final GroupGraph graph;
    private final GroupTiling tiling;
    private final Choices choices;
    private final Levels mode;
    private final String where;
    private final Findings findings;
    private final LoopEffects effects;
    private final Footprints footprints;
    private final List<Transfer> transfers;
    private final List<Held> held;
    private final List<List<Integer>> cores = new ArrayList<>();

    Pricing(GroupGraph graph, GroupTiling tiling, Choices choices, Levels mode, String where, Findings findings) {
      this.graph = graph;
      this.tiling = tiling;
      this.choices = choices;
      this.mode = mode;
      this.where = where;
      this.findings = findings;
      this.effects = new LoopEffects(graph, tiling);
      this.footprints = new Footprints(graph, tiling);
      this.transfers = graph.transfers();
      this.held = graph.held();
    }

    Optional<GroupRun> run() {
      Findings own = new Findings();
      for (int h = 0; h < held.size(); h++) {
        cores.add(holders(h, own));
      }
      List<BitSet> links = links(own);
      long[] cycles = new long[graph.size()];
      long[] energy = new long[graph.size()];
      boolean[] estimated = new boolean[graph.size()];
      for (int i = 0; i < graph.size(); i++) {
        cost(i, cycles, energy, estimated);
      }
      SlotRule slots = new SlotRule(graph, tiling, links);
      if (own.isEmpty() && choices.slots().isEmpty()) {
        slots.derive(choices.order());
      } else if (own.isEmpty()) {
        slots.take(choices.slots(), own);
      }
      own.violations().forEach(v -> findings.add(v.rule(), v.where(), "%s", v.message()));
      return own.isEmpty() ? Optional.of(finish(links, cycles, energy, estimated, slots)) : Optional.empty();
    }

    /** The cores that hold a tensor; a mapping may name fewer only for a copy, and never fewer than those that read it. */
    private List<Integer> holders(int h, Findings own) {
      List<Integer> derived = footprints.cores(h, problem.hardware().dram());
      List<Integer> said = choices.cores().getOrDefault(held.get(h).name(), derived);
      List<Integer> needed = held.get(h).reader() >= 0 ? tiling.placement(held.get(h).reader()).cores() : derived;
      if (!said.containsAll(needed) || !derived.containsAll(said)) {
        own.add("tensor-cores", held.get(h).name(), "The mapping says that cores %s hold it, but it lies on %s.", said, derived);
        return derived;
      }
      return said;
    }

    private List<BitSet> links(Findings own) {
      List<BitSet> links = new ArrayList<>();
      for (Transfer t : transfers) {
        List<String> said = choices.links().get(t.name());
        BitSet set = new BitSet();
        if (said == null) {
          Optional<BitSet> plan = routes.plan(from(t), to(t));
          if (plan.isEmpty()) {
            own.add("no-route", t.name(), "No connections lead from cores %s to cores %s.", from(t), to(t));
          }
          plan.ifPresent(set::or);
        } else {
          for (String name : said) {
            Optional<Integer> resource = routes.named(name);
            if (resource.isEmpty()) {
              own.add("unknown-link", t.name(), "The connection (%s) is not in the accelerator, or a later one hides it.", name);
            }
            resource.ifPresent(set::set);
          }
          if (own.isEmpty() && !reaches(t, set)) {
            own.add("link-set", t.name(), "The connections %s do not lead from cores %s to cores %s.", said, from(t), to(t));
          }
        }
        links.add(set);
      }
      return links;
    }

    private List<Integer> from(Transfer t) {
      return cores.get(t.source());
    }

    private List<Integer> to(Transfer t) {
      return t.kind() == Kind.COMPUTE_TO_MEM ? List.of(problem.hardware().dram()) : footprints.targets(t);
    }

    /** Whether every pair of source and target is joined by connections of a set. */
    private boolean reaches(Transfer t, BitSet set) {
      int n = problem.hardware().cores().size();
      for (int a : from(t)) {
        boolean[] seen = new boolean[n];
        List<Integer> queue = new ArrayList<>(List.of(a));
        seen[a] = true;
        for (int q = 0; q < queue.size(); q++) {
          for (int b = 0; b < n; b++) {
            int edge = routes.direct(queue.get(q), b);
            if (!seen[b] && edge >= 0 && set.get(edge)) {
              seen[b] = true;
              queue.add(b);
            }
          }
        }
        if (to(t).stream().anyMatch(b -> !seen[b])) {
          return false;
        }
      }
      return true;
    }

    private void cost(int i, long[] cycles, long[] energy, boolean[] estimated) {
      long[] sizes = tiling.perCore(i);
      for (int c : tiling.placement(i).cores()) {
        Optional<StreamCost> cost = problem.costs().of(graph.number(i), sizes, c);
        if (cost.isEmpty()) {
          missing(i, c, sizes);
          // At least this many cycles, so that memory and slots can be judged all the same.
          cycles[i] = Math.max(cycles[i], StreamNode.roofCycles(sizes, Math.max(1, problem.hardware().core(c).units())));
          estimated[i] = true;
          continue;
        }
        cycles[i] = Math.max(cycles[i], cost.get().cycles());
        energy[i] = Exact.add(energy[i], cost.get().femtojoules());
        estimated[i] |= cost.get().estimated();
      }
    }

    private void missing(int i, int c, long[] sizes) {
      StreamCore core = problem.hardware().core(c);
      boolean accepts = core.isGeneral() || core.isMadeFor(graph.node(i).op());
      findings.add("missing-cost", graph.node(i).name(), "The cost table has no entry for core %d (%s) with loop sizes %s%s.", c,
          core.type(), Arrays.toString(sizes), accepts ? "" : ", and the core does not accept " + graph.node(i).op());
    }

    private GroupRun finish(List<BitSet> links, long[] cycles, long[] energy, boolean[] estimated, SlotRule slots) {
      long all = tiling.iterations();
      int last = 0;
      for (int i = 0; i < graph.size(); i++) {
        last = Math.max(last, slots.ofNode(i));
      }
      for (int t = 0; t < transfers.size(); t++) {
        last = Math.max(last, slots.ofTransfer(t));
      }
      long[] floor = new long[last + 1];
      List<NodeRun> nodes = new ArrayList<>();
      Map<String, BitSet> busy = new LinkedHashMap<>();
      for (int r = 0; r < routes.count(); r++) {
        BitSet active = new BitSet();
        for (int t = 0; t < transfers.size(); t++) {
          if (links.get(t).get(r)) {
            active.set(slots.ofTransfer(t));
          }
        }
        if (!active.isEmpty()) {
          busy.put(routes.name(r), active);
        }
      }
      Map<Integer, BitSet> busyCores = new TreeMap<>();
      for (int i = 0; i < graph.size(); i++) {
        long active = LoopEffects.presentCycles(cycles[i], effects.presentNode(i), all);
        nodes.add(new NodeRun(slots.ofNode(i), cycles[i], effects.presentNode(i), active,
            Exact.multiply(energy[i], effects.presentNode(i)), estimated[i]));
        floor[slots.ofNode(i)] = Math.max(floor[slots.ofNode(i)], active);
        for (int c : tiling.placement(i).cores()) {
          busyCores.computeIfAbsent(c, k -> new BitSet()).set(slots.ofNode(i));
        }
      }
      busyCores.forEach((c, active) -> busy.put("core" + c, active));
      return levels(links, slots, floor, nodes, busy);
    }

    private GroupRun levels(List<BitSet> links, SlotRule slots, long[] floor, List<NodeRun> nodes, Map<String, BitSet> busy) {
      LevelTable[] tables = new LevelTable[held.size()];
      long[] bits = new long[held.size()];
      long[] traffic = new long[held.size()];
      int[][] places = new int[held.size()][];
      boolean[] high = new boolean[held.size()];
      for (int h = 0; h < held.size(); h++) {
        Held tensor = held.get(h);
        boolean source = tensor.node() < 0 && tensor.transfer() < 0;
        tables[h] = new LevelTable(effects, tiling, h);
        bits[h] = source ? 0 : footprints.perCoreBits(h, cores.get(h));
        traffic[h] = footprints.tileBits(tensor.tensor());
        places[h] = source ? new int[0] : cores.get(h).stream().mapToInt(Integer::intValue).toArray();
        high[h] = source || tensor.transfer() >= 0 && transfers.get(tensor.transfer()).kind() == Kind.MEM_TO_COMPUTE;
      }
      long[] capacity = problem.hardware().cores().stream()
          .mapToLong(c -> mode == Levels.UNLIMITED_MEMORY ? Long.MAX_VALUE : c.capacityBits()).toArray();
      SlotTimes times = new SlotTimes(tiling.iterations(), floor.length - 1, busy.values().toArray(new BitSet[0]));
      LevelSearch search = new LevelSearch(tables, bits, places, capacity, times, floor);
      long[] raw = new long[transfers.size()];
      long[] present = new long[transfers.size()];
      for (int t = 0; t < raw.length; t++) {
        raw[t] = routes.cycles(links.get(t), footprints.tileBits(transfers.get(t).tensor()));
        present[t] = LoopEffects.presentCycles(raw[t], effects.presentTransfer(t), tiling.iterations());
        search.add(new LevelSearch.Driver(transfers.get(t).makes().get(0), slots.ofTransfer(t), present[t]));
      }
      int[] levels = given(tables).orElseGet(() -> mode == Levels.STREAM_TIES
          ? search.settledTies(traffic, high)
          : search.fastest());
      long[] slotCycles = search.cycles(levels);
      long busiest = times.interval(slotCycles);
      List<HeldRun> heldRuns = new ArrayList<>();
      for (int h = 0; h < held.size(); h++) {
        heldRuns.add(new HeldRun(cores.get(h), tables[h], levels[h], traffic[h],
            Arrays.stream(footprints.perCore(h, cores.get(h))).boxed().toList(), bits[h]));
      }
      List<TransferRun> transferRuns = new ArrayList<>();
      for (int t = 0; t < raw.length; t++) {
        Transfer transfer = transfers.get(t);
        long reuse = tables[transfer.makes().get(0)].reuse(levels[transfer.makes().get(0)]);
        transferRuns.add(new TransferRun(slots.ofTransfer(t), from(transfer), to(transfer),
            links.get(t).stream().mapToObj(routes::name).toList(),
            links.get(t).isEmpty() ? null : routes.slowest(links.get(t)), traffic[transfer.source()], raw[t],
            effects.presentTransfer(t), present[t], reuse, -Math.floorDiv(-present[t], reuse)));
      }
      return new GroupRun(graph, tiling, effects, nodes, transferRuns, heldRuns, Arrays.stream(slotCycles).boxed().toList(), busy,
          SlotTimes.sum(slotCycles), tiling.iterations() == 1 ? SlotTimes.sum(slotCycles) : busiest, busiest,
          times.total(slotCycles), loads(search.loads(levels), places),
          slots.visited(), search.isSettled());
    }

    private Map<Integer, Long> loads(long[] loads, int[][] places) {
      Map<Integer, Long> result = new TreeMap<>();
      for (int[] place : places) {
        for (int c : place) {
          result.put(c, loads[c]);
        }
      }
      return result;
    }

    /** The levels that the mapping says; what it leaves out takes the fewest tiles. */
    private Optional<int[]> given(LevelTable[] tables) {
      if (choices.levels().isEmpty()) {
        return Optional.empty();
      }
      int[] levels = new int[tables.length];
      for (int h = 0; h < tables.length; h++) {
        String name = held.get(h).name();
        Integer said = choices.levels().get(name);
        levels[h] = said == null ? tables[h].leanest() : said;
        if (levels[h] < tables[h].min() || levels[h] > tables[h].highest()) {
          findings.add("level", name, "The reuse level (%d) must be from %d to %d (%s).", levels[h], tables[h].min(),
              tables[h].highest(), where);
          levels[h] = Math.max(tables[h].min(), Math.min(tables[h].highest(), levels[h]));
        }
      }
      return Optional.of(levels);
    }
  }
}
