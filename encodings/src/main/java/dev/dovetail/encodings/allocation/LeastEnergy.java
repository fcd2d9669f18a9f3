package dev.dovetail.encodings.allocation;

import dev.dovetail.models.Objective;
import dev.dovetail.models.accelerator.Accelerator;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.tiles.Item;
import dev.dovetail.models.allocation.tiles.TileGraph;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.Node;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Says where some mapping of least energy is sure to be in the searched space of {@link JointEncoding}, so that what is proved over the
 * space holds for every mapping of the fixed tiles.
 *
 * <p>Conditions: (1) the objective is energy, and nothing leaks; (2) there is one DRAM node and no router; each core has an edge to each
 * other core and to and from DRAM; all edges between cores hold the same channels, with m femtojoules per byte together, all from DRAM the
 * same (l), all to DRAM the same (s); m is at most l; (3) each tensor's elements are whole bytes; (4) all items together and the largest
 * working bytes fit the memory of each core.
 *
 * <p>Proof. Take any executable mapping. With grids fixed its tasks are the tiles; keep their cores and cost points, and with them the
 * tasks' energies and own DRAM traffic. Make a mapping of the space: the tiles one after another in the order of the layers, each item
 * loaded once to all cores with consumers (or moved once from its home to all other cores with consumers) before the first of them, each
 * output item stored once, one thing at a time, nothing freed. No channel or core is asked for twice at a time, (4) keeps the memory, order
 * is total, the edges of (2) make a star, which is among the shortest trees: it is executable.
 *
 * <p>Without leakage the energy of transfers is what remains. By (3) a transfer's bytes are the sum of its elements', so each element pays
 * for itself. Per byte, a load holds at least the channels of an edge from DRAM (l), a store those of an edge to DRAM (s), a move those of
 * an edge between cores (m), whatever its tree. An element of an input or weight that some task reads is loaded at least once: no task
 * makes it. An element of a feature is made once, on one core; if it is an output, some store carries it (s); if a task of another core
 * reads it, some move or load brought it there (at least m, as m is at most l), and that is no store. The new mapping pays exactly l, s and
 * m for these: no more than the given one.
 *
 * <p>Of latency nothing like it holds: parts of an item fill gaps on a bus that the whole does not fit.
 */
public final class LeastEnergy {
  private LeastEnergy() {}

  /** Whether the conditions hold. */
  public static boolean isInSpace(AllocationProblem problem, TileGraph graph) {
    return problem.objective() == Objective.ENERGY
        && problem.fixesAllGrids()
        && problem.accelerator().leakageFemtojoulesPerCycle() == 0
        && graph.tensors().stream().allMatch(t -> t.bitsPerElement() % 8 == 0)
        && isStar(problem.accelerator())
        && fitsAll(new Site(problem), graph);
  }

  private static boolean isStar(Accelerator machine) {
    if (machine.dramNodes().size() != 1 || machine.nodes().size() != machine.cores().size() + 1) {
      return false;
    }
    Long load = energy(machine, (from, to) -> from.kind() == Node.Kind.DRAM && to.kind() == Node.Kind.CORE);
    Long store = energy(machine, (from, to) -> from.kind() == Node.Kind.CORE && to.kind() == Node.Kind.DRAM);
    if (machine.cores().size() == 1) {
      return load != null && store != null;
    }
    Long move = energy(machine, (from, to) -> from.kind() == Node.Kind.CORE && to.kind() == Node.Kind.CORE);
    return load != null && store != null && move != null && move <= load;
  }

  /** Energy per byte of the channels that each pair of such nodes has in common; null if some pair has no edge or other channels. */
  private static @Nullable Long energy(Accelerator machine, BiPredicate<Node, Node> pairs) {
    Set<Integer> common = null;
    for (int from = 0; from < machine.nodes().size(); from++) {
      for (int to = 0; to < machine.nodes().size(); to++) {
        if (from == to || !pairs.test(machine.nodes().get(from), machine.nodes().get(to))) {
          continue;
        }
        boolean joined = false;
        for (Edge e : machine.edges()) {
          if (e.from() == from && e.to() == to) {
            Set<Integer> channels = new HashSet<>(e.channels());
            common = common == null ? channels : common;
            if (!common.equals(channels)) {
              return null;
            }
            joined = true;
          }
        }
        if (!joined) {
          return null;
        }
      }
    }
    return Objects.requireNonNull(common).stream().mapToLong(c -> machine.channels().get(c).femtojoulesPerByte())
        .reduce(0, Math::addExact);
  }

  private static boolean fitsAll(Site site, TileGraph graph) {
    long data = 0;
    for (Item item : graph.items()) {
      data = Math.addExact(data, item.bytes());
    }
    long[] working = new long[site.cores];
    for (int n = 0; n < graph.nodes(); n++) {
      for (int c : site.eligible(graph.layer(n))) {
        for (CostPoint p : site.points(graph.layer(n), graph.boxes()[n], c)) {
          working[c] = Math.max(working[c], p.bufferBytes());
        }
      }
    }
    for (int c = 0; c < site.cores; c++) {
      Core core = site.accelerator.cores().get(c);
      if (Math.addExact(data, working[c]) > core.capacityBytes()) {
        return false;
      }
    }
    return true;
  }
}
