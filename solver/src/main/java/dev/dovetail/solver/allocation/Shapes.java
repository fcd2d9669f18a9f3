package dev.dovetail.solver.allocation;

import dev.dovetail.encodings.allocation.LayerGrid;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.intracore.CostFloor;
import dev.dovetail.models.workload.AxisMap;
import dev.dovetail.models.workload.Dim;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operand;
import dev.dovetail.models.workload.OperatorClass;
import dev.dovetail.models.workload.Tensor;
import dev.dovetail.models.workload.Workload;
import java.util.ArrayList;
import java.util.List;

/**
 * What can be said of each layer before any search: how it may be cut, which cores suit it, how deep it lies.
 *
 * <p>Role: facts for the portfolio and the moves.
 */
final class Shapes {
  final Machine machine;
  final Workload workload;
  final int[] granule;
  final int[] rowLimit;
  final int[] chunkLimit;
  final long[] weightBytes;
  final long[] positions;
  final int[][] suitable;
  final int[][] eligible;
  final int[] level;

  Shapes(Machine machine) {
    this.machine = machine;
    this.workload = machine.problem.workload();
    int n = workload.layers().size();
    granule = new int[n];
    rowLimit = new int[n];
    chunkLimit = new int[n];
    weightBytes = new long[n];
    positions = new long[n];
    suitable = new int[n][];
    eligible = new int[n][];
    level = new int[n];
    var producers = workload.producers();
    for (int l = 0; l < n; l++) {
      Layer layer = workload.layers().get(l);
      granule[l] = granule(l, layer);
      int rowAxis = layer.rowAxis();
      rowLimit[l] = rowAxis < 0 ? 1 : Math.min(layer.shape().get(rowAxis), machine.problem.options().maxTiles());
      int channelAxis = layer.channelAxis();
      chunkLimit[l] = channelAxis < 0 ? 1 : (layer.shape().get(channelAxis) + granule[l] - 1) / granule[l];
      positions[l] = Math.max(1, layer.extent(Dim.OY, layer.outputBox()) * layer.extent(Dim.OX, layer.outputBox()));
      for (Operand operand : layer.operands()) {
        Tensor t = workload.tensor(operand.tensor());
        if (t.role() == Tensor.Role.WEIGHT) {
          weightBytes[l] += t.bytes();
        }
        Integer p = producers.get(t.name());
        if (p != null) {
          level[l] = Math.max(level[l], level[p] + 1);
        }
      }
      eligible[l] = machine.eligible(l).stream().mapToInt(Integer::intValue).toArray();
      suitable[l] = suitable(l, layer);
    }
  }

  /** Chunks in multiples of the array's K lanes waste no cycles; a grouped operand asks for whole groups. */
  private int granule(int l, Layer layer) {
    int axis = layer.channelAxis();
    if (axis < 0 || layer.axes().get(axis) != Dim.K) {
      return 1;
    }
    int lanes = 1;
    if (layer.operator().operatorClass() == OperatorClass.MATRIX) {
      for (int c : machine.eligible(l)) {
        Core core = machine.accelerator.cores().get(c);
        for (List<Dim> unrolling : core.unrollings()) {
          int k = unrolling.indexOf(Dim.K);
          if (k >= 0) {
            lanes = Math.max(lanes, core.array().get(k));
          }
        }
      }
    }
    for (Operand operand : layer.operands()) {
      for (AxisMap map : operand.maps()) {
        if (map instanceof AxisMap.Grouped g && g.axis() == axis && g.outPerGroup() > 1) {
          lanes = g.outPerGroup() * Math.max(1, lanes / g.outPerGroup());
        }
      }
    }
    return Math.min(lanes, layer.shape().get(axis));
  }

  /** The eligible cores that take at most twice as long as the fastest. */
  private int[] suitable(int l, Layer layer) {
    long best = Long.MAX_VALUE;
    List<Long> cycles = new ArrayList<>();
    for (int c : eligible[l]) {
      long k =
          machine.problem.costs().floor(workload, layer, machine.accelerator.cores().get(c)).map(CostFloor::cycles).orElse(Long.MAX_VALUE);
      cycles.add(k);
      best = Math.min(best, k);
    }
    List<Integer> chosen = new ArrayList<>();
    for (int i = 0; i < eligible[l].length; i++) {
      if (cycles.get(i) <= 2 * best) {
        chosen.add(eligible[l][i]);
      }
    }
    int[] cores = chosen.stream().mapToInt(Integer::intValue).toArray();
    for (var group : machine.problem.together()) {
      if (group.contains(layer.name()) && cores.length > 1) {
        return new int[] {cores[0]};
      }
    }
    return cores;
  }

  /** A grid fitted to the layer, with rows and chunks inside the searched space. */
  LayerGrid grid(int l, int rows, int chunks) {
    return new LayerGrid(Math.max(1, Math.min(rows, rowLimit[l])), Math.max(1, Math.min(chunks, chunkLimit[l])), granule[l])
        .fitted(workload.layers().get(l));
  }
}
