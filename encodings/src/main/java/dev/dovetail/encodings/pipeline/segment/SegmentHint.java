package dev.dovetail.encodings.pipeline.segment;

import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.encodings.cp.IntVar;
import dev.dovetail.encodings.cp.Literal;
import dev.dovetail.models.pipeline.Partition;
import dev.dovetail.models.pipeline.graph.ClusterChoice;
import dev.dovetail.models.pipeline.graph.GraphCosts;
import dev.dovetail.models.pipeline.graph.Region;
import dev.dovetail.models.pipeline.graph.SegmentChoice;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A value for every variable of a segment's model, from a segment that is known. */
final class SegmentHint {
  private final GraphCosts costs;
  private final List<Region> regions;
  private final int first;
  private final SegmentModel.Variables v;
  private final long[] values;
  private final int layers;

  SegmentHint(GraphCosts costs, List<Region> regions, int first, SegmentModel.Variables v, int variables) {
    this.costs = costs;
    this.regions = regions;
    this.first = first;
    this.v = v;
    this.values = new long[variables];
    this.layers = v.region.length;
  }

  Assignment of(SegmentChoice segment) {
    ClusterChoice[] clusterOf = new ClusterChoice[layers];
    for (ClusterChoice cluster : segment.clusters()) {
      cluster.layers().forEach(l -> clusterOf[l - first] = cluster);
    }
    int[] levels = levels(clusterOf);
    for (int l = 0; l < layers; l++) {
      layer(l, clusterOf, levels[l]);
    }
    for (int r = 0; r < layers; r++) {
      cluster(r, clusterOf);
    }
    set(v.stage, segment.stageCycles());
    set(v.depth, segment.depth());
    set(v.cost, segment.cost());
    set(v.isDeep[segment.depth()], true);
    return Assignment.of(values);
  }

  private void layer(int l, ClusterChoice[] clusterOf, int level) {
    ClusterChoice mine = clusterOf[l];
    Partition partition = partition(l, clusterOf);
    int number = regions.indexOf(mine.region());
    set(v.in[l][mine.layers().get(0) - first], true);
    set(v.region[l], number);
    set(v.partition[l], SegmentModel.PARTITIONS.indexOf(partition));
    int[] sources = costs.sources(first + l);
    Partition[] from = new Partition[sources.length];
    for (int s = 0; s < sources.length; s++) {
      int source = sources[s] - first;
      if (source >= 0 && clusterOf[source].equals(mine)) {
        from[s] = partition(source, clusterOf);
        set(v.together[l][s], true);
        set(v.state[l][s], from[s].splitsPositions() ? 1 : 2);
      }
    }
    int n = mine.region().size();
    long cycles = costs.time(first + l, n, partition, from, mine.region().present());
    set(v.cycles[l], cycles);
    set(v.area[l], n * cycles);
    set(v.level[l], level);
    long weights = costs.problem().network().layer(first + l).weightBytes();
    set(v.stored[l], partition == Partition.REPLICATED ? n * weights : weights);
  }

  private void cluster(int r, ClusterChoice[] clusterOf) {
    ClusterChoice mine = clusterOf[r];
    Region region = mine.region();
    boolean begins = mine.layers().get(0) - first == r;
    boolean exceeds = costs.problem().network().layer(first + r).weightBytes() > region.room();
    boolean multiple = begins && mine.layers().size() > 1;
    set(v.room[r], region.room());
    set(v.multiple[r], multiple);
    set(v.exceeds[r], exceeds);
    set(v.streams[r], begins && !multiple && exceeds);
    set(v.choice[r], begins ? regions.indexOf(region) + 1 : 0);
    for (int t = 0; t < v.used.length; t++) {
      set(v.used[t][r], begins ? region.counts().get(t) : 0);
    }
    for (int l = r; l < layers; l++) {
      boolean in = begins && clusterOf[l].equals(mine);
      set(v.share[r][l], in ? values[v.cycles[l].index()] : 0);
      IntVar stored = v.stored[l];
      set(v.kept[r][l], in && multiple && stored != null ? values[stored.index()] : 0);
    }
  }

  private Partition partition(int l, ClusterChoice[] clusterOf) {
    return clusterOf[l].partitions().get(clusterOf[l].layers().indexOf(first + l));
  }

  /** Least level of each layer: equal within a cluster, rising from one to the next. */
  private int[] levels(ClusterChoice[] clusterOf) {
    int[] levels = new int[layers];
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int l = 0; l < layers; l++) {
        int least = levels[l];
        for (int source : costs.sources(first + l)) {
          if (source >= first) {
            least = Math.max(least, levels[source - first] + (clusterOf[source - first].equals(clusterOf[l]) ? 0 : 1));
          }
        }
        for (int other = 0; other < layers; other++) {
          if (clusterOf[other].equals(clusterOf[l])) {
            changed |= levels[other] < least;
            levels[other] = Math.max(levels[other], least);
          }
        }
      }
    }
    return Arrays.copyOf(levels, layers);
  }

  private void set(@Nullable IntVar variable, long value) {
    if (variable != null) {
      values[variable.index()] = value;
    }
  }

  private void set(@Nullable Literal literal, boolean value) {
    if (literal != null) {
      values[literal.variable()] = value ? 1 : 0;
    }
  }
}
