package dev.dovetail.models.pipeline.files;

import static dev.dovetail.models.pipeline.PipelineSwitches.LoadOverlap.NEXT;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dovetail.models.pipeline.ClusterTiming;
import dev.dovetail.models.pipeline.LayerCosts;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelinePlan.Cluster;
import dev.dovetail.models.pipeline.PipelinePlan.Segment;
import dev.dovetail.models.pipeline.PipelineProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What follows from a plan, so that nothing is left to decide when it runs.
 *
 * <p>Role: three sections. {@code schedule}: when each segment loads its weights, fills, runs in steady state and drains. {@code stages}: each
 * cluster's place in the period, its layers and where what they receive comes from. {@code chiplets}: the programme of each chiplet,
 * rows {@code segment.stage layer partition share weights at first-last}; cycles are those of the period of its stage, from 0. Segments and stages
 * are counted from 1. All ranges are closed. A stage waits {@code entryCycle} cycles after the segment's first sample for its own.
 */
final class ExecutableSections {
  private static final String DRAM = "dram";

  private final PipelineProblem problem;
  private final PipelinePlan plan;
  private final List<List<ClusterTiming>> timings = new ArrayList<>();

  ExecutableSections(PipelineProblem problem, PipelinePlan plan) {
    this.problem = problem;
    this.plan = plan;
    for (Segment segment : plan.segments()) {
      timings.add(IntStream.range(0, segment.clusters().size()).mapToObj(c -> ClusterTiming.of(problem, segment, c)).toList());
    }
  }

  void write(ObjectNode root) {
    schedule(root.putArray("schedule"));
    ArrayNode stages = root.putArray("stages");
    Map<Integer, List<String>> programmes = new TreeMap<>();
    for (int s = 0; s < plan.segments().size(); s++) {
      StageOrder order = new StageOrder(problem, plan.segments().get(s), timings.get(s));
      for (int c = 0; c < timings.get(s).size(); c++) {
        stage(stages.addObject(), s, c, order);
        programme(programmes, s, c);
      }
    }
    ArrayNode chiplets = root.putArray("chiplets");
    programmes.forEach((chiplet, rows) -> {
      ObjectNode node = chiplets.addObject();
      node.put("chiplet", chiplet);
      ArrayNode list = node.putArray("rows");
      rows.forEach(list::add);
    });
  }

  private void schedule(ArrayNode list) {
    List<Segment> segments = plan.segments();
    long loadStart = 0;
    long end = 0;
    for (int s = 0; s < segments.size(); s++) {
      Segment segment = segments.get(s);
      long load = LayerCosts.ceil(weights(segment), problem.module().dramBytesPerCycle());
      long start = Math.max(end, loadStart + load);
      StageOrder.Phases phases = new StageOrder(problem, segment, timings.get(s)).phases(problem.samples());
      end = start + phases.cycles();
      ObjectNode node = list.addObject();
      node.put("segment", s + 1);
      node.put("layers", problem.network().layer(segment.first()).name() + ".." + problem.network().layer(segment.last()).name());
      node.put("periodCycles", segment.stageCycles());
      node.put("loadBytes", weights(segment));
      node.put("loadStart", loadStart);
      node.put("loadEnd", loadStart + load);
      node.put("start", start);
      node.put("fillCycles", phases.fill());
      node.put("steadyCycles", phases.steady());
      node.put("drainCycles", phases.drain());
      node.put("end", end);
      boolean isAhead = s + 1 < segments.size() && problem.switches().loadOverlap() == NEXT
          && weights(segment) + weights(segments.get(s + 1)) <= problem.module().weightBufferBytes();
      loadStart = isAhead ? start : end;
    }
  }

  private long weights(Segment segment) {
    return segment.clusters().stream().flatMap(c -> c.layers().stream()).mapToLong(l -> problem.network().layer(l).weightBytes())
        .sum();
  }

  private void stage(ObjectNode node, int s, int c, StageOrder order) {
    ClusterTiming timing = timings.get(s).get(c);
    node.put("segment", s + 1);
    node.put("stage", c + 1);
    node.put("entryCycle", order.entry(c));
    node.put("busyCycles", timing.cycles());
    node.put("weightBytesPerChiplet", timing.weightBytesPerChiplet());
    if (timing.streamedBytes() > 0) {
      node.put("streamedBytes", timing.streamedBytes());
    }
    ArrayNode layers = node.putArray("layers");
    for (ClusterTiming.Work work : timing.works()) {
      layers.add("%s %s: %d cycles, computes %d, receives %d".formatted(problem.network().layer(work.layer()).name(),
          work.partition().letter(), work.cycles(), work.computeCycles(), work.receivedBytes()));
    }
    transfers(node.putArray("transfers"), s, c, order);
  }

  /** Rows {@code source: bytes per chiplet, what}. */
  private void transfers(ArrayNode list, int s, int c, StageOrder order) {
    Segment segment = plan.segments().get(s);
    ClusterTiming timing = timings.get(s).get(c);
    List<Integer> before = order.before(c);
    String source = before.isEmpty()
        ? DRAM
        : "stage " + String.join("+", before.stream().map(b -> String.valueOf(b + 1)).toList());
    for (int i = 0; i < timing.works().size(); i++) {
      ClusterTiming.Work work = timing.works().get(i);
      String layer = problem.network().layer(work.layer()).name();
      long activations = work.receivedBytes() - work.gatheredBytes();
      if (activations > 0) {
        list.add("%s: %d, input of %s".formatted(i == 0 ? source : "region", activations, layer));
      }
      if (work.gatheredBytes() > 0) {
        list.add("region: %d, weights of %s".formatted(work.gatheredBytes(), layer));
      }
    }
    if (timing.streamedBytes() > 0) {
      long each = LayerCosts.ceil(timing.streamedBytes(), segment.clusters().get(c).chiplets().size());
      list.add("%s: %d, weights of %s".formatted(DRAM, each, problem.network().layer(segment.clusters().get(c).first()).name()));
    }
    if (order.isLast(c)) {
      long bytes = problem.network().layer(segment.last()).outputBytes() + problem.network().layer(segment.last()).skipBytes();
      list.add("to %s: %d of the region, output of %s".formatted(DRAM, bytes, problem.network().layer(segment.last()).name()));
    }
  }

  private void programme(Map<Integer, List<String>> programmes, int s, int c) {
    Cluster cluster = plan.segments().get(s).clusters().get(c);
    ClusterTiming timing = timings.get(s).get(c);
    boolean isStreamed = timing.streamedBytes() > 0;
    int n = cluster.chiplets().size();
    // Where transfers have slots, what a stage needs comes early enough for an end with the period.
    long cycle = problem.switches().contention() ? plan.segments().get(s).stageCycles() - timing.cycles() : 0;
    for (ClusterTiming.Work work : timing.works()) {
      long last = Math.max(cycle, cycle + work.cycles() - 1);
      for (int share = 0; share < n; share++) {
        Shares shares = Shares.of(problem.network().layer(work.layer()), work.partition(), share, n, isStreamed);
        programmes.computeIfAbsent(cluster.chiplets().get(share), k -> new ArrayList<>())
            .add("%d.%d %s %s %s %s at %d-%d".formatted(s + 1, c + 1, problem.network().layer(work.layer()).name(),
                work.partition().letter(), shares.work(), shares.weights(), cycle, last));
      }
      cycle += work.cycles();
    }
  }
}
