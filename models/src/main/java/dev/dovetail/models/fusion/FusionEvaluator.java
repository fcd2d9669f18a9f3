package dev.dovetail.models.fusion;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.Evaluator;
import dev.dovetail.models.Objective;
import dev.dovetail.models.Violation;
import dev.dovetail.models.dramschedule.DramScheduleEvaluator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The judge of kind {@code fusion}: the rules on plans, the tiles and tensors that the plan expands to, then both streams of
 * its DRAM schedule step by step.
 *
 * <p>Costs: {@code latencyCycles}, {@code energyFemtojoules}, {@code edpNanojouleCycles}, {@code computeCycles}, {@code
 * dramCycles}, {@code dramBytes}, {@code peakBufferBytes}, {@code tiles}, {@code dramTensors}. Stateless and thread-safe.
 */
public final class FusionEvaluator implements Evaluator<FusionProblem, FusionMapping> {
  @Override
  public Evaluation evaluate(FusionProblem problem, FusionMapping mapping) {
    return evaluate(problem, mapping, new PlanExpansion(problem).expand(mapping.plan()));
  }

  /** The same for a plan that is expanded already. */
  static Evaluation evaluate(FusionProblem problem, FusionMapping mapping, Expansion expansion) {
    List<Violation> violations = new ArrayList<>(expansion.violations());
    if (PlanRules.malformed(problem.network(), mapping.plan()).isEmpty()) {
      violations.addAll(PlanRules.forbidden(problem, mapping.plan()));
    }
    Expansion.Expanded expanded = expansion.result();
    if (expanded == null) {
      return new Evaluation(0, Map.of(), violations);
    }
    Evaluation schedule = new DramScheduleEvaluator().evaluate(expanded.schedule(), mapping.schedule());
    violations.addAll(schedule.violations());
    if (schedule.cost().isEmpty()) {
      return new Evaluation(0, Map.of(), violations);
    }
    long latency = schedule.objective();
    Map<String, Long> cost = new LinkedHashMap<>();
    cost.put("latencyCycles", latency);
    cost.put("energyFemtojoules", expanded.energyFemtojoules());
    cost.put("edpNanojouleCycles", Objective.EDP.of(latency, expanded.energyFemtojoules()));
    cost.put("computeCycles", expanded.computeCycles());
    cost.put("dramCycles", expanded.dramCycles());
    cost.put("dramBytes", expanded.dramBytes());
    cost.put("peakBufferBytes", schedule.cost().getOrDefault("peakBufferBytes", 0L));
    cost.put("tiles", (long) expanded.schedule().tiles().size());
    cost.put("dramTensors", (long) expanded.schedule().tensors().size());
    return new Evaluation(problem.objective().of(latency, expanded.energyFemtojoules()), cost, violations);
  }
}
