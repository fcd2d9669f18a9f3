package dev.dovetail.solver.mapping;

import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.intracore.CostFloor;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operand;
import dev.dovetail.models.workload.Tensor;
import dev.dovetail.models.workload.Workload;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What can be said of a set of layers as a fusion group without scheduling it: bytes to and from DRAM, cycles of its work, memory.
 *
 * <p>Role: the costs of the columns among which fusion chooses. Traffic is exact for data that is loaded once per group; cycles and
 * memory are estimates.
 */
final class GroupFacts {
  /** A streamed weight tensor takes about this part of its bytes at a time. */
  private static final int STREAMED_PARTS = 8;

  private final AllocationProblem problem;
  private final Workload workload;
  private final Map<String, Integer> producers;
  private final List<List<Integer>> readers = new ArrayList<>();
  private final long[] cycles;
  private final int[] cores;
  private final long capacity;
  private final long bytesPerKilocycle;

  GroupFacts(AllocationProblem problem) {
    this.problem = problem;
    this.workload = problem.workload();
    this.producers = workload.producers();
    int n = workload.layers().size();
    cycles = new long[n];
    cores = new int[n];
    workload.layers().forEach(l -> readers.add(new ArrayList<>()));
    for (int l = 0; l < n; l++) {
      for (int p : reads(l)) {
        readers.get(p).add(l);
      }
      cycles[l] = leastCycles(l);
    }
    capacity = problem.accelerator().cores().stream().mapToLong(Core::capacityBytes).sum();
    bytesPerKilocycle = dramRate();
  }

  int layers() {
    return cycles.length;
  }

  AllocationProblem problem() {
    return problem;
  }

  /** Indices of the layers whose outputs a layer reads. */
  Set<Integer> reads(int layer) {
    Set<Integer> reads = new HashSet<>();
    for (Operand operand : workload.layers().get(layer).operands()) {
      Integer producer = producers.get(operand.tensor());
      if (producer != null) {
        reads.add(producer);
      }
    }
    return reads;
  }

  private long leastCycles(int l) {
    Layer layer = workload.layers().get(l);
    long least = Long.MAX_VALUE;
    for (Core core : problem.accelerator().cores()) {
      if (problem.allows(layer.name(), core.name()) && core.supports(layer.operator())) {
        Optional<CostFloor> floor = problem.costs().floor(workload, layer, core);
        if (floor.isPresent()) {
          least = Math.min(least, floor.get().cycles());
          cores[l]++;
        }
      }
    }
    return least == Long.MAX_VALUE ? 0 : least;
  }

  /** Bytes that all DRAM ports carry in a thousand cycles; 0 for no limit. */
  private long dramRate() {
    long rate = 0;
    for (int node : problem.accelerator().dramNodes()) {
      long best = 0;
      for (var edge : problem.accelerator().edges()) {
        if (edge.from() == node) {
          long slowest = Long.MAX_VALUE;
          for (int c : edge.channels()) {
            long cyclesForMuch = problem.accelerator().channels().get(c).bandwidth().cyclesFor(1_000_000_000L);
            slowest = Math.min(slowest, 1_000_000_000_000L / Math.max(1, cyclesForMuch));
          }
          best = Math.max(best, slowest == Long.MAX_VALUE ? 0 : slowest);
        }
      }
      rate += best;
    }
    return rate;
  }

  /** Bytes from and to DRAM of a group: its weights and inputs, features from outside, features for outside, outputs. */
  long trafficBytes(BitSet group) {
    Set<String> loaded = new HashSet<>();
    long bytes = 0;
    for (int l = group.nextSetBit(0); l >= 0; l = group.nextSetBit(l + 1)) {
      for (Operand operand : workload.layers().get(l).operands()) {
        Integer producer = producers.get(operand.tensor());
        if ((producer == null || !group.get(producer)) && loaded.add(operand.tensor())) {
          bytes += workload.tensor(operand.tensor()).bytes();
        }
      }
      Tensor made = workload.tensor(workload.layers().get(l).output());
      if (made.isOutput() || readers.get(l).stream().anyMatch(r -> !group.get(r))) {
        bytes += made.bytes();
      }
    }
    return bytes;
  }

  /** About the cycles of a group that runs alone: the longer of its work, shared by the cores that can do it, and its traffic. */
  long cycles(BitSet group) {
    long work = 0;
    for (int l = group.nextSetBit(0); l >= 0; l = group.nextSetBit(l + 1)) {
      work += cycles[l] / Math.max(1, cores[l]);
    }
    long traffic = bytesPerKilocycle == 0 ? 0 : trafficBytes(group) * 1_000 / bytesPerKilocycle;
    return Math.max(work, traffic);
  }

  /**
   * Whether the layers seem to fit the memories together in one of two ways: all weights stay while features pass in lines, or features
   * stay while weights pass in parts. A layer alone always may: what does not fit is streamed.
   */
  boolean seemsToFit(BitSet group) {
    if (group.cardinality() < 2) {
      return true;
    }
    long weights = 0;
    long lines = 0;
    long mostWhole = 0;
    for (int l = group.nextSetBit(0); l >= 0; l = group.nextSetBit(l + 1)) {
      Layer layer = workload.layers().get(l);
      long own = 0;
      for (Operand operand : layer.operands()) {
        Tensor t = workload.tensor(operand.tensor());
        own += t.role() == Tensor.Role.WEIGHT ? t.bytes() : 0;
      }
      weights += own;
      long made = workload.tensor(layer.output()).bytes();
      int rows = layer.rowAxis() < 0 ? 1 : layer.shape().get(layer.rowAxis());
      lines += made * 4 / Math.max(4, Math.min(rows, problem.options().maxTiles()));
      mostWhole = Math.max(mostWhole, alive(group, l) + own / STREAMED_PARTS);
    }
    return Math.min(weights + lines, mostWhole) <= capacity;
  }

  /** Bytes of the group's features alive while layer {@code at} runs, the layers of the group one after another. */
  private long alive(BitSet group, int at) {
    long bytes = workload.tensor(workload.layers().get(at).output()).bytes();
    for (int p = group.nextSetBit(0); p >= 0 && p < at; p = group.nextSetBit(p + 1)) {
      if (readers.get(p).stream().anyMatch(r -> r >= at && group.get(r))) {
        bytes += workload.tensor(workload.layers().get(p).output()).bytes();
      }
    }
    return bytes;
  }

  /** Sets of layers in an order in which each comes after those it reads from. */
  List<BitSet> ordered(List<Set<String>> sets) {
    List<BitSet> open = new ArrayList<>();
    for (Set<String> names : sets) {
      BitSet set = new BitSet();
      for (int l = 0; l < cycles.length; l++) {
        if (names.contains(workload.layers().get(l).name())) {
          set.set(l);
        }
      }
      open.add(set);
    }
    List<BitSet> ordered = new ArrayList<>();
    BitSet done = new BitSet();
    while (!open.isEmpty()) {
      int next = 0;
      for (int g = open.size() - 1; g >= 0; g--) {
        BitSet inside = (BitSet) done.clone();
        inside.or(open.get(g));
        boolean ready = open.get(g).stream().allMatch(l -> reads(l).stream().allMatch(inside::get));
        next = ready ? g : next;
      }
      done.or(open.get(next));
      ordered.add(open.remove(next));
    }
    return ordered;
  }

  /** Names of the layers of a set. */
  Set<String> names(BitSet group) {
    Set<String> names = new HashSet<>();
    group.stream().forEach(l -> names.add(workload.layers().get(l).name()));
    return names;
  }
}
