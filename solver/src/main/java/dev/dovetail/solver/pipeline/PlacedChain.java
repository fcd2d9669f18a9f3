package dev.dovetail.solver.pipeline;

import dev.dovetail.models.pipeline.ChipletMesh;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelinePlan.Segment;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches.Shape;
import dev.dovetail.models.pipeline.SegmentTraffic;
import dev.dovetail.models.pipeline.chain.ChainPlacement;
import dev.dovetail.models.pipeline.chain.ChainPlan;
import dev.dovetail.solver.pipeline.regions.RectanglePacker;
import dev.dovetail.solver.pipeline.regions.RectanglePacker.Packing;
import dev.dovetail.solver.pipeline.regions.RectanglePacker.Verdict;
import dev.dovetail.solver.pipeline.traffic.SegmentSlots;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * A plan of the chain on the mesh as the problem asks for it: its sizes of regions as rectangles or strips, slots for its transfers.
 *
 * <p>Role: for every method that plans on the chain alone. The stages become as long as the regions and the transfers need.
 */
final class PlacedChain {
  /** Steps of one search for a packing, roughly. */
  private static final long PACKING_EFFORT = 20_000_000;

  /** Work on the slots of one segment: about a quarter of a second. */
  private static final long SLOTS_WORK = 10_000_000;

  private final PipelineProblem problem;
  private final long seed;
  private final BooleanSupplier stop;

  /**
   * @param seed of random choices
   * @param stop asked now and then; ends a search for shorter stages
   */
  PlacedChain(PipelineProblem problem, long seed, BooleanSupplier stop) {
    this.problem = problem;
    this.seed = seed;
    this.stop = stop;
  }

  /** The plan on chiplets; empty if rectangles of its sizes were not found. */
  Optional<PipelinePlan> place(ChainPlan chain) {
    PipelinePlan strips = new ChainPlacement(problem).place(chain);
    boolean slots = problem.switches().contention() && SegmentTraffic.unsupported(problem).isEmpty();
    SegmentSlots traffic = slots ? new SegmentSlots(problem, seed, stop) : null;
    List<Segment> placed = new ArrayList<>();
    for (int s = 0; s < chain.segments().size(); s++) {
      Optional<Segment> segment = problem.switches().shape() == Shape.RECTANGLES
          ? packed(chain.segments().get(s))
          : Optional.of(strips.segments().get(s));
      if (segment.isEmpty()) {
        return Optional.empty();
      }
      placed.add(traffic == null ? segment.get() : traffic.complete(segment.get(), SLOTS_WORK));
    }
    return Optional.of(new PipelinePlan(placed));
  }

  private Optional<Segment> packed(ChainPlan.Segment segment) {
    ChipletMesh mesh = problem.module().mesh();
    if (mesh == null) {
      return Optional.empty();
    }
    int[] sizes = segment.clusters().stream().mapToInt(ChainPlan.Cluster::chiplets).toArray();
    Packing packing = new RectanglePacker(mesh, problem.switches().idle(), PACKING_EFFORT).pack(sizes);
    return packing.verdict() == Verdict.PLACED
        ? Optional.of(new ChainPlacement(problem).place(segment,
            IntStream.range(0, sizes.length).mapToObj(c -> packing.places().get(c).chiplets(mesh, sizes[c])).toList()))
        : Optional.empty();
  }
}
