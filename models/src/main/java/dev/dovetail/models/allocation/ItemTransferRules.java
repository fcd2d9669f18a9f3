package dev.dovetail.models.allocation;

import dev.dovetail.models.Box;
import dev.dovetail.models.Findings;
import dev.dovetail.models.accelerator.Accelerator;
import dev.dovetail.models.allocation.tiles.Item;
import dev.dovetail.models.allocation.tiles.LayerGrid;
import dev.dovetail.models.allocation.tiles.TileGraph;
import dev.dovetail.models.allocation.tiles.TileGraphs;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.Routes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The rules of a problem whose option {@code transfers} is {@code items}: data is kept and moved in whole items of the fixed tiles, from
 * where it was made to where it is read.
 *
 * <p>Role: makes what complete methods search all that such a problem admits. The items are cut by {@link TileGraphs} alone.
 */
final class ItemTransferRules {
  private static final String RULE = "transfer-item";

  private final Resolved resolved;
  private final Schedule schedule;
  private final Findings findings;
  private final TileGraph graph;
  private final Routes routes;
  private final TransferRoutes names;
  private final Map<String, List<Integer>> itemsOf = new HashMap<>();

  ItemTransferRules(Resolved resolved) {
    AllocationProblem problem = resolved.problem;
    this.resolved = resolved;
    this.schedule = resolved.schedule;
    this.findings = resolved.findings;
    List<LayerGrid> grids =
        problem.workload().layers().stream().map(l -> Objects.requireNonNull(problem.grids().get(l.name()))).toList();
    this.graph = new TileGraphs(problem.workload(), problem.options().pieceBytes()).build(grids);
    this.routes = new Routes(problem.accelerator().links(), problem.options().routes());
    this.names = new TransferRoutes(problem.accelerator().links());
    for (int i = 0; i < graph.items().size(); i++) {
      itemsOf.computeIfAbsent(graph.tensor(graph.items().get(i)).name(), k -> new ArrayList<>()).add(i);
    }
  }

  void check() {
    copies();
    Map<Integer, Integer> deliveries = new HashMap<>();
    Set<Integer> stored = new HashSet<>();
    for (int x = 0; x < schedule.transfers().size(); x++) {
      int i = resolved.transferTensor[x] == null
          ? -1
          : itemOf(schedule.transfers().get(x).tensor(), schedule.transfers().get(x).boxes());
      if (resolved.transferTensor[x] != null && i < 0) {
        findings.add(RULE, resolved.transferName(x), "It must carry exactly one item of the tiles.");
      }
      check(x, i, deliveries, stored);
      if (resolved.transferWalk[x] != null) {
        route(x);
      }
    }
  }

  /** Each buffer holds one item, each core has an item once, and what came from elsewhere is read there. */
  private void copies() {
    Set<Integer> read = new HashSet<>();
    schedule.tasks().forEach(t -> read.addAll(t.reads()));
    Set<List<Integer>> seen = new HashSet<>();
    for (int b = 0; b < schedule.buffers().size(); b++) {
      if (!resolved.bufferSound[b]) {
        continue;
      }
      int i = itemOf(schedule.buffers().get(b).tensor(), schedule.buffers().get(b).boxes());
      if (i < 0) {
        findings.add(RULE, resolved.bufferName(b), "It must hold exactly one item of the tiles.");
      } else if (!seen.add(List.of(i, resolved.bufferCore[b]))) {
        findings.add(RULE, resolved.bufferName(b), "The core has another copy of this item.");
      }
      if (resolved.creator[b] < 0 && resolved.creator[b] != Resolved.NO_CREATOR && !read.contains(b)) {
        findings.add(RULE, resolved.bufferName(b), "No task reads what was brought there.");
      }
    }
  }

  /** @param i the item that is carried, or -1 */
  @SuppressWarnings("ConstantValue")
  private void check(int x, int i, Map<Integer, Integer> deliveries, Set<Integer> stored) {
    Schedule.Transfer transfer = schedule.transfers().get(x);
    if (transfer.kind() == null || resolved.transferTensor[x] == null) {
      return; // said before
    }
    switch (transfer.kind()) {
      case LOAD -> {
        if (!Objects.requireNonNull(resolved.transferTensor[x]).isFromDram()) {
          findings.add(RULE, resolved.transferName(x), "Only inputs and weights are loaded, no feature.");
        }
      }
      case MOVE -> {
        int b = transfer.source();
        if (resolved.isBuffer(b) && resolved.creator[b] < 0) {
          findings.add(RULE, resolved.transferName(x), "A move starts at the core whose task made the item.");
        }
      }
      case STORE -> {
        if (!Objects.requireNonNull(resolved.transferTensor[x]).isOutput()) {
          findings.add(RULE, resolved.transferName(x), "Only outputs are stored.");
        } else if (i >= 0 && !stored.add(i)) {
          findings.add(RULE, resolved.transferName(x), "The item is stored twice.");
        }
        return;
      }
    }
    if (i >= 0) {
      int most = (int) Arrays.stream(graph.items().get(i).consumers()).map(n -> graph.layerOf()[n]).distinct().count();
      if (deliveries.merge(i, 1, Integer::sum) > most) {
        findings.add(RULE, resolved.transferName(x), "The item has more transfers than layers that read it (%d).", most);
      }
    }
  }

  /** The route is sound; it must also be one of the listed ones. */
  private void route(int x) {
    Schedule.Transfer transfer = schedule.transfers().get(x);
    Accelerator accelerator = resolved.problem.accelerator();
    int from =
        transfer.kind() == Schedule.Transfer.Kind.LOAD
            ? names.dramNode(transfer.dram())
            : coreNode(transfer.source());
    List<Integer> to =
        transfer.kind() == Schedule.Transfer.Kind.STORE
            ? List.of(names.dramNode(transfer.dram()))
            : transfer.targets().stream().map(this::coreNode).sorted().toList();
    if (to.contains(from)) {
      return; // said before
    }
    Set<String> taken = new HashSet<>(transfer.route());
    boolean listed =
        routes.routes(from, to).stream()
            .anyMatch(
                r -> r.edges().size() == taken.size()
                    && r.edges().stream().map(accelerator.edges()::get).map(Edge::name).allMatch(taken::contains));
    if (!listed) {
      findings.add(RULE, resolved.transferName(x), "Its route is none of the %d shortest ones.",
          resolved.problem.options().routes());
    }
  }

  private int coreNode(int buffer) {
    return resolved.bufferCore[buffer];
  }

  /** The item of exactly those elements, or -1. The boxes are disjoint, so that equal volumes and one inside of the other are enough. */
  private int itemOf(String tensor, List<Box> boxes) {
    for (int i : itemsOf.getOrDefault(tensor, List.of())) {
      Item item = graph.items().get(i);
      if (item.boxes().equals(boxes)
          || Coverage.volume(item.boxes()) == Coverage.volume(boxes) && Coverage.missingFrom(boxes, item.boxes()) == null) {
        return i;
      }
    }
    return -1;
  }
}
