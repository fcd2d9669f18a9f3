package dev.dovetail.solver.report.allocation;

import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.links.Channel;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.solver.report.Bar;
import dev.dovetail.solver.report.Html;
import dev.dovetail.solver.report.Lane;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.Table;
import java.math.BigInteger;
import java.util.List;

/** How busy every core and every channel is, and what it did. */
final class UtilisationSection {
  private static final int MOST_OPEN_ROWS = 40;

  private UtilisationSection() {}

  static void write(Html html, ScheduleView view) {
    cores(html, view);
    if (view.channels().isEmpty()) {
      html.element("p", "This accelerator has no links, buses or DRAM ports.", "class", "muted");
    } else {
      channels(html, view);
    }
  }

  private static void cores(Html html, ScheduleView view) {
    html.element("h3", "Cores");
    html.element("p", "Array use is multiply-accumulates per unit and busy cycle.", "class", "muted");
    List<Lane> active = view.cores().stream().filter(l -> !l.isIdle() || view.memories().get(l.index()).peak() > 0).toList();
    fold(html, active.size(), "cores");
    Table table =
        new Table(html, "core", "type", "#tasks", "#busy cycles", "busy", "#busy share", "#MACs", "#array use", "#peak memory",
            "#capacity", "#energy");
    for (Lane lane : active) {
      Core core = view.accelerator().cores().get(lane.index());
      long macs = macs(view, lane);
      long busy = lane.busy();
      Occupancy memory = view.memories().get(lane.index());
      table.row().cell(core.name()).cell(core.type()).cell(Numbers.grouped(lane.bars().size())).cell(Numbers.grouped(busy));
      table.bar(0, (double) busy / view.horizon(), "bar-plain", Numbers.percent(busy, view.horizon()));
      table.cell(Numbers.percent(busy, view.horizon())).cell(macs == 0 ? "–" : Numbers.grouped(macs));
      table.cell(macs == 0 ? "–" : arrayUse(macs, busy, core.units()));
      table.cell(Numbers.bytes(memory.peak()), Numbers.grouped(memory.peak()) + " B");
      table.cell(Numbers.bytes(memory.capacityBytes()), Numbers.grouped(memory.capacityBytes()) + " B");
      table.cell(Numbers.energy(EnergySection.ofCore(view, lane))).endRow();
    }
    table.end();
    unfold(html, active.size());
    idle(html, view.cores().size() - active.size(), "cores do nothing");
  }

  private static String arrayUse(long macs, long busy, long units) {
    BigInteger all = BigInteger.valueOf(busy).multiply(BigInteger.valueOf(units));
    return Numbers.percent(BigInteger.valueOf(macs), all);
  }

  private static long macs(ScheduleView view, Lane lane) {
    long macs = 0;
    for (Bar bar : lane.bars()) {
      Layer layer = view.problem().workload().layers().get(bar.category());
      Schedule.Task task = view.schedule().tasks().get(bar.id());
      if (layer.macs() > 0 && task.box().rank() == layer.shape().size()) {
        macs += layer.work(task.box());
      }
    }
    return macs;
  }

  private static void channels(Html html, ScheduleView view) {
    html.element("h3", "Links, buses and DRAM ports");
    List<Lane> active = view.channels().stream().filter(l -> !l.isIdle()).toList();
    if (active.isEmpty()) {
      html.element("p", "Nothing travels in this schedule.", "class", "muted");
      return;
    }
    fold(html, active.size(), "channels");
    Table table =
        new Table(html, "channel", "kind", "rate", "#transfers", "#bytes", "#busy cycles", "busy", "#busy share", "#energy");
    for (Lane lane : active) {
      Channel channel = view.accelerator().channels().get(lane.index());
      long busy = lane.busy();
      long bytes = bytes(view, lane);
      table.row().cell(channel.name()).cell(ScheduleView.kindName(channel)).cell(channel.bandwidth().toString());
      table.cell(Numbers.grouped(lane.bars().size())).cell(Numbers.bytes(bytes), Numbers.grouped(bytes) + " B");
      table.cell(Numbers.grouped(busy));
      table.bar(0, (double) busy / view.horizon(), "bar-plain", Numbers.percent(busy, view.horizon()));
      table.cell(Numbers.percent(busy, view.horizon())).cell(Numbers.energy(EnergySection.ofChannel(view, lane))).endRow();
    }
    table.end();
    unfold(html, active.size());
    idle(html, view.channels().size() - active.size(), "channels carry nothing");
  }

  /** Bytes that a channel carries. */
  static long bytes(ScheduleView view, Lane lane) {
    return lane.bars().stream().mapToLong(b -> view.schedule().transfers().get(b.id()).bytes()).sum();
  }

  private static void fold(Html html, int rows, String what) {
    if (rows > MOST_OPEN_ROWS) {
      html.open("details").element("summary", "All " + Numbers.grouped(rows) + " active " + what);
    }
  }

  private static void unfold(Html html, int rows) {
    if (rows > MOST_OPEN_ROWS) {
      html.close();
    }
  }

  private static void idle(Html html, int count, String what) {
    if (count > 0) {
      html.element("p", Numbers.grouped(count) + " " + what + " and are not listed.", "class", "muted");
    }
  }
}
