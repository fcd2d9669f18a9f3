package dev.dovetail.models.allocation;

import dev.dovetail.models.Box;
import dev.dovetail.models.Exact;
import dev.dovetail.models.Interval;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.intracore.CostFloor;
import dev.dovetail.models.intracore.LeastReads;
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
import org.jspecify.annotations.Nullable;

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
   * @param eachReadsSome whether no output element can be made without any element
   * @param forcedBytes bytes that must come over links to the reader, because no core may run both layers, or because the handover goes
   *     through DRAM; 0 if they may stay where they are
   * @param loaded whether these are loaded from DRAM
   */
  record Dependency(int producer, int layer, boolean readsAll, boolean eachReadsAll, boolean eachReadsSome, long forcedBytes,
      boolean loaded) {}

  final AllocationProblem problem;
  final Workload workload;
  final int layers;
  final List<List<Integer>> eligible = new ArrayList<>();
  /** Least cycles of each layer on each core; {@link Long#MAX_VALUE} where it cannot run. */
  final long[][] cycles;
  final long[][] energyFemtojoules;
  final List<Dependency> dependencies = new ArrayList<>();
  /** Bytes that each layer is the first to need from DRAM: inputs, weights, and features whose handover goes through DRAM. */
  final long[] loadBytes;
  /** Bytes of each layer's output that must be stored: outputs, and what others read through DRAM. */
  final long[] storeBytes;
  /** Answers of {@link #uniform}; null until asked. */
  private final @Nullable Boolean[] uniform;

  Demands(AllocationProblem problem) {
    this.problem = problem;
    this.workload = problem.workload();
    this.layers = workload.layers().size();
    int cores = problem.accelerator().cores().size();
    cycles = new long[layers][cores];
    energyFemtojoules = new long[layers][cores];
    loadBytes = new long[layers];
    storeBytes = new long[layers];
    uniform = new Boolean[layers];
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
        boolean cut = p != null && goesThroughDram(p, layer);
        if (p == null || cut) {
          // Several readers: their union is at least the largest; each adds what exceeds what earlier ones asked for.
          long before = loadedSoFar.getOrDefault(t.name(), 0L);
          if (needed > before) {
            loadBytes[l] += needed - before;
            loadedSoFar.put(t.name(), needed);
          }
        }
        if (p != null) {
          boolean forced = cut || java.util.Collections.disjoint(eligible.get(p), eligible.get(l));
          storeBytes[p] = cut ? Math.max(storeBytes[p], needed) : storeBytes[p];
          dependencies.add(dependency(p, l, layer, operand, t, forced ? needed : 0, cut));
        }
      }
      Tensor out = workload.tensor(layer.output());
      if (out.isOutput()) {
        storeBytes[l] = floorBytes(out, out.elements());
      }
    }
  }

  /** Whether the problem demands that what a layer reads of another's output is stored and loaded again. */
  private boolean goesThroughDram(int producer, Layer layer) {
    return problem.handovers().throughDram()
        .contains(new Handovers.Handover(workload.layers().get(producer).name(), layer.name()));
  }

  /** Whether every element of a layer's output must be stored. */
  boolean storesAll(int l) {
    Tensor out = workload.tensor(workload.layers().get(l).output());
    return storeBytes[l] > 0 && storeBytes[l] == floorBytes(out, out.elements());
  }

  /** Bytes of so many elements, rounded down. */
  static long floorBytes(Tensor t, long elements) {
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

  private Dependency dependency(int p, int l, Layer layer, Operand operand, Tensor t, long forcedBytes, boolean loaded) {
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
    return new Dependency(p, l, readsAll, each, eachReadsSome(layer, operand), forcedBytes, loaded);
  }

  /** Padding may hide all of an operand from some outputs, and a part of a concatenation is not what every output reads. */
  private static boolean eachReadsSome(Layer layer, Operand operand) {
    for (int a = 0; a < operand.maps().size(); a++) {
      AxisMap map = operand.maps().get(a);
      int axis = LeastReads.outputAxis(map);
      for (int o = 0; axis >= 0 && o < layer.shape().get(axis); o++) {
        Interval all = new Interval(0, operand.shape().get(a));
        if (map.needed(layer.outputBox().with(axis, o, o + 1), all.hi()).intersect(all).isEmpty()) {
          return false;
        }
      }
    }
    List<View> views = operand.views();
    boolean wholePart =
        views.size() == 1 && views.get(0) instanceof View.Part part && operand.maps().get(part.axis()) instanceof AxisMap.All;
    return wholePart || views.stream().noneMatch(v -> v instanceof View.Part);
  }

  /**
   * Bytes that must move between cores among the marked layers, beside what they load: of each producer's output the largest forced read,
   * as far as it exceeds what is loaded of it, because a load may reach all readers at once.
   */
  long forcedMoveBytes(boolean[] among) {
    long[] most = new long[layers];
    long[] loaded = new long[layers];
    for (Dependency d : dependencies) {
      if (among[d.producer()] && among[d.layer()]) {
        most[d.producer()] = Math.max(most[d.producer()], d.forcedBytes());
        loaded[d.producer()] = Math.max(loaded[d.producer()], d.loaded() ? d.forcedBytes() : 0);
      }
    }
    long sum = 0;
    for (int p = 0; p < layers; p++) {
      sum += most[p] - loaded[p];
    }
    return sum;
  }

  /** How many distinct elements of the operand's tensor the outputs together need on the finest grid; 0 where that is not known. */
  static long leastNeeded(Layer layer, Operand operand) {
    return LeastReads.elements(layer, operand);
  }

  /** What the memories of some cores hold together; memories that stand for unlimited ones saturate. */
  long capacityBytes(BitSet cores) {
    return cores.stream().mapToLong(c -> problem.accelerator().cores().get(c).capacityBytes()).reduce(0, Exact::add);
  }

  /** Cycles that no part of a layer stays below, on its best core. */
  long elementCycles(int l) {
    Layer layer = workload.layers().get(l);
    return eligible.get(l).stream()
        .mapToLong(c -> problem.costs().leastCycles(workload, layer, problem.accelerator().cores().get(c)))
        .min()
        .orElse(0);
  }

  /**
   * Whether all cores that may run the layer are of one type and a box of it costs the same on them, so that floors add up over any
   * split between them.
   */
  boolean uniform(int l) {
    if (uniform[l] == null) {
      uniform[l] = eligible.get(l).stream().allMatch(c -> alike(l, eligible.get(l).get(0), c));
    }
    return uniform[l];
  }

  /** Whether two cores are of one type and each box of the layer costs the same on both. */
  boolean alike(int l, int one, int other) {
    Core first = problem.accelerator().cores().get(one);
    Core second = problem.accelerator().cores().get(other);
    return first.type().equals(second.type()) && problem.costs().interchangeable(workload.layers().get(l), first, second);
  }
}
