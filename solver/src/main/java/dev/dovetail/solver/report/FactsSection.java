package dev.dovetail.solver.report;

/** The cost broken down as the evaluator gave it, and the facts of the run; for any problem kind. */
public final class FactsSection {
  private static final int MOST_OPEN_ROWS = 40;

  private FactsSection() {}

  public static void write(Html html, RunSummary run) {
    html.open("div", "class", "columns").open("div").element("h3", "Cost, recomputed by the evaluator");
    boolean folded = run.evaluation().cost().size() > MOST_OPEN_ROWS;
    if (folded) {
      html.open("details").element("summary", "All " + Numbers.grouped(run.evaluation().cost().size()) + " quantities");
    }
    Table cost = new Table(html, "quantity", "#value");
    run.evaluation().cost().forEach((name, value) -> cost.row().cell(name).cell(Numbers.grouped(value)).endRow());
    cost.end();
    if (folded) {
      html.close();
    }
    html.close().open("div").element("h3", "Run");
    if (run.facts().isEmpty()) {
      html.element("p", "No facts of the run were given.", "class", "muted");
    } else {
      Table facts = new Table(html, "fact", "value");
      run.facts().forEach((name, value) -> facts.row().cell(name).cell(value).endRow());
      facts.end();
    }
    html.close().close();
  }
}
