package dev.dovetail.solver.linkslots.periodic;

import dev.dovetail.encodings.linkslots.periodic.PeriodicEncoding;
import dev.dovetail.encodings.linkslots.periodic.PeriodicInstance;
import dev.dovetail.encodings.linkslots.periodic.PeriodicModel;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.solver.BackendResult;
import dev.dovetail.solver.Claim;
import dev.dovetail.solver.Outcome;

/**
 * Goal {@link dev.dovetail.models.linkslots.Goal#DEADLINE}: all messages, or as many as can be.
 *
 * <p>Greedy placement, ejection search, then the constraint model: it proves that no more can be placed, or that not all can.
 */
final class DeadlineRun {
  /** The share of the time in which the search looks alone. */
  private static final double SEARCH = 0.3;

  private final Run run;
  private final boolean searches;
  private final boolean most;
  private final PeriodicInstance instance;
  private final Timetable best;
  private long bound;

  DeadlineRun(Run run, boolean searches) {
    this.run = run;
    this.searches = searches;
    this.most = !run.problem().rules().allServed();
    this.instance = Candidates.of(run.problem()).instance(0);
    this.best = new Timetable(instance);
  }

  Outcome run() {
    int hopeless = instance.leftOut().length;
    if (!most && hopeless > 0) {
      String who = ConflictSet.names(instance, instance.leftOut());
      return new Outcome(Outcome.Termination.COMPLETE, instance.isComplete() ? Outcome.Proof.INFEASIBLE : Outcome.Proof.NONE,
          "No candidate route of %s meets its deadline.".formatted(who));
    }
    if (instance.keepsClashes()) {
      Incompatible pairs = new Incompatible(instance);
      int[] pair = pairs.pair();
      if (!most && pair.length > 0) {
        return infeasible(pair, "two that collide whenever they start");
      }
      bound(pairs.leftOut(), "messages that collide two by two whenever they start");
    }
    better(GreedyPlacement.of(instance, run.listener()::shouldStop), "greedy");
    if (!isFinal() && searches) {
      double share = run.backend() == null ? 1 : SEARCH;
      EjectionSearch search = new EjectionSearch(best, run.limits().seed());
      search.search(run.steps(share), () -> run.settled() || run.past(share), t -> better(t, "ejection search"));
    }
    if (isFinal()) {
      return placed();
    }
    if (most && best.out() <= bound) {
      return new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.OPTIMAL,
          "%d of %d messages placed; no more can be: too many collide two by two whenever they start".formatted(best.placed(),
              instance.size()));
    }
    if (run.backend() == null || run.settled()) {
      return run.ended("%d of %d messages placed".formatted(best.placed(), instance.size()));
    }
    return prove();
  }

  /** Whether nobody is left out who has a route. */
  private boolean isFinal() {
    return best.out() == instance.leftOut().length;
  }

  private Outcome placed() {
    boolean proved = instance.isComplete() || best.out() == 0;
    return new Outcome(Outcome.Termination.COMPLETE, proved ? Outcome.Proof.OPTIMAL : Outcome.Proof.NONE,
        "%d of %d messages placed; no route of the others meets its deadline".formatted(best.placed(), instance.size()));
  }

  private void better(Timetable table, String source) {
    Timetable sound = new Timetable(instance);
    sound.copy(table);
    sound.dropFollowers();
    if (sound.placed() <= best.placed()) {
      return;
    }
    best.replace(sound.table());
    if (most || best.out() == 0) {
      run.listener().incumbent(best.table(), best.out(), source);
    }
  }

  private Outcome prove() {
    if (!Run.isEncodable(instance)) {
      return run.ended("%d of %d messages placed; their collisions are too many for %s".formatted(best.placed(), instance.size(),
          run.name()));
    }
    PeriodicModel model =
        PeriodicEncoding.encode(instance, most ? PeriodicEncoding.Aim.MOST_SERVED : PeriodicEncoding.Aim.FEASIBLE);
    BackendResult result = run.ask(model, most ? model.hint(best.routes(), best.starts()) : null, 1, this::found,
        v -> bound(v, "search over all timetables"));
    if (result.proof() == Outcome.Proof.INFEASIBLE) {
      return infeasible(new ConflictSet(run, instance).shrink(), result.detail());
    }
    boolean proved = result.isOptimal() && (instance.isComplete() || best.out() == 0);
    if (result.isOptimal() && most && !proved) {
      run.listener().claim(new Claim(SPACE, result.objective(), best.out(), Outcome.Proof.OPTIMAL));
    }
    Outcome.Termination why =
        result.termination() == Outcome.Termination.INTERRUPTED ? Outcome.Termination.LIMIT : result.termination();
    return new Outcome(why, proved ? Outcome.Proof.OPTIMAL : Outcome.Proof.NONE,
        "%d of %d messages placed; %s".formatted(best.placed(), instance.size(), result.detail()));
  }

  /** The mappings that a proof over candidates is about. */
  static final String SPACE = "that take the candidate routes and wait nowhere";

  private Outcome infeasible(int[] conflict, String proof) {
    String who = "These %d messages cannot be placed together%s: %s.".formatted(conflict.length,
        conflict.length == 1 ? "" : ", whatever the others do", ConflictSet.names(instance, conflict));
    if (instance.isComplete()) {
      return new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.INFEASIBLE,
          who + "\nMaybe leave messages out (admission: most).");
    }
    run.listener().claim(new Claim(SPACE, 1, Long.MAX_VALUE, Outcome.Proof.INFEASIBLE));
    return new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.NONE,
        "On the candidate routes: " + who + " " + proof);
  }

  private void found(SlotTable table) {
    long out = instance.size() - (long) table.transmissions().size();
    if ((most || out == 0) && out < run.listener().bestObjective()) {
      run.listener().incumbent(table, out, run.name());
    }
    best.take(table);
  }

  private void bound(long value, String witness) {
    if (most && instance.isComplete()) {
      bound = Math.max(bound, value);
      run.listener().bound(new LowerBound(run.name(), value, witness));
    } else if (most) {
      run.listener().claim(new Claim(SPACE, value, best.out(), Outcome.Proof.NONE));
    }
  }
}
