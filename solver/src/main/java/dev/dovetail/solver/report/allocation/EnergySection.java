package dev.dovetail.solver.report.allocation;

import dev.dovetail.models.links.Channel;
import dev.dovetail.solver.report.Bar;
import dev.dovetail.solver.report.Html;
import dev.dovetail.solver.report.Lane;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.Table;
import java.util.ArrayList;
import java.util.List;

/** Where the energy goes: cores by type, channels by kind, what tasks move by themselves, leakage. */
final class EnergySection {
  private record Part(String name, String detail, long femtojoules) {}

  private EnergySection() {}

  /** Energy of the tasks on a core, in femtojoules. */
  static long ofCore(ScheduleView view, Lane core) {
    long sum = 0;
    for (Bar bar : core.bars()) {
      var point = view.pointOf(bar.id());
      sum += point == null ? 0 : point.energyFemtojoules();
    }
    return sum;
  }

  /** Energy of what tasks read from and write to DRAM by themselves, in femtojoules. */
  private static long ownDram(ScheduleView view) {
    long bytes = 0;
    for (Lane core : view.cores()) {
      for (Bar bar : core.bars()) {
        var point = view.pointOf(bar.id());
        bytes += point == null ? 0 : point.dramBytes();
      }
    }
    return bytes * view.accelerator().ownDramFemtojoulesPerByte();
  }

  /** Energy of the transfers on a channel, in femtojoules. */
  static long ofChannel(ScheduleView view, Lane channel) {
    return UtilisationSection.bytes(view, channel) * view.accelerator().channels().get(channel.index()).femtojoulesPerByte();
  }

  static void write(Html html, ScheduleView view, long horizon) {
    List<Part> parts = parts(view, horizon);
    long total = parts.stream().mapToLong(Part::femtojoules).sum();
    if (total == 0) {
      html.element("p", "The accelerator and the cost model give no energies.", "class", "muted");
      return;
    }
    html.element("p", "Sum of the parts: " + Numbers.energy(total) + " (" + Numbers.grouped(total) + " fJ).", "class", "muted");
    Table table = new Table(html, "part", "what", "#energy", "share", "#share of all");
    for (Part p : parts) {
      table.row().cell(p.name()).cell(p.detail()).cell(Numbers.energy(p.femtojoules()), Numbers.grouped(p.femtojoules()) + " fJ");
      table.bar(0, (double) p.femtojoules() / total, "bar-plain", Numbers.percent(p.femtojoules(), total));
      table.cell(Numbers.percent(p.femtojoules(), total)).endRow();
    }
    table.end();
  }

  private static List<Part> parts(ScheduleView view, long horizon) {
    List<Part> parts = new ArrayList<>();
    List<String> types = view.accelerator().cores().stream().map(c -> c.type()).distinct().toList();
    for (String type : types) {
      List<Lane> lanes =
          view.cores().stream().filter(l -> view.accelerator().cores().get(l.index()).type().equals(type)).toList();
      parts.add(new Part("cores " + type, lanes.size() == 1 ? "1 core" : lanes.size() + " cores",
          lanes.stream().mapToLong(l -> ofCore(view, l)).sum()));
    }
    for (Channel.Kind kind : Channel.Kind.values()) {
      List<Lane> lanes =
          view.channels().stream().filter(l -> view.accelerator().channels().get(l.index()).kind() == kind).toList();
      if (!lanes.isEmpty()) {
        String name = switch (kind) {
          case LINK -> "links";
          case BUS -> "buses";
          case DRAM_PORT -> "DRAM ports";
          case INJECT, EJECT -> "local ports";
        };
        parts.add(new Part(name, Integer.toString(lanes.size()), lanes.stream().mapToLong(l -> ofChannel(view, l)).sum()));
      }
    }
    long own = ownDram(view);
    if (own > 0) {
      parts.add(new Part("DRAM traffic of tasks", "of their own, beside transfers", own));
    }
    long leakage = view.accelerator().leakageFemtojoulesPerCycle();
    parts.add(new Part("leakage", Numbers.grouped(leakage) + " fJ/cycle", leakage * horizon));
    return parts;
  }
}
