package dev.dovetail.solver.report.allocation;

import dev.dovetail.models.Interval;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operand;
import dev.dovetail.models.workload.Tensor;
import dev.dovetail.solver.report.Bar;
import dev.dovetail.solver.report.Lane;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a schedule does with one layer, summed over its tasks and over the transfers of its tensors. */
final class LayerStats {
  final Layer layer;
  final TreeSet<Integer> cores = new TreeSet<>();
  int tasks;
  int tiles;
  int chunks;
  long cycles;
  long energyFemtojoules;
  long estimatedTasks;
  long first = Long.MAX_VALUE;
  long last;
  long weightBytes;
  long weightBytesLoaded;
  long bytesMoved;
  long bytesStored;
  long bytesReloaded;
  private final Set<Interval> rows = new HashSet<>();
  private final Set<Interval> channels = new HashSet<>();

  private LayerStats(Layer layer) {
    this.layer = layer;
  }

  /** One entry per layer of the workload, in its order. */
  static List<LayerStats> of(ScheduleView view) {
    List<LayerStats> all = new ArrayList<>();
    for (Layer layer : view.problem().workload().layers()) {
      all.add(new LayerStats(layer));
    }
    for (Lane lane : view.cores()) {
      for (Bar bar : lane.bars()) {
        all.get(bar.category()).add(view, lane, bar);
      }
    }
    Map<String, long[]> bytes = new HashMap<>();
    for (Schedule.Transfer t : view.schedule().transfers()) {
      bytes.computeIfAbsent(t.tensor(), k -> new long[3])[t.kind().ordinal()] += t.bytes();
    }
    all.forEach(s -> s.addBytes(view, bytes));
    return all;
  }

  private void add(ScheduleView view, Lane lane, Bar bar) {
    Schedule.Task task = view.schedule().tasks().get(bar.id());
    tasks++;
    cores.add(lane.index());
    cycles += bar.length();
    first = Math.min(first, bar.start());
    last = Math.max(last, bar.end());
    var point = view.pointOf(bar.id());
    if (point != null) {
      energyFemtojoules += point.energyFemtojoules();
      estimatedTasks += point.estimated() ? 1 : 0;
    }
    if (task.box().rank() == layer.shape().size()) {
      rows.add(layer.rowAxis() < 0 ? new Interval(0, 1) : task.box().axis(layer.rowAxis()));
      channels.add(layer.channelAxis() < 0 ? new Interval(0, 1) : task.box().axis(layer.channelAxis()));
    }
    tiles = rows.size();
    chunks = channels.size();
  }

  private void addBytes(ScheduleView view, Map<String, long[]> bytes) {
    Set<String> weights = new HashSet<>();
    for (Operand operand : layer.operands()) {
      Tensor tensor = view.problem().workload().tensor(operand.tensor());
      if (tensor.role() == Tensor.Role.WEIGHT && weights.add(tensor.name())) {
        weightBytes += tensor.bytes();
        weightBytesLoaded += bytes.getOrDefault(tensor.name(), new long[3])[Schedule.Transfer.Kind.LOAD.ordinal()];
      }
    }
    long[] own = bytes.getOrDefault(layer.output(), new long[3]);
    bytesReloaded = own[Schedule.Transfer.Kind.LOAD.ordinal()];
    bytesMoved = own[Schedule.Transfer.Kind.MOVE.ordinal()];
    bytesStored = own[Schedule.Transfer.Kind.STORE.ordinal()];
  }
}
