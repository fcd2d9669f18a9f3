package dev.dovetail.models.allocation;

import dev.dovetail.models.accelerator.Bandwidth;
import dev.dovetail.models.intracore.ElementFloor;
import dev.dovetail.models.intracore.LeastReads;
import dev.dovetail.models.workload.AxisMap;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operand;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * What forced moves over a shared bus cost at the least, if the cores are busy: a move after a given cycle, or computing before it.
 *
 * <p>Role: a term of {@link RemainingWork}. Let a set of n cores do work W that precedes cycle T, and let layers that are no part of W
 * have elements that core types force over the bus. An element is moved after T, or it was made before T, which is work beside W:
 * then {@code T >= (W + extra) / n}. A layer on other cores is paid for by a layer on the set of which it needs one element for
 * each of its own. With c/e cycles per element of the payer and b bytes moved per element of it, m early elements put T off by {@code m * c
 * / (e * n)} and spare {@code m * b} of all F bytes; the least over m of the delay plus the time on the bus is linear in pieces,
 * so it is at m = 0 or at m = F / b: the smaller of F bytes and {@code F * c * rate / (e * n * b)} bytes.
 */
final class LateMoves {
  private final Demands demands;
  private final Bandwidth rate;
  private final int cores;
  /** For each layer the layer on the set that pays for its early elements, or -1. */
  private final int[] payer;
  private final Map<Integer, ElementFloor> floors = new HashMap<>();

  LateMoves(Demands demands, ComputeLoad compute, int set, Bandwidth rate) {
    this.demands = demands;
    this.rate = rate;
    Set<Integer> members = compute.sets().get(set);
    this.cores = members.size();
    this.payer = new int[demands.layers];
    Map<String, Integer> producers = demands.workload.producers();
    for (int l = 0; l < demands.layers; l++) {
      payer[l] = -1;
      Layer layer = demands.workload.layers().get(l);
      if (compute.isConfined(l, set)) {
        var core = demands.problem.accelerator().cores().get(demands.eligible.get(l).get(0));
        var floor = demands.problem.costs().elementFloor(demands.workload, layer, core);
        if (floor.isPresent()) {
          floors.put(l, floor.get());
          payer[l] = l;
        }
        continue;
      }
      for (Operand operand : layer.operands()) {
        Integer p = producers.get(operand.tensor());
        // The latest producer is the least likely to be complete already.
        if (p != null && payer[p] > payer[l] && needsOneEach(layer, operand)) {
          payer[l] = payer[p];
        }
      }
    }
  }

  /**
   * Whether any m outputs need m elements of the operand at least: they have m / U different positions on the axes that the operand
   * follows index by index, U being all other outputs of one position, and each needs the V elements of the axes that are read whole.
   */
  private static boolean needsOneEach(Layer layer, Operand operand) {
    if (!operand.views().isEmpty()) {
      return false;
    }
    long others = layer.outputBox().volume();
    long whole = 1;
    List<Integer> followed = new ArrayList<>();
    for (int x = 0; x < operand.maps().size(); x++) {
      AxisMap map = operand.maps().get(x);
      if (map instanceof AxisMap.Same && !followed.contains(LeastReads.outputAxis(map))) {
        followed.add(LeastReads.outputAxis(map));
        others /= layer.shape().get(LeastReads.outputAxis(map));
      } else if (map instanceof AxisMap.All) {
        whole *= operand.shape().get(x);
      } else {
        return false;
      }
    }
    return whole >= others;
  }

  /**
   * Bytes on the bus after T, or their worth in delay, for the layers that are not {@code done}: for each payer the larger of that
   * and of {@code known}, which are moved after T in any case.
   */
  long bytes(boolean[] done, long[] known) {
    long[] forced = new long[demands.layers];
    for (Demands.Dependency d : demands.dependencies) {
      if (!done[d.producer()]) {
        forced[d.producer()] = Math.max(forced[d.producer()], d.forcedBytes());
      }
    }
    Map<Integer, long[]> groups = new TreeMap<>();
    long sum = 0;
    for (int l = 0; l < forced.length; l++) {
      if (payer[l] < 0 || done[payer[l]]) {
        sum += known[l];
      } else if (forced[l] > 0) {
        long[] group = groups.computeIfAbsent(payer[l], k -> new long[3]);
        group[0] += forced[l];
        group[1] += demands.workload.tensor(demands.workload.layers().get(l).output()).bitsPerElement();
        group[2] += known[l];
      }
    }
    for (Map.Entry<Integer, long[]> g : groups.entrySet()) {
      long[] group = g.getValue();
      sum += Math.max(group[2], Math.min(group[0], worth(Objects.requireNonNull(floors.get(g.getKey())), group[0], group[1])));
    }
    return sum;
  }

  private long worth(ElementFloor floor, long bytes, long bitsPerElement) {
    BigInteger up = BigInteger.valueOf(bytes).multiply(BigInteger.valueOf(floor.cycles())).multiply(BigInteger.valueOf(rate.bytes()));
    BigInteger down = BigInteger.valueOf(floor.elements()).multiply(BigInteger.valueOf(rate.cycles())).multiply(BigInteger.valueOf(cores));
    BigInteger worth = up.multiply(BigInteger.valueOf(8)).divide(down.multiply(BigInteger.valueOf(bitsPerElement)));
    return worth.min(BigInteger.valueOf(bytes)).longValueExact();
  }
}
