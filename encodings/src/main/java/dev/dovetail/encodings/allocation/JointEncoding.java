package dev.dovetail.encodings.allocation;

import dev.dovetail.encodings.Encoding;
import dev.dovetail.models.BadInputException;
import dev.dovetail.models.Objective;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.allocation.tiles.LayerGrid;
import dev.dovetail.models.allocation.tiles.TileGraph;
import dev.dovetail.models.allocation.tiles.TileGraphs;
import dev.dovetail.models.workload.Layer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything in one model: cores, deliveries, routes, times and memory of a fixed tile grid.
 *
 * <p>Role: proves optima of small instances. The searched space, which is also that of the exhaustive search:
 *
 * <ul>
 *   <li>each tile runs on an eligible core, at any cost point;
 *   <li>each item has one home copy on its producer's core (or is in DRAM), and at most one further copy per core, on which some of
 *       its consumers run; it is never sent to its home;
 *   <li>a transfer of an item fills any set of cores at once, over one of the K routes; an item has at most as many transfers as it has
 *       consumer layers;
 *   <li>what is read from DRAM is loaded likewise, outputs are stored, nothing else is.
 * </ul>
 *
 * <p>Not in the space: what {@link #SPACE} says, and other routes. What is proved over the space says nothing of other mappings, some of
 * which can be better: a part of an item fills a hole that the item does not fit, a detour through DRAM frees memory.
 */
public final class JointEncoding implements Encoding<AllocationProblem, Schedule> {
  /** The searched space, in words that follow "mappings". */
  public static final String SPACE =
      "of the searched space (no detours through DRAM, no forwarding, no repeated loads, no parts of items, listed routes only)";

  /** Beyond this many (source, target set) pairs of one transfer the model is not worth building. */
  static final int MOST_PAIRS = 2_048;

  private final boolean ordered;

  /** Without literals for the order on channels and cores. */
  public JointEncoding() {
    this(false);
  }

  /**
   * @param ordered whether each two jobs on a channel or core get a literal that says which is first, for solvers without a search of
   *     their own for schedules
   */
  public JointEncoding(boolean ordered) {
    this.ordered = ordered;
  }

  @Override
  public String name() {
    return ordered ? "allocation/joint-ordered" : "allocation/joint";
  }

  /**
   * Builds the model of a problem that fixes all grids.
   *
   * @throws BadInputException if it does not, asks for EDP, or would be too large
   */
  @Override
  public JointModel encode(AllocationProblem problem) {
    return encode(problem, fixedGraph(problem), Long.MIN_VALUE, null);
  }

  /**
   * Builds the model on a grid.
   *
   * @param graph the tiles
   * @param lowerBound known lower bound on the objective, {@link Long#MIN_VALUE} for none
   * @param known a schedule of which no worse one is wanted: limits the horizon for latency, and becomes the hint if it is in the
   *     searched space; null for none
   * @throws BadInputException if the objective is EDP, or the model would be too large
   */
  public JointModel encode(AllocationProblem problem, TileGraph graph, long lowerBound, @Nullable Schedule known) {
    return encode(problem, graph, lowerBound, known, Limit.NONE);
  }

  /**
   * What a mapping may take at most, beside what it minimises.
   *
   * @param deadlineCycles latest end
   * @param energyFemtojoules most energy
   */
  public record Limit(long deadlineCycles, long energyFemtojoules) {
    /** No limit. */
    public static final Limit NONE = new Limit(Long.MAX_VALUE, Long.MAX_VALUE);
  }

  /** The same, of mappings within a limit; {@code known} must be within it too. */
  public JointModel encode(
      AllocationProblem problem, TileGraph graph, long lowerBound, @Nullable Schedule known, Limit limit) {
    if (problem.objective() == Objective.EDP) {
      throw new BadInputException(
          "The objective (edp) is a product, which constraint models of kind allocation do not express.",
          "use --solver local-search, or the objective latency or energy.");
    }
    if (!problem.handovers().throughDram().isEmpty()) {
      throw new BadInputException(
          "The problem (%s) demands ways through DRAM, which constraint models of kind allocation do not know."
              .formatted(problem.name()),
          "use --solver local-search.");
    }
    return new JointModel(new Site(problem), graph, ordered, lowerBound, known, limit);
  }

  /**
   * The tiles of a problem that fixes all grids.
   *
   * @throws BadInputException if it does not
   */
  public static TileGraph fixedGraph(AllocationProblem problem) {
    List<LayerGrid> grids = new ArrayList<>();
    for (Layer layer : problem.workload().layers()) {
      LayerGrid grid = problem.grids().get(layer.name());
      if (grid == null) {
        throw new BadInputException(
            "The tiles of layer (%s) of problem (%s) are not fixed.".formatted(layer.name(), problem.name()),
            "add 'tiles: {rows: 2}' to the problem file.");
      }
      grids.add(grid);
    }
    return new TileGraphs(problem.workload(), problem.options().pieceBytes()).build(grids);
  }

  /** Whether the model of a graph stays roughly below that many variables; cheap. */
  public static boolean isSmall(AllocationProblem problem, TileGraph graph, int mostVariables) {
    return problem.objective() != Objective.EDP
        && problem.handovers().throughDram().isEmpty() // the joint model knows no way through DRAM
        && ModelSize.estimate(new Site(problem), graph, mostVariables) <= mostVariables;
  }
}
