package dev.dovetail.models.fusion.bounds;

import dev.dovetail.models.fusion.LayerKind;
import java.util.BitSet;

/**
 * What the rule that a fully connected layer, with the run of pooling layers right before it, is a layer group of its own means for every order.
 *
 * <p>Role: tells which sub-groups can occur, and which tensors must pass through DRAM. Layers of a run are known where every order has them right before
 * the fully connected layer.
 */
final class FcIsolation {
  private final LayerGraph graph;
  private final boolean on;
  private final BitSet isolated = new BitSet();

  FcIsolation(LayerGraph graph, boolean on) {
    this.graph = graph;
    this.on = on;
    for (int l = 0; on && l < graph.size(); l++) {
      if (graph.layer(l).kind() == LayerKind.FC) {
        isolated.set(l);
        addRun(l);
      }
    }
  }

  /** If all layers precede or follow it, what ends every order of those before is right before it, as long as there is only one such layer. */
  private void addRun(int fc) {
    BitSet rest = (BitSet) graph.ancestors(fc).clone();
    boolean comparable = rest.cardinality() + graph.descendants(fc).cardinality() + 1 == graph.size();
    while (comparable && !rest.isEmpty()) {
      int last = rest.length() - 1;
      BitSet others = (BitSet) rest.clone();
      others.clear(last);
      others.andNot(graph.ancestors(last));
      if (!others.isEmpty() || graph.layer(last).kind() != LayerKind.POOL) {
        return;
      }
      isolated.set(last);
      rest.clear(last);
    }
  }

  /** Whether the layers of a sub-group can stand in one layer group. */
  boolean admits(BitSet subGroup) {
    return !subGroup.intersects(isolated)
        || subGroup.stream().allMatch(l -> isolated.get(l) || graph.layer(l).kind() == LayerKind.POOL);
  }

  /** Whether a tensor may be on the chip while a sub-group runs that did not make it. */
  boolean mayStay(int tensor, BitSet subGroup) {
    if (!on) {
      return true;
    }
    return graph.layer(tensor).kind() != LayerKind.FC
        && (!subGroup.intersects(isolated) || graph.layer(tensor).kind() == LayerKind.POOL);
  }

  /** Layers that are known to stand in the group of a fully connected layer, with that layer. */
  BitSet isolated() {
    return isolated;
  }
}
