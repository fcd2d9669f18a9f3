package dev.dovetail.models.pipeline;

import static dev.dovetail.models.pipeline.PipelineNetwork.INPUT;

import dev.dovetail.models.Exact;
import dev.dovetail.models.pipeline.PipelineNetwork.Edge;
import dev.dovetail.models.pipeline.PipelinePlan.Segment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who reads what in a segment whose clusters are any sets of layers: what chiplets receive, which cluster waits for which, what passes the DRAM.
 *
 * <p>Role: the judge's own reading of the switch {@code graph: branches}; the rules stand with
 * {@link dev.dovetail.models.pipeline.graph.GraphCosts}, which programmes and bounds use.
 */
final class BranchReads {
  private final PipelineProblem problem;
  private final Segment segment;
  private final Map<Integer, Integer> clusterOf = new HashMap<>();
  private final Map<Integer, Partition> partitionOf = new HashMap<>();

  BranchReads(PipelineProblem problem, Segment segment) {
    this.problem = problem;
    this.segment = segment;
    for (int c = 0; c < segment.clusters().size(); c++) {
      PipelinePlan.Cluster cluster = segment.clusters().get(c);
      for (int i = 0; i < cluster.layers().size(); i++) {
        clusterOf.put(cluster.layers().get(i), c);
        partitionOf.put(cluster.layers().get(i), cluster.partitions().get(i));
      }
    }
  }

  /** Whether the clusters of a problem's plans may be any sets of layers. */
  static boolean apply(PipelineProblem problem) {
    return problem.switches().graph() == PipelineSwitches.Graph.BRANCHES;
  }

  private List<Edge> read(int layer) {
    return problem.network().edges().stream().filter(e -> e.to() == layer).toList();
  }

  /** Bytes that each chiplet of a layer's region receives of the tensors that it reads, without weights. */
  long activations(int layer) {
    boolean split = partitionOf.get(layer) != Partition.INPUT_SHARED;
    int mine = clusterOf.get(layer);
    long n = segment.clusters().get(mine).chiplets().size();
    long tensors = 0;
    long addends = 0;
    long inside = 0;
    long halos = 0;
    for (Edge e : read(layer)) {
      boolean isInside = e.from() != INPUT && clusterOf.getOrDefault(e.from(), -1) == mine;
      if (isInside && !e.isAddend()) {
        inside = Exact.add(inside, exchanged(e, split, partitionOf.get(e.from()) != Partition.INPUT_SHARED, n));
      } else if (!isInside && e.isAddend()) {
        addends = Exact.add(addends, e.bytes());
      } else if (!isInside) {
        tensors = Exact.add(tensors, e.bytes());
        halos = Exact.add(halos, split ? halo(e, n) : 0);
      }
    }
    long outside = split
        ? Exact.add(SegmentRules.up(Exact.add(tensors, addends), n), halos)
        : Exact.add(tensors, SegmentRules.up(addends, n));
    return Exact.add(inside, outside);
  }

  /** What a cluster of the segment limits a layer's transfer to, where senders do: the most that one of their chiplets sends. */
  long sentByOneChiplet(int layer) {
    boolean split = partitionOf.get(layer) != Partition.INPUT_SHARED;
    int mine = clusterOf.get(layer);
    long n = segment.clusters().get(mine).chiplets().size();
    Map<Integer, Long> bySender = new TreeMap<>();
    for (Edge e : read(layer)) {
      int sender = clusterOf.getOrDefault(e.from(), mine);
      if (sender != mine) {
        long halos = split && !e.isAddend() ? Exact.multiply(n, halo(e, n)) : 0;
        bySender.merge(sender, Exact.add(e.bytes(), halos), Exact::add);
      }
    }
    long most = 0;
    for (Map.Entry<Integer, Long> sent : bySender.entrySet()) {
      most = Math.max(most, SegmentRules.up(sent.getValue(), segment.clusters().get(sent.getKey()).chiplets().size()));
    }
    return most;
  }

  /** What each chiplet receives of a tensor that the same chiplets have produced. */
  private long exchanged(Edge e, boolean split, boolean producerSplit, long n) {
    if (!split) {
      return Exact.multiply(e.bytes(), n - 1) / n;
    }
    if (producerSplit) {
      return halo(e, n);
    }
    long moved = Exact.multiply(e.bytes() / n, n - 1) / n;
    return problem.switches().haloAfterIsp() ? Exact.add(moved, halo(e, n)) : moved;
  }

  /** Rows of a tensor that neighbours share: R - 1 of its IH rows. */
  private long halo(Edge e, long n) {
    PipelineLayer layer = problem.network().layer(e.to());
    long shared = layer.kernelRows() - 1;
    long rows = e.bytes() == layer.inputBytes()
        ? Exact.multiply(Exact.multiply(shared, layer.inputColumns()), layer.inputChannels())
        : Exact.multiply(shared, e.bytes() / layer.inputRows());
    return n == 1 ? 0 : Math.min(e.bytes(), rows);
  }

  /** For each cluster those whose outputs it reads, addends among them. */
  List<List<Integer>> waits() {
    List<List<Integer>> waits = new ArrayList<>();
    for (int c = 0; c < segment.clusters().size(); c++) {
      TreeSet<Integer> before = new TreeSet<>();
      for (int layer : segment.clusters().get(c).layers()) {
        read(layer).forEach(e -> before.add(clusterOf.getOrDefault(e.from(), -1)));
      }
      before.remove(c);
      before.remove(-1);
      waits.add(List.copyOf(before));
    }
    return waits;
  }

  /** The clusters in an order in which each stands behind those that it waits for; shorter if some wait for each other. */
  List<Integer> order() {
    List<List<Integer>> waits = waits();
    List<Integer> order = new ArrayList<>();
    boolean grows = true;
    while (grows) {
      grows = false;
      for (int c = 0; c < waits.size(); c++) {
        if (!order.contains(c) && order.containsAll(waits.get(c))) {
          order.add(c);
          grows = true;
        }
      }
    }
    return order;
  }

  /** Bytes that the segment reads from DRAM for a sample: each tensor from before it once, as much as its largest reader reads. */
  static long takenOver(PipelineProblem problem, Segment segment) {
    Map<Integer, Long> largest = new TreeMap<>();
    for (Edge e : problem.network().edges()) {
      if (e.from() < segment.first() && e.to() >= segment.first() && e.to() <= segment.last()) {
        largest.merge(e.from(), e.bytes(), Math::max);
      }
    }
    return largest.values().stream().reduce(0L, Exact::add);
  }

  /** Bytes that the segment writes to DRAM for a sample: outputs that are read behind it, and those of the network. */
  static long handedOn(PipelineProblem problem, Segment segment) {
    return neededAfter(problem, segment.first(), segment.last());
  }

  /** Bytes of a sample that lie in DRAM when the segment is done: all that is needed behind it, whoever produced it. */
  static long stored(PipelineProblem problem, Segment segment) {
    long input =
        problem.network().edges().stream().filter(e -> e.from() == INPUT && e.to() > segment.last()).mapToLong(Edge::bytes)
            .max().orElse(0);
    return Exact.add(input, neededAfter(problem, 0, segment.last()));
  }

  private static long neededAfter(PipelineProblem problem, int first, int last) {
    long sum = 0;
    for (int l = first; l <= last; l++) {
      int producer = l;
      List<Edge> readers = problem.network().edges().stream().filter(e -> e.from() == producer).toList();
      if (readers.isEmpty() || readers.stream().anyMatch(e -> e.to() > last)) {
        sum = Exact.add(sum, problem.network().layer(l).outputBytes());
      }
    }
    return sum;
  }
}
