package dev.dovetail.solver.allocation;

import dev.dovetail.models.allocation.tiles.TileGraph;
import dev.dovetail.models.intracore.CostPoint;
import java.util.Optional;

/** Whether each tile of a fixed grid fits some core alone, with all that it reads and makes: if one does not, nothing helps. */
final class LargestTile {
  private LargestTile() {}

  /** A sentence about a tile that no core can hold; empty if each fits somewhere. */
  static Optional<String> fitsNowhere(Machine machine, TileGraph graph) {
    for (int n = 0; n < graph.nodes(); n++) {
      long data = 0;
      for (int i : graph.inputs()[n]) {
        data += graph.items().get(i).bytes();
      }
      for (int i : graph.outputs()[n]) {
        data += graph.items().get(i).bytes();
      }
      boolean fits = false;
      for (int c : machine.eligible(graph.layerOf()[n])) {
        for (CostPoint p : machine.problem.costs().points(graph.workload(), graph.layer(n), graph.boxes()[n],
            machine.accelerator.cores().get(c))) {
          fits |= data + p.bufferBytes() <= machine.capacity[c];
        }
      }
      if (!fits) {
        return Optional.of("tile %s with its %,d bytes fits no core that may run it".formatted(graph.nodeName(n), data));
      }
    }
    return Optional.empty();
  }
}
