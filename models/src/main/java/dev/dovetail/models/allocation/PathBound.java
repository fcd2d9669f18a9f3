package dev.dovetail.models.allocation;

import dev.dovetail.models.LowerBound;
import java.util.ArrayList;
import java.util.List;

/**
 * Earliest ends under tile pipelining.
 *
 * <p>Role: for each layer the earliest end of its first element and of its last one. A layer's last element needs every operand that it
 * reads wholly to be complete; its first one only where each element reads the whole operand. The sum of layer times along a path
 * is no bound when tiles pipeline, this is (Stream specification, 3.5, LB3). Completion also waits for the compute load and the
 * traffic of all ancestors.
 */
final class PathBound {
  private final Demands demands;
  private final long[] element;
  /** For each layer a cycle before which its last element cannot be made. */
  final long[] complete;
  private final long[] tail;
  /** For each layer the layers of which all work must be done before it is complete, itself included. */
  final boolean[][] ancestors;

  PathBound(Demands demands, ComputeLoad compute, AllocationBounds.Traffic traffic) {
    this.demands = demands;
    int n = demands.layers;
    element = new long[n];
    complete = new long[n];
    tail = new long[n];
    long[] first = new long[n];
    ancestors = new boolean[n][n];
    List<List<Demands.Dependency>> reads = new ArrayList<>();
    for (int l = 0; l < n; l++) {
      reads.add(new ArrayList<>());
    }
    demands.dependencies.forEach(d -> reads.get(d.layer()).add(d));
    for (int l = 0; l < n; l++) {
      element[l] = demands.elementCycles(l);
      long start = 0;
      ancestors[l][l] = true;
      for (Demands.Dependency d : reads.get(l)) {
        start = Math.max(start, d.eachReadsAll() ? complete[d.producer()] : d.eachReadsSome() ? first[d.producer()] : 0);
        if (d.readsAll()) {
          for (int a = 0; a < n; a++) {
            ancestors[l][a] |= ancestors[d.producer()][a];
          }
        }
      }
      first[l] = start + element[l];
      complete[l] = Math.max(first[l], start + spread(l));
      for (Demands.Dependency d : reads.get(l)) {
        if (d.readsAll()) {
          complete[l] = Math.max(complete[l], complete[d.producer()] + element[l]);
        }
      }
      complete[l] = Math.max(complete[l], compute.cycles(ancestors[l]));
      complete[l] = Math.max(complete[l], traffic.cycles(ancestors[l], false));
    }
    for (int l = n - 1; l >= 0; l--) {
      tail[l] = Math.max(tail[l], demands.storesAll(l) ? 1 : 0);
      for (Demands.Dependency d : reads.get(l)) {
        if (d.readsAll()) {
          tail[d.producer()] = Math.max(tail[d.producer()], element[l] + tail[l]);
        }
      }
    }
  }

  /** All of a layer at the summed speed of the cores that may run it. */
  private long spread(int l) {
    List<Integer> cores = demands.eligible.get(l);
    if (cores.isEmpty() || !demands.uniform(l)) {
      return element[l];
    }
    return (demands.cycles[l][cores.get(0)] + cores.size() - 1) / cores.size();
  }

  LowerBound bound() {
    long best = 0;
    int at = -1;
    for (int l = 0; l < demands.layers; l++) {
      if (complete[l] + tail[l] > best) {
        best = complete[l] + tail[l];
        at = l;
      }
    }
    return new LowerBound(
        "pipelined-path",
        best,
        at < 0
            ? "no layer"
            : "layer %s cannot be complete before cycle %,d, and %,d cycles of dependent work follow"
                .formatted(demands.workload.layers().get(at).name(), complete[at], tail[at]));
  }
}
