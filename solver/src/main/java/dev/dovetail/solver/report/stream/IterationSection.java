package dev.dovetail.solver.report.stream;

import dev.dovetail.models.stream.GroupRun;
import dev.dovetail.solver.report.Bar;
import dev.dovetail.solver.report.Html;
import dev.dovetail.solver.report.Lane;
import dev.dovetail.solver.report.LaneChart;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.TimeAxis;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** One iteration of each group over time: what each core and each link does in its slots. */
final class IterationSection {
  private static final int MOST_GROUPS = 12;
  private static final int MOST_LANES = 32;
  private static final int COLOURS = 8;

  private IterationSection() {}

  static void write(Html html, List<GroupRun> runs) {
    html.element("p",
        "Everything in a slot begins with it. At the right: how long all slots are together in which the core or link does anything; two"
            + " iterations are apart by the largest of these.",
        "class", "muted");
    for (int g = 0; g < Math.min(MOST_GROUPS, runs.size()); g++) {
      GroupRun run = runs.get(g);
      html.element("h3", "Group %d: an iteration of %s cycles, the next one begins %s cycles after it".formatted(g + 1,
          Numbers.grouped(run.sumCycles()), Numbers.grouped(run.sumCycles() - run.overlapCycles())));
      int nodes = run.nodes().size();
      List<Lane> shown = Lane.busiest(lanes(run), MOST_LANES);
      new LaneChart("iteration" + g, new TimeAxis(Math.max(1, run.sumCycles())), shown.size() <= 16 ? 20 : 14, "k", COLOURS)
          .write(html, shown, lane -> Numbers.grouped(activeCycles(run, lane.name())),
              c -> c < nodes ? run.graph().node(c).name() : run.graph().transfers().get(c - nodes).name(), c -> "slots");
    }
    if (runs.size() > MOST_GROUPS) {
      html.element("p", "The first " + MOST_GROUPS + " of " + Numbers.grouped(runs.size()) + " groups are drawn.", "class",
          "muted");
    }
  }

  private static long activeCycles(GroupRun run, String resource) {
    return Objects.requireNonNull(run.busy().get(resource)).stream().mapToLong(s -> run.slotCycles().get(s)).sum();
  }

  /** A lane for each core and link in use; categories are nodes, then transfers. */
  private static List<Lane> lanes(GroupRun run) {
    List<Long> starts = new ArrayList<>();
    long at = 0;
    for (long cycles : run.slotCycles()) {
      starts.add(at);
      at += cycles;
    }
    List<Lane> lanes = new ArrayList<>();
    for (String resource : run.busy().keySet()) {
      List<Bar> bars = new ArrayList<>();
      for (int i = 0; i < run.nodes().size(); i++) {
        GroupRun.NodeRun r = run.nodes().get(i);
        if (r.active() > 0 && run.tiling().placement(i).cores().stream().anyMatch(c -> resource.equals("core" + c))) {
          bars.add(new Bar(starts.get(r.slot()), starts.get(r.slot()) + r.active(), i, i));
        }
      }
      for (int t = 0; t < run.transfers().size(); t++) {
        GroupRun.TransferRun r = run.transfers().get(t);
        if (r.active() > 0 && r.links().contains(resource)) {
          int category = run.nodes().size() + t;
          bars.add(new Bar(starts.get(r.slot()), starts.get(r.slot()) + r.active(), category, category));
        }
      }
      lanes.add(new Lane(lanes.size(), resource, "in slots of one iteration", bars));
    }
    return lanes;
  }
}
