package dev.dovetail.solver.fusion;

import dev.dovetail.models.Objective;
import dev.dovetail.models.fusion.FusionMapping;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.models.fusion.LayerCosts;
import dev.dovetail.solver.dramschedule.Decoder;
import dev.dovetail.solver.dramschedule.StandardLists;
import dev.dovetail.solver.dramschedule.Streams;

/**
 * What a plan costs with a good schedule of its DRAM tensors.
 *
 * <p>Role: the evaluation of the search. A plan that cannot be as good as asked for is given up as early as that shows: from
 * the sums of its compute and traffic, from what the buffer must hold, or in the midst of the decoding.
 */
final class PlanCost {
  /** The plan is impossible, or costs more than was asked for. */
  static final long TOO_MUCH = Long.MAX_VALUE;

  /** Most tiles of a plan that the search looks at; more take too long to decode. */
  static final int MOST_TILES = 60_000;

  /** So many tiles count as much as all of a plan's energy. */
  private static final double TILES_OF_DOUBLE = 20_000;

  private final Streams streams = new Streams();
  private final Decoder decoder = new Decoder();
  private final StandardLists standard = new StandardLists(decoder);
  private final PlanLayout layout;
  private final TiledGroups tiledGroups;
  private final Objective objective;
  private final PlanStreams writer;
  private final FcIsolation isolation;
  private final Effort effort;
  private final long deadline;
  private int mostTiles = MOST_TILES;
  private long latency;

  PlanCost(FusionProblem problem, LayerGraph graph, LayerCosts costs, Effort effort) {
    this(problem, graph, costs, effort, Long.MAX_VALUE - 1);
  }

  /** @param deadline plans that take longer cost too much */
  PlanCost(FusionProblem problem, LayerGraph graph, LayerCosts costs, Effort effort, long deadline) {
    this.deadline = deadline;
    this.objective = problem.objective();
    this.effort = effort;
    tiledGroups = new TiledGroups(problem, graph, costs);
    layout = new PlanLayout(problem, graph, tiledGroups);
    writer = new PlanStreams(problem, graph, layout);
    isolation = new FcIsolation(graph, problem.rules().isolateFc());
  }

  TiledGroups tiledGroups() {
    return tiledGroups;
  }

  /** Tiles and tensors of the last plan that was not given up before they were written down. */
  Streams streams() {
    return streams;
  }

  /** What the last plan's compute and traffic are. */
  PlanLayout layout() {
    return layout;
  }

  /** Latency of the last plan that was not {@link #TOO_MUCH}. */
  long latency() {
    return latency;
  }

  /**
   * The cost of a plan.
   *
   * @param most what it may cost at most
   * @return the cost, or {@link #TOO_MUCH}
   */
  long of(Genes g, long most) {
    effort.spend(g.size());
    if (!isolation.holds(g) || !layout.lay(g, mostTiles)
        || objective.of(Math.max(layout.computeCycles, layout.dramCycles), layout.femtojoules) > most
        || Math.max(layout.computeCycles, layout.dramCycles) > deadline) {
      return TOO_MUCH;
    }
    writer.fill(g, streams);
    effort.spend(streams.tiles() + streams.tensors());
    if (!streams.fits()) {
      return TOO_MUCH;
    }
    decoder.take(streams);
    long found = standard.decode(g.list, latestOf(most));
    effort.spend(Effort.DECODING * (streams.tiles() + streams.tensors()));
    if (found == Long.MAX_VALUE) {
      return TOO_MUCH;
    }
    latency = found;
    return objective.of(latency, layout.femtojoules);
  }

  /** From here on plans with more tiles cost too much. */
  void limitTiles(long tiles) {
    mostTiles = (int) Math.min(MOST_TILES, tiles);
  }

  /** Whether the rules on cuts admit a plan. */
  boolean admits(Genes g) {
    return isolation.holds(g);
  }

  /**
   * What decides between plans of equal cost, of the last plan that was not {@link #TOO_MUCH}: energy, or latency where energy
   * is the cost. Tiles count a little, since a schedule of fewer tiles is found and proved sooner.
   */
  double second() {
    return (objective == Objective.ENERGY ? latency : layout.femtojoules) * (1 + (double) layout.tileCount / TILES_OF_DOUBLE);
  }

  /** The cost of a plan with the standard list that is best for it, which becomes its list. */
  long best(Genes g, long most) {
    long least = TOO_MUCH;
    int best = g.list;
    for (int i = 0; i < StandardLists.count(); i++) {
      g.list = i;
      long c = of(g, least == TOO_MUCH ? most : least - 1);
      if (c < least) {
        least = c;
        best = i;
      }
    }
    g.list = best;
    return least;
  }

  /** The least latency at which the plan that is laid out costs too much. */
  private long latestOf(long most) {
    long latest = switch (objective) {
      case LATENCY -> most == Long.MAX_VALUE ? most : most + 1;
      case ENERGY -> Long.MAX_VALUE;
      case EDP -> most == Long.MAX_VALUE ? most : most / Math.max(1, Objective.EDP.of(1, layout.femtojoules)) + 1;
    };
    return Math.min(latest, deadline + 1);
  }

  /** A plan that {@link #of} gave a cost, with its schedule. */
  FusionMapping mapping(Genes g) {
    of(g, Long.MAX_VALUE - 1);
    return new FusionMapping(g.plan(), decoder.schedule());
  }
}
