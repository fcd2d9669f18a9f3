package dev.dovetail.models.pipeline;

import static dev.dovetail.models.pipeline.PipelineSwitches.Graph.CHAIN;

import dev.dovetail.models.Findings;
import dev.dovetail.models.pipeline.PipelinePlan.Cluster;
import dev.dovetail.models.pipeline.PipelinePlan.Segment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The rules of what stands where: layers in segments and clusters, partitions, regions. */
final class PlanRules {
  private final PipelineProblem problem;
  private final PipelinePlan plan;
  private final Findings findings;
  private boolean isSound = true;

  PlanRules(PipelineProblem problem, PipelinePlan plan, Findings findings) {
    this.problem = problem;
    this.plan = plan;
    this.findings = findings;
  }

  /** Checks all; whether what the plan names exists, so that it can be run. */
  boolean check() {
    for (int s = 0; s < plan.segments().size(); s++) {
      Segment segment = plan.segments().get(s);
      if (segment.clusters().isEmpty()) {
        unsound("empty-segment", PlanPlaces.segment(s), "It has no clusters.");
      }
      for (int c = 0; c < segment.clusters().size(); c++) {
        cluster(segment.clusters().get(c), PlanPlaces.cluster(plan, s, c));
      }
    }
    eachLayerOnce();
    if (isSound) {
      order();
      for (int s = 0; s < plan.segments().size(); s++) {
        new RegionRules(problem, plan, s, findings).check();
        clustersWait(s);
      }
    }
    return isSound;
  }

  private void unsound(String rule, String where, String message, Object... values) {
    isSound = false;
    findings.add(rule, where, message, values);
  }

  private void cluster(Cluster cluster, String where) {
    if (cluster.layers().isEmpty()) {
      unsound("empty-cluster", where, "It has no layers.");
    }
    for (int l : cluster.layers()) {
      if (l < 0 || l >= problem.network().size()) {
        unsound("unknown-layer", where, "Layer %d is not one of 0..%d.", l, problem.network().size() - 1);
      }
    }
    if (cluster.partitions().size() != cluster.layers().size()) {
      unsound("partition", where, "It has %d partitions for %d layers.", cluster.partitions().size(), cluster.layers().size());
    }
    for (Partition p : cluster.partitions()) {
      if (!problem.switches().partitions().contains(p)) {
        findings.add("partition", where, "Partition %s is none of %s, which weights %s allow.", p.letter(),
            problem.switches().partitions().stream().map(q -> String.valueOf(q.letter())).collect(Collectors.joining(", ")),
            problem.switches().weights());
      }
    }
    if (cluster.chiplets().isEmpty()) {
      unsound("empty-region", where, "Its region has no chiplets.");
    }
    chiplets(cluster.chiplets(), where);
  }

  private void chiplets(List<Integer> chiplets, String where) {
    int before = -1;
    for (int chiplet : chiplets) {
      if (chiplet < 0 || chiplet >= problem.module().size()) {
        unsound("unknown-chiplet", where, "Chiplet %d is not one of 0..%d.", chiplet, problem.module().size() - 1);
      } else if (chiplet <= before) {
        findings.add("chiplet-order", where, "Chiplet %d stands after chiplet %d; chiplets are listed once each, ascending.",
            chiplet,
            before);
      }
      before = chiplet;
    }
  }

  private void eachLayerOnce() {
    Map<Integer, String> places = new HashMap<>();
    for (int s = 0; s < plan.segments().size(); s++) {
      for (int c = 0; c < plan.segments().get(s).clusters().size(); c++) {
        String where = PlanPlaces.cluster(plan, s, c);
        for (int l : plan.segments().get(s).clusters().get(c).layers()) {
          String other = places.putIfAbsent(l, where);
          if (other != null) {
            findings.add("layer-twice", where, "Layer %d stands in %s, too.", l, other);
          }
        }
      }
    }
    for (int l = 0; l < problem.network().size(); l++) {
      if (!places.containsKey(l)) {
        findings.add("missing-layer", "layer %d (%s)".formatted(l, problem.network().layer(l).name()),
            "It stands in no cluster.");
      }
    }
  }

  /** Segments are intervals of the chain in its order; so are clusters, unless branches may be parted. */
  private void order() {
    int next = 0;
    for (int s = 0; s < plan.segments().size(); s++) {
      Segment segment = plan.segments().get(s);
      List<Integer> layers = new ArrayList<>();
      segment.clusters().forEach(c -> layers.addAll(c.layers()));
      if (problem.switches().graph() == CHAIN) {
        interval("segment-order", PlanPlaces.segment(s), layers, next);
        for (int c = 0; c < segment.clusters().size(); c++) {
          Cluster cluster = segment.clusters().get(c);
          interval("cluster-interval", PlanPlaces.cluster(plan, s, c), cluster.layers(), cluster.first());
        }
      } else {
        for (int c = 0; c < segment.clusters().size(); c++) {
          ascending(segment.clusters().get(c).layers(), PlanPlaces.cluster(plan, s, c));
        }
        Collections.sort(layers);
        interval("segment-order", PlanPlaces.segment(s), layers, next);
      }
      next += layers.size();
    }
  }

  /** A pipeline runs only if its clusters do not wait for each other in a cycle. */
  private void clustersWait(int s) {
    List<Cluster> clusters = plan.segments().get(s).clusters();
    if (BranchReads.apply(problem)) {
      List<Integer> order = new BranchReads(problem, plan.segments().get(s)).order();
      for (int c = 0; c < clusters.size(); c++) {
        if (!order.contains(c)) {
          unsound("cluster-cycle", PlanPlaces.cluster(plan, s, c), "It waits for a cluster that waits for it.");
        }
      }
    }
  }

  private void interval(String rule, String where, List<Integer> layers, int first) {
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i) != first + i) {
        findings.add(rule, where, "Layer %d stands where layer %d follows in the chain.", layers.get(i), first + i);
        return;
      }
    }
  }

  private void ascending(List<Integer> layers, String where) {
    for (int i = 1; i < layers.size(); i++) {
      if (layers.get(i) <= layers.get(i - 1)) {
        findings.add("layer-order", where, "Layer %d stands after layer %d.", layers.get(i), layers.get(i - 1));
      }
    }
  }
}
