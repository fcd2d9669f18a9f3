package dev.dovetail.models.fusion.bounds;

import dev.dovetail.models.fusion.FusionProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * All plans of a problem as paths: from milestone to milestone, by sub-groups.
 *
 * <p>Role: what the bounds that look at sub-groups share. Between two neighbouring milestones of a path stands one sub-group, or a part of the network that is cut in an
 * unknown way, whose last sub-group goes on behind it.
 */
final class PlanSpace {
  /** Tensors whose place is followed, per milestone. */
  private static final int MOST_FOLLOWED = 4;
  /** A part of the network with more down-sets than this is blurred; smaller numbers are taken until there are few enough milestones. */
  private static final int[] MOST_PER_PART = {64, 16, 4, 0};
  private static final int MOST_MILESTONES = 320;

  private final FusionProblem problem;
  private final LayerGraph graph;
  private final Coverage coverage;
  private final LeastWork work;
  private final Milestones milestones;
  private final WeightSums sums;
  private final Tilings tilings;
  private final FcIsolation isolation;
  private final long[] weights;
  private final int[][] followed;
  private final boolean[] prefetchable;
  private final boolean[][] awaited;
  private final long[] wholeCycles;
  private long effort;

  /**
   * What stands between two milestones.
   *
   * @param layers of the sub-group, or of its part behind {@code skipped}
   * @param tiling of them
   * @param skipped what stands before them in unknown sub-groups
   */
  record Division(BitSet layers, Tiling tiling, UnorderedRounds.Skipped skipped) {}

  PlanSpace(FusionProblem problem, LayerGraph graph, Coverage coverage, LeastWork work) {
    this(problem, graph, coverage, work, milestones(graph));
  }

  private PlanSpace(FusionProblem problem, LayerGraph graph, Coverage coverage, LeastWork work, Milestones milestones) {
    this.problem = problem;
    this.graph = graph;
    this.coverage = coverage;
    this.work = work;
    this.milestones = milestones;
    this.sums = new WeightSums(graph, milestones, problem.core().bufferBytes(), problem.rules().weightChunkBytes());
    this.tilings = new Tilings(problem, graph);
    this.isolation = new FcIsolation(graph, problem.rules().isolateFc());
    int n = milestones.size();
    weights = new long[n];
    followed = new int[n][];
    prefetchable = new boolean[n];
    awaited = new boolean[n][];
    for (int i = 0; i < n; i++) {
      weights[i] = weightsOf(milestones.get(i));
      List<Integer> crossing = graph.crossing(milestones.get(i));
      followed[i] =
          crossing.stream().sorted((a, b) -> Long.compare(coverage.bytes(b), coverage.bytes(a))).limit(MOST_FOLLOWED).sorted()
              .mapToInt(l -> l).toArray();
      List<Integer> next = graph.minimal(milestones.get(i));
      awaited[i] = new boolean[followed[i].length];
      for (int j = 0; j < awaited[i].length; j++) {
        int l = followed[i][j];
        awaited[i][j] = next.stream().allMatch(x -> graph.producers(x).contains(l));
      }
      prefetchable[i] = followed[i].length < crossing.size()
          || graph.complement(milestones.get(i)).stream().anyMatch(l -> !graph.layer(l).externalInputs().isEmpty());
    }
    wholeCycles = wholeCycles();
  }

  /** All plans, as far as they are followed. */
  static PlanSpace of(FusionProblem problem) {
    LayerGraph graph = new LayerGraph(problem.network());
    Coverage coverage = new Coverage(problem, graph);
    return new PlanSpace(problem, graph, coverage, new LeastWork(problem, graph, coverage));
  }

  /** All plans with the layers in the order of their ids. */
  static PlanSpace ofIds(FusionProblem problem) {
    LayerGraph graph = new LayerGraph(problem.network());
    Coverage coverage = new Coverage(problem, graph);
    return new PlanSpace(problem, graph, coverage, new LeastWork(problem, graph, coverage), Milestones.ofIds(graph));
  }

  private static Milestones milestones(LayerGraph graph) {
    Milestones milestones = new Milestones(graph, MOST_PER_PART[0]);
    for (int i = 1; i < MOST_PER_PART.length && milestones.size() > MOST_MILESTONES; i++) {
      milestones = new Milestones(graph, MOST_PER_PART[i]);
    }
    return milestones;
  }

  private long[] wholeCycles() {
    long[] cycles = new long[graph.size()];
    Arrays.fill(cycles, Long.MAX_VALUE);
    tilings.leastWhole(milestones, cycles);
    if (!milestones.blurred().isEmpty()) {
      // A sub-group that ends within a blurred part gives layers before it shapes that no milestone shows.
      Milestones.Part last = milestones.blurred().get(milestones.blurred().size() - 1);
      milestones.get(last.top()).stream().forEach(l -> cycles[l] = work.cycles(l));
    }
    return cycles;
  }

  FusionProblem problem() {
    return problem;
  }

  LayerGraph graph() {
    return graph;
  }

  Coverage coverage() {
    return coverage;
  }

  LeastWork work() {
    return work;
  }

  Milestones milestones() {
    return milestones;
  }

  WeightSums sums() {
    return sums;
  }

  FcIsolation isolation() {
    return isolation;
  }

  /** Index of the milestone of all layers. */
  int last() {
    return milestones.size() - 1;
  }

  /** Bytes of the weights of a milestone's layers. */
  long weights(int milestone) {
    return weights[milestone];
  }

  long weightsOf(BitSet layers) {
    long bytes = 0;
    for (int l = layers.nextSetBit(0); l >= 0; l = layers.nextSetBit(l + 1)) {
      bytes += graph.layer(l).weightBytes();
    }
    return bytes;
  }

  /** Layers whose outputs cross a milestone and whose places are followed, ascending. */
  int[] followed(int milestone) {
    return followed[milestone];
  }

  /** Whether behind a milestone something is read that lies in DRAM from the beginning or may lie there. */
  boolean isPrefetchable(int milestone) {
    return prefetchable[milestone];
  }

  /** Weights that must be there before each of some layers begins, whatever the order behind a milestone. */
  long[] needed(int from, int[] layers) {
    long[] needed = new long[layers.length];
    for (int i = 0; i < needed.length; i++) {
      needed[i] = needed(from, layers[i]);
    }
    return needed;
  }

  /** By followed tensor of a milestone: whether every layer that may come next reads it. */
  boolean[] awaited(int milestone) {
    return awaited[milestone];
  }

  private long needed(int from, int layer) {
    BitSet needed = (BitSet) graph.ancestors(layer).clone();
    needed.set(layer);
    needed.or(milestones.get(from));
    return weightsOf(needed);
  }

  /**
   * All that can stand between two milestones.
   *
   * @param split whether a sub-group of one tile counts as its layers one after another, each at its least: enough for times, not for energies
   */
  List<Division> divisions(int from, int to, boolean split) {
    List<Division> all = new ArrayList<>();
    BitSet between = milestones.between(from, to);
    if (between.isEmpty()) {
      return all;
    }
    if (isolation.admits(between)) {
      if (split && between.cardinality() == 1 && wholeCycles[between.nextSetBit(0)] < Long.MAX_VALUE) {
        int single = between.nextSetBit(0);
        all.add(new Division(between, tilings.whole(single, wholeCycles[single], coverage), UnorderedRounds.Skipped.NOTHING));
      }
      for (Tiling t : tilings.of(between)) {
        if (t.tiles() > 1 || !split) {
          all.add(new Division(between, t, UnorderedRounds.Skipped.NOTHING));
        }
      }
    }
    milestones.blurred().forEach(p -> behind(from, to, p, all));
    effort += (long) between.cardinality() * (1 + all.size());
    return all;
  }

  /** Tiles of layers that were looked at, a measure of work that does not depend on the machine. */
  long effort() {
    return effort;
  }

  /** Plans that cut a blurred part: its last sub-group goes on behind the part. */
  private void behind(int from, int to, Milestones.Part part, List<Division> all) {
    boolean starts = from == part.bottom() || !milestones.between(from, part.bottom()).isEmpty();
    BitSet behind = milestones.between(part.top(), to);
    if (!starts || to != part.top() && behind.isEmpty()) {
      return;
    }
    UnorderedRounds.Skipped skipped = skipped(from, milestones.between(from, part.top()));
    if (behind.isEmpty()) {
      all.add(new Division(behind, Tiling.NOTHING, skipped));
    } else {
      tilings.behind(milestones.between(part.bottom(), part.top()), behind)
          .forEach(t -> all.add(new Division(behind, t, skipped)));
    }
  }

  private UnorderedRounds.Skipped skipped(int from, BitSet layers) {
    long bandwidth = problem.dramBytesPerCycle();
    long time = 0;
    long energy = 0;
    long loads = 0;
    long end = MaxPlus.NONE;
    for (int l = layers.nextSetBit(0); l >= 0; l = layers.nextSetBit(l + 1)) {
      time += work.cycles(l) * bandwidth;
      energy += work.femtojoules(l);
      loads += coverage.externalBytes(l);
      BitSet below = (BitSet) graph.descendants(l).clone();
      below.and(layers);
      below.set(l);
      end = Math.max(end, needed(from, l) + below.stream().mapToLong(work::cycles).sum() * bandwidth);
    }
    return new UnorderedRounds.Skipped(true, time, energy, loads, end, weightsOf(layers));
  }
}
