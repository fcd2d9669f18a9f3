package dev.dovetail.models.allocation;

import dev.dovetail.models.Box;
import dev.dovetail.models.InfeasibleException;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operand;
import dev.dovetail.models.workload.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Finds layers that no core can run, before anything is searched.
 *
 * <p>Role: a proof of infeasibility that a person can act on, in the space of this kind: layers are cut into rows (or sequence
 * positions, or samples) and output channels, not into columns. Checked are what cores can run, what the user allows, and whether the
 * smallest computation nodes fit: one row of one output channel with everything it reads. Passing is necessary, not sufficient: what
 * several nodes need at once is the scheduler's business.
 */
public final class AllocationFeasibility {
  private AllocationFeasibility() {}

  /**
   * Checks the problem.
   *
   * @throws InfeasibleException naming the layer, the core, the needed and available bytes and the smallest change that helps
   */
  public static void check(AllocationProblem problem) {
    for (Layer layer : problem.workload().layers()) {
      checkLayer(problem, layer);
    }
    for (Set<String> group : problem.together()) {
      checkGroup(problem, group);
    }
  }

  private static void checkLayer(AllocationProblem problem, Layer layer) {
    List<Core> able = problem.accelerator().cores().stream().filter(c -> problem.runs(layer, c)).toList();
    if (able.isEmpty()) {
      throw new InfeasibleException(
          "The layer (%s) cannot run: no core of the accelerator (%s) runs the operator (%s) at a cost that the model (%s) knows."
              .formatted(layer.name(), problem.accelerator().name(), layer.operator(), problem.costs().name()),
          problem.accelerator().cores().stream().anyMatch(c -> c.supports(layer.operator()))
              ? "add a row for the layer on one of the cores to the cost table, or a dataflow for such layers to a core that declares some."
              : "add %s (or %s) to the operators of a core."
                  .formatted(layer.operator().operatorClass(), layer.operator().name().toLowerCase(Locale.ROOT)));
    }
    List<Core> allowed = able.stream().filter(c -> problem.allows(layer.name(), c.name())).toList();
    if (allowed.isEmpty()) {
      throw new InfeasibleException(
          "The layer (%s) cannot run: it is pinned to %s, or forbidden elsewhere, but its operator (%s) only runs on %s."
              .formatted(layer.name(), problem.allowed().get(layer.name()), layer.operator(), names(able)),
          "allow the layer on the core (%s).".formatted(able.get(0).name()));
    }
    // Of the node that fits worst the core that lacks least, and whether an able core that the user ruled out would do.
    Box worst = null;
    Core nearest = allowed.get(0);
    long lacking = 0;
    for (Box node : smallestNodes(layer)) {
      Core best = Collections.min(allowed, Comparator.comparingLong(c -> bytes(problem, layer, node, c) - c.capacityBytes()));
      long lack = bytes(problem, layer, node, best) - best.capacityBytes();
      if (lack > lacking) {
        worst = node;
        nearest = best;
        lacking = lack;
      }
    }
    if (worst == null) {
      return;
    }
    Box node = worst;
    long needed = bytes(problem, layer, node, nearest);
    Optional<Core> other =
        able.stream().filter(c -> !allowed.contains(c) && bytes(problem, layer, node, c) <= c.capacityBytes()).findFirst();
    String maybe = other.isPresent()
        ? "allow the layer on the core (%s), where it fits.".formatted(other.get().name())
        : "raise the memory (%s) of core (%s) from %d to at least %d bytes."
            .formatted(nearest.buffer().name(), nearest.name(), nearest.capacityBytes(), needed);
    throw new InfeasibleException(
        "The layer (%s) fits on no core: one row of one output channel with everything it reads needs %d bytes, the core (%s) has %d."
            .formatted(layer.name(), needed, nearest.name(), nearest.capacityBytes()),
        maybe);
  }

  private static void checkGroup(AllocationProblem problem, Set<String> group) {
    List<Core> left = new ArrayList<>(problem.accelerator().cores());
    List<String> sorted = group.stream().sorted().toList();
    for (String name : sorted) {
      Layer layer = Objects.requireNonNull(problem.workload().layer(name), name);
      left.removeIf(
          c -> !problem.runs(layer, c) || !problem.allows(name, c.name()) || neededBytes(problem, layer, c) > c.capacityBytes());
      if (left.isEmpty()) {
        throw new InfeasibleException(
            "The layers %s must share one core, but no core runs, may run and can hold all of them.".formatted(sorted),
            "take the layer (%s) out of the group.".formatted(name));
      }
    }
  }

  /** The most bytes that one of the {@link #smallestNodes} needs on a core. */
  static long neededBytes(AllocationProblem problem, Layer layer, Core core) {
    return smallestNodes(layer).stream().mapToLong(node -> bytes(problem, layer, node, core)).max().orElseThrow();
  }

  /**
   * The smallest computation nodes of a layer that are tried. Every element of the output lies in some node, which holds at least its row
   * of its channel. First, middle and last rows and channels are tried; padding makes the outer ones smaller.
   */
  public static List<Box> smallestNodes(Layer layer) {
    List<Box> nodes = new ArrayList<>();
    for (Box channel : ends(layer.outputBox(), layer.channelAxis())) {
      nodes.addAll(ends(channel, layer.rowAxis()));
    }
    return nodes;
  }

  private static List<Box> ends(Box box, int axis) {
    if (axis < 0) {
      return List.of(box);
    }
    int last = box.hi(axis) - 1;
    int middle = (box.lo(axis) + last) / 2;
    return List.of(box.with(axis, 0, 1), box.with(axis, middle, middle + 1), box.with(axis, last, last + 1));
  }

  /** Fewest bytes that a core's buffer must have to run a node: all that it reads and makes, each tensor once, and what it works with. */
  public static long bytes(AllocationProblem problem, Layer layer, Box tile, Core core) {
    Map<String, Long> elements = new HashMap<>();
    for (Operand operand : layer.operands()) {
      // A tensor that is read twice may be held once.
      elements.merge(operand.tensor(), operand.needed(tile).volume(), Math::max);
    }
    elements.merge(layer.output(), tile.volume(), Math::max);
    long bytes = problem.costs().leastBufferBytes(problem.workload(), layer, tile, core);
    for (Map.Entry<String, Long> e : elements.entrySet()) {
      Tensor tensor = problem.workload().tensor(e.getKey());
      bytes = Math.addExact(bytes, tensor.bytesOf(e.getValue()));
    }
    return bytes;
  }

  private static List<String> names(List<Core> cores) {
    return cores.stream().map(Core::name).toList();
  }
}
