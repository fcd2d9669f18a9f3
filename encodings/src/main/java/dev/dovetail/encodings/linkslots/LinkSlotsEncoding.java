package dev.dovetail.encodings.linkslots;

import dev.dovetail.encodings.Encoding;
import dev.dovetail.models.BadInputException;
import dev.dovetail.models.linkslots.Goal;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.routes.RouteOptions;

/**
 * One start variable per message; its holds of channels are intervals of fixed length at fixed offsets from it, optional ones where the
 * message may take another route.
 *
 * <p>Source: the no-wait job shop, with routes as alternative modes; slots and routes of METRO, arXiv 2108.10570.
 */
public final class LinkSlotsEncoding implements Encoding<LinkSlotsProblem, SlotTable> {
  /** Nothing is known of the optimum. */
  public static final Known NOTHING = new Known(Long.MIN_VALUE, Long.MAX_VALUE);

  /**
   * What is known of the optimum.
   *
   * @param lower no mapping of the model costs less
   * @param upper only mappings of at most this cost are asked for
   */
  public record Known(long lower, long upper) {}

  /** Whether the models of this package take a problem: it does not repeat, nothing waits on its way, every message is served. */
  public static boolean takes(LinkSlotsProblem problem) {
    Goal goal = problem.rules().goal();
    return (goal == Goal.MAKESPAN || goal == Goal.WEIGHTED_FINISH) && !problem.isPeriodic() && !problem.rules().waiting()
        && problem.rules().allServed();
  }

  @Override
  public String name() {
    return "link-slots/intervals";
  }

  /** The model of all mappings over the candidate routes of the problem's policy. */
  @Override
  public LinkSlotsModel encode(LinkSlotsProblem problem) {
    require(problem);
    return encode(RouteChoices.of(problem, new RouteOptions(problem)), NOTHING);
  }

  /**
   * The model of all mappings over given routes.
   *
   * @throws BadInputException if the problem is none that the model {@link #takes}
   */
  public LinkSlotsModel encode(RouteChoices choices, Known known) {
    require(choices.problem());
    return new IntervalAssembly(choices, known).build();
  }

  static void require(LinkSlotsProblem problem) {
    if (!takes(problem)) {
      throw new BadInputException(
          "The problem (%s, goal %s) must not repeat, wait on its way, or leave messages out to be asked as this model."
              .formatted(problem.name(), problem.rules().goal()),
          "solve it with --solver cp-sat, which asks such problems in another way.");
    }
  }
}
