package dev.dovetail.models.fusion.bounds;

import dev.dovetail.models.fusion.FusionLayer;
import dev.dovetail.models.fusion.FusionNetwork;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Who precedes whom in a network. */
final class LayerGraph {
  private final FusionNetwork network;
  private final List<List<Integer>> producers = new ArrayList<>();
  private final List<List<Integer>> consumers;
  private final List<BitSet> ancestors = new ArrayList<>();
  private final List<BitSet> descendants = new ArrayList<>();

  LayerGraph(FusionNetwork network) {
    this.network = network;
    consumers = network.consumers();
    for (FusionLayer l : network.layers()) {
      producers.add(FusionNetwork.producers(l));
      BitSet up = new BitSet();
      for (int p : producers.get(l.id())) {
        up.set(p);
        up.or(ancestors.get(p));
      }
      ancestors.add(up);
      descendants.add(new BitSet());
    }
    for (int l = 0; l < size(); l++) {
      for (int a = ancestors.get(l).nextSetBit(0); a >= 0; a = ancestors.get(l).nextSetBit(a + 1)) {
        descendants.get(a).set(l);
      }
    }
  }

  int size() {
    return network.layers().size();
  }

  FusionLayer layer(int l) {
    return network.layers().get(l);
  }

  FusionNetwork network() {
    return network;
  }

  List<Integer> producers(int l) {
    return producers.get(l);
  }

  List<Integer> consumers(int l) {
    return consumers.get(l);
  }

  /** Layers that precede {@code l} in every order. */
  BitSet ancestors(int l) {
    return ancestors.get(l);
  }

  /** Layers that follow {@code l} in every order. */
  BitSet descendants(int l) {
    return descendants.get(l);
  }

  /** Layers outside of a down-set whose producers all lie in it: what may come next. */
  List<Integer> minimal(BitSet down) {
    List<Integer> next = new ArrayList<>();
    for (int l = down.nextClearBit(0); l < size(); l = down.nextClearBit(l + 1)) {
      if (producers.get(l).stream().allMatch(down::get)) {
        next.add(l);
      }
    }
    return next;
  }

  /** Layers of a down-set that some layer outside of it reads, ascending. */
  List<Integer> crossing(BitSet down) {
    List<Integer> crossing = new ArrayList<>();
    for (int l = down.nextSetBit(0); l >= 0; l = down.nextSetBit(l + 1)) {
      if (consumers.get(l).stream().anyMatch(c -> !down.get(c))) {
        crossing.add(l);
      }
    }
    return crossing;
  }

  /** A down-set's complement within the network. */
  BitSet complement(BitSet down) {
    BitSet rest = new BitSet();
    rest.set(0, size());
    rest.andNot(down);
    return rest;
  }
}
