package dev.dovetail.solver.fusion;

import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Simulated annealing over plans. How much worse a change may make the plan is drawn before it is evaluated, so that most of
 * what would be refused is given up early.
 *
 * <p>Role: the engine that improves.
 */
final class PlanAnnealing {
  /** How much hotter than the cost what decides between plans of equal cost is. */
  private static final double SECOND = 5;

  private final PlanCost cost;
  private final Moves moves;
  private final SplittableRandom random;
  private final Effort effort;
  private final Consumer<PlanSearch.Found> improved;
  private final Runnable between;

  /**
   * @param improved hears of every plan that is better than all before it in the same run; it must copy what it keeps
   * @param between is called before each change; it may use {@code cost}
   */
  PlanAnnealing(
      PlanCost cost, Moves moves, SplittableRandom random, Effort effort, Consumer<PlanSearch.Found> improved, Runnable between) {
    this.cost = cost;
    this.moves = moves;
    this.random = random;
    this.effort = effort;
    this.improved = improved;
    this.between = between;
  }

  /**
   * Anneals from a plan.
   *
   * @param start the plan
   * @param until share of the effort at which it ends
   * @param hot share of the cost by which a change may make a plan worse in the beginning, typically
   * @param cold the same at the end
   * @return the best plan found
   */
  PlanSearch.Found run(PlanSearch.Found start, double until, double hot, double cold) {
    Genes current = start.genes().copy();
    Genes next = start.genes().copy();
    PlanSearch.Found best = start.copy();
    long currentCost = start.cost();
    double currentSecond = start.second();
    double from = effort.progress();
    while (!effort.isOver()) {
      between.run();
      double p = (effort.progress() - from) / Math.max(1e-9, until - from);
      if (p >= 1) {
        break;
      }
      double temperature = hot * Math.pow(cold / hot, p);
      next.set(current);
      int changes = random.nextInt(4) == 0 ? 2 : 1;
      boolean changed = false;
      for (int i = 0; i < changes; i++) {
        changed |= moves.change(next);
      }
      if (!changed) {
        continue;
      }
      double worse = -Math.log(1 - random.nextDouble()) * temperature * currentCost;
      long most = currentCost + (long) Math.min(worse, (double) currentCost);
      long c = cost.of(next, most);
      if (c > most) {
        continue;
      }
      double second = cost.second();
      if (c == currentCost && second > currentSecond
          && random.nextDouble() >= Math.exp((currentSecond - second) / currentSecond / (SECOND * temperature))) {
        continue;
      }
      Genes swap = current;
      current = next;
      next = swap;
      currentCost = c;
      currentSecond = second;
      PlanSearch.Found found = new PlanSearch.Found(current, c, second);
      if (found.beats(best)) {
        best = found.copy();
        improved.accept(best);
      }
    }
    return best;
  }
}
