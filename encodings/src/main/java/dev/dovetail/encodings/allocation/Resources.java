package dev.dovetail.encodings.allocation;

import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.encodings.cp.Constraints;
import dev.dovetail.encodings.cp.IntervalVar;
import dev.dovetail.encodings.cp.LinearExpr;
import dev.dovetail.encodings.cp.Literal;
import dev.dovetail.encodings.cp.ModelBuilder;
import dev.dovetail.models.accelerator.Accelerator;
import java.util.ArrayList;
import java.util.List;

/** Collects who holds which channel, runs on which core and fills which memory; posts one constraint for each at the end. */
final class Resources {
  /** More than that many intervals on one resource are not ordered by literals. */
  private static final int MOST_ORDERED = 60;

  private final Accelerator accelerator;
  private final List<List<IntervalVar>> channels = new ArrayList<>();
  private final List<List<IntervalVar>> cores = new ArrayList<>();
  private final List<List<IntervalVar>> memory = new ArrayList<>();
  private final List<List<LinearExpr>> bytes = new ArrayList<>();

  Resources(Accelerator accelerator) {
    this.accelerator = accelerator;
    accelerator.channels().forEach(c -> channels.add(new ArrayList<>()));
    for (int c = 0; c < accelerator.cores().size(); c++) {
      cores.add(new ArrayList<>());
      memory.add(new ArrayList<>());
      bytes.add(new ArrayList<>());
    }
  }

  void channel(int channel, IntervalVar held) {
    channels.get(channel).add(held);
  }

  void core(int core, IntervalVar busy) {
    cores.get(core).add(busy);
  }

  void memory(int core, IntervalVar alive, long amount) {
    if (amount > 0) {
      memory.get(core).add(alive);
      bytes.get(core).add(LinearExpr.constant(amount));
    }
  }

  /**
   * Posts, for each two intervals that may meet on a channel or core, a literal that says which is first: something to branch on
   * and to learn from for solvers without a search of their own for schedules.
   */
  List<Order> orders(ModelBuilder model) {
    List<Order> orders = new ArrayList<>();
    for (List<List<IntervalVar>> resources : List.of(channels, cores)) {
      for (List<IntervalVar> r : resources) {
        for (int i = 0; i < r.size() && r.size() <= MOST_ORDERED; i++) {
          for (int j = i + 1; j < r.size(); j++) {
            orders.add(order(model, r.get(i), r.get(j)));
          }
        }
      }
    }
    return orders;
  }

  private static Order order(ModelBuilder model, IntervalVar a, IntervalVar b) {
    Literal first = model.boolVar(a.name() + " before " + b.name());
    List<Literal> both = new ArrayList<>();
    for (IntervalVar i : List.of(a, b)) {
      if (i.presence() != null) {
        both.add(i.presence());
        model.add(Constraints.implies(first, i.presence()));
      }
    }
    model.add(Constraints.atMost(a.end(), b.start()).onlyIf(first));
    both.add(first.not());
    model.add(Constraints.atMost(b.end(), a.start()).onlyIf(both.toArray(Literal[]::new)));
    return new Order(first, a, b);
  }

  /** Which of two intervals is first; false if one is absent. */
  record Order(Literal first, IntervalVar a, IntervalVar b) {
    boolean in(Assignment values) {
      return a.isPresent(values) && b.isPresent(values) && values.value(a.end()) <= values.value(b.start());
    }
  }

  void post(ModelBuilder model) {
    for (int c = 0; c < channels.size(); c++) {
      if (channels.get(c).size() > 1) {
        model.add(Constraints.noOverlap(channels.get(c)).named("channel " + accelerator.channels().get(c).name()));
      }
    }
    for (int c = 0; c < cores.size(); c++) {
      String name = accelerator.cores().get(c).name();
      if (cores.get(c).size() > 1) {
        model.add(Constraints.noOverlap(cores.get(c)).named("core " + name));
      }
      long capacity = accelerator.cores().get(c).capacityBytes();
      long all = bytes.get(c).stream().mapToLong(LinearExpr::constant).sum();
      if (all > capacity) { // else everything fits at once
        model.add(Constraints.cumulative(memory.get(c), bytes.get(c), LinearExpr.constant(capacity)).named("memory of " + name));
      }
    }
  }
}
