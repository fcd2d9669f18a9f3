package dev.dovetail.models.mapping;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.Evaluator;
import dev.dovetail.models.Findings;
import dev.dovetail.models.Violation;
import dev.dovetail.models.allocation.AllocationEvaluator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The judge of kind {@code mapping}: an event simulation of the schedule, then the rules of fusion groups and of the period.
 *
 * <p>Role: recomputes the cost of anybody's mapping, and finds every broken rule with its place. Knows no solver. Stateless and
 * thread-safe.
 */
public final class MappingEvaluator implements Evaluator<MappingProblem, NetworkMapping> {
  @Override
  public Evaluation evaluate(MappingProblem problem, NetworkMapping mapping) {
    Evaluation schedule = new AllocationEvaluator().evaluate(problem.allocation(), mapping.schedule());
    Findings findings = new Findings();
    new GroupRules(problem, mapping, findings).check();
    if (schedule.isExecutable()) {
      new PeriodRules(problem, mapping, findings).check();
    }
    List<Violation> violations = new ArrayList<>(schedule.violations());
    violations.addAll(findings.violations());
    Map<String, Long> cost = new LinkedHashMap<>(schedule.cost());
    cost.put("periodCycles", mapping.periodCycles());
    cost.put("fusionGroups", (long) mapping.groups().size());
    long objective = problem.objective() == MappingObjective.THROUGHPUT ? mapping.periodCycles() : schedule.objective();
    return new Evaluation(objective, cost, violations);
  }
}
