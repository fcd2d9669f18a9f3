package dev.dovetail.models.fusion;

import dev.dovetail.models.Exact;
import dev.dovetail.models.Violation;
import dev.dovetail.models.dramschedule.ComputeTile;
import dev.dovetail.models.dramschedule.DefaultSchedule;
import dev.dovetail.models.dramschedule.DramScheduleProblem;
import dev.dovetail.models.dramschedule.DramTensor;
import dev.dovetail.models.dramschedule.LocalTensor;
import dev.dovetail.models.intracore.polar.TileCost;
import java.util.ArrayList;
import java.util.List;

/**
 * Expands plans of a problem to their compute tiles and DRAM tensors.
 *
 * <p>Role: one meaning of a plan for the evaluator, the methods and the reports. Tensors are made layer by layer in plan order:
 * loads from earlier layer groups by producer and tile, loads of external inputs by tile, weights, outputs by tile. Source: the
 * public program SET-Scheduling-Project/SoMa-HPCA2025; chunks and reloads of weights are our own. Not thread-safe, as {@link
 * TileShapes}.
 */
public final class PlanExpansion {
  static final String NO_SHAPE = "tile-shape";
  static final String NO_COST = "tile-cost";

  private final FusionProblem problem;
  private final TileShapes shapes;
  private final LayerCosts costs;
  private final List<List<Integer>> consumers;

  /** Expands plans of {@code problem}. */
  public PlanExpansion(FusionProblem problem) {
    this(problem, new LayerCosts(problem.network(), problem.core()));
  }

  /** Expands plans of {@code problem} with costs that others use, too. */
  public PlanExpansion(FusionProblem problem, LayerCosts costs) {
    this.problem = problem;
    this.shapes = new TileShapes(problem.network(), problem.batch());
    this.costs = costs;
    this.consumers = problem.network().consumers();
  }

  /** The sub-groups, tiles and tensors of a plan, or why it has none. The problem's rules on plans are not asked. */
  public Expansion expand(FusionPlan plan) {
    List<Violation> violations = new ArrayList<>(PlanRules.malformed(problem.network(), plan));
    if (!violations.isEmpty()) {
      return new Expansion(violations, null);
    }
    List<SubGroup> groups = subGroups(plan, violations);
    return violations.isEmpty() ? new Expansion(violations, expanded(plan, groups)) : new Expansion(violations, null);
  }

  private List<SubGroup> subGroups(FusionPlan plan, List<Violation> violations) {
    List<SubGroup> groups = new ArrayList<>();
    int[] order = plan.order().stream().mapToInt(i -> i).toArray();
    int[] numbers = new int[TileShapes.NUMBERS * order.length];
    int firstTile = 0;
    for (SubGroup.Span span : SubGroup.spans(plan)) {
      int uncut = shapes.fill(order, span.from(), span.to(), span.tiles(), numbers);
      if (uncut != TileShapes.ALL_CUT) {
        violations.add(noShape(uncut, groups.size(), span.tiles()));
      }
      List<Integer> layers = plan.order().subList(span.from(), span.to());
      List<TileShape> tiles = new ArrayList<>();
      List<TileCost> tileCosts = new ArrayList<>();
      for (int i = 0; uncut == TileShapes.ALL_CUT && i < layers.size(); i++) {
        int at = i * TileShapes.NUMBERS;
        TileShape tile = new TileShape(numbers[at], numbers[at + 1], numbers[at + 2], numbers[at + 3]);
        TileCost cost = costs.of(layers.get(i), tile);
        if (!cost.isPossible()) {
          violations.add(new Violation(NO_COST, "layer " + name(layers.get(i)),
              "The core has no loop nest for its tiles %s (samples, channels, rows, columns).".formatted(tile)));
        }
        tiles.add(tile);
        tileCosts.add(cost);
      }
      groups.add(new SubGroup(span.group(), span.from(), firstTile, span.tiles(), layers, tiles, tileCosts));
      firstTile += span.tiles() * layers.size();
    }
    return groups;
  }

  private Violation noShape(int layer, int subGroup, int tiles) {
    Extent out = problem.network().layers().get(layer).out();
    return new Violation(NO_SHAPE, "sub-group " + subGroup,
        "Layer %s with %d rows and %d columns of %d samples cannot be cut into %d tiles.".formatted(
            name(layer), out.height(), out.width(), problem.batch(), tiles));
  }

  private String name(int layer) {
    return problem.network().layers().get(layer).name() + " (id " + layer + ")";
  }

  private Expansion.Expanded expanded(FusionPlan plan, List<SubGroup> groups) {
    List<ComputeTile> tiles = new ArrayList<>();
    long computeCycles = 0;
    long energy = 0;
    for (SubGroup g : groups) {
      for (int t = 0; t < g.tiles(); t++) {
        for (int i = 0; i < g.layers().size(); i++) {
          int id = g.layers().get(i);
          tiles.add(new ComputeTile(problem.network().layers().get(id).name() + "/" + t, g.costs().get(i).cycles(), id));
        }
      }
      for (TileCost c : g.costs()) {
        computeCycles = Exact.add(computeCycles, Exact.multiply(g.tiles(), c.cycles()));
        energy = Exact.add(energy, Exact.multiply(g.tiles(), c.femtojoules()));
      }
    }
    TensorList tensors = new TensorList(problem, consumers, plan, groups);
    List<DramTensor> made = tensors.tensors();
    List<LocalTensor> locals = tensors.locals();
    DramScheduleProblem schedule = new DramScheduleProblem(problem.name(), problem.dramBytesPerCycle(),
        problem.core().bufferBytes(), tiles, made, locals, DefaultSchedule.order(made));
    long dramCycles = 0;
    long dramBytes = 0;
    for (DramTensor t : made) {
      dramCycles = Exact.add(dramCycles, schedule.channelCycles(t));
      dramBytes = Exact.add(dramBytes, t.bytes());
    }
    energy = Exact.add(energy, Exact.multiply(dramBytes, FusionProblem.DRAM_FEMTOJOULES_PER_BYTE));
    return new Expansion.Expanded(schedule, groups, computeCycles, dramCycles, dramBytes, energy);
  }
}
