package dev.dovetail.solver.stream;

import dev.dovetail.models.stream.StreamGroup;
import dev.dovetail.models.stream.StreamMapping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The best mapping among those whose costs the table knows: fusion cuts by a shortest path over what has run, each group by branch and bound.
 */
final class TableSearch {
  private final Ground ground;
  private final boolean wholeOnly;
  private final BooleanSupplier shouldStop;
  private final FusionCuts cuts;
  private final Map<List<Integer>, GroupAnswer> groups = new HashMap<>();
  private final int mostNodes;
  private boolean isComplete = true;
  private long visited;

  /**
   * @param wholeOnly whether mappings that lose work to rounding, or data to clipping, are left out
   * @param mostNodes largest group that is searched
   */
  TableSearch(Ground ground, FusionCuts cuts, boolean wholeOnly, int mostNodes, BooleanSupplier shouldStop) {
    this.ground = ground;
    this.cuts = cuts;
    this.wholeOnly = wholeOnly;
    this.mostNodes = mostNodes;
    this.shouldStop = shouldStop;
  }

  /**
   * A mapping and what it costs.
   *
   * @param total cycles of all groups
   */
  record Answer(StreamMapping mapping, long total) {}

  /**
   * Searches.
   *
   * @param below only totals below this are of interest
   * @return null if there is none
   */
  @Nullable
  Answer search(long below) {
    List<BitSet> states = cuts.states();
    int last = states.size() - 1;
    long[] cost = new long[states.size()];
    int[] from = new int[states.size()];
    Arrays.fill(cost, Long.MAX_VALUE);
    cost[0] = 0;
    isComplete = cuts.isComplete();
    // From the whole network as one group down to single nodes: a good limit comes early.
    long limit = below;
    GroupAnswer one = group(cuts.between(states.get(0), states.get(last)), limit);
    if (one != null) {
      cost[last] = one.total();
      limit = one.total();
    }
    for (int s = 0; s < last && !shouldStop.getAsBoolean(); s++) {
      for (int t = s + 1; t <= last && cost[s] < limit; t++) {
        List<Integer> nodes = s == 0 && t == last ? List.of() : cuts.between(states.get(s), states.get(t));
        if (nodes.isEmpty()) {
          continue;
        }
        long bar = Math.min(limit, cost[t]) - cost[s];
        GroupAnswer answer = bar <= 0 ? null : group(nodes, bar);
        if (answer != null && cost[s] + answer.total() < cost[t]) {
          cost[t] = cost[s] + answer.total();
          from[t] = s;
          limit = t == last ? cost[t] : limit;
        }
      }
    }
    isComplete &= !shouldStop.getAsBoolean();
    if (cost[last] >= below) {
      return null;
    }
    List<StreamGroup> chain = new ArrayList<>();
    for (int t = last; t > 0; t = from[t]) {
      chain.add(MappingWriter.group(groups.get(cuts.between(states.get(from[t]), states.get(t)))));
    }
    Collections.reverse(chain);
    return new Answer(new StreamMapping(chain), cost[last]);
  }

  /** Whether nothing was left out. */
  boolean isComplete() {
    return isComplete;
  }

  /** Candidates priced. */
  long visited() {
    return visited;
  }

  private @Nullable GroupAnswer group(List<Integer> nodes, long below) {
    GroupAnswer known = groups.get(nodes);
    if (known != null) {
      return known.total() < below ? known : null;
    }
    SearchGroup group = nodes.isEmpty() || nodes.size() > mostNodes ? null : ground.group(nodes);
    if (group == null) {
      isComplete &= nodes.isEmpty();
      return null;
    }
    GroupSearch search = new GroupSearch(ground, group, ground.shapes(group), wholeOnly, shouldStop);
    GroupAnswer answer = search.search(below);
    visited += search.visited();
    isComplete &= search.isComplete();
    if (answer != null) {
      groups.put(nodes, answer);
    }
    return answer;
  }
}
