package dev.dovetail.models.allocation;

import dev.dovetail.models.Interval;
import dev.dovetail.models.intracore.ElementFloor;
import dev.dovetail.models.intracore.LeastReads;
import dev.dovetail.models.links.Bandwidth;
import dev.dovetail.models.workload.AxisMap;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operand;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What traffic over a shared bus costs at the least, if the cores are busy: it crosses after a given cycle, or it takes computing before.
 *
 * <p>Role: a term of {@link RemainingWork}. Let a set of n cores do work W that precedes cycle T, and let other layers, which are no
 * part of W, have elements that core types force over the bus. An element is moved after T, or it was made before T, which is work
 * beside W: then {@code T >= (W + extra) / n}. Likewise what such a layer on the set reads, and what was there before (weights,
 * features of W), is in the set's memories at T or crosses the bus after T, unless all outputs that read it were made before T. A layer
 * on other cores is paid for by a layer on the set of which it needs one element for each of its own. With c/e cycles per element of
 * the payer, m early elements put T off by {@code m * c / (e * n)} and spare at most {@code m * b} of each piece of traffic of F bytes.
 * The least of the delay plus {@code max(0, F - m * b)} of all pieces over real m is found exactly: by linear programming duality it is
 * the best way to share the payer's time among the pieces.
 */
final class LateMoves {
  /** Bytes that get fewer by {@code bits / per} bits with each early element of the payer. */
  private record Piece(long bytes, BigInteger bits, BigInteger per) {
    /** Early elements until none of it is left; only for the order. */
    double elements() {
      return bytes * per.doubleValue() / bits.doubleValue();
    }
  }

  /** What a layer on the set reads of a tensor that another layer made, or -1. */
  private record Read(int layer, int producer, String tensor, Piece piece) {}

  private final Demands demands;
  private final Bandwidth rate;
  private final int set;
  private final int cores;
  private final BitSet members = new BitSet();
  /** For each layer the layer on the set that pays for its early elements, or -1. */
  private final int[] payer;
  private final Map<Integer, ElementFloor> floors = new HashMap<>();
  private final List<Read> reads = new ArrayList<>();

  LateMoves(Demands demands, ComputeLoad compute, int set, Bandwidth rate) {
    this.demands = demands;
    this.rate = rate;
    this.set = set;
    compute.sets().get(set).forEach(members::set);
    this.cores = members.cardinality();
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
          for (Operand operand : layer.operands()) {
            read(l, layer, operand, producers.getOrDefault(operand.tensor(), -1));
          }
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
    // Of several readers of a tensor the one that pays most for each of its elements, then the one that has most time to share.
    reads.sort(Comparator.comparingDouble(this::price).thenComparingDouble(this::cyclesPerElement).reversed());
  }

  /** Cycles of the reader for each element that it gets rid of; only for the order. */
  private double price(Read read) {
    return cyclesPerElement(read) * read.piece().per().doubleValue() / read.piece().bits().doubleValue();
  }

  private double cyclesPerElement(Read read) {
    ElementFloor floor = Objects.requireNonNull(floors.get(read.layer()));
    return (double) floor.cycles() / floor.elements();
  }

  /** No less than {@link #bytes}, quickly. */
  long most(boolean[] done) {
    long sum = 0;
    for (Demands.Dependency d : demands.dependencies) {
      sum += done[d.producer()] ? 0 : d.forcedBytes();
    }
    for (Read read : reads) {
      sum += done[read.layer()] ? 0 : read.piece().bytes();
    }
    return sum;
  }

  /** Index of the set among those of {@link ComputeLoad}. */
  int set() {
    return set;
  }

  /** What the set's memories hold together. */
  long capacityBytes() {
    return demands.capacityBytes(members);
  }

  /** Whether all these cores belong to the set. */
  boolean contains(BitSet some) {
    BitSet outside = (BitSet) some.clone();
    outside.andNot(members);
    return outside.isEmpty();
  }

  /**
   * Notes what is read without views. Each element that is read at all is read by R outputs at least, each output reads V elements at
   * most: so m early outputs can be all readers of {@code m * V / R} elements.
   */
  private void read(int l, Layer layer, Operand operand, int producer) {
    long bytes = Demands.floorBytes(demands.workload.tensor(operand.tensor()), Demands.leastNeeded(layer, operand));
    if (!operand.views().isEmpty() || bytes == 0) {
      return;
    }
    BigInteger most = BigInteger.ONE;
    BigInteger readers = BigInteger.valueOf(layer.outputBox().volume());
    boolean[] followed = new boolean[layer.shape().size()];
    for (int x = 0; x < operand.maps().size(); x++) {
      AxisMap map = operand.maps().get(x);
      int axis = LeastReads.outputAxis(map);
      Interval all = new Interval(0, operand.shape().get(x));
      if (axis < 0) {
        most = most.multiply(BigInteger.valueOf(map.needed(layer.outputBox(), all.hi()).intersect(all).size()));
        continue;
      }
      if (followed[axis]) {
        return;
      }
      followed[axis] = true;
      int longest = 0;
      int[] count = new int[all.hi()];
      for (int o = 0; o < layer.shape().get(axis); o++) {
        Interval needed = map.needed(layer.outputBox().with(axis, o, o + 1), all.hi()).intersect(all);
        longest = Math.max(longest, needed.size());
        for (int i = needed.lo(); i < needed.hi(); i++) {
          count[i]++;
        }
      }
      long fewest = Arrays.stream(count).filter(c -> c > 0).min().orElse(0);
      most = most.multiply(BigInteger.valueOf(longest));
      readers = readers.divide(BigInteger.valueOf(layer.shape().get(axis))).multiply(BigInteger.valueOf(fewest));
    }
    long bits = demands.workload.tensor(operand.tensor()).bitsPerElement();
    if (most.signum() > 0 && readers.signum() > 0) {
      reads.add(new Read(l, producer, operand.tensor(), new Piece(bytes, most.multiply(BigInteger.valueOf(bits)), readers)));
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
   * Bytes on the bus after T, or their worth in delay, for the layers that are not {@code done}: of their moves, and of what they read
   * and nobody {@code counted}. For each payer at least what is {@code known} to move after T in any case.
   */
  long bytes(boolean[] done, long[] known, Predicate<String> counted) {
    long[] forced = new long[demands.layers];
    for (Demands.Dependency d : demands.dependencies) {
      if (!done[d.producer()]) {
        forced[d.producer()] = Math.max(forced[d.producer()], d.forcedBytes());
      }
    }
    Map<Integer, List<Piece>> pieces = new TreeMap<>();
    Map<Integer, Long> sure = new HashMap<>();
    long sum = 0;
    for (int l = 0; l < forced.length; l++) {
      if (payer[l] < 0 || done[payer[l]]) {
        sum += known[l];
      } else if (forced[l] > 0) {
        long bits = demands.workload.tensor(demands.workload.layers().get(l).output()).bitsPerElement();
        pieces.computeIfAbsent(payer[l], k -> new ArrayList<>())
            .add(new Piece(forced[l], BigInteger.valueOf(bits), BigInteger.ONE));
        sure.merge(payer[l], known[l], Long::sum);
      }
    }
    Set<String> seen = new HashSet<>();
    for (Read read : reads) {
      if (!done[read.layer()] && (read.producer() < 0 || done[read.producer()]) && !counted.test(read.tensor())
          && seen.add(read.tensor())) {
        pieces.computeIfAbsent(read.layer(), k -> new ArrayList<>()).add(read.piece());
      }
    }
    for (Map.Entry<Integer, List<Piece>> e : pieces.entrySet()) {
      sum += Math.max(sure.getOrDefault(e.getKey(), 0L), worth(Objects.requireNonNull(floors.get(e.getKey())), e.getValue()));
    }
    return sum;
  }

  /**
   * The least over m of the delay and of what m elements leave over: a payer's time is shared among the pieces, first to those that
   * take most elements to get rid of, and each piece counts as far as its share goes.
   */
  private long worth(ElementFloor floor, List<Piece> pieces) {
    // Bits on the bus in the time of one element, as a fraction.
    BigInteger left =
        BigInteger.valueOf(floor.cycles()).multiply(BigInteger.valueOf(8)).multiply(BigInteger.valueOf(rate.bytes()));
    BigInteger by =
        BigInteger.valueOf(floor.elements()).multiply(BigInteger.valueOf(rate.cycles())).multiply(BigInteger.valueOf(cores));
    long sum = 0;
    for (Piece piece : pieces.stream().sorted(Comparator.comparingDouble(Piece::elements).reversed()).toList()) {
      // left / by against bits / per.
      BigInteger here = left.multiply(piece.per());
      BigInteger need = piece.bits().multiply(by);
      if (here.compareTo(need) < 0) {
        return sum + BigInteger.valueOf(piece.bytes()).multiply(here).divide(need).longValueExact();
      }
      sum += piece.bytes();
      left = here.subtract(need);
      by = by.multiply(piece.per());
    }
    return sum;
  }
}
