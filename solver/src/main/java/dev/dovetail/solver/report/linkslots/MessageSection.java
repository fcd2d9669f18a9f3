package dev.dovetail.solver.report.linkslots;

import dev.dovetail.solver.report.Html;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** When each message goes where; of thousands a summary by group and those that finish last. */
final class MessageSection {
  private static final int MOST_OPEN = 40;
  private static final int MOST_ROWS = 1_500;
  private static final int MOST_OF_MANY = 200;
  private static final int MOST_GROUPS = 300;

  private final Html html;
  private final SlotsView view;
  private final Slack slack;
  private final RouteText routes;

  private MessageSection(Html html, SlotsView view) {
    this.html = html;
    this.view = view;
    this.slack = new Slack(view);
    this.routes = new RouteText(view.problem().network());
  }

  static void write(Html html, SlotsView view) {
    new MessageSection(html, view).write();
  }

  private void write() {
    int missing = view.problem().messages().size() - view.sent().size();
    if (missing > 0) {
      html.element("p", Numbers.count(missing, "message is", "messages are") + " left out: " + leftOut());
    }
    html.element("p",
        "Injection is the first slot on the inject port or first link, counted from 0; finish is the number of slots elapsed. Slack: by how"
            + " many slots it could be injected later with everything else as it is. Routes: E, S, W, N where the tiles have positions;"
            + " * delivers in passing, (…) is a branch, < leads to its root.",
        "class", "muted");
    List<Integer> all = new ArrayList<>();
    for (int s = 0; s < view.sent().size(); s++) {
      all.add(s);
    }
    if (all.size() > MOST_ROWS) {
      groups();
      List<Integer> last = all.stream()
          .sorted(Comparator.<Integer>comparingLong(s -> -view.sent().get(s).finish()).thenComparingInt(s -> s))
          .limit(MOST_OF_MANY)
          .toList();
      folded("The " + MOST_OF_MANY + " messages that finish last, of " + Numbers.grouped(all.size()), last);
    } else if (all.size() > MOST_OPEN) {
      groups();
      folded("All " + Numbers.grouped(all.size()) + " messages", all);
    } else {
      table(all);
    }
  }

  private String leftOut() {
    List<String> names = view.problem().messages().stream().filter(m -> view.sent(m.index()) == null).map(m -> m.name()).toList();
    String shown = String.join(", ", names.subList(0, Math.min(MOST_OPEN, names.size())));
    return names.size() > MOST_OPEN ? shown + " and " + (names.size() - MOST_OPEN) + " more." : shown + ".";
  }

  private void folded(String summary, List<Integer> positions) {
    html.open("details").element("summary", summary);
    table(positions);
    html.close();
  }

  private void table(List<Integer> positions) {
    boolean repeats = !view.repetition().isNever();
    Table table = new Table(html, "message", view.groups().words(), "from", "to", "route", "#slots", "#injection", "#finish",
        repeats ? "#period" : "#release", "#slack", "when");
    double span = view.span();
    for (int s : positions) {
      Sent sent = view.sent().get(s);
      int group = view.groups().of(sent.message());
      table.row().markedCell(sent.message().name(), "k" + group % SlotSection.COLOURS, sent.message().name());
      table.shortCell(view.groups().label(group), view.groups().label(group));
      table.shortCell(view.ends(sent.message().sources()), view.ends(sent.message().sources()));
      table.shortCell(view.ends(sent.message().destinations()), view.ends(sent.message().destinations()));
      table.cell(routes.of(sent), Numbers.count(sent.hops(), "link", "links")).cell(Numbers.grouped(sent.slots()));
      table.cell(Numbers.grouped(sent.start())).cell(Numbers.grouped(sent.finish()));
      long extra = repeats ? view.repetition().of(sent.message()) : sent.message().release();
      table.cell(Numbers.grouped(extra)).cell(Numbers.grouped(slack.of(s)));
      long from = repeats ? sent.start() % view.span() : sent.start();
      table.bar(from / span, (from + sent.length()) / span, "k" + group % SlotSection.COLOURS,
          Numbers.grouped(sent.start()) + " to " + Numbers.grouped(sent.finish())).endRow();
    }
    table.end();
  }

  private record Summary(int count, long slots, long hops, long first, long last) {
    Summary plus(Sent s) {
      return new Summary(count + 1, slots + s.slots(), hops + s.slots() * s.hops(), Math.min(first, s.start()),
          Math.max(last, s.finish()));
    }
  }

  private void groups() {
    TreeMap<Integer, Summary> groups = new TreeMap<>();
    for (Sent s : view.sent()) {
      int g = view.groups().of(s.message());
      groups.put(g, groups.getOrDefault(g, new Summary(0, 0, 0, Long.MAX_VALUE, 0)).plus(s));
    }
    boolean folded = groups.size() > MOST_OPEN;
    if (folded) {
      html.open("details").element("summary",
          "All " + Numbers.count(groups.size(), view.groups().words(), view.groups().words() + "s"));
    }
    Table table =
        new Table(html, view.groups().words(), "#messages", "#slots injected", "#slots x links", "#first injection",
            "#last finish", "when");
    double span = view.span();
    groups.entrySet().stream().limit(MOST_GROUPS).forEach(e -> {
      Summary s = e.getValue();
      table.row().markedCell(view.groups().label(e.getKey()), "k" + e.getKey() % SlotSection.COLOURS,
          view.groups().label(e.getKey()));
      table.cell(Numbers.grouped(s.count())).cell(Numbers.grouped(s.slots())).cell(Numbers.grouped(s.hops()));
      table.cell(Numbers.grouped(s.first())).cell(Numbers.grouped(s.last()));
      table.bar(s.first() / span, s.last() / span, "k" + e.getKey() % SlotSection.COLOURS,
          Numbers.grouped(s.first()) + " to " + Numbers.grouped(s.last())).endRow();
    });
    table.end();
    if (folded) {
      html.close();
    }
  }
}
