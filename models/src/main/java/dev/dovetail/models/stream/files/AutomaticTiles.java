package dev.dovetail.models.stream.files;

import dev.dovetail.models.Exact;
import dev.dovetail.models.stream.AxisIndex;
import dev.dovetail.models.stream.GlobalDims;
import dev.dovetail.models.stream.NodePlacement;
import dev.dovetail.models.stream.StreamGroup;
import dev.dovetail.models.stream.StreamHardware;
import dev.dovetail.models.stream.StreamNode;
import dev.dovetail.models.stream.StreamOperand;
import dev.dovetail.models.stream.StreamTensor;
import dev.dovetail.models.stream.StreamWorkload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The tiles of an automatic mapping: none, unless an intermediate tensor or what a core holds is more than half of a memory.
 *
 * <p>First one loop is streamed that every node runs through side by side, if a slice of an intermediate is more than half of the smallest
 * memory; then, core by core, the loop whose next smaller tile relieves the fullest memory most is cut, again and again, up to 1,024
 * iterations of the group. Source: stream-dse 1.13.14.
 */
final class AutomaticTiles {
  private static final long MOST_ITERATIONS = 1024;
  private static final int SHARE = 2;

  private final StreamWorkload workload;
  private final StreamHardware hardware;
  private final GlobalDims dims;
  private final List<NodePlacement> placements;
  private final Set<Integer> whole;
  private final long[] split;
  private final long[] slice;
  private final long[] tile;

  AutomaticTiles(StreamWorkload workload, StreamHardware hardware, GlobalDims dims, List<NodePlacement> placements,
      Set<Integer> whole) {
    this.workload = workload;
    this.hardware = hardware;
    this.dims = dims;
    this.placements = placements;
    this.whole = whole;
    this.split = new long[dims.count()];
    Arrays.fill(split, 1);
    for (int i = 0; i < placements.size(); i++) {
      for (NodePlacement.Split s : placements.get(i).splits()) {
        int z = dims.of(i, s.dim());
        split[z] = Math.max(split[z], s.parts());
      }
    }
    this.slice = new long[dims.count()];
    for (int z = 0; z < slice.length; z++) {
      slice[z] = dims.size(z) % split[z] == 0 ? dims.size(z) / split[z] : dims.size(z);
    }
    this.tile = slice.clone();
  }

  List<StreamGroup.Tile> tiles() {
    stream();
    fit();
    List<StreamGroup.Tile> tiles = new ArrayList<>();
    Map<Integer, StreamGroup.Tile> cut = new TreeMap<>();
    for (int i = 0; i < placements.size(); i++) {
      for (int d = 0; d < node(i).dims().size(); d++) {
        int z = dims.of(i, d);
        if (tile[z] < slice[z] && !cut.containsKey(z)) {
          cut.put(z, new StreamGroup.Tile(placements.get(i).node(), d, tile[z]));
          tiles.add(cut.get(z));
        }
      }
    }
    return tiles.isEmpty() ? List.of(new StreamGroup.Tile(placements.get(0).node(), 0, slice[dims.of(0, 0)])) : tiles;
  }

  private StreamNode node(int i) {
    return workload.node(placements.get(i).node());
  }

  /** Writers and readers in the group of each tensor that the group makes and reads. */
  private List<Integer> intermediates() {
    List<Integer> intermediates = new ArrayList<>();
    for (int i = 0; i < placements.size(); i++) {
      for (StreamOperand o : node(i).outputs()) {
        boolean read = placements.stream()
            .anyMatch(p -> workload.node(p.node()).inputs().stream().anyMatch(in -> in.tensor() == o.tensor()));
        if (read) {
          intermediates.add(o.tensor());
        }
      }
    }
    return intermediates;
  }

  /** Bits of one core's slice of a tensor, along the tensor's own axes. */
  private long sliceBits(int tensor) {
    StreamTensor t = workload.tensor(tensor);
    long bits = t.bits();
    int[] axes = dims.ofTensor(tensor);
    for (int a = 0; a < axes.length; a++) {
      bits = Exact.multiply(bits, Math.min(t.shape().get(a), tile[axes[a]]));
    }
    return bits;
  }

  private void stream() {
    List<Integer> intermediates = intermediates();
    long smallest =
        placements.stream().mapToLong(p -> hardware.core(p.cores().get(0)).capacityBits()).min().orElse(Long.MAX_VALUE);
    long limit = smallest / SHARE;
    if (intermediates.stream().mapToLong(this::sliceBits).max().orElse(0) <= limit) {
      return;
    }
    int best = -1;
    for (int tensor : intermediates) {
      for (int z : dims.ofTensor(tensor)) {
        boolean better = best < 0 || dims.size(z) > dims.size(best)
            || dims.size(z) == dims.size(best) && dims.name(z).compareTo(dims.name(best)) > 0;
        if (dims.size(z) > 1 && !whole.contains(z) && isParallel(z) && better) {
          best = z;
        }
      }
    }
    if (best >= 0) {
      for (long size : divisors(slice[best])) {
        tile[best] = size;
        if (intermediates.stream().mapToLong(this::sliceBits).max().orElse(0) <= limit) {
          return;
        }
      }
    }
  }

  /** Whether no node sums over the loop. */
  private boolean isParallel(int z) {
    for (int i = 0; i < placements.size(); i++) {
      for (int d = 0; d < node(i).dims().size(); d++) {
        if (dims.of(i, d) == z && node(i).dims().get(d).reduction()) {
          return false;
        }
      }
    }
    return true;
  }

  private void fit() {
    long worst = overflow();
    while (worst > 0) {
      int best = -1;
      long least = worst;
      for (int z = 0; z < tile.length; z++) {
        long before = tile[z];
        if (before > 1 && !whole.contains(z) && isLoop(z)) {
          tile[z] = divisors(before).get(1);
          if (iterations() <= MOST_ITERATIONS && overflow() < least) {
            least = overflow();
            best = z;
          }
          tile[z] = before;
        }
      }
      if (best < 0) {
        return;
      }
      tile[best] = divisors(tile[best]).get(1);
      worst = least;
    }
  }

  /** Whether a node has the loop; an axis that is indexed by a sum alone is none. */
  private boolean isLoop(int z) {
    for (int i = 0; i < placements.size(); i++) {
      if (dims.has(i, z)) {
        return true;
      }
    }
    return false;
  }

  private long iterations() {
    long iterations = 1;
    for (int z = 0; z < tile.length; z++) {
      iterations = Exact.multiply(iterations, slice[z] / tile[z]);
    }
    return iterations;
  }

  /** Most bits by which the operands of a core's nodes are more than half of its memory. */
  private long overflow() {
    Map<Integer, Map<Integer, Long>> held = new HashMap<>();
    for (int i = 0; i < placements.size(); i++) {
      for (StreamOperand o : node(i).operands()) {
        long bits = footprintBits(i, o);
        for (int core : placements.get(i).cores()) {
          held.computeIfAbsent(core, c -> new HashMap<>()).merge(o.tensor(), bits, Math::max);
        }
      }
    }
    long worst = Long.MIN_VALUE;
    for (Map.Entry<Integer, Map<Integer, Long>> e : held.entrySet()) {
      long sum = e.getValue().values().stream().reduce(0L, Exact::add);
      worst = Math.max(worst, sum - hardware.core(e.getKey()).capacityBits() / SHARE);
    }
    return worst;
  }

  /** Bits of an operand that one core's part of one iteration of a node touches. */
  private long footprintBits(int i, StreamOperand operand) {
    StreamTensor t = workload.tensor(operand.tensor());
    long[] sizes = new long[node(i).dims().size()];
    for (int d = 0; d < sizes.length; d++) {
      int z = dims.of(i, d);
      sizes[d] = Math.max(1, Math.min(dims.size(z), Exact.multiply(tile[z], split[z])) / placements.get(i).parts(d));
    }
    long bits = t.bits();
    for (int a = 0; a < operand.axes().size(); a++) {
      AxisIndex index = operand.axes().get(a);
      bits = Exact.multiply(bits, index.extent(sizes, t.shape().get(a)));
    }
    return bits;
  }

  /** Divisors, largest first. */
  private static List<Long> divisors(long n) {
    List<Long> small = new ArrayList<>();
    List<Long> large = new ArrayList<>();
    for (long d = 1; d * d <= n; d++) {
      if (n % d == 0) {
        large.add(n / d);
        if (d * d < n) {
          small.add(0, d);
        }
      }
    }
    large.addAll(small);
    return large;
  }
}
