package dev.dovetail.solver.report.pipeline;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.solver.report.AnytimeChart;
import dev.dovetail.solver.report.BoundsSection;
import dev.dovetail.solver.report.FactsSection;
import dev.dovetail.solver.report.Frame;
import dev.dovetail.solver.report.FrontSection;
import dev.dovetail.solver.report.MethodsSection;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.Page;
import dev.dovetail.solver.report.RunFacts;
import dev.dovetail.solver.report.RunSummary;
import dev.dovetail.solver.report.linkslots.LinkPicture;
import java.math.BigInteger;
import java.util.List;

/** The HTML report of a plan. */
final class PipelineReport {
  private PipelineReport() {}

  /** The whole file. */
  static String render(PipelineProblem problem, PipelinePlan plan, Evaluation evaluation, RunFacts facts) {
    String title = problem.network().name() + " on " + Numbers.count(problem.module().size(), "chiplet", "chiplets");
    RunSummary run =
        new RunSummary(title, PlanWords.heading(problem.objective()), PlanWords.format(problem.objective()), evaluation, facts);
    Page page = new Page(run);
    PlanView view = evaluation.isExecutable() ? new PlanView(problem, plan) : null;
    if (view != null) {
      cards(page, view, evaluation);
      page.section("regions", "Regions", html -> RegionSection.write(html, view));
      page.section("stages", "Stage times", html -> StageSection.write(html, view));
      page.section("samples", "Samples through the pipelines", html -> SampleSection.write(html, view));
      if (TrafficSection.isWorthwhile(view)) {
        page.section("traffic", "Transfers between clusters", html -> TrafficSection.write(html, view));
      }
      Baselines baselines = Baselines.of(problem);
      if (BaselineSection.isWorthwhile(baselines, run)) {
        page.section("baselines", "Against baselines", html -> BaselineSection.write(html, view, baselines, run));
      }
      page.section("segments", "Segments", html -> LayerSection.segments(html, view));
    }
    page.section("progress", "Progress", html -> AnytimeChart.write(html, run));
    page.section("bounds", "Lower bounds", html -> BoundsSection.write(html, run));
    if (MethodsSection.isWorthwhile(run)) {
      page.section("methods", "Methods", html -> MethodsSection.write(html, run));
    }
    if (!facts.front().points().isEmpty()) {
      page.section("front", "Time and energy", html -> FrontSection.write(html, facts.front()));
    }
    if (view != null) {
      if (EnergySection.isKnown(view)) {
        page.section("energy", "Energy", html -> EnergySection.write(html, view));
      }
      page.section("layers", "Layers", html -> LayerSection.layers(html, view));
    }
    page.section("facts", "Cost and run", html -> FactsSection.write(html, run));
    return page.render(subtitle(problem), LinkPicture.styles() + Frame.resource(PipelineReport.class, "pipeline.css"),
        "{}", "");
  }

  private static void cards(Page page, PlanView view, Evaluation evaluation) {
    PipelineProblem problem = view.problem();
    PipelineObjective objective = problem.objective();
    if (objective != PipelineObjective.TOTAL) {
      page.card("Total time", Numbers.grouped(view.end()) + " cycles");
    }
    if (objective != PipelineObjective.THROUGHPUT) {
      page.card("Time per sample, steady", Numbers.grouped(view.steady()) + " cycles");
    }
    Long first = evaluation.cost().get("firstSampleCycles");
    if (objective != PipelineObjective.LATENCY && first != null) {
      page.card("Latency of one sample", Numbers.grouped(first) + " cycles");
    }
    Long energy = evaluation.cost().get("energyFemtojoules");
    if (objective != PipelineObjective.ENERGY && energy != null) {
      page.card("Energy", Numbers.energy(energy));
    }
    page.card("Throughput", Numbers.grouped(throughput(problem, view.end())) + " samples/s");
    page.card("Segments", Numbers.grouped(view.segments().size()));
    page.card("Clusters", String.join(" + ", view.segments().stream().map(s -> Integer.toString(s.stages().size())).toList()));
    BigInteger done = view.segments().stream().map(s -> BigInteger.valueOf(s.macs())).reduce(BigInteger.ZERO, BigInteger::add)
        .multiply(BigInteger.valueOf(problem.samples()));
    page.card("MAC utilisation",
        Numbers.percent(done, BigInteger.valueOf(view.macsPerCycle()).multiply(BigInteger.valueOf(view.end()))));
  }

  /** Samples per second, rounded down. */
  private static long throughput(PipelineProblem problem, long cycles) {
    return BigInteger.valueOf(problem.samples()).multiply(BigInteger.valueOf(problem.module().clockHertz()))
        .divide(BigInteger.valueOf(Math.max(1, cycles))).longValue();
  }

  private static String subtitle(PipelineProblem problem) {
    List<String> switches = PlanWords.switches(problem.switches());
    return "Merged pipelines of " + Numbers.count(problem.network().size(), "layer", "layers") + " for "
        + Numbers.count(problem.samples(), "sample", "samples") + " on " + PlanWords.module(problem.module()) + "; cost model: "
        + PlanWords.COST_MODEL + (switches.isEmpty() ? "" : ", " + String.join(", ", switches));
  }
}
