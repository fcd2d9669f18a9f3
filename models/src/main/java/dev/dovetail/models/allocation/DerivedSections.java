package dev.dovetail.models.allocation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.links.Walk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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

  /** What each core does, in order. */
  static ObjectNode instructions(Simulation run) {
    ObjectNode n = JSON.objectNode();
    for (int c = 0; c < run.instructions().size(); c++) {
      ArrayNode list = n.putArray(run.resolved().coreName(c));
      for (Instruction i : run.instructions().get(c)) {
        list.add(instruction(i));
      }
    }
    return n;
  }

  private static ObjectNode instruction(Instruction i) {
    ObjectNode n = JSON.objectNode();
    n.put("op", i.op().name());
    switch (i.op()) {
      case WAIT -> n.put("token", i.tokenName());
      case COMPUTE -> n.put("task", i.task());
      case FREE -> n.put("buffer", i.buffer());
      case LOAD, RECEIVE, SEND, STORE -> n.put("transfer", i.transfer()).put("buffer", i.buffer());
    }
    if (i.op() == Instruction.Op.WAIT || i.op() == Instruction.Op.FREE) {
      return n.put("cycle", i.cycle());
    }
    return n.put("signals", i.tokenName()).put("cycle", i.cycle());
  }

  /** All loads and stores in the order in which they start. */
  static ArrayNode dramList(Schedule schedule) {
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
    ObjectNode n = JSON.objectNode();
    for (int c = 0; c < run.instructions().size(); c++) {
      Contents contents = contents(resolved, c);
      if (!contents.pieces().isEmpty()) {
        List<Occupancy.Step> steps = steps(contents);
        ObjectNode core = n.putObject(resolved.coreName(c));
        core.put("capacityBytes", resolved.problem.accelerator().cores().get(c).capacityBytes());
        core.put("peakBytes", peak(steps));
        ArrayNode list = core.putArray("steps");
        steps.forEach(s -> list.add(numbers(s.cycle(), s.bytes())));
      }
    }
    return n;
  }

  /** For every core in use the address of each buffer and of each running task's scratch, or that none were found. */
  static ObjectNode addresses(Simulation run) {
    Resolved resolved = run.resolved();
    ObjectNode n = JSON.objectNode();
    for (int c = 0; c < run.instructions().size(); c++) {
      Contents contents = contents(resolved, c);
      if (!contents.pieces().isEmpty()) {
        n.set(resolved.coreName(c), addresses(contents, resolved.problem.accelerator().cores().get(c)));
      }
    }
    return n;
  }

  private static ObjectNode addresses(Contents contents, Core core) {
    ObjectNode n = JSON.objectNode();
    Optional<long[]> packed = AddressPacker.pack(contents.pieces(), core.capacityBytes());
    n.put("packed", packed.isPresent());
    if (packed.isEmpty()) {
      return n.put("note", "not packed: %d buffers with a peak of %d bytes; first fit found no addresses within %d bytes"
          .formatted(contents.pieces().size(), peak(steps(contents)), core.capacityBytes()));
    }
    ArrayNode buffers = n.putArray("buffers");
    ArrayNode scratch = n.putArray("scratch");
    for (int i = 0; i < contents.ids().size(); i++) {
      int id = contents.ids().get(i);
      (id >= 0 ? buffers : scratch).add(numbers(id >= 0 ? id : ~id, packed.get()[i]));
    }
    return n;
  }

  /**
   * What stands in a core's memory.
   *
   * @param ids buffer ids, and the complements (~) of the ids of tasks with scratch
   * @param pieces the place that each takes
   */
  private record Contents(List<Integer> ids, List<AddressPacker.Piece> pieces) {}

  private static List<Occupancy.Step> steps(Contents contents) {
    Occupancy occupancy = new Occupancy();
    contents.pieces().forEach(p -> occupancy.add(p.from(), p.until(), p.bytes()));
    return occupancy.steps();
  }

  private static long peak(List<Occupancy.Step> steps) {
    return steps.stream().mapToLong(Occupancy.Step::bytes).max().orElse(0);
  }

  private static Contents contents(Resolved resolved, int core) {
    Contents contents = new Contents(new ArrayList<>(), new ArrayList<>());
    for (int b = 0; b < resolved.bufferCore.length; b++) {
      if (resolved.bufferCore[b] == core) {
        Schedule.Buffer buffer = resolved.schedule.buffers().get(b);
        contents.ids().add(b);
        contents.pieces().add(new AddressPacker.Piece(buffer.from(), buffer.until(), buffer.bytes()));
      }
    }
    for (int t = 0; t < resolved.taskCore.length; t++) {
      CostPoint point = resolved.taskPoint[t];
      if (resolved.taskCore[t] == core && point != null && point.bufferBytes() > 0) {
        Schedule.Task task = resolved.schedule.tasks().get(t);
        contents.ids().add(~t);
        contents.pieces().add(new AddressPacker.Piece(task.start(), task.end(), point.bufferBytes()));
      }
    }
    return contents;
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
