package dev.dovetail.solver.linkslots.periodic;

import dev.dovetail.encodings.linkslots.periodic.PeriodicEncoding;
import dev.dovetail.encodings.linkslots.periodic.PeriodicInstance;
import dev.dovetail.encodings.linkslots.periodic.PeriodicModel;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.linkslots.Goal;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.Transmission;
import dev.dovetail.solver.BackendResult;
import dev.dovetail.solver.Claim;
import dev.dovetail.solver.Outcome;

/**
 * Goals makespan and weighted finish of messages that repeat: of the first round of each.
 *
 * <p>Greedy placement in all orders, an ejection search where it leaves messages out, then the constraint model with that as its hint.
 */
final class FinishRun {
  /** The share of the time in which the search looks alone. */
  private static final double SEARCH = 0.3;

  private final Run run;
  private final boolean searches;
  private final LinkSlotsProblem problem;
  private final PeriodicInstance instance;
  private final Timetable best;

  FinishRun(Run run, boolean searches) {
    this.run = run;
    this.searches = searches;
    this.problem = run.problem();
    this.instance = Candidates.of(problem).instance(0);
    this.best = new Timetable(instance);
  }

  Outcome run() {
    if (instance.leftOut().length > 0) {
      return new Outcome(Outcome.Termination.COMPLETE, instance.isComplete() ? Outcome.Proof.INFEASIBLE : Outcome.Proof.NONE,
          "No candidate route of %s meets its deadline.".formatted(ConflictSet.names(instance, instance.leftOut())));
    }
    for (Orders.Named order : new Orders(instance).all()) {
      better(GreedyPlacement.place(instance, order.messages()).table(), "greedy, " + order.name());
    }
    if (best.out() > 0 && searches) {
      double share = run.backend() == null ? 1 : SEARCH;
      Timetable begin = GreedyPlacement.of(instance, run.listener()::shouldStop);
      new EjectionSearch(begin, run.limits().seed())
          .search(run.steps(share), () -> run.settled() || run.past(share), t -> better(t.table(), "ejection search"));
    }
    if (run.backend() == null || run.settled() || !Run.isEncodable(instance)) {
      return run.ended(best.out() == 0 ? "all messages placed" : "not all messages placed");
    }
    return prove();
  }

  private void better(SlotTable table, String source) {
    if (table.transmissions().size() == instance.size() && cost(table) < run.listener().bestObjective()) {
      best.replace(table);
      run.listener().incumbent(table, cost(table), source);
    }
  }

  private long cost(SlotTable table) {
    long latest = 0;
    long sum = 0;
    for (Transmission t : table.transmissions()) {
      Message m = problem.messages().get(t.message());
      long finish = t.start() + instance.routes(t.message()).stream().filter(r -> r.edges().equals(t.edges())).findFirst()
          .orElseThrow().finish();
      latest = Math.max(latest, finish);
      sum = Math.addExact(sum, Math.multiplyExact(m.weight(), finish));
    }
    return problem.rules().goal() == Goal.MAKESPAN ? latest : sum;
  }

  private Outcome prove() {
    PeriodicEncoding.Aim aim =
        problem.rules().goal() == Goal.MAKESPAN ? PeriodicEncoding.Aim.MAKESPAN : PeriodicEncoding.Aim.WEIGHTED_FINISH;
    PeriodicModel model = PeriodicEncoding.encode(instance, aim);
    BackendResult result = run.ask(model, best.out() == 0 ? model.hint(best.routes(), best.starts()) : null, 1,
        t -> better(t, run.name()), this::bound);
    if (result.proof() == Outcome.Proof.INFEASIBLE && instance.isComplete()) {
      return new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.INFEASIBLE,
          "The messages cannot be placed together.\nMaybe lengthen the periods.");
    }
    if (result.isOptimal() && !instance.isComplete()) {
      run.listener().claim(new Claim(DeadlineRun.SPACE, result.objective(), result.objective(), Outcome.Proof.OPTIMAL));
    }
    Outcome.Termination why =
        result.termination() == Outcome.Termination.INTERRUPTED ? Outcome.Termination.LIMIT : result.termination();
    return new Outcome(why, result.isOptimal() && instance.isComplete() ? Outcome.Proof.OPTIMAL : Outcome.Proof.NONE,
        result.detail());
  }

  private void bound(long value) {
    if (instance.isComplete()) {
      run.listener().bound(new LowerBound(run.name(), value, "search over all timetables"));
    }
  }
}
