package dev.dovetail.models.linkslots.bounds;

import dev.dovetail.models.linkslots.Goal;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks that no mapping finishes by a horizon, from prices of slots, in integers and without any solver.
 *
 * <p>Proof. Let every slot of every channel have a price that is not negative. In a mapping that finishes by the horizon each channel carries at
 * most its capacity in each slot, so its holds cost no more than all slots together. Each message pays at least its cheapest way. If the
 * cheapest ways of all messages cost more than all slots together, there is no such mapping. Trees pay at least for their dearest end. This is
 * the bound by metrics on multicommodity flows (Iri 1971; Onaga and Kakusho 1971) over time; prices come from the duals of a linear programme,
 * but any prices prove what they prove.
 */
public final class PriceCertificate {
  /** What decides the cheapest way of a message: messages that agree in all of this are counted together. */
  private record Class(List<Integer> sources, List<Integer> destinations, Message.Shape shape, long volume, long start,
      long follows,
      int flow) {}

  private final LinkSlotsProblem problem;
  private final Times times;
  private final List<Message> representatives = new ArrayList<>();
  private final List<Long> counts = new ArrayList<>();

  /**
   * @param problem whose goal is the makespan
   */
  public PriceCertificate(LinkSlotsProblem problem) {
    if (problem.rules().goal() != Goal.MAKESPAN) {
      throw new IllegalArgumentException("The goal (%s) must be the makespan.".formatted(problem.rules().goal()));
    }
    this.problem = problem;
    this.times = new Times(problem);
    Map<Class, Integer> known = new HashMap<>();
    for (Message m : problem.messages()) {
      Class of = new Class(m.sources(), m.destinations(), m.shape(), m.volume(), times.start(m), times.follows(m), -1);
      Integer index = known.putIfAbsent(of, representatives.size());
      if (index == null) {
        representatives.add(m);
        counts.add(1L);
      } else {
        counts.set(index, counts.get(index) + 1);
      }
    }
  }

  /** One message of each sort; those of one source follow each other. */
  public List<Message> sorts() {
    List<Message> sorted = new ArrayList<>(representatives);
    sorted.sort(Comparator.comparingInt((Message m) -> m.source()).thenComparingLong(Message::volume)
        .thenComparingLong(m -> times.start(m)).thenComparingInt(Message::index));
    return sorted;
  }

  /** How many messages are of the sort of this one, which is one of {@link #sorts()}. */
  public long count(Message sort) {
    return counts.get(representatives.indexOf(sort));
  }

  /** Whether the prices prove that no mapping finishes by their horizon. */
  public boolean refutes(SlotPrices prices) {
    CheapestHolds cheapest = new CheapestHolds(problem, times, prices);
    long left = prices.all();
    for (Message m : sorts()) {
      long cost = cheapest.cost(m);
      if (cost >= CheapestHolds.NEVER) {
        return true;
      }
      left = Math.subtractExact(left, Math.multiplyExact(cost, count(m)));
      if (left < 0) {
        return true;
      }
    }
    return false;
  }
}
