package dev.dovetail.solver.report.allocation;

import dev.dovetail.models.accelerator.Accelerator;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.links.Channel;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Tensor;
import dev.dovetail.solver.report.Bar;
import dev.dovetail.solver.report.Lane;
import dev.dovetail.solver.report.Numbers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A schedule arranged for drawing: lanes of cores and channels, memory over time, names turned into indices.
 *
 * <p>Role: what every picture of an allocation is drawn from. It judges nothing: a task, buffer or transfer that names an unknown
 * core, layer, tensor or link, or whose interval is empty, is left out and counted in {@link #leftOut()}.
 */
final class ScheduleView {
  private final AllocationProblem problem;
  private final Schedule schedule;
  private final Map<String, Integer> coreIndex = new HashMap<>();
  private final Map<String, Integer> layerIndex = new LinkedHashMap<>();
  private final List<Lane> cores = new ArrayList<>();
  private final List<Lane> channels = new ArrayList<>();
  private final List<Occupancy> memories = new ArrayList<>();
  private final List<@Nullable CostPoint> points = new ArrayList<>();
  private final RouteHolds holds;
  private final long horizon;
  private int leftOut;

  ScheduleView(AllocationProblem problem, Schedule schedule) {
    this.problem = problem;
    this.schedule = schedule;
    this.holds = new RouteHolds(problem.accelerator());
    this.horizon = lastCycle(schedule);
    List<Core> all = problem.accelerator().cores();
    for (int c = 0; c < all.size(); c++) {
      coreIndex.put(all.get(c).name(), c);
    }
    for (Layer layer : problem.workload().layers()) {
      layerIndex.put(layer.name(), layerIndex.size());
    }
    arrangeTasks();
    arrangeTransfers();
    arrangeBuffers();
  }

  private static long lastCycle(Schedule schedule) {
    long last = 1;
    for (Schedule.Task t : schedule.tasks()) {
      last = Math.max(last, t.end());
    }
    for (Schedule.Transfer t : schedule.transfers()) {
      last = Math.max(last, t.end());
    }
    return last;
  }

  private void arrangeTasks() {
    List<List<Bar>> bars = emptyLists(problem.accelerator().cores().size());
    for (int id = 0; id < schedule.tasks().size(); id++) {
      Schedule.Task t = schedule.tasks().get(id);
      Integer core = coreIndex.get(t.core());
      Integer layer = layerIndex.get(t.layer());
      points.add(core == null || layer == null ? null : point(t, layer, core));
      if (core == null || layer == null || t.start() < 0 || t.end() <= t.start()) {
        leftOut++;
      } else {
        bars.get(core).add(new Bar(t.start(), t.end(), layer, id));
      }
    }
    for (int c = 0; c < bars.size(); c++) {
      Core core = problem.accelerator().cores().get(c);
      String detail = core.type() + ", " + Numbers.grouped(core.units()) + " units, " + Numbers.bytes(core.capacityBytes());
      cores.add(new Lane(c, core.name(), detail, bars.get(c)));
    }
  }

  private @Nullable CostPoint point(Schedule.Task t, int layer, int core) {
    Layer l = problem.workload().layers().get(layer);
    if (t.box().rank() != l.shape().size()) {
      return null;
    }
    List<CostPoint> all =
        problem.costs().points(problem.workload(), l, t.box(), problem.accelerator().cores().get(core));
    return t.costPoint() >= 0 && t.costPoint() < all.size() ? all.get(t.costPoint()) : null;
  }

  private void arrangeTransfers() {
    List<List<Bar>> bars = emptyLists(problem.accelerator().channels().size());
    for (int id = 0; id < schedule.transfers().size(); id++) {
      Schedule.Transfer t = schedule.transfers().get(id);
      RouteHolds.Route route = routeOf(t);
      long duration = t.end() - t.start() - route.arrival();
      if (t.start() < 0 || duration <= 0 || !problem.workload().tensors().containsKey(t.tensor())) {
        leftOut++;
        continue;
      }
      for (RouteHolds.Hold hold : route.holds()) {
        long from = t.start() + hold.offset();
        bars.get(hold.channel()).add(new Bar(from, from + duration, traffic(t).ordinal(), id));
      }
    }
    for (int c = 0; c < bars.size(); c++) {
      Channel channel = problem.accelerator().channels().get(c);
      String detail = kindName(channel) + ", " + channel.bandwidth() + ", latency " + Numbers.grouped(channel.latencyCycles());
      channels.add(new Lane(c, channel.name(), detail, bars.get(c)));
    }
  }

  private void arrangeBuffers() {
    for (int c = 0; c < problem.accelerator().cores().size(); c++) {
      Core core = problem.accelerator().cores().get(c);
      memories.add(new Occupancy(c, core.name(), core.capacityBytes()));
    }
    for (Schedule.Buffer b : schedule.buffers()) {
      Integer core = coreIndex.get(b.core());
      Tensor tensor = problem.workload().tensors().get(b.tensor());
      if (core == null || tensor == null || b.from() < 0) {
        leftOut++;
      } else {
        memories.get(core).add(b.from(), b.until(), b.bytes(), tensor.role() == Tensor.Role.WEIGHT);
      }
    }
    for (Lane lane : cores) {
      for (Bar bar : lane.bars()) {
        CostPoint point = points.get(bar.id());
        if (point != null) {
          memories.get(lane.index()).add(bar.start(), bar.end(), point.bufferBytes(), false);
        }
      }
    }
    memories.forEach(Occupancy::close);
  }

  private static List<List<Bar>> emptyLists(int count) {
    List<List<Bar>> lists = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lists.add(new ArrayList<>());
    }
    return lists;
  }

  /** What kind of channel it is, in words. */
  static String kindName(Channel channel) {
    return switch (channel.kind()) {
      case LINK -> "link";
      case BUS -> "bus";
      case DRAM_PORT -> "DRAM port";
      case INJECT, EJECT -> "local port";
    };
  }

  /** What a transfer carries and where to. */
  Traffic traffic(Schedule.Transfer t) {
    return switch (t.kind()) {
      case MOVE -> Traffic.MOVE;
      case STORE -> Traffic.STORE;
      case LOAD -> {
        Tensor tensor = problem.workload().tensors().get(t.tensor());
        yield tensor != null && tensor.role() == Tensor.Role.WEIGHT ? Traffic.LOAD_WEIGHTS : Traffic.LOAD_ACTIVATIONS;
      }
    };
  }

  /** The channels that a transfer holds. */
  RouteHolds.Route routeOf(Schedule.Transfer t) {
    return holds.of(sourceOf(t), t.route(), targetsOf(t));
  }

  /** Name of the node that a transfer starts at; empty if it names none. */
  String sourceOf(Schedule.Transfer t) {
    return t.kind() == Schedule.Transfer.Kind.LOAD ? t.dram() : coreOfBuffer(t.source());
  }

  /** Names of the nodes that a transfer ends at. */
  List<String> targetsOf(Schedule.Transfer t) {
    return t.kind() == Schedule.Transfer.Kind.STORE ? List.of(t.dram()) : t.targets().stream().map(this::coreOfBuffer).toList();
  }

  private String coreOfBuffer(int id) {
    return id >= 0 && id < schedule.buffers().size() ? schedule.buffers().get(id).core() : "";
  }

  /** The problem. */
  AllocationProblem problem() {
    return problem;
  }

  /** The machine. */
  Accelerator accelerator() {
    return problem.accelerator();
  }

  /** The schedule. */
  Schedule schedule() {
    return schedule;
  }

  /** One past the last cycle in which anything happens; at least 1. */
  long horizon() {
    return horizon;
  }

  /** One lane per core, in the accelerator's order; categories are layer indices. */
  List<Lane> cores() {
    return cores;
  }

  /** One lane per channel, in the accelerator's order; categories are {@link Traffic} ordinals. */
  List<Lane> channels() {
    return channels;
  }

  /** Memory over time, one per core, in the accelerator's order. */
  List<Occupancy> memories() {
    return memories;
  }

  /** The cost point of the task with that id; null if the cost model knows none. */
  @Nullable
  CostPoint pointOf(int task) {
    return points.get(task);
  }

  /** Index of the layer of that name; -1 if there is none. */
  int layerIndex(String name) {
    return layerIndex.getOrDefault(name, -1);
  }

  /** Number of tasks, buffers and transfers that could not be drawn. */
  int leftOut() {
    return leftOut;
  }
}
