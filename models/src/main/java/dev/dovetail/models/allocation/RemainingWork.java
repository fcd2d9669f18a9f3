package dev.dovetail.models.allocation;

import dev.dovetail.models.LowerBound;
import dev.dovetail.models.intracore.LeastReads;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operand;
import dev.dovetail.models.workload.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * What must still be done once a layer is complete: memory limits how much of it can have been brought earlier.
 *
 * <p>Role: the bound for small memories and for phases that use different resources. Let {@code T_p} be the cycle in which the last
 * element e of layer p is made, whichever element that is. All that {@link Reach depends on e} starts at {@code T_p} or later. So
 * from {@code T_p} on
 *
 * <ul>
 *   <li>whole layers that depend on e must be computed;
 *   <li>what they read and what was there before (weights, inputs, features of layers that were complete) lies at {@code T_p} in the
 *       memory of a core that may read it, or crosses the channel in a transfer that starts at {@code T_p} or later; a buffer is alive
 *       from its transfer's start, so the former is at most the capacity of those cores. On a shared bus only cores that may run a
 *       reader count: from any other core the data crosses the bus once more. At the DRAM port the memories of all cores count, for
 *       data may be parked anywhere;
 *   <li>the elements of other layers that depend on e must still cross a shared bus where core types force them to, and be stored
 *       where they are outputs; and what does not depend on e, but is no part of the work before, is read and moved late as well, or
 *       takes time before: see {@link LateMoves}.
 * </ul>
 *
 * <p>The same holds between two layers p and q if only work that must precede q's last element is counted. So {@code T_q >= T_p +
 * between(p, q)}, and the latency is at least {@code T_p + after(p)}, for every p and q.
 */
final class RemainingWork {
  /** More layers than this are thinned out as milestones, which only weakens the bound. */
  private static final int MILESTONES = 160;

  /**
   * What a layer reads of a tensor.
   *
   * @param axes the output axes on which it depends what is read
   * @param bytes what all outputs read together, at least
   */
  private record Read(int layer, int tensor, int producer, BitSet axes, long bytes) {}

  /** Tensors that only cores of a set may read, and what these cores can hold. */
  private record HostSet(int[] tensors, long capacityBytes) {}

  /** Cycles, and why; the words are only made for the best. */
  private record Load(long cycles, Supplier<String> witness) {}

  private final Demands demands;
  private final ComputeLoad compute;
  private final AllocationBounds.Traffic traffic;
  private final boolean[][] ancestors;
  private final long[] complete;
  private final List<Read> reads = new ArrayList<>();
  private final List<String> tensors = new ArrayList<>();
  /** For each tensor the cores that may read it. */
  private final List<BitSet> hosts = new ArrayList<>();
  private final List<HostSet> hostSets = new ArrayList<>();
  private final long memories;

  RemainingWork(Demands demands, ComputeLoad compute, AllocationBounds.Traffic traffic, PathBound path) {
    this.demands = demands;
    this.compute = compute;
    this.traffic = traffic;
    this.ancestors = path.ancestors;
    this.complete = path.complete.clone();
    Map<String, Integer> producers = demands.workload.producers();
    for (int l = 0; l < demands.layers; l++) {
      Layer layer = demands.workload.layers().get(l);
      for (Operand operand : layer.operands()) {
        if (!tensors.contains(operand.tensor())) {
          tensors.add(operand.tensor());
          hosts.add(new BitSet());
        }
        int t = tensors.indexOf(operand.tensor());
        demands.eligible.get(l).forEach(hosts.get(t)::set);
        Tensor tensor = demands.workload.tensor(operand.tensor());
        BitSet axes = new BitSet();
        operand.maps().stream().mapToInt(LeastReads::outputAxis).filter(a -> a >= 0).forEach(axes::set);
        long bytes = Demands.floorBytes(tensor, Demands.leastNeeded(layer, operand));
        reads.add(new Read(l, t, producers.getOrDefault(operand.tensor(), -1), axes, bytes));
      }
    }
    Set<BitSet> sets = new LinkedHashSet<>(hosts);
    BitSet all = new BitSet();
    hosts.forEach(all::or);
    sets.add(all);
    for (BitSet set : sets) {
      int[] inside = IntStream.range(0, hosts.size()).filter(t -> contains(set, hosts.get(t))).toArray();
      hostSets.add(new HostSet(inside, demands.capacityBytes(set)));
    }
    BitSet everyCore = new BitSet();
    everyCore.set(0, demands.problem.accelerator().cores().size());
    this.memories = demands.capacityBytes(everyCore);
  }

  private static boolean contains(BitSet set, BitSet part) {
    BitSet outside = (BitSet) part.clone();
    outside.andNot(set);
    return outside.isEmpty();
  }

  LowerBound bound() {
    int n = demands.layers;
    int step = (n + MILESTONES - 1) / MILESTONES;
    Reach reach = new Reach(demands);
    List<LateMoves> late = new ArrayList<>();
    for (int set = 0; set < compute.sets().size() && traffic.busRate() != null; set++) {
      Set<Integer> members = compute.sets().get(set);
      // Unions of sets that layers are confined to share the work more widely: their bound is rarely the best.
      if (demands.eligible.stream().anyMatch(e -> e.size() == members.size() && members.containsAll(e))) {
        late.add(new LateMoves(demands, compute, set, traffic.busRate()));
      }
    }
    boolean[] everything = new boolean[n];
    Arrays.fill(everything, true);
    long best = 0;
    String witness = "no layer";
    for (int p = 0; p < n; p += Math.max(1, step)) {
      After after = new After(p, reach.from(p));
      Load rest = after.load(everything, true);
      if (complete[p] + rest.cycles() > best) {
        best = complete[p] + rest.cycles();
        witness =
            "layer %s cannot be complete before cycle %,d, and then %s"
                .formatted(demands.workload.layers().get(p).name(), complete[p], rest.witness().get());
      }
      for (LateMoves moves : late) {
        long start = compute.work(ancestors[p], moves.set()) / compute.sets().get(moves.set()).size();
        if (start + after.most(ancestors[p], moves) <= best) {
          continue;
        }
        Load paid = after.load(ancestors[p], moves);
        if (start + paid.cycles() > best) {
          best = start + paid.cycles();
          witness =
              "the work up to layer %s takes %,d cycles at least, and then %s"
                  .formatted(demands.workload.layers().get(p).name(), start, paid.witness().get());
        }
      }
      for (int q = p + step; q < n; q += step) {
        if (ancestors[q][p]) {
          complete[q] = Math.max(complete[q], complete[p] + after.load(ancestors[q], false).cycles());
        }
      }
    }
    return new LowerBound("remaining-work", best, witness);
  }

  /** What depends on the last element of one layer. */
  private final class After {
    private final boolean[] whole = new boolean[demands.layers];
    private final long[] count = new long[demands.layers];
    private final List<Read> late = new ArrayList<>();
    /** What all layers together still read of each tensor, and what of each layer's output must still be moved. */
    private final long[] all;
    private final long[] movedInAll;

    After(int p, Reach.Side @org.jspecify.annotations.Nullable [][] reached) {
      for (int l = p + 1; l < demands.layers; l++) {
        if (reached[l] != null) {
          Layer layer = demands.workload.layers().get(l);
          count[l] = Reach.count(reached[l], layer.shape());
          whole[l] = count[l] == layer.outputBox().volume();
        }
      }
      for (Read read : reads) {
        Reach.Side[] sides = reached[read.layer()];
        boolean before = read.producer() < 0 || ancestors[p][read.producer()];
        if (read.layer() > p && sides != null && before && read.axes().stream().allMatch(a -> sides[a].whole())) {
          late.add(read);
        }
      }
      boolean[] everything = new boolean[demands.layers];
      Arrays.fill(everything, true);
      all = read(everything);
      movedInAll = moved(everything);
    }

    /** The load of the marked layers, and of the stores if {@code toTheEnd}. */
    Load load(boolean[] among, boolean toTheEnd) {
      boolean[] computed = new boolean[among.length];
      for (int l = 0; l < among.length; l++) {
        computed[l] = among[l] && whole[l];
      }
      long computing = compute.cycles(computed);
      Load load = new Load(computing, () -> "%,d cycles of computation follow".formatted(computing));
      long[] bytes = read(among);
      long needed = Arrays.stream(bytes).sum();
      long fromDram = Math.max(0, needed - memories);
      long stored = toTheEnd ? stored() : 0;
      long port = traffic.dramCycles(fromDram, stored);
      if (port > load.cycles()) {
        load =
            new Load(
                port,
                () -> "%,d bytes are still read, of which all memories can hold all but %,d; these cross the DRAM port, and %,d bytes of outputs"
                    .formatted(needed, fromDram, stored));
      }
      Load bus = bus(needed, excess(bytes), Arrays.stream(moved(among)).sum(), stored, "bytes");
      return bus.cycles() > load.cycles() ? bus : load;
    }

    /** No less cycles than the variant below, quickly. */
    long most(boolean[] done, LateMoves late) {
      return traffic.busCycles(excess(all) + late.most(done) + stored());
    }

    /** The load of the bus to the end, if the layers that are not {@code done} pay for what they move early. */
    Load load(boolean[] done, LateMoves late) {
      long[] bytes = all;
      long needed = Arrays.stream(bytes).sum();
      Load moves =
          bus(needed, excess(bytes), late.bytes(done, movedInAll, t -> true), stored(), "bytes (or time to make them early)");
      // With what other layers read, as far as the memories of the set are full anyway.
      long held = -late.capacityBytes();
      for (int t = 0; t < bytes.length; t++) {
        held += late.contains(hosts.get(t)) ? bytes[t] : 0;
      }
      long more = late.bytes(done, movedInAll, t -> bytes[tensors.indexOf(t)] > 0);
      Load full =
          bus(needed, Math.max(0, held), Math.max(0, more + Math.min(0, held)), stored(), "bytes (or time to spare them)");
      return full.cycles() > moves.cycles() ? full : moves;
    }

    private Load bus(long needed, long toReaders, long moves, long stored, String what) {
      return new Load(
          traffic.busCycles(toReaders + moves + stored),
          () -> ("%,d bytes are still read, of which their readers' memories can hold all but %,d; these cross the bus, and %,d %s that other layers"
              + " read or send to cores that can never share theirs, and %,d bytes of outputs")
                  .formatted(needed, toReaders, moves, what, stored));
    }

    private long stored() {
      long stored = 0;
      for (int l = 0; l < whole.length; l++) {
        stored += whole[l] ? demands.storeBytes[l] : 0;
      }
      return stored;
    }

    /** For each layer the bytes of elements made late that marked layers force over the bus. */
    private long[] moved(boolean[] among) {
      long[] moved = new long[among.length];
      for (Demands.Dependency d : demands.dependencies) {
        if (d.forcedBytes() > 0 && among[d.producer()] && among[d.layer()] && count[d.producer()] > 0) {
          Tensor tensor = demands.workload.tensor(demands.workload.layers().get(d.producer()).output());
          // Of the elements made late, at most those that this reader never needs can stay where they are.
          long idle = tensor.bytesOf(tensor.elements() - count[d.producer()]);
          moved[d.producer()] = Math.max(moved[d.producer()], d.forcedBytes() - idle);
        }
      }
      return moved;
    }

    /** For each tensor the bytes that the marked layers still read of it. */
    private long[] read(boolean[] among) {
      long[] bytes = new long[hosts.size()];
      for (Read read : late) {
        if (among[read.layer()]) {
          bytes[read.tensor()] = Math.max(bytes[read.tensor()], read.bytes());
        }
      }
      return bytes;
    }

    /** What the readers' memories cannot hold: the most over sets of cores, of what only cores of the set may read. */
    private long excess(long[] bytes) {
      long most = 0;
      for (HostSet set : hostSets) {
        long sum = 0;
        for (int t : set.tensors()) {
          sum += bytes[t];
        }
        most = Math.max(most, sum - set.capacityBytes());
      }
      return most;
    }
  }
}
