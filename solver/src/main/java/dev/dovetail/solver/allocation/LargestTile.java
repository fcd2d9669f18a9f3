package dev.dovetail.solver.allocation;

import dev.dovetail.models.Box;
import dev.dovetail.models.allocation.tiles.TileGraph;
import dev.dovetail.models.intracore.CostPoint;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Whether each tile of a fixed grid fits some core alone, with all that it reads and makes: if one does not, nothing helps. Items of one
 * tensor may share a buffer, so that only its whole is rounded up to bytes.
 */
final class LargestTile {
  private LargestTile() {}

  /** A sentence about a tile that no core can hold; empty if each fits somewhere. */
  static Optional<String> fitsNowhere(Machine machine, TileGraph graph) {
    for (int n = 0; n < graph.nodes(); n++) {
      Map<Integer, Long> elements = new HashMap<>();
      IntStream.concat(Arrays.stream(graph.inputs()[n]), Arrays.stream(graph.outputs()[n]))
          .mapToObj(graph.items()::get)
          .forEach(i -> elements.merge(i.tensor(), i.boxes().stream().mapToLong(Box::volume).sum(), Math::addExact));
      long data = elements.entrySet().stream().mapToLong(e -> graph.tensors().get(e.getKey()).bytesOf(e.getValue())).sum();
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
