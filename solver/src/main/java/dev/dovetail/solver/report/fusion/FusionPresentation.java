package dev.dovetail.solver.report.fusion;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.Objective;
import dev.dovetail.models.dramschedule.DefaultSchedule;
import dev.dovetail.models.dramschedule.DramScheduleEvaluator;
import dev.dovetail.models.fusion.FusionMapping;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.models.fusion.FusionRules;
import dev.dovetail.models.fusion.PlanExpansion;
import dev.dovetail.models.fusion.PlanText;
import dev.dovetail.solver.Presentation;
import dev.dovetail.solver.TradeOff;
import dev.dovetail.solver.report.AnytimeChart;
import dev.dovetail.solver.report.BoundsSection;
import dev.dovetail.solver.report.FactsSection;
import dev.dovetail.solver.report.FrontSection;
import dev.dovetail.solver.report.MethodsSection;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.ObjectiveWords;
import dev.dovetail.solver.report.Page;
import dev.dovetail.solver.report.RunFacts;
import dev.dovetail.solver.report.RunSummary;
import dev.dovetail.solver.report.TraceWriter;
import dev.dovetail.solver.report.dramschedule.StreamAscii;
import dev.dovetail.solver.report.dramschedule.StreamSections;
import dev.dovetail.solver.report.dramschedule.StreamTrace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How fusion plans are shown: the two streams of their DRAM schedules with the plan's groups as bands, and what each group
 * does.
 */
public final class FusionPresentation implements Presentation<FusionProblem, FusionMapping> {
  private static final int TEXT_WIDTH = 100;

  @Override
  public Measure measure(FusionProblem problem) {
    return ObjectiveWords.measure(problem.objective());
  }

  @Override
  public Map<String, String> labels(FusionProblem problem) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("network", problem.network().name());
    labels.put("objectiveName", problem.objective().name().toLowerCase(Locale.ROOT));
    labels.put("rules", rules(problem.rules()));
    return labels;
  }

  @Override
  public String ascii(FusionProblem problem, FusionMapping mapping, Evaluation evaluation) {
    PlanView plan = view(problem, mapping, evaluation);
    if (plan == null) {
      return "";
    }
    String groups = String.join("\n", PlanText.lines(problem.network(), mapping.plan(), TEXT_WIDTH));
    return groups + "\n\n" + StreamAscii.render(plan.streams());
  }

  @Override
  public void writeHtml(FusionProblem problem, FusionMapping mapping, Evaluation evaluation, JsonNode result, Path file)
      throws IOException {
    Files.writeString(file, render(problem, mapping, evaluation, RunFacts.of(result)), StandardCharsets.UTF_8);
  }

  static String render(FusionProblem problem, FusionMapping mapping, Evaluation evaluation, RunFacts facts) {
    String title = problem.network().name() + ", batch " + Numbers.grouped(problem.batch());
    RunSummary run = new RunSummary(title, ObjectiveWords.name(problem.objective()), ObjectiveWords.format(problem.objective()),
        evaluation, facts);
    Page page = new Page(run);
    PlanView plan = view(problem, mapping, evaluation);
    if (plan != null) {
      cards(page, problem, evaluation, plan);
      StreamSections.pictures(page, plan.streams());
    }
    page.section("progress", "Progress", html -> AnytimeChart.write(html, run));
    page.section("bounds", "Lower bounds", html -> BoundsSection.write(html, run));
    if (MethodsSection.isWorthwhile(run)) {
      page.section("methods", "Methods", html -> MethodsSection.write(html, run));
    }
    if (!facts.front().points().isEmpty()) {
      page.section("front", "Latency and energy", html -> FrontSection.write(html, facts.front()));
    }
    if (plan != null) {
      page.section("groups", "Groups", html -> GroupSection.write(html, plan));
      StreamSections.tables(page, plan.streams());
    }
    page.section("facts", "Cost and run", html -> FactsSection.write(html, run));
    return StreamSections.render(page, subtitle(problem));
  }

  private static @Nullable PlanView view(FusionProblem problem, FusionMapping mapping, Evaluation evaluation) {
    return evaluation.isExecutable()
        ? new PlanView(problem, mapping, new PlanExpansion(problem).expand(mapping.plan()).orThrow())
        : null;
  }

  private static void cards(Page page, FusionProblem problem, Evaluation evaluation, PlanView plan) {
    Map<String, Long> cost = evaluation.cost();
    for (Objective other : Objective.values()) {
      if (other != problem.objective()) {
        long value = cost.getOrDefault(
            switch (other) {
              case LATENCY -> TradeOff.LATENCY;
              case ENERGY -> TradeOff.ENERGY;
              case EDP -> TradeOff.EDP;
            }, 0L);
        page.card(ObjectiveWords.name(other), ObjectiveWords.format(other).apply(value));
      }
    }
    Evaluation simple = new DramScheduleEvaluator().evaluate(plan.instance(), DefaultSchedule.of(plan.instance()));
    page.card("This plan, double-buffered",
        simple.isExecutable() ? Numbers.grouped(simple.objective()) + " cycles" : "does not fit the buffer");
    page.card("Layer groups",
        Numbers.grouped(plan.expanded().subGroups().get(plan.expanded().subGroups().size() - 1).group() + 1L));
    page.card("Sub-groups", Numbers.grouped(plan.expanded().subGroups().size()));
    page.card("DRAM traffic", Numbers.bytes(plan.expanded().dramBytes()));
  }

  private static String subtitle(FusionProblem problem) {
    return "Problem " + problem.name() + ": " + Numbers.count(problem.network().layers().size(), "layer", "layers") + " on "
        + problem.core().peDim() + " x " + problem.core().peDim() + " arrays of " + Numbers.grouped(problem.core().macsPerPe())
        + " MACs, buffer of " + Numbers.bytes(problem.core().bufferBytes()) + ", "
        + Numbers.grouped(problem.dramBytesPerCycle()) + " B/cycle; " + rules(problem.rules());
  }

  /** Which plans are admitted, in words. */
  private static String rules(FusionRules rules) {
    List<String> words = new ArrayList<>();
    words.add(rules.isolateFc() ? "fully connected layers in groups of their own" : "fully connected layers in any group");
    words.add(rules.anyTileCount() ? "any tile count" : "tile counts are powers of two");
    if (rules.weightChunkBytes() > 0) {
      words.add("weights in chunks of " + Numbers.bytes(rules.weightChunkBytes()));
    }
    if (rules.reloadWeights()) {
      words.add("weights may be loaded again");
    }
    return String.join(", ", words);
  }

  @Override
  public void writeTrace(FusionProblem problem, FusionMapping mapping, Evaluation evaluation, JsonNode result, Path file)
      throws IOException {
    Map<String, String> about = new LinkedHashMap<>();
    about.put("problem", problem.name());
    about.put("network", problem.network().name());
    PlanView plan = view(problem, mapping, evaluation);
    if (plan != null) {
      StreamTrace.write(plan.streams(), about, evaluation.objective(), file);
    } else {
      new TraceWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8), about, 0).close();
    }
  }
}
