package dev.dovetail.solver.pipeline;

import static dev.dovetail.models.pipeline.chain.ClusterTimes.INFINITE;

import dev.dovetail.encodings.pipeline.Placement;
import dev.dovetail.encodings.pipeline.SegmentPrice;
import dev.dovetail.models.pipeline.ChipletMesh;
import dev.dovetail.models.pipeline.LayerCosts;
import dev.dovetail.models.pipeline.PipelinePlan.Cluster;
import dev.dovetail.models.pipeline.PipelinePlan.Segment;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches.Shape;
import dev.dovetail.models.pipeline.Place;
import dev.dovetail.models.pipeline.chain.ChainPlan;
import dev.dovetail.models.pipeline.chain.ChainProgramme;
import dev.dovetail.models.pipeline.chain.ClusterTimes;
import dev.dovetail.solver.pipeline.regions.Allocation;
import dev.dovetail.solver.pipeline.regions.RectanglePacker;
import dev.dovetail.solver.pipeline.regions.RectanglePacker.Packing;
import dev.dovetail.solver.pipeline.regions.RectanglePacker.Verdict;
import dev.dovetail.solver.pipeline.regions.RegionSearch;
import dev.dovetail.solver.pipeline.traffic.SegmentSlots;
import dev.dovetail.solver.pipeline.traffic.SlackAllocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives segments their chiplets: strips along the order of the mesh, or rectangles.
 *
 * <p>Role: from the chain's numbers of chiplets to regions, one segment at a time.
 */
final class SegmentPlacer {
  /** Steps of one search for a packing, roughly: a few tenths of a second. */
  private static final long PACKING_EFFORT = 20_000_000;

  /** Work on the slots of one segment: about a quarter of a second. */
  private static final long SLOTS_WORK = 10_000_000;

  /** What transfers are expected to take, per cent: from what they need at least to twice that. */
  private static final int[] STRAINS = {100, 115, 140, 200};

  private final PipelineProblem problem;
  private final ChainProgramme chain;
  private final ClusterTimes times;
  private final SegmentPrice price;
  private final LayerCosts costs;
  private final @Nullable RectanglePacker packer;
  private final @Nullable SegmentSlots slots;
  private final BooleanSupplier stop;

  /** A segment on chiplets, and its share of the objective. */
  record Placed(Segment segment, long cost) {}

  /**
   * What came of placing.
   *
   * @param bound no such segment costs less; {@link ClusterTimes#INFINITE} if none is within the limit
   * @param best the cheapest found; empty if none was
   * @param isLeast whether {@code bound} is what regions cost at least before transfers take links: then geometry leaves nothing open
   */
  record Result(long bound, Optional<Placed> best, boolean isLeast) {}

  /**
   * @param chain that bounds segments
   * @param seed of random choices
   * @param stop asked now and then
   */
  SegmentPlacer(ChainProgramme chain, long seed, BooleanSupplier stop) {
    this.chain = chain;
    this.times = chain.segments().times();
    this.problem = times.problem();
    this.price = SegmentPrice.of(problem);
    this.costs = new LayerCosts(problem);
    boolean isTight = problem.switches().contention();
    boolean packs = problem.switches().shape() == Shape.RECTANGLES || isTight && problem.switches().shape() == Shape.ANY;
    this.packer = packs ? RegionSearch.packer(problem, PACKING_EFFORT) : null;
    this.slots = isTight ? new SegmentSlots(problem, seed, stop) : null;
    this.stop = stop;
  }

  /** What the segments are taken from. */
  ChainProgramme chain() {
    return chain;
  }

  /** The layers as one cluster on the whole module; empty if they are no segment. */
  Optional<Placed> single(int first, int last) {
    if (chain.segments().cost(first, last) == INFINITE || times.cycles(first, last, times.chiplets()) == INFINITE) {
      return Optional.empty();
    }
    ChainPlan.Cluster cluster = times.cluster(first, last, times.chiplets());
    ChipletMesh mesh = problem.module().mesh();
    Cluster placed = problem.switches().shape() == Shape.RECTANGLES && mesh != null
        ? Placement.on(problem, cluster, new Place(0, 0, mesh.columns(), mesh.rows()))
        : Placement.strip(problem, cluster, 0);
    return Optional.of(placed(List.of(placed), Math.max(cluster.cycles(), costs.io(first, last))));
  }

  /** Places a segment as the first search finds it, at some cost. */
  Optional<Placed> rough(int first, int last) {
    if (problem.switches().shape() != Shape.RECTANGLES || packer == null || !problem.switches().idle()) {
      return place(first, last, 0, Long.MAX_VALUE).best();
    }
    RectanglePacker quick = RegionSearch.packer(problem, PACKING_EFFORT / 100);
    return Optional.ofNullable(new RegionSearch(times, quick, stop).rough(first, last)).map(this::placed);
  }

  /**
   * Places a segment.
   *
   * @param least known lower bound on its cost
   * @param most largest cost that is wanted
   */
  Result place(int first, int last, long least, long most) {
    if (least > most) {
      return new Result(INFINITE, Optional.empty(), true);
    }
    Result result = placeOnce(first, last, least, most);
    if (!SlackAllocation.takes(problem) || result.best.isEmpty() || result.best.get().cost <= least) {
      return result;
    }
    return new Result(result.bound, Optional.of(withRoom(first, last, least, result.best.get())), result.isLeast);
  }

  /** Where transfers lengthen the stage: allocations that leave them room, until one of them costs no more than {@code least}. */
  private Placed withRoom(int first, int last, long least, Placed known) {
    Placed best = known;
    List<ChainPlan.Cluster> before = List.of();
    for (int strain : STRAINS) {
      ChainPlan.Segment segment = new SlackAllocation(problem, first, last, strain).cheapest().orElse(null);
      if (segment == null || segment.cost() >= best.cost || best.cost <= least || stop.getAsBoolean()) {
        return best;
      }
      if (!segment.clusters().equals(before)) {
        before = segment.clusters();
        Placed placed = regions(segment).filter(r -> isPromising(r, known)).map(this::finished).orElse(best);
        best = placed.cost < best.cost ? placed : best;
      }
    }
    return best;
  }

  private boolean isPromising(Segment regions, Placed known) {
    SegmentSlots over = slots;
    return over != null && price(new Segment(regions.clusters(), over.bound(regions))).cost < known.cost;
  }

  private Optional<Segment> regions(ChainPlan.Segment segment) {
    RectanglePacker rectangles = packer;
    if (problem.switches().shape() != Shape.RECTANGLES || rectangles == null) {
      return Optional.of(new Segment(stripsOf(segment), segment.stageCycles()));
    }
    Packing packing = rectangles.pack(segment.clusters().stream().mapToInt(ChainPlan.Cluster::chiplets).toArray());
    return packing.verdict() == Verdict.PLACED
        ? Optional.of(new Segment(clustersOn(segment.clusters(), packing.places()), segment.stageCycles()))
        : Optional.empty();
  }

  private Result placeOnce(int first, int last, long least, long most) {
    if (problem.switches().shape() != Shape.RECTANGLES) {
      return new Result(least, Optional.of(anywhere(chain.segments().segment(first, last))), true);
    }
    if (problem.switches().idle()) {
      RegionSearch.Result found = new RegionSearch(times, packer, stop).search(first, last, least, most);
      boolean isLeast = found.best() == null ? found.bound() == INFINITE : found.bound() >= found.best().cost();
      return new Result(found.bound(), Optional.ofNullable(found.best()).map(this::placed), isLeast);
    }
    ChainPlan.Segment segment = chain.segments().segment(first, last);
    Packing packing = packer.pack(segment.clusters().stream().mapToInt(ChainPlan.Cluster::chiplets).toArray());
    return new Result(least, packing.verdict() == Verdict.PLACED
        ? Optional.of(packed(segment, packing))
        : Optional.empty(), packing.verdict() == Verdict.PLACED && segment.cost() <= least);
  }

  /** Strips; where transfers take links, rectangles of the same sizes too, if they fit. */
  private Placed anywhere(ChainPlan.Segment segment) {
    Placed best = strips(segment);
    if (packer != null && segment.clusters().size() > 1 && best.segment.stageCycles() > segment.stageCycles()) {
      Packing packing = packer.pack(segment.clusters().stream().mapToInt(ChainPlan.Cluster::chiplets).toArray());
      if (packing.verdict() == Verdict.PLACED) {
        Placed rectangles = packed(segment, packing);
        best = rectangles.cost < best.cost ? rectangles : best;
      }
    }
    return best;
  }

  private Placed packed(ChainPlan.Segment segment, Packing packing) {
    return placed(new Allocation(segment.clusters(), packing.places(), segment.stageCycles(), segment.cost()));
  }

  private Placed strips(ChainPlan.Segment segment) {
    return placed(stripsOf(segment), segment.stageCycles());
  }

  private List<Cluster> stripsOf(ChainPlan.Segment segment) {
    List<Cluster> clusters = new ArrayList<>();
    int position = 0;
    for (ChainPlan.Cluster cluster : segment.clusters()) {
      clusters.add(Placement.strip(problem, cluster, position));
      position += cluster.chiplets();
    }
    return clusters;
  }

  private Placed placed(Allocation allocation) {
    return placed(clustersOn(allocation.clusters(), allocation.places()), allocation.stageCycles());
  }

  private List<Cluster> clustersOn(List<ChainPlan.Cluster> sizes, List<Place> places) {
    List<Cluster> clusters = new ArrayList<>();
    for (int c = 0; c < sizes.size(); c++) {
      clusters.add(Placement.on(problem, sizes.get(c), places.get(c)));
    }
    return clusters;
  }

  private Placed placed(List<Cluster> clusters, long stageCycles) {
    return finished(new Segment(clusters, stageCycles));
  }

  /** A segment on chiplets with slots for its transfers, where they need them, and its share of the objective. */
  Placed finished(Segment segment) {
    return price(slots == null ? segment : slots.complete(segment, SLOTS_WORK));
  }

  /** A segment with its share of the objective. */
  Placed price(Segment segment) {
    long load = costs.load(segment.first(), segment.last());
    return new Placed(segment, price.cost(load, segment.clusters().size(), segment.stageCycles()));
  }
}
