package dev.dovetail.models.pipeline.graph;

import dev.dovetail.models.pipeline.Partition;
import dev.dovetail.models.pipeline.PipelineProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Enumerates the clusters, regions and partitions of a segment, and plans made of them. */
final class EverySegment {
  private final PipelineProblem problem;
  private final List<Region> regions;
  private final boolean intervals;

  EverySegment(PipelineProblem problem) {
    this.problem = problem;
    this.regions = Region.all(problem.module());
    this.intervals = problem.switches().graph() == dev.dovetail.models.pipeline.PipelineSwitches.Graph.CHAIN;
  }

  /** Hands over every choice of clusters for layers first..last, also those that break rules. */
  void forEach(int first, int last, Consumer<List<ClusterChoice>> consumer) {
    split(first, last, new ArrayList<>(), consumer);
  }

  private void split(int l, int last, List<List<Integer>> groups, Consumer<List<ClusterChoice>> consumer) {
    if (l > last) {
      place(groups, 0, new ArrayList<>(), consumer);
      return;
    }
    for (int g = 0; g < groups.size(); g++) {
      List<Integer> group = groups.get(g);
      if (!intervals || group.get(group.size() - 1) == l - 1) {
        group.add(l);
        split(l + 1, last, groups, consumer);
        group.remove(group.size() - 1);
      }
    }
    groups.add(new ArrayList<>(List.of(l)));
    split(l + 1, last, groups, consumer);
    groups.remove(groups.size() - 1);
  }

  private void place(List<List<Integer>> groups, int g, List<ClusterChoice> chosen, Consumer<List<ClusterChoice>> consumer) {
    if (g == groups.size()) {
      consumer.accept(List.copyOf(chosen));
      return;
    }
    for (Region region : regions) {
      if (fits(chosen, region)) {
        partition(groups.get(g), new ArrayList<>(), partitions -> {
          chosen.add(new ClusterChoice(groups.get(g), partitions, region));
          place(groups, g + 1, chosen, consumer);
          chosen.remove(chosen.size() - 1);
        });
      }
    }
  }

  private boolean fits(List<ClusterChoice> chosen, Region region) {
    for (int t = 0; t < region.counts().size(); t++) {
      int type = t;
      int used = chosen.stream().mapToInt(c -> c.region().counts().get(type)).sum() + region.counts().get(t);
      if (used > problem.module().types().get(t).count()) {
        return false;
      }
    }
    return true;
  }

  /** Hands over all partitions of so many layers. */
  void partitions(int layers, Consumer<List<Partition>> consumer) {
    partition(java.util.Collections.nCopies(layers, 0), new ArrayList<>(), consumer);
  }

  private void partition(List<Integer> layers, List<Partition> chosen, Consumer<List<Partition>> consumer) {
    if (chosen.size() == layers.size()) {
      consumer.accept(List.copyOf(chosen));
      return;
    }
    for (Partition p : problem.switches().partitions()) {
      chosen.add(p);
      partition(layers, chosen, consumer);
      chosen.remove(chosen.size() - 1);
    }
  }
}
