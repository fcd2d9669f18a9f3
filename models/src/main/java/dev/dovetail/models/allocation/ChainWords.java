package dev.dovetail.models.allocation;

import dev.dovetail.models.links.Channel;
import dev.dovetail.models.links.Walk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Names of a schedule's activities for people. Activities are numbered: tasks, then transfers. */
final class ChainWords {
  private final Resolved resolved;
  private final Schedule schedule;
  private final int tasks;
  private final int[] part;
  private final Map<String, Integer> parts = new HashMap<>();
  private final String[] layerOfBuffer;

  ChainWords(Resolved resolved) {
    this.resolved = resolved;
    this.schedule = resolved.schedule;
    this.tasks = schedule.tasks().size();
    this.part = new int[tasks];
    this.layerOfBuffer = new String[schedule.buffers().size()];
    for (int t = 0; t < tasks; t++) {
      Schedule.Task task = schedule.tasks().get(t);
      part[t] = parts.merge(task.layer(), 1, Integer::sum);
      for (int b : task.reads()) {
        if (layerOfBuffer[b] == null) {
          layerOfBuffer[b] = task.layer();
        }
      }
    }
  }

  /** The layer of a task; the one that made what is stored; the one that reads what is loaded or moved. */
  String layer(int a) {
    if (a < tasks) {
      return schedule.tasks().get(a).layer();
    }
    Schedule.Transfer transfer = schedule.transfers().get(a - tasks);
    for (int b : transfer.targets()) {
      if (layerOfBuffer[b] != null) {
        return layerOfBuffer[b];
      }
    }
    Integer producer = resolved.problem.workload().producers().get(transfer.tensor());
    return producer == null ? "" : resolved.problem.workload().layers().get(producer).name();
  }

  /** The core of a task, the slowest channel of a transfer's route. */
  String resource(int a) {
    if (a < tasks) {
      return schedule.tasks().get(a).core();
    }
    Walk walk = Objects.requireNonNull(resolved.transferWalk[a - tasks]);
    Channel slowest = null;
    for (int c : walk.channels()) {
      Channel channel = resolved.problem.accelerator().channels().get(c);
      if (slowest == null || channel.bandwidth().compareTo(slowest.bandwidth()) < 0) {
        slowest = channel;
      }
    }
    return slowest == null ? "" : slowest.name();
  }

  /** What passes, with its part of the layer or its bytes. */
  String what(int a) {
    if (a < tasks) {
      Schedule.Task task = schedule.tasks().get(a);
      int all = Objects.requireNonNull(parts.get(task.layer()));
      return task.layer() + (all == 1 ? "" : " part " + part[a] + " of " + all) + " on " + task.core();
    }
    Schedule.Transfer transfer = schedule.transfers().get(a - tasks);
    String data = String.format(Locale.ROOT, "%s (%,d bytes)", transfer.tensor(), transfer.bytes());
    return switch (transfer.kind()) {
      case LOAD -> "load " + data + " to " + targets(transfer);
      case MOVE -> "move " + data + " from " + source(transfer) + " to " + targets(transfer);
      case STORE -> "store " + data + " from " + source(transfer);
    };
  }

  /** Why something did not begin before a release; what was in the way is the step before. */
  static String because(Release release) {
    return switch (release.reason()) {
      case START, NOTHING, END -> release.reason().words();
      case DATA -> "waits for " + release.where();
      case CORE, CHANNEL -> release.where() + " busy";
      case MEMORY -> "memory of " + release.where() + " full";
      case GROUP -> "fusion groups before not done";
    };
  }

  private String source(Schedule.Transfer transfer) {
    return schedule.buffers().get(transfer.source()).core();
  }

  private String targets(Schedule.Transfer transfer) {
    List<String> cores = new ArrayList<>();
    transfer.targets().forEach(b -> cores.add(schedule.buffers().get(b).core()));
    return String.join(", ", cores);
  }
}
