package dev.dovetail.solver.fusion;

import java.util.SplittableRandom;

/**
 * Simulated annealing over plans. How much worse a change may make the plan is drawn before it is evaluated, so that most of what would be
 * refused is given up early.
 *
 * <p>Role: the engine that improves.
 */
final class PlanAnnealing {
  /** How much hotter than the cost what decides between plans of equal cost is. */
  private static final double SECOND = 5;

  /** Hears of better plans. */
  @FunctionalInterface
  interface Improvement {
    /**
     * A plan that is better than all before it in the same run.
     *
     * @param genes the plan, valid until this returns
     * @param cost what it costs
     * @param second what decides between plans of equal cost
     */
    void found(Genes genes, long cost, double second);
  }

  private final PlanCost cost;
  private final Moves moves;
  private final SplittableRandom random;
  private final Effort effort;
  private final Improvement improved;

  long steps;
  long accepted;

  /** @param improved hears of every plan that is better than all before it in the same run */
  PlanAnnealing(PlanCost cost, Moves moves, SplittableRandom random, Effort effort, Improvement improved) {
    this.cost = cost;
    this.moves = moves;
    this.random = random;
    this.effort = effort;
    this.improved = improved;
  }

  /**
   * Anneals from a plan.
   *
   * @param start the plan
   * @param startCost its cost
   * @param until share of the effort at which it ends
   * @param hot share of the cost by which a change may make a plan worse in the beginning, typically
   * @param cold the same at the end
   * @return the best plan found
   */
  Genes run(Genes start, long startCost, double until, double hot, double cold) {
    Genes current = start.copy();
    Genes next = start.copy();
    Genes best = start.copy();
    long currentCost = startCost;
    long bestCost = startCost;
    double currentSecond = Double.POSITIVE_INFINITY;
    double bestSecond = Double.POSITIVE_INFINITY;
    double from = effort.progress();
    while (!effort.isOver()) {
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
      steps++;
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
      accepted++;
      Genes swap = current;
      current = next;
      next = swap;
      currentCost = c;
      currentSecond = second;
      if (c < bestCost || (c == bestCost && second < bestSecond)) {
        bestCost = c;
        bestSecond = second;
        best.set(current);
        improved.found(best, c, second);
      }
    }
    return best;
  }
}
