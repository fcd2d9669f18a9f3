package dev.dovetail.models.allocation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.links.Walk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The sections of a mapping file that follow from its tasks, buffers and transfers. */
final class DerivedSections {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private DerivedSections() {}

  /** The cost, with the quantity that is minimised. */
  static ObjectNode cost(AllocationProblem problem, Simulation run) {
    ObjectNode n = JSON.objectNode();
    n.put("objective", problem.objective().name().toLowerCase(Locale.ROOT));
    n.put("value", run.evaluation().objective());
    run.evaluation().cost().forEach(n::put);
    return n;
  }

  /** What each core does, in order, with the addresses in its memory. */
  static ObjectNode instructions(Simulation run, MemoryMap map) {
    ObjectNode n = JSON.objectNode();
    for (int c = 0; c < run.instructions().size(); c++) {
      ArrayNode list = n.putArray(run.resolved().coreName(c));
      for (Instruction i : run.instructions().get(c)) {
        list.add(instruction(i, run, map));
      }
    }
    return n;
  }

  private static ObjectNode instruction(Instruction i, Simulation run, MemoryMap map) {
    ObjectNode n = JSON.objectNode();
    n.put("op", i.op().name());
    switch (i.op()) {
      case WAIT -> n.put("token", i.tokenName());
      case COMPUTE -> {
        Schedule.Task task = run.resolved().schedule.tasks().get(i.task());
        n.put("task", i.task());
        n.set("reads", places(task.reads(), map));
        n.set("writes", places(task.writes(), map));
        JsonNode scratch = map.scratch(i.task());
        if (!scratch.isMissingNode()) {
          n.set("scratch", scratch);
        }
      }
      case FREE -> n.put("buffer", i.buffer());
      case LOAD, RECEIVE, SEND, STORE ->
          n.put("transfer", i.transfer()).put("buffer", i.buffer()).set("at", map.buffer(i.buffer()));
    }
    if (i.op() == Instruction.Op.WAIT || i.op() == Instruction.Op.FREE) {
      return n.put("cycle", i.cycle());
    }
    return n.put("signals", i.tokenName()).put("cycle", i.cycle());
  }

  private static ArrayNode places(List<Integer> buffers, MemoryMap map) {
    ArrayNode places = JSON.arrayNode();
    buffers.stream().sorted().forEach(b -> places.add(map.buffer(b)));
    return places;
  }

  /** All loads and stores in the order in which they start. */
  static ArrayNode dramList(Schedule schedule, DramMap map) {
    ArrayNode list = JSON.arrayNode();
    for (int x : byStart(schedule)) {
      Schedule.Transfer transfer = schedule.transfers().get(x);
      if (transfer.kind() != Schedule.Transfer.Kind.MOVE) {
        ObjectNode n = list.addObject();
        n.put("op", transfer.kind().name());
        n.put("transfer", x);
        n.put("dram", transfer.dram());
        n.put("tensor", transfer.tensor());
        n.put("bytes", transfer.bytes());
        n.put("firstAddress", map.first(transfer));
        n.put("start", transfer.start());
        n.put("end", transfer.end());
      }
    }
    return list;
  }

  /** For every channel in use its slots: [transfer, from, until]. */
  static ObjectNode channels(Simulation run) {
    Resolved resolved = run.resolved();
    List<List<long[]>> slots = new ArrayList<>();
    resolved.problem.accelerator().channels().forEach(c -> slots.add(new ArrayList<>()));
    for (int x = 0; x < resolved.transferWalk.length; x++) {
      Walk walk = resolved.transferWalk[x];
      if (walk != null) {
        for (int i = 0; i < walk.channels().length; i++) {
          long from = resolved.schedule.transfers().get(x).start() + walk.offsets()[i];
          slots.get(walk.channels()[i]).add(new long[] {x, from, from + walk.durations()[i]});
        }
      }
    }
    ObjectNode n = JSON.objectNode();
    for (int c = 0; c < slots.size(); c++) {
      if (!slots.get(c).isEmpty()) {
        slots.get(c).sort(Comparator.comparingLong(s -> s[1]));
        ArrayNode list = n.putArray(resolved.problem.accelerator().channels().get(c).name());
        slots.get(c).forEach(s -> list.add(numbers(s)));
      }
    }
    return n;
  }

  /** For every core in use its occupied bytes over time: [cycle, bytes from then on]. */
  static ObjectNode memory(Simulation run) {
    Resolved resolved = run.resolved();
    List<Occupancy> occupancies = new ArrayList<>();
    resolved.problem.accelerator().cores().forEach(c -> occupancies.add(new Occupancy()));
    for (int b = 0; b < resolved.bufferCore.length; b++) {
      Schedule.Buffer buffer = resolved.schedule.buffers().get(b);
      occupancies.get(resolved.bufferCore[b]).add(buffer.from(), buffer.until(), buffer.bytes());
    }
    for (int t = 0; t < resolved.taskCore.length; t++) {
      CostPoint point = resolved.taskPoint[t];
      if (point != null && point.bufferBytes() > 0) {
        Schedule.Task task = resolved.schedule.tasks().get(t);
        occupancies.get(resolved.taskCore[t]).add(task.start(), task.end(), point.bufferBytes());
      }
    }
    ObjectNode n = JSON.objectNode();
    for (int c = 0; c < occupancies.size(); c++) {
      List<Occupancy.Step> steps = occupancies.get(c).steps();
      if (!steps.isEmpty()) {
        ObjectNode core = n.putObject(resolved.coreName(c));
        core.put("capacityBytes", resolved.problem.accelerator().cores().get(c).capacityBytes());
        core.put("peakBytes", steps.stream().mapToLong(Occupancy.Step::bytes).max().orElse(0));
        ArrayNode list = core.putArray("steps");
        steps.forEach(s -> list.add(numbers(s.cycle(), s.bytes())));
      }
    }
    return n;
  }

  private static Integer[] byStart(Schedule schedule) {
    Integer[] order = new Integer[schedule.transfers().size()];
    Arrays.setAll(order, x -> x);
    Arrays.sort(order, Comparator.comparingLong((Integer x) -> schedule.transfers().get(x).start()).thenComparing(x -> x));
    return order;
  }

  private static ArrayNode numbers(long... values) {
    ArrayNode array = JSON.arrayNode();
    for (long v : values) {
      array.add(v);
    }
    return array;
  }
}
