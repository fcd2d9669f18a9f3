package dev.dovetail.models.allocation;

import dev.dovetail.models.Findings;
import dev.dovetail.models.links.Walk;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs instruction lists without a clock.
 *
 * <p>Role: shows that the order alone makes the program correct, however long anything takes: no deadlock under per-core order,
 * token waits, rendezvous of transfers and the order of transfers on each channel; every use of data comes after a wait for
 * what made it; a buffer is given back after its last use; and the bytes taken never exceed the core's memory at any place of
 * its list.
 */
final class InstructionReplay {
  private final Resolved resolved;
  private final Schedule schedule;
  private final List<List<Instruction>> lists;
  private final Findings findings;

  InstructionReplay(Resolved resolved, List<List<Instruction>> lists) {
    this.resolved = resolved;
    this.schedule = resolved.schedule;
    this.lists = lists;
    this.findings = resolved.findings;
  }

  void check() {
    for (int c = 0; c < lists.size(); c++) {
      guards(c);
    }
    progress();
  }

  /** Runs one list as if everything beside it took until the first wait for it. */
  private void guards(int core) {
    Set<Integer> waited = new HashSet<>();
    Set<Integer> alive = new HashSet<>();
    Map<Integer, Set<Integer>> uses = new HashMap<>();
    long capacity = resolved.problem.accelerator().cores().get(core).capacityBytes();
    long bytes = 0;
    for (int i = 0; i < lists.get(core).size(); i++) {
      Instruction next = lists.get(core).get(i);
      String where = "core " + resolved.coreName(core) + ", instruction " + i;
      switch (next.op()) {
        case WAIT -> {
          waited.add(next.token());
          bytes -= scratchBack(next.token());
        }
        case LOAD, RECEIVE -> {
          alive.add(next.buffer());
          uses.computeIfAbsent(next.buffer(), k -> new HashSet<>(4)).add(next.token());
          bytes += resolved.bufferBytes[next.buffer()];
        }
        case SEND, STORE -> use(next.buffer(), next.token(), waited, alive, uses, where);
        case COMPUTE -> {
          for (int b : schedule.tasks().get(next.task()).reads()) {
            use(b, next.token(), waited, alive, uses, where);
          }
          for (int b : schedule.tasks().get(next.task()).writes()) {
            alive.add(b);
            uses.computeIfAbsent(b, k -> new HashSet<>(4)).add(next.token());
            bytes += resolved.bufferBytes[b];
          }
          bytes += scratch(next.task());
        }
        case FREE -> {
          if (!alive.remove(next.buffer()) || !waited.containsAll(uses.getOrDefault(next.buffer(), Set.of()))) {
            findings.add("instruction-order", where, "The %s is given back before its last use.",
                resolved.bufferName(next.buffer()));
          }
          bytes -= resolved.bufferBytes[next.buffer()];
        }
      }
      if (bytes > capacity) {
        findings.add("instruction-memory", where, "There %d bytes are taken, the capacity is %d.", bytes, capacity);
      }
    }
    if (!alive.isEmpty()) {
      findings.add("instruction-order", "core " + resolved.coreName(core), "The buffers %s are never given back.", alive);
    }
  }

  private void use(int b, int token, Set<Integer> waited, Set<Integer> alive, Map<Integer, Set<Integer>> uses, String where) {
    int by = resolved.creator[b];
    if (!alive.contains(b) || !waited.contains(by)) {
      findings.add("instruction-order", where, "The %s is used before a wait for what fills it.", resolved.bufferName(b));
    }
    uses.computeIfAbsent(b, k -> new HashSet<>(4)).add(token);
  }

  private long scratch(int task) {
    var point = resolved.taskPoint[task];
    return point == null ? 0 : point.bufferBytes();
  }

  private long scratchBack(int token) {
    return token >= 0 ? scratch(token) : 0;
  }

  /** Issues whatever can be issued until nothing moves; what is left then is a deadlock. */
  private void progress() {
    int[] at = new int[lists.size()];
    int[] parties = new int[schedule.transfers().size()];
    Set<Integer> signalled = new HashSet<>();
    List<Deque<Integer>> queues = channelQueues();
    boolean[] done = new boolean[parties.length];
    boolean moved = true;
    while (moved) {
      moved = false;
      for (int c = 0; c < at.length; c++) {
        moved |= issue(c, at, parties, signalled);
      }
      moved |= transfer(parties, done, signalled, queues);
    }
    for (int c = 0; c < at.length; c++) {
      if (at[c] < lists.get(c).size()) {
        findings.add("deadlock", "core " + resolved.coreName(c), "The instruction %d waits for %s for ever.",
            at[c], lists.get(c).get(at[c]).tokenName());
      }
    }
    for (int x = 0; x < done.length; x++) {
      if (!done[x]) {
        findings.add("deadlock", resolved.transferName(x), "It never begins.");
      }
    }
  }

  private boolean issue(int c, int[] at, int[] parties, Set<Integer> signalled) {
    List<Instruction> list = lists.get(c);
    int before = at[c];
    while (at[c] < list.size()) {
      Instruction next = list.get(at[c]);
      if (next.op() == Instruction.Op.WAIT && !signalled.contains(next.token())) {
        break;
      }
      if (next.op() == Instruction.Op.COMPUTE) {
        signalled.add(next.token());
      } else if (next.op() != Instruction.Op.WAIT && next.op() != Instruction.Op.FREE) {
        parties[next.transfer()]++;
      }
      at[c]++;
    }
    return at[c] > before;
  }

  /** Transfers in the order in which they start; a transfer waits for all transfers before it on any of its channels. */
  private List<Deque<Integer>> channelQueues() {
    List<Deque<Integer>> queues = new ArrayList<>();
    for (int c = 0; c < resolved.problem.accelerator().channels().size(); c++) {
      queues.add(new ArrayDeque<>());
    }
    Integer[] order = new Integer[schedule.transfers().size()];
    Arrays.setAll(order, x -> x);
    Arrays.sort(order, Comparator.comparingLong((Integer x) -> schedule.transfers().get(x).start()).thenComparing(x -> x));
    for (int x : order) {
      Walk walk = resolved.transferWalk[x];
      if (walk != null) {
        for (int c : walk.channels()) {
          queues.get(c).add(x);
        }
      }
    }
    return queues;
  }

  private boolean transfer(int[] parties, boolean[] done, Set<Integer> signalled, List<Deque<Integer>> queues) {
    boolean any = false;
    boolean moved = true;
    while (moved) {
      moved = false;
      for (Deque<Integer> queue : queues) {
        while (!queue.isEmpty() && mayBegin(queue.peek(), parties, queues)) {
          int x = queue.peek();
          Walk walk = resolved.transferWalk[x];
          if (walk != null) {
            for (int c : walk.channels()) {
              queues.get(c).remove();
            }
          }
          done[x] = true;
          signalled.add(~x);
          moved = true;
          any = true;
        }
      }
    }
    return any;
  }

  private boolean mayBegin(int x, int[] parties, List<Deque<Integer>> queues) {
    Schedule.Transfer transfer = schedule.transfers().get(x);
    int needed = transfer.targets().size() + (transfer.kind() == Schedule.Transfer.Kind.LOAD ? 0 : 1);
    Walk walk = resolved.transferWalk[x];
    return parties[x] == needed
        && walk != null
        && Arrays.stream(walk.channels()).allMatch(c -> !queues.get(c).isEmpty() && queues.get(c).peek() == x);
  }
}
