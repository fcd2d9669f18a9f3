package dev.dovetail.models.allocation;

import dev.dovetail.models.workload.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Derives what each core is to do, in which order, from an executable schedule.
 *
 * <p>Role: the program of the machine. Order and tokens guard the data and the memory, time does not: the lists stay correct when
 * durations vary. Each core's list is its part of the schedule in order of time; in one cycle, what ends comes before what
 * begins.
 */
final class InstructionLists {
  /** Order of events within one cycle. */
  private enum Phase {
    SCRATCH_BACK,
    FREE,
    TRANSFER,
    COMPUTE
  }

  private record Event(long cycle, Phase phase, int id, Instruction instruction) {}

  private final Resolved resolved;
  private final Schedule schedule;
  private final List<List<Event>> events = new ArrayList<>();
  private final Map<String, List<Integer>> storesOf = new HashMap<>();
  private final Map<String, BoxIndex> storeIndex = new HashMap<>();
  private final List<List<Integer>> usesOf = new ArrayList<>();

  private InstructionLists(Resolved resolved) {
    this.resolved = resolved;
    this.schedule = resolved.schedule;
    for (int c = 0; c < resolved.problem.accelerator().cores().size(); c++) {
      events.add(new ArrayList<>());
    }
    for (int b = 0; b < schedule.buffers().size(); b++) {
      usesOf.add(new ArrayList<>(2));
      usesOf.get(b).add(resolved.creator[b]);
    }
  }

  /** The list of every core, by core index; the schedule must be executable. */
  static List<List<Instruction>> of(Resolved resolved) {
    return new InstructionLists(resolved).build();
  }

  private List<List<Instruction>> build() {
    transfers();
    tasks();
    for (int b = 0; b < schedule.buffers().size(); b++) {
      long until = schedule.buffers().get(b).until();
      add(resolved.bufferCore[b], new Event(until, Phase.FREE, b, Instruction.free(until, b)));
    }
    List<List<Instruction>> lists = new ArrayList<>();
    for (List<Event> onCore : events) {
      onCore.sort(Comparator.comparingLong(Event::cycle).thenComparing(Event::phase).thenComparingInt(Event::id));
      lists.add(withWaits(onCore));
    }
    return lists;
  }

  private void transfers() {
    for (int x = 0; x < schedule.transfers().size(); x++) {
      Schedule.Transfer transfer = schedule.transfers().get(x);
      boolean load = transfer.kind() == Schedule.Transfer.Kind.LOAD;
      boolean store = transfer.kind() == Schedule.Transfer.Kind.STORE;
      if (store) {
        storesOf.computeIfAbsent(transfer.tensor(), k -> new ArrayList<>()).add(x);
      }
      if (!load) {
        usesOf.get(transfer.source()).add(~x);
        transferEvent(x, store ? Instruction.Op.STORE : Instruction.Op.SEND, transfer.source());
      }
      for (int b : transfer.targets()) {
        transferEvent(x, load ? Instruction.Op.LOAD : Instruction.Op.RECEIVE, b);
      }
    }
  }

  private void transferEvent(int x, Instruction.Op op, int b) {
    long start = schedule.transfers().get(x).start();
    add(resolved.bufferCore[b], new Event(start, Phase.TRANSFER, x, Instruction.transfer(op, start, x, b)));
  }

  private void tasks() {
    for (int t = 0; t < schedule.tasks().size(); t++) {
      Schedule.Task task = schedule.tasks().get(t);
      for (int b : task.reads()) {
        usesOf.get(b).add(t);
      }
      int core = resolved.taskCore[t];
      add(core, new Event(task.start(), Phase.COMPUTE, t, Instruction.compute(task.start(), t)));
      var point = resolved.taskPoint[t];
      if (point != null && point.bufferBytes() > 0) {
        // Its scratch bytes may be given to what comes next, so the list has to know that it has ended.
        add(core, new Event(task.end(), Phase.SCRATCH_BACK, t, Instruction.await(task.end(), t)));
      }
    }
  }

  private void add(int core, Event event) {
    events.get(core).add(event);
  }

  /** Puts before each instruction the waits that it needs and that the list does not hold yet. */
  private List<Instruction> withWaits(List<Event> onCore) {
    List<Instruction> list = new ArrayList<>(2 * onCore.size());
    Set<Integer> waited = new HashSet<>();
    for (Event event : onCore) {
      Instruction next = event.instruction();
      for (int token : needs(next)) {
        if (waited.add(token)) {
          list.add(Instruction.await(event.cycle(), token));
        }
      }
      if (next.op() != Instruction.Op.WAIT || waited.add(next.token())) {
        list.add(next);
      }
    }
    return list;
  }

  private List<Integer> needs(Instruction next) {
    return switch (next.op()) {
      case COMPUTE -> schedule.tasks().get(next.task()).reads().stream().sorted().map(b -> resolved.creator[b]).toList();
      case SEND, STORE -> List.of(resolved.creator[next.buffer()]);
      case LOAD -> storesBefore(schedule.transfers().get(next.transfer()));
      case FREE -> usesOf.get(next.buffer());
      case RECEIVE, WAIT -> List.of();
    };
  }

  /** Tokens of the stores that bring what a load of a feature tensor reads. */
  private List<Integer> storesBefore(Schedule.Transfer load) {
    Tensor tensor = resolved.problem.workload().tensors().get(load.tensor());
    if (tensor == null || tensor.isFromDram()) {
      return List.of();
    }
    List<Integer> stores = storesOf.getOrDefault(load.tensor(), List.of());
    BoxIndex index =
        storeIndex.computeIfAbsent(
            load.tensor(), k -> new BoxIndex(stores.stream().map(s -> schedule.transfers().get(s).boxes()).toList()));
    List<Integer> tokens = new ArrayList<>();
    for (int position : index.overlapping(load.boxes())) {
      int s = stores.get(position);
      if (schedule.transfers().get(s).end() <= load.start()) {
        tokens.add(~s);
      }
    }
    return tokens;
  }
}
