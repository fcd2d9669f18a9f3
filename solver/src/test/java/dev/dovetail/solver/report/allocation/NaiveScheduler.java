package dev.dovetail.solver.report.allocation;

import dev.dovetail.models.Box;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.allocation.Schedule.Transfer.Kind;
import dev.dovetail.models.links.Node;
import dev.dovetail.models.links.Route;
import dev.dovetail.models.links.Routes;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operand;
import dev.dovetail.models.workload.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Layer after layer in row tiles dealt to the cores in turn, as early as cores and channels allow; every tile's inputs travel for it
 * alone. Good for pictures only: memories may overflow.
 */
final class NaiveScheduler {
  private final AllocationProblem problem;
  private final int tiles;
  private final Routes routes;
  private final long[] coreFree;
  private final long[] channelFree;
  private final List<Schedule.Task> tasks = new ArrayList<>();
  private final List<Schedule.Buffer> buffers = new ArrayList<>();
  private final List<Schedule.Transfer> transfers = new ArrayList<>();
  private final Map<String, Integer> weights = new HashMap<>();
  private final Map<String, List<Integer>> producers = new HashMap<>();

  NaiveScheduler(AllocationProblem problem, int tiles) {
    this.problem = problem;
    this.tiles = tiles;
    this.routes = new Routes(problem.accelerator().links(), 1);
    this.coreFree = new long[problem.accelerator().cores().size()];
    this.channelFree = new long[problem.accelerator().channels().size()];
  }

  Schedule schedule() {
    int turn = 0;
    for (Layer layer : problem.workload().layers()) {
      List<Integer> made = new ArrayList<>();
      int rows = layer.shape().get(2);
      for (int t = 0; t < tiles; t++) {
        int core = coreFor(layer, turn++);
        Box box = layer.outputBox().with(2, rows * t / tiles, rows * (t + 1) / tiles);
        made.add(run(layer, box, core));
      }
      producers.put(layer.output(), made);
    }
    return new Schedule(tasks, buffers, transfers);
  }

  private int coreFor(Layer layer, int turn) {
    List<Integer> able = new ArrayList<>();
    for (int c = 0; c < coreFree.length; c++) {
      if (problem.accelerator().cores().get(c).supports(layer.operator())) {
        able.add(c);
      }
    }
    return able.get(turn % able.size());
  }

  private int run(Layer layer, Box box, int core) {
    List<Integer> reads = new ArrayList<>();
    long ready = coreFree[core];
    for (Operand operand : layer.operands()) {
      Tensor tensor = problem.workload().tensor(operand.tensor());
      Box needed = operand.needed(box);
      Integer there = weights.get(tensor.name() + "@" + core);
      if (tensor.role() == Tensor.Role.WEIGHT && there != null) {
        reads.add(there);
      } else if (tensor.isFromDram()) {
        weights.put(tensor.name() + "@" + core, buffers.size());
        ready = Math.max(ready, bring(tensor, needed, -1, core, 0, reads));
      } else {
        for (int from : producers.get(tensor.name())) {
          Box part = buffers.get(from).boxes().get(0).intersect(needed);
          if (!part.isEmpty() && buffers.get(from).core().equals(name(core))) {
            reads.add(from);
            ready = Math.max(ready, buffers.get(from).until());
          } else if (!part.isEmpty()) {
            ready = Math.max(ready, bring(tensor, part, from, core, buffers.get(from).until(), reads));
          }
        }
      }
    }
    var point = problem.costs().points(problem.workload(), layer, box, problem.accelerator().cores().get(core)).get(0);
    long end = ready + point.cycles();
    int out = buffers.size();
    Tensor made = problem.workload().tensor(layer.output());
    buffers.add(new Schedule.Buffer(name(core), made.name(), List.of(box), made.bytesOf(box.volume()), ready, end));
    tasks.add(new Schedule.Task(layer.name(), box, name(core), 0, ready, end, reads, List.of(out)));
    coreFree[core] = end;
    reads.forEach(r -> live(r, end));
    if (made.isOutput() && channelFree.length > 0) {
      send(Kind.STORE, made, box, out, core, dram(), end, List.of());
    }
    return out;
  }

  private long bring(Tensor tensor, Box box, int from, int core, long earliest, List<Integer> reads) {
    int target = buffers.size();
    reads.add(target);
    if (channelFree.length == 0) {
      buffers.add(new Schedule.Buffer(name(core), tensor.name(), List.of(box), tensor.bytesOf(box.volume()), 0, 0));
      return 0;
    }
    long start = start(from < 0 ? dram() : node(from), core, earliest);
    buffers.add(new Schedule.Buffer(name(core), tensor.name(), List.of(box), tensor.bytesOf(box.volume()), start, start));
    int source = from < 0 ? dram() : node(from);
    return send(from < 0 ? Kind.LOAD : Kind.MOVE, tensor, box, from, source, core, earliest, List.of(target));
  }

  private long start(int source, int target, long earliest) {
    Route route = routes.routes(source, List.of(target)).get(0);
    long start = earliest;
    for (int i = 0; i < route.channels().length; i++) {
      start = Math.max(start, channelFree[route.channels()[i]] - route.offsets()[i]);
    }
    return start;
  }

  private long send(Kind kind, Tensor tensor, Box box, int from, int source, int target, long earliest, List<Integer> targets) {
    Route route = routes.routes(source, List.of(target)).get(0);
    long start = start(source, target, earliest);
    long bytes = tensor.bytesOf(box.volume());
    long duration = route.duration(bytes);
    for (int i = 0; i < route.channels().length; i++) {
      channelFree[route.channels()[i]] = start + route.offsets()[i] + duration;
    }
    long end = start + route.arrival() + duration;
    List<String> edges = route.edges().stream().map(e -> problem.accelerator().edges().get(e).name()).toList();
    String dram = kind == Kind.MOVE ? "" : problem.accelerator().nodes().get(dram()).name();
    transfers.add(new Schedule.Transfer(kind, tensor.name(), List.of(box), bytes, from, targets, dram, edges, start, end));
    if (from >= 0) {
      live(from, end);
    }
    return end;
  }

  private void live(int buffer, long until) {
    Schedule.Buffer b = buffers.get(buffer);
    if (until > b.until()) {
      buffers.set(buffer, new Schedule.Buffer(b.core(), b.tensor(), b.boxes(), b.bytes(), b.from(), until));
    }
  }

  private String name(int core) {
    return problem.accelerator().cores().get(core).name();
  }

  private int node(int buffer) {
    return problem.accelerator().coreIndex(buffers.get(buffer).core());
  }

  private int dram() {
    for (int n = 0; n < problem.accelerator().nodes().size(); n++) {
      if (problem.accelerator().nodes().get(n).kind() == Node.Kind.DRAM) {
        return n;
      }
    }
    throw new IllegalStateException("There must be a DRAM node.");
  }
}
