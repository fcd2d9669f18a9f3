package dev.dovetail.solver.report.linkslots;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.linkslots.Goal;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.solver.report.AnytimeChart;
import dev.dovetail.solver.report.BoundsSection;
import dev.dovetail.solver.report.FactsSection;
import dev.dovetail.solver.report.MethodsSection;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.Page;
import dev.dovetail.solver.report.RunFacts;
import dev.dovetail.solver.report.RunSummary;

/** The HTML report of a slot table. */
final class LinkSlotsReport {
  private LinkSlotsReport() {}

  /** The whole file. */
  static String render(LinkSlotsProblem problem, SlotTable table, Evaluation evaluation, RunFacts facts) {
    Goal goal = problem.rules().goal();
    RunSummary run = new RunSummary(problem.name(), GoalWords.name(goal), GoalWords.format(goal), evaluation, facts);
    Page page = new Page(run);
    page.section("progress", "Progress", html -> AnytimeChart.write(html, run));
    page.section("bounds", "Lower bounds", html -> BoundsSection.write(html, run));
    if (MethodsSection.isWorthwhile(run)) {
      page.section("methods", "Methods", html -> MethodsSection.write(html, run));
    }
    page.section("facts", "Cost and run", html -> FactsSection.write(html, run));
    return page.render(subtitle(problem), "", "{}", "");
  }

  private static String subtitle(LinkSlotsProblem problem) {
    String network = GoalWords.network(problem.network());
    return "Routes and injection slots: " + Numbers.count(problem.messages().size(), "message", "messages") + " of "
        + Numbers.count(problem.flows().size(), "flow", "flows") + " on a " + network + ", routes " + GoalWords.routes(
            problem.rules().routes())
        + ", local ports " + GoalWords.ports(problem.network().ports());
  }
}
