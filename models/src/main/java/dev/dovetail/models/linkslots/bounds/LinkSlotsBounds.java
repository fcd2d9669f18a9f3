package dev.dovetail.models.linkslots.bounds;

import dev.dovetail.models.LowerBound;
import dev.dovetail.models.LowerBounds;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import java.util.ArrayList;
import java.util.List;

/**
 * All lower bounds of kind link-slots, each valid alone for every mapping that the problem's rules allow.
 *
 * <p>Role: half of every gap. A message needs its distance; what it must hold of a port, of the links around a set of tiles or of a link
 * that it cannot avoid, others cannot hold at the same time. With fixed routes, trees, waiting and any convention of local ports the same
 * arguments hold, with other heads and tails. Where that already rules every mapping out, {@link Unschedulable} says why.
 */
public final class LinkSlotsBounds implements LowerBounds<LinkSlotsProblem> {
  /** Most messages for which cuts are coupled: with more that takes longer than a search. */
  private static final int MOST_COUPLED = 20_000;

  @Override
  public List<LowerBound> of(LinkSlotsProblem problem) {
    new Unschedulable(problem).check();
    Times times = new Times(problem);
    Gates gates = new Gates(problem, times);
    return switch (problem.rules().goal()) {
      case MAKESPAN -> {
        List<LowerBound> bounds = new ArrayList<>(List.of(new DistanceBound(problem, times).longest()));
        bounds.addAll(new MakespanBounds(gates).all());
        if (problem.messages().size() <= MOST_COUPLED) {
          new CoupledCuts(problem, times).bound().ifPresent(bounds::add);
        }
        yield List.copyOf(bounds);
      }
      case PERIOD -> new PeriodBounds(gates).all();
      case DEADLINE -> List.of(new LeftOutBound(problem).bound());
      case WEIGHTED_FINISH -> new WeightedFinishBounds(problem).all();
    };
  }
}
