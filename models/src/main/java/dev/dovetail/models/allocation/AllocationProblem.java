package dev.dovetail.models.allocation;

import dev.dovetail.models.Objective;
import dev.dovetail.models.Problem;
import dev.dovetail.models.accelerator.Accelerator;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.allocation.tiles.LayerGrid;
import dev.dovetail.models.intracore.CostModel;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Workload;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which core runs each computation node of a network, when, and over which links does its data travel.
 *
 * @param name a short name of the instance
 * @param workload the network
 * @param accelerator the machine
 * @param costs what a computation node costs on a core
 * @param objective what is minimised
 * @param allowed for layers that the user restricted, the names of the cores that may run them (pins and forbids resolved)
 * @param together groups of layers whose tasks must all run on one and the same core
 * @param grids for layers whose tile grid the user fixed, that grid; tasks of such a layer must be exactly its boxes
 * @param handovers which features must go through DRAM between two layers, and which must not; only free ones with {@link
 *     Transfers#ITEMS}, which knows no way through DRAM
 * @param options limits of the searched space
 */
public record AllocationProblem(
    String name,
    Workload workload,
    Accelerator accelerator,
    CostModel costs,
    Objective objective,
    Map<String, Set<String>> allowed,
    List<Set<String>> together,
    Map<String, LayerGrid> grids,
    Handovers handovers,
    Options options)
    implements Problem {
  public AllocationProblem {
    allowed = Map.copyOf(allowed);
    together = together.stream().map(Set::copyOf).toList();
    grids = Map.copyOf(grids);
    if (options.movesItems() && !handovers.throughDram().isEmpty()) {
      throw new IllegalArgumentException("Whole items take no way through DRAM, which the problem demands of some.");
    }
    for (Layer layer : workload.layers()) {
      if (options.movesItems() && !grids.containsKey(layer.name())) {
        throw new IllegalArgumentException(
            "Only fixed tiles have items; those of the layer (%s) are not fixed.".formatted(layer.name()));
      }
    }
  }

  /** A problem in which every handover is free. */
  public AllocationProblem(
      String name,
      Workload workload,
      Accelerator accelerator,
      CostModel costs,
      Objective objective,
      Map<String, Set<String>> allowed,
      List<Set<String>> together,
      Map<String, LayerGrid> grids,
      Options options) {
    this(name, workload, accelerator, costs, objective, allowed, together, grids, Handovers.FREE, options);
  }

  /** A problem that fixes no tile grid. */
  public AllocationProblem(
      String name,
      Workload workload,
      Accelerator accelerator,
      CostModel costs,
      Objective objective,
      Map<String, Set<String>> allowed,
      List<Set<String>> together,
      Options options) {
    this(name, workload, accelerator, costs, objective, allowed, together, Map.of(), options);
  }

  /** The same problem with another objective. */
  public AllocationProblem withObjective(Objective other) {
    return new AllocationProblem(name, workload, accelerator, costs, other, allowed, together, grids, handovers, options);
  }

  /** The same problem with other rules for handovers. */
  public AllocationProblem with(Handovers other) {
    return new AllocationProblem(name, workload, accelerator, costs, objective, allowed, together, grids, other, options);
  }

  /** Whether the user fixed the grid of every layer, so that a complete method can prove an optimum. */
  public boolean fixesAllGrids() {
    return workload.layers().stream().allMatch(l -> grids.containsKey(l.name()));
  }

  /** How data may travel. */
  public enum Transfers {
    /** As every mapping that the machine model accepts. */
    ANY,
    /**
     * In whole items of the fixed tiles only, from the core that made them or DRAM, one copy per reading core, without spills and
     * forwarding, over the listed routes: what complete methods search. Needs all grids fixed.
     */
    ITEMS
  }

  /**
   * Limits of the searched space. They bound what methods try; a mapping outside of them is still judged by the same evaluator, and
   * every bound holds with or without them. With {@link Transfers#ITEMS} routes and pieces are rules of the problem.
   *
   * @param maxTiles most row tiles of a layer, at least 1
   * @param routes K, how many shortest routes a transfer may choose from, at least 1
   * @param pieceBytes weights are loaded in pieces of at most this many bytes, at least 1
   * @param transfers how data may travel
   */
  public record Options(int maxTiles, int routes, long pieceBytes, Transfers transfers) {
    /** 16 row tiles, 2 routes, 64 KiB pieces. */
    public static final Options DEFAULT = new Options(16, 2, 65_536);

    public Options {
      if (maxTiles < 1 || routes < 1 || pieceBytes < 1) {
        throw new IllegalArgumentException(
            "The options (maxTiles %d, routes %d, pieceBytes %d) must be positive.".formatted(maxTiles, routes, pieceBytes));
      }
    }

    /** Options of a problem in which data travels in any way. */
    public Options(int maxTiles, int routes, long pieceBytes) {
      this(maxTiles, routes, pieceBytes, Transfers.ANY);
    }

    /** Whether only whole items travel. */
    public boolean movesItems() {
      return transfers == Transfers.ITEMS;
    }
  }

  @Override
  public String kind() {
    return "allocation";
  }

  /** Whether the core has the layer's operator, and the cost model knows what it costs there; what the user allows is another matter. */
  public boolean runs(Layer layer, Core core) {
    return core.supports(layer.operator()) && costs.floor(workload, layer, core).isPresent();
  }

  /** Whether the user lets core {@code coreName} run layer {@code layerName}. */
  public boolean allows(String layerName, String coreName) {
    Set<String> names = allowed.get(layerName);
    return names == null || names.contains(coreName);
  }
}
