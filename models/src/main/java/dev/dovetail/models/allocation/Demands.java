package dev.dovetail.models.allocation;

import dev.dovetail.models.Box;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.intracore.CostFloor;
import dev.dovetail.models.workload.AxisMap;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operand;
import dev.dovetail.models.workload.Tensor;
import dev.dovetail.models.workload.View;
import dev.dovetail.models.workload.Workload;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What every mapping must do, however it cuts, places and orders: which cores each layer may use and at what least cost, which bytes
 * must leave or reach DRAM, which bytes must move between cores.
 *
 * <p>Role: the facts under all lower bounds. Byte counts are never more than what the finest grid needs: an element that only a coarse
 * tile's enclosing box would ask for is not counted.
 */
final class Demands {
  /**
   * An edge of the layer graph.
   *
   * @param producer layer that makes the tensor
   * @param layer layer that reads it
   * @param readsAll whether all outputs together need every element
   * @param eachReadsAll whether each single output element needs every element
   * @param eachWeightReadsAll whether the outputs that use one and the same weight element together need every element
   * @param forcedBytes bytes that must come from another core, because no core may run both layers; 0 if one may
   */
  record Dependency(
      int producer, int layer, boolean readsAll, boolean eachReadsAll, boolean eachWeightReadsAll, long forcedBytes) {}

  final AllocationProblem problem;
  final Workload workload;
  final int layers;
  final List<List<Integer>> eligible = new ArrayList<>();
  /** Least cycles of each layer on each core; {@link Long#MAX_VALUE} where it cannot run. */
  final long[][] cycles;
  final long[][] energyFemtojoules;
  final List<Dependency> dependencies = new ArrayList<>();
  /** Bytes that each layer is the first to need from DRAM (inputs and weights). */
  final long[] loadBytes;
  final long[] weightBytes;
  final long[] storeBytes;

  Demands(AllocationProblem problem) {
    this.problem = problem;
    this.workload = problem.workload();
    this.layers = workload.layers().size();
    int cores = problem.accelerator().cores().size();
    cycles = new long[layers][cores];
    energyFemtojoules = new long[layers][cores];
    loadBytes = new long[layers];
    weightBytes = new long[layers];
    storeBytes = new long[layers];
    for (int l = 0; l < layers; l++) {
      eligible.add(eligible(l));
    }
    narrowGroups();
    Map<String, Integer> producers = workload.producers();
    Map<String, Long> loadedSoFar = new java.util.HashMap<>();
    for (int l = 0; l < layers; l++) {
      Layer layer = workload.layers().get(l);
      for (Operand operand : layer.operands()) {
        Tensor t = workload.tensor(operand.tensor());
        Integer p = producers.get(t.name());
        long needed = t.elements() == 0 ? 0 : floorBytes(t, leastNeeded(layer, operand));
        if (p == null) {
          // Several readers: their union is at least the largest; each adds what exceeds what earlier ones asked for.
          long before = loadedSoFar.getOrDefault(t.name(), 0L);
          if (needed > before) {
            loadBytes[l] += needed - before;
            if (t.role() == Tensor.Role.WEIGHT) {
              weightBytes[l] += needed - before;
            }
            loadedSoFar.put(t.name(), needed);
          }
          continue;
        }
        boolean forced = java.util.Collections.disjoint(eligible.get(p), eligible.get(l));
        dependencies.add(dependency(p, l, layer, operand, t, forced ? needed : 0));
      }
      Tensor out = workload.tensor(layer.output());
      if (out.isOutput()) {
        storeBytes[l] = floorBytes(out, out.elements());
      }
    }
  }

  private static long floorBytes(Tensor t, long elements) {
    return elements * t.bitsPerElement() / 8;
  }

  private List<Integer> eligible(int l) {
    Layer layer = workload.layers().get(l);
    List<Integer> able = new ArrayList<>();
    for (int c = 0; c < cycles[l].length; c++) {
      Core core = problem.accelerator().cores().get(c);
      cycles[l][c] = Long.MAX_VALUE;
      energyFemtojoules[l][c] = Long.MAX_VALUE;
      if (!problem.allows(layer.name(), core.name()) || !core.supports(layer.operator())) {
        continue;
      }
      Optional<CostFloor> floor = problem.costs().floor(workload, layer, core);
      if (floor.isPresent()) {
        cycles[l][c] = floor.get().cycles();
        energyFemtojoules[l][c] = floor.get().energyFemtojoules();
        able.add(c);
      }
    }
    return able;
  }

  /** Layers that must share one core can only use cores that suit all of them. */
  private void narrowGroups() {
    for (var group : problem.together()) {
      List<Integer> members = new ArrayList<>();
      for (int l = 0; l < layers; l++) {
        if (group.contains(workload.layers().get(l).name())) {
          members.add(l);
        }
      }
      for (int l : members) {
        List<Integer> common = new ArrayList<>(eligible.get(l));
        members.forEach(m -> common.retainAll(eligible.get(m)));
        eligible.set(l, common);
      }
    }
  }

  private Dependency dependency(int p, int l, Layer layer, Operand operand, Tensor t, long forcedBytes) {
    boolean readsAll = leastNeeded(layer, operand) == t.elements();
    int[] corner = new int[2 * layer.shape().size()];
    for (int a = 0; a < layer.shape().size(); a++) {
      corner[2 * a + 1] = 1;
    }
    int[] end = corner.clone();
    for (int a = 0; a < layer.shape().size(); a++) {
      end[2 * a] = layer.shape().get(a) - 1;
      end[2 * a + 1] = layer.shape().get(a);
    }
    // Only an operand that is read whole on every axis without regard to the output position needs all of it for each element.
    boolean each =
        operand.maps().stream().allMatch(m -> m instanceof AxisMap.All || m instanceof AxisMap.At)
            && operand.needed(Box.of(corner)).volume() == t.elements()
            && operand.needed(Box.of(end)).volume() == t.elements();
    return new Dependency(p, l, readsAll, each, readsAll && leastNeeded(layer, operand, oneWeight(layer)) == t.elements(), forcedBytes);
  }

  /** All outputs that share one weight element: the axes that weights depend on are held at their first index. */
  private Box oneWeight(Layer layer) {
    Box box = layer.outputBox();
    for (Operand operand : layer.operands()) {
      if (workload.tensor(operand.tensor()).role() != Tensor.Role.WEIGHT) {
        continue;
      }
      for (int a = 0; a < box.rank(); a++) {
        Box one = layer.outputBox().with(a, 0, 1);
        if (!operand.needed(one).equals(operand.needed(layer.outputBox()))) {
          box = box.with(a, 0, 1);
        }
      }
    }
    return box;
  }

  /** Bytes that must move between cores among the marked layers: of each producer's output the largest forced read. */
  long forcedMoveBytes(boolean[] among) {
    long[] most = new long[layers];
    for (Dependency d : dependencies) {
      if (among[d.producer()] && among[d.layer()]) {
        most[d.producer()] = Math.max(most[d.producer()], d.forcedBytes());
      }
    }
    return java.util.Arrays.stream(most).sum();
  }

  /** See the variant below, for all outputs. */
  static long leastNeeded(Layer layer, Operand operand) {
    return leastNeeded(layer, operand, layer.outputBox());
  }

  /**
   * How many distinct elements of the operand's tensor the outputs in {@code whole} together need on the finest grid; 0 where views make that hard to
   * say exactly.
   */
  static long leastNeeded(Layer layer, Operand operand, Box whole) {
    if (operand.views().isEmpty()) {
      long count = 1;
      for (int a = 0; a < operand.shape().size(); a++) {
        count *= union(whole, operand.maps().get(a), operand.shape().get(a));
      }
      return count;
    }
    Box box = new Operand(operand.tensor(), operand.shape(), operand.maps(), List.of()).needed(whole);
    for (AxisMap map : operand.maps()) {
      if (map instanceof AxisMap.Window w && w.stride() > w.dilation() * (w.kernel() - 1) + 1) {
        return 0;
      }
    }
    List<Integer> shape = operand.shape();
    for (View view : operand.views()) {
      boolean full = box.volume() == Box.whole(shape).volume();
      if (view instanceof View.Reshape r) {
        if (!full) {
          return 0;
        }
        shape = r.from();
      } else if (view instanceof View.Slice s && s.step() > 1) {
        return 0;
      } else if (!(view instanceof View.Permute) && operand.views().size() > 1) {
        return 0;
      } else if (view instanceof View.Permute p) {
        List<Integer> permuted = new ArrayList<>(shape);
        for (int a = 0; a < p.axes().size(); a++) {
          permuted.set(p.axes().get(a), shape.get(a));
        }
        shape = permuted;
      }
      box = view.source(box);
    }
    return box.volume();
  }

  private static long union(Box whole, AxisMap map, int extent) {
    int axis =
        map instanceof AxisMap.Window w
            ? w.axis()
            : map instanceof AxisMap.Transposed t ? t.axis() : map instanceof AxisMap.Scaled s ? s.axis() : -1;
    if (axis < 0) {
      return map.needed(whole, extent).intersect(new dev.dovetail.models.Interval(0, extent)).size();
    }
    BitSet needed = new BitSet(extent);
    for (int o = whole.lo(axis); o < whole.hi(axis); o++) {
      var i = map.needed(whole.with(axis, o, o + 1), extent).intersect(new dev.dovetail.models.Interval(0, extent));
      if (!i.isEmpty()) {
        needed.set(i.lo(), i.hi());
      }
    }
    return needed.cardinality();
  }

  /** Least cycles of one output element of a layer on its best core. */
  long elementCycles(int l) {
    Layer layer = workload.layers().get(l);
    int[] one = new int[2 * layer.shape().size()];
    for (int a = 0; a < layer.shape().size(); a++) {
      one[2 * a + 1] = 1;
    }
    long best = Long.MAX_VALUE;
    for (int c : eligible.get(l)) {
      for (var point : problem.costs().points(workload, layer, Box.of(one), problem.accelerator().cores().get(c))) {
        best = Math.min(best, point.cycles());
      }
    }
    return best == Long.MAX_VALUE ? 0 : best;
  }

  /** Whether all cores that may run the layer are of one type, so that floors add up over any split between them. */
  boolean uniform(int l) {
    return eligible.get(l).stream().map(c -> problem.accelerator().cores().get(c).type()).distinct().count() <= 1;
  }
}
