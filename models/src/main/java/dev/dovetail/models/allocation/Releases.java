package dev.dovetail.models.allocation;

import dev.dovetail.models.Box;
import dev.dovetail.models.allocation.CriticalChain.Reason;
import dev.dovetail.models.links.Walk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * For every activity of an executable schedule, what it meets when it alone is pushed to earlier cycles.
 *
 * <p>Role: the obstacles of the machine model: data (rules 2 and 4), the core (1), channels (6), memory (7). Activities are numbered:
 * tasks, then transfers.
 */
final class Releases {
  /** A hold of a resource by an activity. */
  private record Hold(long from, long until, int by) {}

  private final Resolved resolved;
  private final Schedule schedule;
  private final int tasks;
  private final List<List<Hold>> onCore = new ArrayList<>();
  private final List<List<Hold>> onChannel = new ArrayList<>();
  private final List<List<Occupancy.Step>> memory = new ArrayList<>();
  private final List<List<Integer>> buffersOf = new ArrayList<>();
  private final int[] lastUser;

  Releases(Resolved resolved) {
    this.resolved = resolved;
    this.schedule = resolved.schedule;
    this.tasks = schedule.tasks().size();
    this.lastUser = new int[schedule.buffers().size()];
    cores();
    channels();
    users();
  }

  int count() {
    return tasks + schedule.transfers().size();
  }

  long start(int a) {
    return a < tasks ? schedule.tasks().get(a).start() : schedule.transfers().get(a - tasks).start();
  }

  long end(int a) {
    return a < tasks ? schedule.tasks().get(a).end() : schedule.transfers().get(a - tasks).end();
  }

  private void cores() {
    List<Occupancy> occupancies = new ArrayList<>();
    for (int c = 0; c < resolved.problem.accelerator().cores().size(); c++) {
      onCore.add(new ArrayList<>());
      buffersOf.add(new ArrayList<>());
      occupancies.add(new Occupancy());
    }
    for (int t = 0; t < tasks; t++) {
      Schedule.Task task = schedule.tasks().get(t);
      onCore.get(resolved.taskCore[t]).add(new Hold(task.start(), task.end(), t));
      if (working(t) > 0) {
        occupancies.get(resolved.taskCore[t]).add(task.start(), task.end(), working(t));
      }
    }
    for (int b = 0; b < lastUser.length; b++) {
      Schedule.Buffer buffer = schedule.buffers().get(b);
      buffersOf.get(resolved.bufferCore[b]).add(b);
      if (buffer.from() < buffer.until()) {
        occupancies.get(resolved.bufferCore[b]).add(buffer.from(), buffer.until(), buffer.bytes());
      }
    }
    onCore.forEach(holds -> holds.sort(Comparator.comparingLong(Hold::until)));
    occupancies.forEach(o -> memory.add(o.steps()));
  }

  private long working(int t) {
    return Objects.requireNonNull(resolved.taskPoint[t]).bufferBytes();
  }

  private void channels() {
    resolved.problem.accelerator().channels().forEach(c -> onChannel.add(new ArrayList<>()));
    for (int x = 0; x < schedule.transfers().size(); x++) {
      Walk walk = Objects.requireNonNull(resolved.transferWalk[x]);
      long start = schedule.transfers().get(x).start();
      for (int i = 0; i < walk.channels().length; i++) {
        long from = start + walk.offsets()[i];
        onChannel.get(walk.channels()[i]).add(new Hold(from, from + walk.durations()[i], tasks + x));
      }
    }
    onChannel.forEach(holds -> holds.sort(Comparator.comparingLong(Hold::until)));
  }

  /** Of each buffer the activity whose end frees it. */
  private void users() {
    Arrays.fill(lastUser, -1);
    for (int a = 0; a < count(); a++) {
      List<Integer> used = new ArrayList<>();
      if (a < tasks) {
        used.addAll(schedule.tasks().get(a).reads());
        used.addAll(schedule.tasks().get(a).writes());
      } else {
        Schedule.Transfer transfer = schedule.transfers().get(a - tasks);
        used.addAll(transfer.targets());
        if (transfer.source() >= 0) {
          used.add(transfer.source());
        }
      }
      for (int b : used) {
        if (end(a) == schedule.buffers().get(b).until()) {
          lastUser[b] = a;
        }
      }
    }
  }

  /**
   * The latest release of every obstacle. Of several in one cycle the first counts: a busy core or channel before data, so that what is
   * busy all the time shows as that.
   */
  List<Release> of(int a) {
    List<Release> all = new ArrayList<>();
    if (a < tasks) {
      Schedule.Task task = schedule.tasks().get(a);
      held(onCore.get(resolved.taskCore[a]), a, 0, Reason.CORE, task.core(), all);
      task.reads().forEach(b -> all.add(filled(b)));
      long bytes = working(a);
      for (int b : task.writes()) {
        bytes += schedule.buffers().get(b).bytes();
      }
      full(resolved.taskCore[a], bytes, start(a), all);
      return all;
    }
    int x = a - tasks;
    Schedule.Transfer transfer = schedule.transfers().get(x);
    Walk walk = Objects.requireNonNull(resolved.transferWalk[x]);
    for (int i = 0; i < walk.channels().length; i++) {
      int c = walk.channels()[i];
      held(onChannel.get(c), a, walk.offsets()[i], Reason.CHANNEL, resolved.problem.accelerator().channels().get(c).name(), all);
    }
    if (transfer.source() >= 0) {
      all.add(filled(transfer.source()));
    } else {
      stored(x, all);
    }
    for (int b : transfer.targets()) {
      full(resolved.bufferCore[b], schedule.buffers().get(b).bytes(), start(a), all);
    }
    return all;
  }

  private Release filled(int b) {
    int by = resolved.creator[b] >= 0 ? resolved.creator[b] : tasks + ~resolved.creator[b];
    return new Release(resolved.ready(b), Reason.DATA, by, schedule.buffers().get(b).tensor());
  }

  /** The last store without which a load of a feature would not find all that it carries. */
  private void stored(int x, List<Release> all) {
    Schedule.Transfer load = schedule.transfers().get(x);
    if (Objects.requireNonNull(resolved.transferTensor[x]).isFromDram()) {
      return;
    }
    List<Integer> stores = new ArrayList<>();
    for (int s = 0; s < schedule.transfers().size(); s++) {
      Schedule.Transfer store = schedule.transfers().get(s);
      if (store.kind() == Schedule.Transfer.Kind.STORE && store.tensor().equals(load.tensor()) && store.end() <= load.start()) {
        stores.add(s);
      }
    }
    stores.sort(Comparator.comparingLong((Integer s) -> schedule.transfers().get(s).end()));
    for (int n = stores.size(); n > 0; n--) {
      List<List<Box>> earlier = stores.subList(0, n - 1).stream().map(s -> schedule.transfers().get(s).boxes()).toList();
      for (Box box : load.boxes()) {
        if (Coverage.missing(box, earlier) != null) {
          int s = stores.get(n - 1);
          all.add(new Release(schedule.transfers().get(s).end(), Reason.DATA, tasks + s, load.tensor()));
          return;
        }
      }
    }
  }

  /** The last hold before the activity's own, which begins {@code offset} cycles after its start. */
  private void held(List<Hold> holds, int a, long offset, Reason reason, String where, List<Release> all) {
    long own = start(a) + offset;
    int low = 0;
    int high = holds.size();
    while (low < high) { // the first hold that ends after the own one begins
      int middle = (low + high) >>> 1;
      if (holds.get(middle).until() <= own) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low > 0) {
      Hold before = holds.get(low - 1);
      all.add(new Release(before.until() - offset, reason, before.by(), where));
    }
  }

  /** The last end of cycles, before the activity's start, in which a core's memory has no room for so many bytes more. */
  private void full(int core, long bytes, long start, List<Release> all) {
    long capacity = resolved.problem.accelerator().cores().get(core).capacityBytes();
    List<Occupancy.Step> steps = memory.get(core);
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (steps.get(i).cycle() < start && steps.get(i).bytes() > capacity - bytes) {
        long cycle = i + 1 < steps.size() ? Math.min(start, steps.get(i + 1).cycle()) : start;
        int by = freed(core, cycle);
        if (by >= 0) {
          all.add(new Release(cycle, Reason.MEMORY, by, resolved.coreName(core)));
        }
        return;
      }
    }
  }

  /** The activity whose end frees most of a core's memory in a cycle; -1 if none does. */
  private int freed(int core, long cycle) {
    int best = -1;
    long most = 0;
    for (int b : buffersOf.get(core)) {
      Schedule.Buffer buffer = schedule.buffers().get(b);
      if (buffer.until() == cycle && buffer.bytes() > most && lastUser[b] >= 0) {
        most = buffer.bytes();
        best = lastUser[b];
      }
    }
    for (Hold hold : onCore.get(core)) {
      if (hold.until() == cycle && working(hold.by()) > most) {
        most = working(hold.by());
        best = hold.by();
      }
    }
    return best;
  }
}
