package dev.dovetail.models.fusion.bounds;

import java.util.BitSet;

/**
 * What is known of the order of a sub-group's layers without an order. All by index of the layer.
 *
 * @param from milestone before the sub-group
 * @param layers ids, ascending
 * @param before its ancestors in the sub-group and itself
 * @param after its descendants in the sub-group and itself
 * @param readers who reads its output in the sub-group
 * @param needed weights of the milestone, of its ancestors and its own: what must be there before it begins
 */
@SuppressWarnings("ArrayRecordComponent")
record Relations(int from, int[] layers, BitSet[] before, BitSet[] after, BitSet[] readers, long[] needed) {
  static Relations of(PlanSpace space, int from, int[] layers) {
    LayerGraph graph = space.graph();
    int k = layers.length;
    Relations r = new Relations(from, layers, new BitSet[k], new BitSet[k], new BitSet[k], space.needed(from, layers));
    for (int i = 0; i < k; i++) {
      r.before[i] = local(layers, graph.ancestors(layers[i]));
      r.after[i] = local(layers, graph.descendants(layers[i]));
      r.before[i].set(i);
      r.after[i].set(i);
      BitSet direct = new BitSet();
      graph.consumers(layers[i]).forEach(direct::set);
      r.readers[i] = local(layers, direct);
    }
    return r;
  }

  private static BitSet local(int[] layers, BitSet of) {
    BitSet local = new BitSet();
    for (int i = 0; i < layers.length; i++) {
      local.set(i, of.get(layers[i]));
    }
    return local;
  }
}
