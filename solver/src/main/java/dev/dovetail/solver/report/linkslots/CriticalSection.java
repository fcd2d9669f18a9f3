package dev.dovetail.solver.report.linkslots;

import dev.dovetail.models.linkslots.Goal;
import dev.dovetail.solver.report.Bar;
import dev.dovetail.solver.report.Html;
import dev.dovetail.solver.report.Legend;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The critical link and why it binds: what it needs, where it idles, and the chain of messages that ends last. */
final class CriticalSection {
  private static final int MOST_GAPS = 10;
  private static final int MOST_LINKS = 12;

  private record Gap(long from, long to, int next) {}

  private final Html html;
  private final SlotsView view;
  private final CriticalLink critical;
  private final boolean repeats;

  private CriticalSection(Html html, SlotsView view, CriticalLink critical) {
    this.html = html;
    this.view = view;
    this.critical = critical;
    this.repeats = !view.repetition().isNever();
  }

  static void write(Html html, SlotsView view) {
    CriticalLink.of(view).ifPresent(c -> new CriticalSection(html, view, c).write());
  }

  private void write() {
    html.element("p", words());
    if (!repeats) {
      strip();
    }
    gaps();
    if (!repeats) {
      chain();
    }
    deadlines();
  }

  private String words() {
    String name = SlotsView.kind(critical.link()) + " " + critical.link().about().name();
    String carries = Numbers.count(critical.link().bars().stream().mapToInt(Bar::id).distinct().count(), "message", "messages");
    if (repeats) {
      boolean given = view.problem().rules().goal() != Goal.PERIOD;
      String idle = Numbers.count(critical.spare(), "slot is", "slots are") + " idle";
      return "The " + name + " carries " + carries + ", " + Numbers.count(critical.load(), "slot", "slots") + " of the "
          + Numbers.count(critical.span(), "slot", "slots")
          + (given ? " that are drawn, more than any other: " : " of the period: ")
          + (critical.spare() == 0
              ? "it is never idle" + (given ? "." : ", so that with these routes no shorter period is possible.")
              : idle + (given ? "." : ", so that it alone does not force the period."));
    }
    String tail = critical.tail() < 0
        ? "the finish does not count the last " + Numbers.count(-critical.tail(), "slot", "slots") + " on it"
        : "from leaving it a message needs at least " + Numbers.count(critical.tail(), "slot", "slots") + " more (message "
            + name(critical.last()) + ")";
    String need = "The " + name + " carries " + carries + " for " + Numbers.count(critical.load(), "slot", "slots")
        + ". None can be on it before slot "
        + Numbers.grouped(critical.head()) + " (message " + name(critical.first()) + "), and " + tail + ": "
        + Numbers.grouped(critical.head())
        + " + " + Numbers.grouped(critical.load()) + (critical.tail() < 0 ? " - " : " + ")
        + Numbers.grouped(Math.abs(critical.tail()))
        + " = " + Numbers.grouped(critical.need()) + " slots. ";
    return need + (critical.spare() == 0
        ? "That is the makespan: with these routes no injection times can be better."
        : "The makespan is " + Numbers.grouped(critical.span()) + ", which is "
            + Numbers.count(critical.spare(), "slot", "slots") + " more: so long it is idle in between.");
  }

  private String name(int position) {
    return view.sent().get(position).message().name();
  }

  private void strip() {
    html.open("div", "class", "need");
    part("head", critical.head(), "before");
    part("load", critical.load(), "busy");
    part("idle", critical.spare(), "idle");
    part("tail", critical.tail(), "after");
    html.closeLine();
    Legend legend = new Legend(html);
    legend.item("need-head", "least slots before it").item("need-load", "busy");
    if (critical.spare() > 0) {
      legend.item("need-idle", "idle");
    }
    legend.item("need-tail", "least slots after it").end();
  }

  private void part(String style, long slots, String words) {
    if (slots > 0) {
      double share = (double) slots / critical.span();
      String text = Numbers.grouped(slots);
      html.element("span", share > 0.04 ? text : "", "class", "need-" + style, "style",
          "flex:" + Numbers.coordinate(share * 1000) + " 1 0px", "title", text + " slots " + words);
    }
  }

  private void gaps() {
    List<Gap> gaps = new ArrayList<>();
    long reached = repeats ? 0 : critical.head();
    for (Bar bar : critical.link().bars()) {
      if (bar.start() > reached) {
        gaps.add(new Gap(reached, bar.start(), bar.id()));
      }
      reached = Math.max(reached, bar.end());
    }
    long end = critical.span() - (repeats ? 0 : Math.max(0, critical.tail()));
    if (end > reached) {
      gaps.add(new Gap(reached, end, -1));
    }
    if (gaps.isEmpty() || critical.link().about().capacity() > 1) {
      return;
    }
    html.element("h3", "When it is idle");
    Table table = new Table(html, "#from slot", "#to slot", "#slots", "why");
    gaps.stream().sorted(Comparator.comparingLong((Gap g) -> g.from() - g.to()).thenComparingLong(Gap::from)).limit(MOST_GAPS)
        .sorted(Comparator.comparingLong(Gap::from)).forEach(g -> {
          table.row().cell(Numbers.grouped(g.from())).cell(Numbers.grouped(g.to() - 1)).cell(Numbers.grouped(g.to() - g.from()));
          table.words(g.next() < 0
              ? "nothing is left for it"
              : next(g)).endRow();
        });
    table.end();
    if (gaps.size() > MOST_GAPS) {
      html.element("p", "The " + MOST_GAPS + " longest of " + Numbers.grouped(gaps.size()) + " idle times.", "class", "muted");
    }
  }

  private String next(Gap gap) {
    Sent sent = view.sent().get(gap.next());
    String words = "then comes message " + sent.message().name();
    return repeats
        ? words
        : words + ", " + Numbers.count(gap.to() - sent.start(), "slot", "slots") + " after its injection in slot "
            + Numbers.grouped(sent.start()) + ": it " + Blocker.of(view, gap.next()).words();
  }

  private long margin(Sent sent) {
    return sent.message().deadline() - (repeats ? sent.length() : sent.finish());
  }

  private void deadlines() {
    List<Sent> tight = view.sent().stream().filter(s -> s.message().hasDeadline()).sorted(Comparator.comparingLong(this::margin))
        .limit(MOST_LINKS).toList();
    if (tight.isEmpty()) {
      return;
    }
    html.element("h3", "The tightest deadlines");
    Table table = new Table(html, "message", "from and to", repeats ? "#slots on its way" : "#finish", "#deadline", "#margin");
    for (Sent sent : tight) {
      table.row().markedCell(sent.message().name(), "k" + view.groups().of(sent.message()) % SlotSection.COLOURS,
          view.groups().label(view.groups().of(sent.message())));
      table.cell(view.ends(sent.message())).cell(Numbers.grouped(repeats ? sent.length() : sent.finish()));
      table.cell(Numbers.grouped(sent.message().deadline())).cell(Numbers.grouped(margin(sent))).endRow();
    }
    table.end();
  }

  /** From the message that finishes last back to one that waits for nothing. */
  private void chain() {
    int last = 0;
    for (int s = 0; s < view.sent().size(); s++) {
      last = view.sent().get(s).finish() > view.sent().get(last).finish() ? s : last;
    }
    html.element("h3", "Why the last message is not earlier");
    Table table = new Table(html, "message", "from and to", "#injection", "#finish", "because it");
    int shown = 0;
    int at = last;
    while (at >= 0 && shown < MOST_LINKS) {
      Sent sent = view.sent().get(at);
      Blocker blocker = Blocker.of(view, at);
      table.row().markedCell(sent.message().name(), "k" + view.groups().of(sent.message()) % SlotSection.COLOURS,
          view.groups().label(view.groups().of(sent.message())));
      table.cell(view.ends(sent.message())).cell(Numbers.grouped(sent.start())).cell(Numbers.grouped(sent.finish()));
      table.words(blocker.words()).endRow();
      at = blocker.by();
      shown++;
    }
    table.end();
    if (at >= 0) {
      html.element("p", "The chain goes on; its last " + MOST_LINKS + " messages are listed.", "class", "muted");
    }
  }
}
