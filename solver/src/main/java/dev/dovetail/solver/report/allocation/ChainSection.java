package dev.dovetail.solver.report.allocation;

import dev.dovetail.models.allocation.CriticalChain;
import dev.dovetail.solver.report.Html;
import dev.dovetail.solver.report.Legend;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.Table;
import dev.dovetail.solver.report.TimeAxis;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** The critical chain: what follows what without a gap from the first cycle to the last, so that nothing ends earlier unless a step does. */
public final class ChainSection {
  private static final int MOST_SHARES = 6;
  private static final int MOST_STEPS = 60;
  private static final int HEIGHT = 26;
  /** Style classes of the kinds of steps, in their order: compute, load, move, store, wait, slack. */
  private static final List<String> COLOURS = List.of("k5", "t0", "t2", "t3", "k1", "chain-slack");

  private ChainSection() {}

  /** The section of an executable schedule; none for another one, which has no such chain. */
  public static List<Additions.Part> parts(ReportInput input, Supplier<CriticalChain> chain) {
    if (!input.evaluation().isExecutable()) {
      return List.of();
    }
    CriticalChain found;
    try {
      found = chain.get();
    } catch (IllegalArgumentException e) {
      return List.of(); // whoever evaluated it has overlooked something: that is not for a picture to say
    }
    return List.of(new Additions.Part("chain", "Critical chain", "progress", html -> write(html, found)));
  }

  private static void write(Html html, CriticalChain chain) {
    html.element("p",
        "Each step begins where the one before lets it go: to end earlier, one of these " + Numbers.grouped(chain.steps()
            .size()) + " steps must take less, or not be waited for.");
    Legend legend = new Legend(html);
    for (CriticalChain.Kind kind : CriticalChain.Kind.values()) {
      if (chain.steps().stream().anyMatch(s -> s.kind() == kind)) {
        legend.item(COLOURS.get(kind.ordinal()), kind.name().toLowerCase(Locale.ROOT));
      }
    }
    legend.end();
    strip(html, chain);
    html.open("div", "class", "shares");
    shares(html, "spent on", chain.byResource(), chain.latencyCycles());
    shares(html, "why it was waited for", chain.byReason(), chain.latencyCycles());
    shares(html, "for layer", chain.byLayer(), chain.latencyCycles());
    html.closeLine();
    steps(html, chain);
  }

  private static void strip(Html html, CriticalChain chain) {
    TimeAxis axis = new TimeAxis(Math.max(1, chain.latencyCycles()));
    axis.write(html);
    html.open("div", "class", "chart").open("div", "class", "labels").element("div", "chain", "style", "height:" + HEIGHT + "px")
        .close();
    html.open("div", "class", "plot", "style", "height:" + HEIGHT + "px");
    html.open("svg", "viewBox", "0 0 " + TimeAxis.WIDTH + " " + HEIGHT, "preserveAspectRatio", "none", "role", "img",
        "aria-label",
        "The critical chain over time");
    for (CriticalChain.Kind kind : CriticalChain.Kind.values()) {
      StringBuilder d = new StringBuilder();
      for (CriticalChain.Step step : chain.steps()) {
        if (step.kind() == kind && step.cycles() > 0) {
          String width = Numbers.coordinate(Math.max(0.4, axis.x(step.until()) - axis.x(step.from())));
          d.append('M').append(Numbers.coordinate(axis.x(step.from()))).append(" 2h").append(width).append('v').append(HEIGHT - 4)
              .append("h-").append(width).append('z');
        }
      }
      if (!d.isEmpty()) {
        html.empty("path", "class", COLOURS.get(kind.ordinal()), "d", d.toString());
      }
    }
    html.close().close().open("div", "class", "values").close().closeLine();
  }

  private static void shares(Html html, String heading, List<CriticalChain.Share> shares, long latency) {
    html.open("div");
    Table table = new Table(html, heading, "#cycles", "#share");
    for (CriticalChain.Share share : shares.subList(0, Math.min(MOST_SHARES, shares.size()))) {
      table.row().shortCell(share.name(), share.name() + ", " + Numbers.count(share.steps(), "step", "steps"))
          .cell(Numbers.grouped(share.cycles())).cell(Numbers.percent(share.cycles(), latency)).endRow();
    }
    long rest = shares.stream().skip(MOST_SHARES).mapToLong(CriticalChain.Share::cycles).sum();
    if (shares.size() > MOST_SHARES) {
      table.row().cell(Numbers.grouped(shares.size() - MOST_SHARES) + " more").cell(Numbers.grouped(rest))
          .cell(Numbers.percent(rest, latency)).endRow();
    }
    table.end();
    html.close();
  }

  private static void steps(Html html, CriticalChain chain) {
    List<CriticalChain.Step> longest =
        chain.steps().stream().sorted(Comparator.comparingLong(CriticalChain.Step::cycles).reversed())
            .limit(MOST_STEPS).sorted(Comparator.comparingLong(CriticalChain.Step::from)).toList();
    html.open("details").element("summary", longest.size() < chain.steps().size()
        ? "The " + longest.size() + " longest of " + Numbers.grouped(chain.steps().size()) + " steps"
        : "All steps");
    Table table = new Table(html, "#from", "#to", "what", "on", "why not earlier");
    for (CriticalChain.Step step : longest) {
      table.row().cell(Numbers.grouped(step.from())).cell(Numbers.grouped(step.until()))
          .markedCell(step.what(), COLOURS.get(step.kind().ordinal()), step.kind().name().toLowerCase(Locale.ROOT))
          .cell(step.resource()).words(step.because()).endRow();
    }
    table.end();
    html.closeLine();
  }
}
