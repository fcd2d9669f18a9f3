package dev.dovetail.solver.report.pipeline;

import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.pipeline.SegmentTraffic;
import dev.dovetail.solver.report.Html;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.Table;
import dev.dovetail.solver.report.linkslots.LinkPicture;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the clusters of a segment hand over within a stage time, and the links that carry it. */
final class TrafficSection {
  private TrafficSection() {}

  /** A segment with its transfers. */
  private record Traffic(SegmentView segment, LinkSlotsProblem problem, SlotTable table, long links, long ports) {
    long end() {
      return LinkPicture.end(problem, table);
    }
  }

  /** Whether transfers between clusters have slots in this plan. */
  static boolean isWorthwhile(PlanView plan) {
    return !traffic(plan).isEmpty();
  }

  private static List<Traffic> traffic(PlanView plan) {
    List<Traffic> all = new ArrayList<>();
    if (!plan.problem().switches().contention() || !SegmentTraffic.unsupported(plan.problem()).isEmpty()) {
      return all;
    }
    SegmentTraffic transfers = new SegmentTraffic(plan.problem());
    for (SegmentView s : plan.segments()) {
      SlotTable table = s.segment().traffic();
      if (table != null && !table.transmissions().isEmpty()) {
        transfers.slots(s.segment()).ifPresent(problem -> all.add(
            new Traffic(s, problem, table, transfers.linkBound(s.segment()), transfers.portBound(s.segment()))));
      }
    }
    return all;
  }

  static void write(Html html, PlanView plan) {
    html.element("p",
        "Within each stage time every cluster receives what the one before it has produced in the stage time before. A slot is a cycle; what"
            + " chiplets of one cluster exchange, and DRAM traffic, use no links in this model. In the maps the shares of busy slots are those until"
            + " the last transfer arrives.",
        "class", "muted");
    List<Traffic> all = traffic(plan);
    Table table = new Table(html, "#segment", "#transfers", "#sent", "#stage", "#last one arrives", "part of the stage",
        "#least stage by links", "#by ports");
    for (Traffic t : all) {
      long stage = t.segment().stage();
      table.row().cell(Integer.toString(t.segment().index() + 1)).cell(Numbers.grouped(t.problem().messages().size()));
      table.cell(Numbers.bytes(t.problem().messages().stream().mapToLong(Message::volume).sum()));
      table.cell(Numbers.grouped(stage)).cell(Numbers.grouped(t.end()));
      table.bar(0, (double) t.end() / Math.max(1, stage), "bar-plain", Numbers.percent(t.end(), stage) + " of the stage time");
      table.cell(Numbers.grouped(t.links())).cell(Numbers.grouped(t.ports())).endRow();
    }
    table.end();
    Traffic busiest = all.stream().max(Comparator.comparingLong(Traffic::links)).orElseThrow();
    for (Traffic t : all) {
      if (!t.equals(busiest)) {
        html.open("details").element("summary", "Links of segment " + (t.segment().index() + 1));
      } else {
        html.element("h3", "Links of segment " + (t.segment().index() + 1));
      }
      LinkPicture.write(html, t.problem(), t.table());
      if (!t.equals(busiest)) {
        html.closeLine();
      }
    }
  }
}
