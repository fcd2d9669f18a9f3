package dev.dovetail.models.allocation;

import dev.dovetail.models.Box;
import dev.dovetail.models.Findings;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.allocation.tiles.LayerGrid;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules of tasks: who may run what, for how long, one at a time, all of every layer, on complete data. */
final class TaskRules {
  private final Resolved resolved;
  private final AllocationProblem problem;
  private final List<Schedule.Task> tasks;
  private final Findings findings;

  TaskRules(Resolved resolved) {
    this.resolved = resolved;
    this.problem = resolved.problem;
    this.tasks = resolved.schedule.tasks();
    this.findings = resolved.findings;
  }

  void check() {
    for (int t = 0; t < tasks.size(); t++) {
      Layer layer = resolved.taskLayer[t];
      if (layer != null) {
        if (resolved.taskCore[t] >= 0) {
          placement(t, layer, problem.accelerator().cores().get(resolved.taskCore[t]));
        }
        writes(t, layer);
        reads(t, layer);
      }
    }
    layers();
    together();
    overlaps();
  }

  private void placement(int t, Layer layer, Core core) {
    Schedule.Task task = tasks.get(t);
    if (!core.supports(layer.operator())) {
      findings.add("core-operator", resolved.taskName(t), "The core (%s) does not run the operator (%s).", core.name(),
          layer.operator());
      return;
    }
    if (!problem.allows(layer.name(), core.name())) {
      findings.add("core-allowed", resolved.taskName(t), "The layer may run on %s only.", problem.allowed().get(layer.name()));
    }
    List<CostPoint> points = problem.costs().points(problem.workload(), layer, task.box(), core);
    if (task.costPoint() < 0 || task.costPoint() >= points.size()) {
      findings.add("cost-point", resolved.taskName(t), "The cost point (%d) must be one of the %d of (%s).",
          task.costPoint(), points.size(), problem.costs().name());
      return;
    }
    CostPoint point = points.get(task.costPoint());
    resolved.taskPoint[t] = point;
    if (resolved.taskTimed[t] && task.end() - task.start() != point.cycles()) {
      findings.add("task-duration", resolved.taskName(t), "The cycles [%d, %d) must be %d long, not %d.",
          task.start(), task.end(), point.cycles(), task.end() - task.start());
    }
  }

  private void writes(int t, Layer layer) {
    Schedule.Task task = tasks.get(t);
    List<Box> boxes = new ArrayList<>();
    for (int b : task.writes()) {
      if (!resolved.isBuffer(b) || !resolved.bufferSound[b]) {
        return;
      }
      if (resolved.bufferCore[b] != resolved.taskCore[t]) {
        findings.add("task-writes", resolved.taskName(t), "The %s must be on the task's core.", resolved.bufferName(b));
      }
      if (!resolved.schedule.buffers().get(b).tensor().equals(layer.output())) {
        findings.add("task-writes", resolved.taskName(t), "The %s must hold the layer's output (%s).", resolved.bufferName(b),
            layer.output());
        return;
      }
      boxes.addAll(resolved.schedule.buffers().get(b).boxes());
    }
    for (Box box : boxes) {
      if (!task.box().contains(box)) {
        findings.add("task-writes", resolved.taskName(t), "The written buffers hold %s, which the task does not make.", box);
      }
    }
    int[] overlap = Coverage.overlap(boxes);
    if (overlap != null) {
      findings.add("task-writes", resolved.taskName(t), "The written boxes %s and %s share elements.",
          boxes.get(overlap[0]), boxes.get(overlap[1]));
    }
    Box part = Coverage.missing(task.box(), List.of(boxes));
    if (part != null) {
      findings.add("task-writes", resolved.taskName(t), "No written buffer holds %s.", part);
    }
  }

  private void reads(int t, Layer layer) {
    Schedule.Task task = tasks.get(t);
    Map<String, List<Box>> needed = new LinkedHashMap<>();
    for (Operand operand : layer.operands()) {
      Box box = operand.needed(task.box());
      if (!box.isEmpty()) {
        needed.computeIfAbsent(operand.tensor(), k -> new ArrayList<>(2)).add(box);
      }
    }
    Map<String, List<List<Box>>> held = new HashMap<>();
    Set<Integer> seen = new HashSet<>();
    for (int b : task.reads()) {
      if (!resolved.isBuffer(b)) {
        findings.add("unknown-buffer", resolved.taskName(t), "It reads the buffer (%d), which does not exist.", b);
        continue;
      }
      if (!seen.add(b)) {
        findings.add("task-reads", resolved.taskName(t), "The %s is listed twice.", resolved.bufferName(b));
        continue;
      }
      if (!resolved.bufferSound[b]) {
        continue;
      }
      Schedule.Buffer buffer = resolved.schedule.buffers().get(b);
      if (resolved.bufferCore[b] != resolved.taskCore[t]) {
        findings.add("task-reads", resolved.taskName(t), "The %s must be on the task's core.", resolved.bufferName(b));
        continue;
      }
      if (!shares(needed.get(buffer.tensor()), buffer.boxes())) {
        findings.add("task-reads", resolved.taskName(t), "The %s holds nothing that the task needs.", resolved.bufferName(b));
        continue;
      }
      held.computeIfAbsent(buffer.tensor(), k -> new ArrayList<>()).add(buffer.boxes());
      if (resolved.creator[b] != Resolved.NO_CREATOR && resolved.ready(b) > task.start()) {
        findings.add("read-early", resolved.taskName(t), "It starts in cycle %d, the %s is complete in cycle %d.",
            task.start(), resolved.bufferName(b), resolved.ready(b));
      }
    }
    needed.forEach((tensor, boxes) -> {
      for (Box box : boxes) {
        Box part = Coverage.missing(box, held.getOrDefault(tensor, List.of()));
        if (part != null) {
          findings.add("read-missing", resolved.taskName(t), "No buffer that it reads holds %s of (%s).", part, tensor);
        }
      }
    });
  }

  private static boolean shares(@Nullable List<Box> needed, List<Box> held) {
    if (needed != null) {
      for (Box n : needed) {
        for (Box h : held) {
          if (n.overlaps(h)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Every layer is made whole, and no element of it twice. */
  private void layers() {
    Map<String, List<Integer>> byLayer = new HashMap<>();
    for (int t = 0; t < tasks.size(); t++) {
      if (resolved.taskLayer[t] != null) {
        byLayer.computeIfAbsent(tasks.get(t).layer(), k -> new ArrayList<>()).add(t);
      }
    }
    for (Layer layer : problem.workload().layers()) {
      List<Integer> ids = byLayer.getOrDefault(layer.name(), List.of());
      grid(layer, ids);
      List<Box> boxes = ids.stream().map(t -> tasks.get(t).box()).toList();
      int[] overlap = Coverage.overlap(boxes);
      if (overlap != null) {
        findings.add("layer-twice", "layer " + layer.name(), "Both %s and %s make some of its elements.",
            resolved.taskName(ids.get(overlap[0])), resolved.taskName(ids.get(overlap[1])));
      } else if (Coverage.volume(boxes) == layer.outputBox().volume()) {
        continue;
      }
      Box part = Coverage.missing(layer.outputBox(), List.of(boxes));
      if (part != null) {
        findings.add("layer-cover", "layer " + layer.name(), "No task makes %s of its output.", part);
      }
    }
  }

  /** Where the user fixed the tiles, every task makes one of them; that all are made follows from the cover. */
  private void grid(Layer layer, List<Integer> ids) {
    LayerGrid grid = problem.grids().get(layer.name());
    if (grid == null) {
      return;
    }
    Set<Box> tiles = new HashSet<>(grid.fitted(layer).boxes(layer));
    for (int t : ids) {
      if (!tiles.contains(tasks.get(t).box())) {
        findings.add("grid", resolved.taskName(t), "It must make one of the layer's %d tiles, such as %s, not %s.",
            tiles.size(), grid.fitted(layer).boxes(layer).get(0), tasks.get(t).box());
      }
    }
  }

  private void together() {
    for (Set<String> group : problem.together()) {
      int first = -1;
      for (int t = 0; t < tasks.size(); t++) {
        if (resolved.taskCore[t] >= 0 && group.contains(tasks.get(t).layer())) {
          if (first < 0) {
            first = t;
          } else if (resolved.taskCore[t] != resolved.taskCore[first]) {
            findings.add("together", resolved.taskName(t), "The layers %s must run on one core, %s is elsewhere.",
                group.stream().sorted().toList(), resolved.taskName(first));
          }
        }
      }
    }
  }

  /** A core runs one task at a time. */
  private void overlaps() {
    Integer[] order = new Integer[tasks.size()];
    Arrays.setAll(order, t -> t);
    Arrays.sort(order, Comparator.comparingLong((Integer t) -> tasks.get(t).start()).thenComparing(t -> t));
    int[] last = new int[problem.accelerator().cores().size()];
    Arrays.fill(last, -1);
    for (int t : order) {
      int core = resolved.taskCore[t];
      if (core < 0 || !resolved.taskTimed[t]) {
        continue;
      }
      if (last[core] >= 0 && tasks.get(last[core]).end() > tasks.get(t).start()) {
        findings.add("core-overlap", "core " + resolved.coreName(core), "In cycle %d it runs both %s and %s.",
            tasks.get(t).start(), resolved.taskName(last[core]), resolved.taskName(t));
      }
      if (last[core] < 0 || tasks.get(t).end() > tasks.get(last[core]).end()) {
        last[core] = t;
      }
    }
  }
}
