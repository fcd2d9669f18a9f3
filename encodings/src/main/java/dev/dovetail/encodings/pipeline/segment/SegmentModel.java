package dev.dovetail.encodings.pipeline.segment;

import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.encodings.cp.ConstraintModel;
import dev.dovetail.encodings.cp.IntVar;
import dev.dovetail.encodings.cp.Literal;
import dev.dovetail.models.pipeline.Partition;
import dev.dovetail.models.pipeline.graph.ClusterChoice;
import dev.dovetail.models.pipeline.graph.GraphCosts;
import dev.dovetail.models.pipeline.graph.Region;
import dev.dovetail.models.pipeline.graph.SegmentChoice;
import dev.dovetail.models.pipeline.graph.SegmentPrices;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The model of one segment, the way back, and the way in. */
public final class SegmentModel {
  /** Partitions by the number that they have in models. */
  static final List<Partition> PARTITIONS = List.of(Partition.WEIGHT_SHARED, Partition.INPUT_SHARED, Partition.REPLICATED);

  private final GraphCosts costs;
  private final SegmentPrices prices;
  private final List<Region> regions;
  private final int first;
  private final int last;
  private final Variables v;
  private final ConstraintModel model;

  SegmentModel(
      GraphCosts costs, SegmentPrices prices, List<Region> regions, int first, int last, Variables variables,
      ConstraintModel model) {
    this.costs = costs;
    this.prices = prices;
    this.regions = regions;
    this.first = first;
    this.last = last;
    this.v = variables;
    this.model = model;
  }

  /** The variables of a segment; layers and clusters, named by their first layer, count from its first layer. */
  static final class Variables {
    /** By layer l and cluster r up to l: whether l is in r. */
    final Literal[][] in;
    final IntVar[] region;
    final IntVar[] partition;
    /** By layer and producer: whether both are in one cluster; null for producers before the segment. */
    final @Nullable Literal[][] together;
    final @Nullable IntVar[][] state;
    final IntVar[] cycles;
    final IntVar[] area;
    final IntVar[] level;
    final @Nullable IntVar[] stored;
    /** By cluster: whether it has several layers. */
    final Literal[] multiple;
    final Literal[] exceeds;
    final Literal[] streams;
    final IntVar[] room;
    /** By cluster and layer: at least the cycles of a layer that is in it. */
    final IntVar[][] share;
    final IntVar[][] kept;
    /** By cluster: its region's number and one, 0 if there is no such cluster. */
    final IntVar[] choice;
    /** By type and cluster. */
    final IntVar[][] used;
    Literal[] isDeep = {};
    @Nullable
    IntVar depth;
    @Nullable
    IntVar stage;
    @Nullable
    IntVar cost;

    Variables(int layers, int types) {
      in = new Literal[layers][];
      region = new IntVar[layers];
      partition = new IntVar[layers];
      together = new Literal[layers][];
      state = new IntVar[layers][];
      cycles = new IntVar[layers];
      area = new IntVar[layers];
      level = new IntVar[layers];
      stored = new IntVar[layers];
      multiple = new Literal[layers];
      exceeds = new Literal[layers];
      streams = new Literal[layers];
      room = new IntVar[layers];
      share = new IntVar[layers][];
      kept = new IntVar[layers][];
      choice = new IntVar[layers];
      used = new IntVar[types][];
    }
  }

  /** Bytes that all chiplets of a region keep of a layer's weights, for each region and partition. */
  static List<List<Long>> storedRows(List<Region> regions, long weights) {
    List<List<Long>> rows = new ArrayList<>();
    for (int g = 0; g < regions.size(); g++) {
      for (int p = 0; p < PARTITIONS.size(); p++) {
        long copies = PARTITIONS.get(p) == Partition.REPLICATED ? regions.get(g).size() : 1;
        rows.add(List.of((long) g, (long) p, copies * weights));
      }
    }
    return rows;
  }

  /** The model. */
  public ConstraintModel model() {
    return model;
  }

  /** The segment that a solution means, at its own price. */
  public SegmentChoice decode(Assignment solution) {
    List<ClusterChoice> clusters = new ArrayList<>();
    for (int r = 0; r <= last - first; r++) {
      if (!solution.isTrue(v.in[r][r])) {
        continue;
      }
      List<Integer> layers = new ArrayList<>();
      List<Partition> partitions = new ArrayList<>();
      for (int l = r; l <= last - first; l++) {
        if (solution.isTrue(v.in[l][r])) {
          layers.add(first + l);
          partitions.add(PARTITIONS.get((int) solution.value(v.partition[l])));
        }
      }
      clusters.add(new ClusterChoice(layers, partitions, regions.get((int) solution.value(v.region[r]))));
    }
    return SegmentChoice.of(costs, prices, clusters)
        .orElseThrow(() -> new IllegalStateException("The clusters of a solution (%s) must form a segment.".formatted(clusters)));
  }

  /** The same model, which begins with a segment of the same layers that costs no more than the model admits. */
  public SegmentModel withHint(SegmentChoice segment) {
    Assignment hint = new SegmentHint(costs, regions, first, v, model.variables().size()).of(segment);
    return new SegmentModel(costs, prices, regions, first, last, v, model.toBuilder().hint(hint).build());
  }
}
