package dev.dovetail.models.pipeline.graph;

import dev.dovetail.models.pipeline.Partition;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelinePlan.Cluster;
import dev.dovetail.models.pipeline.PipelinePlan.Segment;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches.Graph;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Random plans that name each layer once and no chiplet twice in a segment; they may break other rules. */
final class RandomPlans {
  private RandomPlans() {}

  /** A plan with long stages. */
  static PipelinePlan any(Random random, PipelineProblem problem) {
    List<Segment> segments = new ArrayList<>();
    int first = 0;
    for (int l = 1; l <= problem.network().size(); l++) {
      if (l == problem.network().size() || random.nextInt(4) == 0) {
        segments.add(segment(random, problem, first, l - 1));
        first = l;
      }
    }
    return new PipelinePlan(segments);
  }

  private static Segment segment(Random random, PipelineProblem problem, int first, int last) {
    int most = problem.module().size();
    Map<Integer, List<Integer>> groups = new TreeMap<>();
    int group = 0;
    for (int l = first; l <= last; l++) {
      group = problem.switches().graph() == Graph.BRANCHES ? random.nextInt(most) : Math.min(most - 1, group + random.nextInt(2));
      groups.computeIfAbsent(group, g -> new ArrayList<>()).add(l);
    }
    List<Integer> chiplets = new ArrayList<>(IntStream.range(0, most).boxed().toList());
    Collections.shuffle(chiplets, random);
    List<Partition> allowed = List.copyOf(problem.switches().partitions());
    List<Cluster> clusters = new ArrayList<>();
    int left = groups.size();
    for (List<Integer> layers : groups.values()) {
      left--;
      List<Integer> region = chiplets.subList(0, 1 + random.nextInt(chiplets.size() - left));
      clusters.add(new Cluster(layers, layers.stream().map(l -> allowed.get(random.nextInt(allowed.size()))).toList(),
          region.stream().sorted().toList()));
      region.clear();
    }
    clusters.sort(java.util.Comparator.comparingInt(Cluster::first));
    return new Segment(clusters, 1_000_000);
  }
}
