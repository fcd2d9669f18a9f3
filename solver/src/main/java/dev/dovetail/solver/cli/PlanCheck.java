package dev.dovetail.solver.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.Mapping;
import dev.dovetail.models.Problem;
import dev.dovetail.solver.ExitCode;
import dev.dovetail.solver.Gap;
import dev.dovetail.solver.PlanImport;
import dev.dovetail.solver.Presentation.Measure;
import dev.dovetail.solver.ResultJson;
import java.nio.file.Path;

/**
 * Judges a plan of another tool: the mapping that it becomes, what bounds all mappings with its decisions, and what bounds all mappings.
 *
 * <p>Role: {@code check} for files that decide only a part of a mapping.
 */
final class PlanCheck<P extends Problem, M extends Mapping> {
  private final ProblemFile<P, M> file;
  private final PlanImport<P, M> plans;
  private final Console console;
  private final boolean json;

  PlanCheck(ProblemFile<P, M> file, PlanImport<P, M> plans, Console console, boolean json) {
    this.file = file;
    this.plans = plans;
    this.console = console;
    this.json = json;
  }

  int check(Path planFile) {
    PlanImport.Realised<P, M> realised = plans.realised(file.problem(), planFile);
    P imposed = realised.imposed().problem();
    Evaluation evaluation = file.kind().kind().evaluator().evaluate(imposed, realised.mapping());
    LowerBound withPlan = file.kind().kind().lowerBounds().best(imposed);
    LowerBound ofAll = file.kind().kind().lowerBounds().best(file.problem());
    if (json) {
      json(realised.imposed(), evaluation, withPlan, ofAll);
    } else {
      text(planFile, realised.imposed(), evaluation, withPlan, ofAll);
    }
    return evaluation.isExecutable() ? ExitCode.OK : ExitCode.DISAGREEMENT;
  }

  private void json(PlanImport.Imposed<P> imposed, Evaluation evaluation, LowerBound withPlan, LowerBound ofAll) {
    ObjectNode o = JsonNodeFactory.instance.objectNode();
    o.put("kind", file.kind().kind().name());
    o.put("problem", file.problem().name());
    o.put("plan", imposed.source());
    imposed.remarks().forEach(o.putArray("remarks")::add);
    o.put("verified", evaluation.isExecutable());
    o.put("objective", evaluation.isExecutable() ? Long.valueOf(evaluation.objective()) : null);
    o.put("boundWithPlan", withPlan.value());
    o.put("boundWithPlanSource", withPlan.name());
    o.put("bound", ofAll.value());
    o.put("boundSource", ofAll.name());
    o.put("gap", evaluation.isExecutable() ? Double.valueOf(Gap.of(evaluation.objective(), ofAll.value())) : null);
    o.set("cost", ResultJson.cost(evaluation));
    o.set("violations", ResultJson.violations(evaluation.violations()));
    console.json(o);
  }

  private void text(
      Path planFile, PlanImport.Imposed<P> imposed, Evaluation evaluation, LowerBound withPlan, LowerBound ofAll) {
    Measure measure = file.kind().presentation().measure(file.problem());
    imposed.remarks().forEach(r -> console.err().println("note: " + r));
    if (!evaluation.isExecutable()) {
      console.out().println("The %s (%s) breaks rules of %s:".formatted(imposed.source(), planFile, file.problem().name()));
      evaluation.violations().forEach(v -> console.out().println("  " + v));
      return;
    }
    console.out().println("The %s (%s) as a mapping of %s: %s %s %s".formatted(imposed.source(), planFile, file.problem().name(),
        measure.name(), Texts.grouped(evaluation.objective()), measure.unit()).stripTrailing());
    bound("no mapping with the plan's decisions is below", withPlan, evaluation, measure);
    bound("no mapping at all is below", ofAll, evaluation, measure);
    evaluation.cost().forEach((name, value) -> console.out().printf("  %-26s %s%n", name, Texts.grouped(value)));
  }

  private void bound(String words, LowerBound bound, Evaluation evaluation, Measure measure) {
    console.out().println("  %-46s %s %s, proved by %s, gap %s".formatted(words, Texts.grouped(bound.value()), measure.unit(),
        bound.name(), Gap.percent(Gap.of(evaluation.objective(), bound.value()))));
  }
}
