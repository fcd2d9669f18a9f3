package dev.dovetail.solver.report.stream;

import dev.dovetail.models.stream.GroupRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The slots of each group as lines of plain text. */
final class SlotText {
  private SlotText() {}

  /** Ends with a line break; empty if there are no groups. */
  static String render(List<GroupRun> runs) {
    StringBuilder out = new StringBuilder();
    for (int g = 0; g < runs.size(); g++) {
      GroupRun run = runs.get(g);
      out.append(String.format(Locale.ROOT, "group %d: %,d x %,d cycles, %,d overlapped = %,d%n", g, run.iterations(),
          run.sumCycles(), run.overlapCycles(), run.totalCycles()));
      for (int s = 1; s < run.slotCycles().size(); s++) {
        out.append(String.format(Locale.ROOT, "  slot %2d %,12d  %s%n", s, run.slotCycles().get(s), String.join(", ",
            content(run, s))));
      }
    }
    return out.toString();
  }

  /** What runs in a slot, each with its cycles. */
  static List<String> content(GroupRun run, int slot) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < run.nodes().size(); i++) {
      if (run.nodes().get(i).slot() == slot) {
        words.add(String.format(Locale.ROOT, "%s %,d%s", run.graph().node(i).name(), run.nodes().get(i).active(),
            run.nodes().get(i).estimated() ? " (estimate)" : ""));
      }
    }
    for (int t = 0; t < run.transfers().size(); t++) {
      if (run.transfers().get(t).slot() == slot) {
        words.add(String.format(Locale.ROOT, "%s %,d", run.graph().transfers().get(t).name(), run.transfers().get(t).active()));
      }
    }
    return words;
  }
}
