package dev.dovetail.solver.report.dramschedule;

import dev.dovetail.solver.report.Html;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.Table;
import dev.dovetail.solver.report.dramschedule.Stall.Cause;
import dev.dovetail.solver.report.dramschedule.Stall.Stream;
import java.util.Comparator;
import java.util.List;

/** Where the time goes in which a stream waits: sums by cause, then the longest waits. */
final class StallSection {
  private static final int MOST_ROWS = 20;

  private StallSection() {}

  static void write(Html html, StreamView view) {
    html.open("div", "class", "columns");
    sums(html, view, Stream.COMPUTE, "Compute waits");
    sums(html, view, Stream.CHANNEL, "The channel waits");
    html.close();
    List<Stall> longest = view.stalls().stream().filter(s -> s.cause() != Cause.NOTHING)
        .sorted(Comparator.comparingLong(Stall::length).reversed()).limit(MOST_ROWS).toList();
    if (longest.isEmpty()) {
      return;
    }
    html.element("h3", "The longest waits");
    Table table = new Table(html, "stream", "#from", "#to", "#cycles", "what");
    for (Stall s : longest) {
      table.row().cell(s.stream() == Stream.COMPUTE ? "compute" : "channel").cell(Numbers.grouped(s.start()))
          .cell(Numbers.grouped(s.end())).cell(Numbers.grouped(s.length())).words(s.words()).endRow();
    }
    table.end();
  }

  private static void sums(Html html, StreamView view, Stream stream, String heading) {
    List<Stall> all = view.stalls().stream().filter(s -> s.stream() == stream).toList();
    html.open("div").element("h3", heading);
    long sum = all.stream().mapToLong(Stall::length).sum();
    if (sum == 0) {
      html.element("p", "Never.", "class", "muted").close();
      return;
    }
    Table table = new Table(html, "because", "#times", "#cycles", "#share of the latency");
    for (Cause cause : Cause.values()) {
      List<Stall> some = all.stream().filter(s -> s.cause() == cause).toList();
      if (!some.isEmpty()) {
        long cycles = some.stream().mapToLong(Stall::length).sum();
        table.row().cell(cause.label()).cell(Numbers.grouped(some.size())).cell(Numbers.grouped(cycles))
            .cell(Numbers.percent(cycles, view.horizon())).endRow();
      }
    }
    table.row().cell("all").cell(Numbers.grouped(all.size())).cell(Numbers.grouped(sum))
        .cell(Numbers.percent(sum, view.horizon()))
        .endRow();
    table.end();
    html.close();
  }
}
