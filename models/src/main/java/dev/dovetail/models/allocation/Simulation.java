package dev.dovetail.models.allocation;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.Findings;
import java.util.List;
import java.util.Map;

/**
 * One run of the judge, with what it worked out on the way.
 *
 * @param resolved names looked up, creators, routes walked
 * @param evaluation cost and violations
 * @param instructions the list of every core, by core index; empty if there are violations
 */
record Simulation(Resolved resolved, Evaluation evaluation, List<List<Instruction>> instructions) {
  static Simulation run(AllocationProblem problem, Schedule schedule) {
    Findings findings = new Findings();
    Resolved resolved = new Resolved(problem, schedule, findings);
    new TaskRules(resolved).check();
    new TransferRules(resolved).check();
    new HandoverRules(resolved).check();
    if (problem.options().movesItems()) {
      new ItemTransferRules(resolved).check();
    }
    Lifetimes lifetimes = new Lifetimes(resolved);
    lifetimes.check();
    long[] peaks = lifetimes.peaks();
    long busiestChannel = new ChannelRules(resolved).check();
    List<List<Instruction>> instructions = List.of();
    if (findings.isEmpty()) {
      instructions = InstructionLists.of(resolved);
      new InstructionReplay(resolved, instructions).check();
    }
    Map<String, Long> cost = CostSum.of(resolved, peaks, busiestChannel);
    Evaluation evaluation = new Evaluation(CostSum.objective(problem.objective(), cost), cost, findings.violations());
    return new Simulation(resolved, evaluation, instructions);
  }
}
