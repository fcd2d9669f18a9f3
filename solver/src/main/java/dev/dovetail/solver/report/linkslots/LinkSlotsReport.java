package dev.dovetail.solver.report.linkslots;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.linkslots.Goal;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.solver.report.AnytimeChart;
import dev.dovetail.solver.report.BoundsSection;
import dev.dovetail.solver.report.FactsSection;
import dev.dovetail.solver.report.Frame;
import dev.dovetail.solver.report.MethodsSection;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.Page;
import dev.dovetail.solver.report.RunFacts;
import dev.dovetail.solver.report.RunSummary;
import java.util.List;

/** The HTML report of a slot table. */
final class LinkSlotsReport {
  private LinkSlotsReport() {}

  /** The whole file. */
  static String render(LinkSlotsProblem problem, SlotTable table, Evaluation evaluation, RunFacts facts) {
    Goal goal = problem.rules().goal();
    RunSummary run = new RunSummary(problem.name(), GoalWords.name(goal), GoalWords.format(goal), evaluation, facts);
    Page page = new Page(run);
    SlotsView view =
        evaluation.isExecutable() && !table.transmissions().isEmpty() ? new SlotsView(problem, table) : null;
    List<RouterSection.Router> routers = view == null ? List.of() : RouterSection.routers(view);
    if (view != null) {
      cards(page, view, routers);
      page.section("links", "Load of the links", html -> LinkSection.write(html, view));
      page.section("slots", "Slots of the busiest links", html -> SlotSection.write(html, view));
      page.section("critical", "The critical link", html -> CriticalSection.write(html, view));
    }
    page.section("progress", "Progress", html -> AnytimeChart.write(html, run));
    page.section("bounds", "Lower bounds", html -> BoundsSection.write(html, run));
    if (MethodsSection.isWorthwhile(run)) {
      page.section("methods", "Methods", html -> MethodsSection.write(html, run));
    }
    if (view != null) {
      page.section("messages", "Messages", html -> MessageSection.write(html, view));
      page.section("routers", "Router tables", html -> RouterSection.write(html, view, routers));
      page.section("sources", "Injection at the sources", html -> SourceSection.write(html, view));
    }
    page.section("facts", "Cost and run", html -> FactsSection.write(html, run));
    return page.render(subtitle(problem), Frame.resource(LinkSlotsReport.class, "links.css"),
        view == null ? "{}" : SlotsData.of(view),
        Frame.script(LinkSlotsReport.class, "links.js"));
  }

  private static void cards(Page page, SlotsView view, List<RouterSection.Router> routers) {
    page.card("Messages", Numbers.grouped(view.sent().size())
        + (view.sent().size() < view.problem().messages().size()
            ? " of " + Numbers.grouped(view.problem().messages().size())
            : ""));
    if (view.problem().rules().goal() != Goal.MAKESPAN && view.repetition().isNever()) {
      page.card("Makespan", Numbers.grouped(view.span()) + " slots");
    }
    view.busiest(1).forEach(l -> page.card("Busiest link", l.about().name() + ", " + view.share(l)));
    Goal goal = view.problem().rules().goal();
    CriticalLink.of(view).filter(c -> goal == Goal.MAKESPAN || goal == Goal.PERIOD)
        .ifPresent(c -> page.card("Critical link needs", Numbers.grouped(c.need()) + " slots"));
    page.card("Flit-hops", Numbers.grouped(view.sent().stream().mapToLong(s -> s.slots() * s.hops()).sum()));
    page.card("Router rows", Numbers.grouped(routers.stream().mapToInt(RouterSection.Router::rows).sum()) + ", at most "
        + Numbers.grouped(routers.stream().mapToInt(RouterSection.Router::rows).max().orElse(0)));
  }

  private static String subtitle(LinkSlotsProblem problem) {
    String network = GoalWords.network(problem.network());
    return "Routes and injection slots: " + Numbers.count(problem.messages().size(), "message", "messages") + " of "
        + Numbers.count(problem.flows().size(), "flow", "flows") + " on a " + network + ", routes " + GoalWords.routes(
            problem.rules().routes())
        + ", local ports " + GoalWords.ports(problem.network().ports());
  }
}
