package dev.dovetail.solver.linkslots;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Runs the greedy scheduler in all orders and keeps the best plan. */
final class GreedyOrders {
  /** Draws of each random order. */
  private static final int DRAWS = 4;
  /** Messages beyond which orders are tried with one route each only: more of them costs seconds. */
  private static final int MANY = 20_000;

  private final SlotInstance instance;
  private final long seed;
  private @Nullable SlotPlan best;

  GreedyOrders(SlotInstance instance, long seed) {
    this.instance = instance;
    this.seed = seed;
  }

  /**
   * Tries the orders.
   *
   * @param improved hears of each better plan and its order
   * @param stop asked now and then
   * @return the best plan; empty if no order meets all deadlines
   */
  Optional<SlotPlan> run(BiConsumer<SlotPlan, String> improved, BooleanSupplier stop) {
    return run(instance, "", improved, stop);
  }

  /**
   * Tries the orders with other candidate routes, too.
   *
   * @param other the same problem
   * @param routes what these routes are, for the label
   */
  Optional<SlotPlan> run(SlotInstance other, String routes, BiConsumer<SlotPlan, String> improved, BooleanSupplier stop) {
    GreedyScheduler scheduler = new GreedyScheduler(other);
    int most = 0;
    for (int m = 0; m < other.size(); m++) {
      most = Math.max(most, other.routes(m).length);
    }
    int[] counts = {1, 2, most};
    for (int i = 0; i < counts.length; i++) {
      if (i > 0 && (counts[i] <= counts[i - 1] || other.size() > MANY)) {
        break;
      }
      for (MessageOrder order : MessageOrder.values()) {
        for (int draw = 0; draw < (order.isRandom() ? DRAWS : 1); draw++) {
          if (stop.getAsBoolean()) {
            return Optional.ofNullable(best);
          }
          String label = order.label() + routes + (counts[i] == 1 ? "" : ", %d routes".formatted(counts[i]));
          scheduler.schedule(order.of(other, seed + draw), counts[i], stop).ifPresent(plan -> take(plan, label, improved));
        }
      }
    }
    return Optional.ofNullable(best);
  }

  private void take(SlotPlan plan, String label, BiConsumer<SlotPlan, String> improved) {
    if (best == null || plan.objective() < best.objective()) {
      best = plan;
      improved.accept(plan, label);
    }
  }
}
