package dev.dovetail.models.fusion.bounds;

import dev.dovetail.models.InfeasibleException;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.LowerBounds;
import dev.dovetail.models.Objective;
import dev.dovetail.models.fusion.FusionFeasibility;
import dev.dovetail.models.fusion.FusionLayer;
import dev.dovetail.models.fusion.FusionProblem;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The lower bounds of {@code fusion}: for every order, fusion, tile count and DRAM schedule that the problem's rules admit.
 *
 * <p>Role: traffic that no plan avoids, compute that none avoids, the two along the cones of each layer, what the buffer adds to them, and energy. Under
 * the objective of energy times latency each latency bound is multiplied with the energy bound.
 */
public final class FusionBounds implements LowerBounds<FusionProblem> {
  /** Enough for networks of some hundred layers; deterministic, so that a bound does not depend on the machine. */
  static final long MOST_EFFORT = 80_000_000;

  private final long mostEffort;

  /** All bounds. */
  public FusionBounds() {
    this(MOST_EFFORT);
  }

  /**
   * @param mostEffort most work of the bounds that follow sub-groups; they then say what they have proven by that time
   */
  FusionBounds(long mostEffort) {
    this.mostEffort = mostEffort;
  }

  @Override
  public List<LowerBound> of(FusionProblem problem) {
    FusionFeasibility.check(problem);
    LayerGraph graph = new LayerGraph(problem.network());
    Coverage coverage = new Coverage(problem, graph);
    LeastWork work = new LeastWork(problem, graph, coverage);
    PlanSpace space = new PlanSpace(problem, graph, coverage, work);
    long energy = problem.objective() == Objective.LATENCY ? 0 : new EnergyBound(space, mostEffort).femtojoules();
    if (energy == Long.MAX_VALUE) {
      throw new InfeasibleException(
          "No plan fits the buffer of %d bytes: whatever is fused and however it is cut, some tile needs more."
              .formatted(problem.core().bufferBytes()),
          "raise 'bufferBytes'.");
    }
    if (problem.objective() == Objective.ENERGY) {
      return List.of(new LowerBound("energy", energy,
          "cheapest path of %d sub-group boundaries: tiles, weights once, tensors on the chip or through DRAM".formatted(
              space.milestones().size())));
    }
    List<LowerBound> cycles = latency(problem, space, new CompulsoryDram(problem, graph, coverage));
    return cycles.stream().map(b -> new LowerBound(b.name(), problem.objective().boundOf(b.value(), energy),
        problem.objective() == Objective.LATENCY
            ? b.witness()
            : "%d cycles: %s; times %d fJ".formatted(b.value(), b.witness(), energy)))
        .toList();
  }

  private List<LowerBound> latency(FusionProblem problem, PlanSpace space, CompulsoryDram dram) {
    List<LowerBound> bounds = new ArrayList<>();
    bounds.add(new LowerBound("dram-compulsory", dram.cycles(), dram.witness()));
    LayerGraph graph = space.graph();
    LeastWork work = space.work();
    BitSet all = new BitSet();
    all.set(0, graph.size());
    bounds.add(new LowerBound("compute", work(work, all), "least compute of each of %d layers".formatted(graph.size())));
    bounds.add(cone(graph, work, dram));
    long simple = bounds.stream().mapToLong(LowerBound::value).max().orElseThrow();
    long withBuffer = new BufferBound(space, mostEffort).cycles(simple);
    bounds.add(new LowerBound("buffer-label", withBuffer,
        "compute and traffic of all plans over %d sub-group boundaries with a buffer of %d bytes".formatted(
            space.milestones().size(), problem.core().bufferBytes())));
    return bounds;
  }

  private static long work(LeastWork work, BitSet layers) {
    return layers.stream().mapToLong(work::cycles).sum();
  }

  /** A layer begins after all weights of those before it have come, and those behind it begin after that. */
  private static LowerBound cone(LayerGraph graph, LeastWork work, CompulsoryDram dram) {
    long best = 0;
    String witness = "";
    for (FusionLayer l : graph.network().layers()) {
      BitSet above = (BitSet) graph.ancestors(l.id()).clone();
      BitSet below = (BitSet) graph.descendants(l.id()).clone();
      above.set(l.id());
      below.set(l.id());
      long loads = above.stream().mapToLong(dram::weightCycles).sum();
      long compute = work(work, below);
      if (loads + compute > best || witness.isEmpty()) {
        best = loads + compute;
        witness = "weights up to %s in %d cycles, then %d cycles of compute from there on".formatted(l.name(), loads, compute);
      }
    }
    return new LowerBound("cone", best, witness);
  }
}
