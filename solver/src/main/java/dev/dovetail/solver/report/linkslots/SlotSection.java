package dev.dovetail.solver.report.linkslots;

import dev.dovetail.solver.report.Html;
import dev.dovetail.solver.report.Lane;
import dev.dovetail.solver.report.LaneChart;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.TimeAxis;
import dev.dovetail.solver.report.Toolbar;
import java.util.List;

/** The slots of the busiest links: one row per link, its messages in the colours of their groups. */
final class SlotSection {
  /** Groups share this many colours in turn. */
  static final int COLOURS = 8;

  private static final int MOST_LANES = 24;
  private static final int OPEN_LEGEND = 24;

  private SlotSection() {}

  /** The links that are drawn, most loaded first. */
  static List<Lane> lanes(SlotsView view) {
    return view.lanes(view.busiest(MOST_LANES));
  }

  static void write(Html html, SlotsView view) {
    List<Lane> lanes = lanes(view);
    Toolbar.write(html, ".");
    String repeats = view.repetition().isNever()
        ? ""
        : " One period of " + Numbers.count(view.span(), "slot", "slots")
            + " is drawn; what crosses its end goes on at its begin."
            + (view.repetition().isWhole() ? "" : " Longer periods than this one repeat differently in the next.");
    html.element("p", "The busiest links and ports, most loaded first. One colour per " + view.groups().words()
        + ". At the right: busy share of the slots." + repeats, "class", "muted");
    legend(html, view);
    int height = lanes.size() <= 12 ? 22 : 16;
    new LaneChart("links", new TimeAxis(view.span(), "slots"), height, "k", COLOURS).write(html, lanes,
        lane -> Numbers.percent(lane.busy(), view.span()), view.groups()::label, SlotSection::anchor);
    long more = view.busiest(Integer.MAX_VALUE).size() - view.busiest(MOST_LANES).size();
    if (more > 0) {
      html.element("p", "Less busy and not drawn: " + Numbers.count(more, "link or port.", "links and ports."), "class", "muted");
    }
  }

  private static String anchor(int group) {
    return "group-" + group;
  }

  private static void legend(Html html, SlotsView view) {
    List<String> labels = view.groups().labels();
    String[] open = labels.size() <= OPEN_LEGEND
        ? new String[] {"class", "layer-legend", "open", "open"}
        : new String[] {"class", "layer-legend"};
    html.open("details", open);
    String words = view.groups().words();
    html.element("summary", "Colours of the " + Numbers.count(labels.size(), words, words + "s")).open("ul");
    for (int g = 0; g < labels.size(); g++) {
      html.open("li", "title", labels.get(g), "id", anchor(g)).element("span", "", "class", "swatch k" + g % COLOURS)
          .text(labels.get(g)).close();
    }
    html.close().closeLine();
  }
}
