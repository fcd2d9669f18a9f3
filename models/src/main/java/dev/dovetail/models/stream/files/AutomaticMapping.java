package dev.dovetail.models.stream.files;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.stream.GlobalDims;
import dev.dovetail.models.stream.NodePlacement;
import dev.dovetail.models.stream.NodePlacement.Split;
import dev.dovetail.models.stream.StreamCore;
import dev.dovetail.models.stream.StreamGroup;
import dev.dovetail.models.stream.StreamHardware;
import dev.dovetail.models.stream.StreamMapping;
import dev.dovetail.models.stream.StreamNode;
import dev.dovetail.models.stream.StreamWorkload;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The mapping that Stream 1.13.14 makes by itself: fusion cuts, cores by operator, even splits, and tiles where memory is short.
 *
 * <p>Role: what Stream would answer without a mapping file, to be judged and to be beaten. It is not always executable: whether it fits the
 * memories is the judge's word. A split of a reduction is charged no summation in Stream's model; the notes say where that happens.
 */
public final class AutomaticMapping {
  private final StreamWorkload workload;
  private final StreamHardware hardware;
  private final Set<String> notes = new LinkedHashSet<>();

  /**
   * @param workload the network
   * @param hardware the accelerator
   */
  public AutomaticMapping(StreamWorkload workload, StreamHardware hardware) {
    this.workload = workload;
    this.hardware = hardware;
  }

  /**
   * The mapping.
   *
   * @throws BadInputException if no core computes
   */
  public StreamMapping mapping() {
    if (hardware.computeCores().isEmpty()) {
      throw new BadInputException("The accelerator (%s) has no core that computes.".formatted(hardware.name()),
          "the type of a core is wrong.");
    }
    return new StreamMapping(FusionCuts.groups(workload).stream().map(this::group).toList());
  }

  /** What a reader of the mapping should know, one line each; known after {@link #mapping()}. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  private StreamGroup group(List<Integer> nodes) {
    GlobalDims dims = new GlobalDims(workload, nodes.stream().mapToInt(Integer::intValue).toArray());
    Set<Integer> whole = protectedLoops(nodes, dims);
    List<NodePlacement> placements = new ArrayList<>();
    Set<Integer> used = new HashSet<>();
    for (int i = 0; i < nodes.size(); i++) {
      NodePlacement p = placement(nodes.get(i), i, dims, whole, used);
      used.addAll(p.cores());
      placements.add(p);
    }
    return new StreamGroup(placements, new AutomaticTiles(workload, hardware, dims, placements, whole).tiles());
  }

  /** Loops that a normalisation reduces are never split or cut. */
  private Set<Integer> protectedLoops(List<Integer> nodes, GlobalDims dims) {
    Set<Integer> whole = new HashSet<>();
    for (int i = 0; i < nodes.size(); i++) {
      StreamNode node = workload.node(nodes.get(i));
      for (int d = 0; d < node.dims().size(); d++) {
        if (node.dims().get(d).reduction() && (node.op().equals("ReduceMax") || node.op().equals("ReduceSum"))) {
          whole.add(dims.of(i, d));
        }
      }
    }
    return whole;
  }

  private List<Integer> candidates(StreamNode node) {
    List<Integer> made = hardware.cores().stream().filter(c -> c.isMadeFor(node.op())).map(StreamCore::id).toList();
    if (!made.isEmpty()) {
      return made;
    }
    List<Integer> general = hardware.cores().stream().filter(StreamCore::isGeneral).map(StreamCore::id).toList();
    if (!general.isEmpty()) {
      return general;
    }
    notes.add("No core accepts operator %s (node %s): all cores that compute are taken.".formatted(node.op(), node.name()));
    return hardware.computeCores();
  }

  private NodePlacement placement(int n, int i, GlobalDims dims, Set<Integer> whole, Set<Integer> used) {
    StreamNode node = workload.node(n);
    List<Integer> cores = candidates(node);
    List<Integer> order =
        new ArrayList<>(IntStream.range(0, node.dims().size()).filter(d -> !whole.contains(dims.of(i, d))).boxed()
            .toList());
    order.sort((a, b) -> {
      StreamNode.Loop first = node.dims().get(a);
      StreamNode.Loop second = node.dims().get(b);
      return first.reduction() != second.reduction()
          ? Boolean.compare(first.reduction(), second.reduction())
          : Long.compare(second.size(), first.size());
    });
    List<Split> splits = new ArrayList<>();
    long remaining = cores.size();
    for (int d : order) {
      long factor = BigInteger.valueOf(remaining).gcd(BigInteger.valueOf(node.dims().get(d).size())).longValueExact();
      if (factor > 1) {
        splits.add(new Split(d, factor));
        remaining /= factor;
        if (node.dims().get(d).reduction()) {
          notes.add("Node %s is split along loop D%d (%s), which it sums over: adding the parts is charged nothing.".formatted(
              node.name(), d, node.dims().get(d).letter()));
        }
      }
    }
    int parts = (int) (cores.size() / remaining);
    if (parts < cores.size()) {
      List<Integer> free = cores.stream().filter(c -> !used.contains(c)).toList();
      cores = (free.size() >= parts ? free : cores).subList(0, parts);
    }
    return new NodePlacement(n, cores, splits);
  }
}
