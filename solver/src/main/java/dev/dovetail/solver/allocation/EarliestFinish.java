package dev.dovetail.solver.allocation;

import dev.dovetail.models.intracore.CostFloor;
import dev.dovetail.models.links.Bandwidth;
import dev.dovetail.models.links.Channel;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operand;
import dev.dovetail.models.workload.Tensor;
import dev.dovetail.solver.allocation.Genome.LayerGene;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Heterogeneous earliest finish time (Topcuoglu, Hariri and Wu, 2002) over whole layers.
 *
 * <p>Role: cores and priorities for networks whose layers are not cut: each layer, in order of its longest way to the end, goes to the
 * core that ends it first. Layers that are cut keep their bands; they count as spread over their cores.
 */
final class EarliestFinish {
  private final Shapes shapes;
  private final Genome genome;
  private final int layers;
  private final double[][] duration; // of the layer on each of its suitable cores
  private final List<List<int[]>> readers = new ArrayList<>(); // per layer: {reader, bytes}
  private final List<List<int[]>> sources = new ArrayList<>();
  private final double bytesPerCycle;

  EarliestFinish(Shapes shapes, Genome genome) {
    this.shapes = shapes;
    this.genome = genome;
    this.layers = genome.layers().length;
    this.duration = new double[layers][];
    double rate = Double.MAX_VALUE;
    for (Channel channel : shapes.machine.accelerator.channels()) {
      Bandwidth b = channel.bandwidth();
      rate = Math.min(rate, (double) b.bytes() / b.cycles());
    }
    this.bytesPerCycle = rate;
    Map<String, Integer> producers = shapes.workload.producers();
    for (int l = 0; l < layers; l++) {
      readers.add(new ArrayList<>());
      sources.add(new ArrayList<>());
    }
    for (int l = 0; l < layers; l++) {
      Layer layer = shapes.workload.layers().get(l);
      int[] cores = shapes.suitable[l];
      duration[l] = new double[cores.length];
      for (int i = 0; i < cores.length; i++) {
        duration[l][i] =
            shapes.machine.problem.costs()
                .floor(shapes.workload, layer, shapes.machine.accelerator.cores().get(cores[i]))
                .map(CostFloor::cycles)
                .orElse(0L);
      }
      Map<Integer, Long> bytes = new HashMap<>();
      for (Operand operand : layer.operands()) {
        Tensor t = shapes.workload.tensor(operand.tensor());
        Integer p = producers.get(t.name());
        if (p != null) {
          bytes.merge(p, t.bytes(), Math::max);
        }
      }
      for (Map.Entry<Integer, Long> e : new java.util.TreeMap<>(bytes).entrySet()) {
        int b = (int) Math.min(Integer.MAX_VALUE, e.getValue());
        readers.get(e.getKey()).add(new int[] {l, b});
        sources.get(l).add(new int[] {e.getKey(), b});
      }
    }
  }

  /** The genome with cores for layers of one node, and priorities for all. */
  Genome assigned() {
    double[] rank = new double[layers];
    for (int l = layers - 1; l >= 0; l--) {
      double tail = 0;
      for (int[] r : readers.get(l)) {
        tail = Math.max(tail, r[1] / bytesPerCycle + rank[r[0]]);
      }
      rank[l] = Arrays.stream(duration[l]).average().orElse(0) + tail;
    }
    Integer[] order = new Integer[layers];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble((Integer l) -> -rank[l]).thenComparingInt(l -> l));
    double[] free = new double[shapes.machine.cores];
    double[] end = new double[layers];
    int[] core = new int[layers];
    Genome result = genome;
    for (int l : order) {
      LayerGene gene = genome.layers()[l];
      int best = 0;
      double bestEnd = Double.MAX_VALUE;
      double bestStart = 0;
      for (int i = 0; i < shapes.suitable[l].length; i++) {
        int c = shapes.suitable[l][i];
        double start = free[c];
        for (int[] s : sources.get(l)) {
          start = Math.max(start, end[s[0]] + (core[s[0]] == c ? 0 : s[1] / bytesPerCycle));
        }
        if (start + duration[l][i] < bestEnd) {
          bestEnd = start + duration[l][i];
          bestStart = start;
          best = c;
        }
      }
      int[] owners = gene.owners();
      if (owners.length == 1) {
        owners = new int[] {best};
        free[best] = bestEnd;
        end[l] = bestEnd;
        core[l] = best;
      } else {
        core[l] = -1; // on several cores
        end[l] = bestStart + (bestEnd - bestStart) / shapes.suitable[l].length;
        for (int c : shapes.suitable[l]) {
          free[c] = Math.max(free[c], end[l]);
        }
      }
      double[] keys = new double[gene.keys().length];
      Arrays.fill(keys, bestStart / 1_000);
      result = result.withLayer(l, new LayerGene(gene.grid(), gene.split(), owners, keys, gene.chunkMajor()));
    }
    return result;
  }
}
