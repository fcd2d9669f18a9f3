package dev.dovetail.solver.report;

import dev.dovetail.models.LowerBound;
import java.util.Comparator;
import java.util.List;

/** All proven lower bounds against the objective, the largest first; for any problem kind. */
public final class BoundsSection {
  private BoundsSection() {}

  public static void write(Html html, RunSummary run) {
    if (run.bounds().isEmpty()) {
      html.element("p", "No lower bound was computed.", "class", "muted");
      return;
    }
    List<LowerBound> sorted = run.bounds().stream().sorted(Comparator.comparingLong(LowerBound::value).reversed()).toList();
    Table table = new Table(html, "bound", "#value", "share of the objective", "#gap", "witness");
    for (LowerBound b : sorted) {
      table.row().cell(b.name()).cell(run.format().apply(b.value()));
      double share = run.objective() > 0 ? (double) b.value() / run.objective() : 0;
      String style = b.equals(sorted.get(0)) ? "bar-best" : "bar-plain";
      table.bar(0, share, style, Numbers.percent(b.value(), run.objective()) + " of the objective");
      table.cell(Numbers.gap(run.objective(), b.value())).words(b.witness()).endRow();
    }
    table.end();
  }
}
