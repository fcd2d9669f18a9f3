package dev.dovetail.solver.stream;

import dev.dovetail.models.stream.StreamNode;
import dev.dovetail.models.stream.StreamOperand;
import dev.dovetail.models.stream.StreamWorkload;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where a network may be cut into fusion groups that run one after another.
 *
 * <p>Role: the states between groups. A state is the set of computing nodes that have run; with a node all that it needs has run. Where a
 * network has too many such sets, those along the order of its nodes stand for all.
 */
final class FusionCuts {
  private static final int MOST_STATES = 4096;

  private final StreamWorkload workload;
  private final List<Integer> nodes = new ArrayList<>();
  private final BitSet[] needs;
  private final BitSet[] apart;
  private final List<BitSet> states = new ArrayList<>();
  private boolean isComplete = true;

  FusionCuts(StreamWorkload workload) {
    this.workload = workload;
    int n = workload.nodes().size();
    this.needs = new BitSet[n];
    this.apart = new BitSet[n];
    for (int i = 0; i < n; i++) {
      needs[i] = new BitSet();
      apart[i] = new BitSet();
      for (StreamOperand o : workload.node(i).inputs()) {
        int writer = workload.writer(o.tensor());
        if (writer >= 0) {
          boolean behindLayout = workload.node(writer).role() == StreamNode.Role.LAYOUT;
          needs[i].or(needs[writer]);
          apart[i].or(behindLayout ? needs[writer] : apart[writer]);
          needs[i].set(writer);
        }
      }
      if (workload.node(i).role() == StreamNode.Role.COMPUTE) {
        nodes.add(i);
      }
    }
    enumerate();
  }

  private void enumerate() {
    Set<BitSet> seen = new HashSet<>();
    states.add(new BitSet());
    seen.add(new BitSet());
    for (int s = 0; s < states.size() && isComplete; s++) {
      for (int i : nodes) {
        if (!states.get(s).get(i) && hasRun(states.get(s), i)) {
          BitSet next = (BitSet) states.get(s).clone();
          next.set(i);
          if (seen.add(next)) {
            states.add(next);
          }
        }
      }
      isComplete = states.size() <= MOST_STATES;
    }
    if (!isComplete) {
      states.clear();
      BitSet prefix = new BitSet();
      states.add(new BitSet());
      for (int i : nodes) {
        prefix.set(i);
        states.add((BitSet) prefix.clone());
      }
    }
  }

  private boolean hasRun(BitSet state, int node) {
    for (int p = needs[node].nextSetBit(0); p >= 0; p = needs[node].nextSetBit(p + 1)) {
      if (workload.node(p).role() == StreamNode.Role.COMPUTE && !state.get(p)) {
        return false;
      }
    }
    return true;
  }

  /** All states, smaller ones first; the first is empty, the last has every node. */
  List<BitSet> states() {
    return List.copyOf(states);
  }

  /** Whether these are all states that there are. */
  boolean isComplete() {
    return isComplete;
  }

  /** The nodes that run between two states, if they may be one group: no reordering of a tensor lies between two of them. */
  List<Integer> between(BitSet before, BitSet after) {
    BitSet group = (BitSet) after.clone();
    group.andNot(before);
    BitSet check = (BitSet) before.clone();
    check.andNot(after);
    if (!check.isEmpty()) {
      return List.of();
    }
    for (int i = group.nextSetBit(0); i >= 0; i = group.nextSetBit(i + 1)) {
      if (apart[i].intersects(group)) {
        return List.of();
      }
    }
    return group.stream().boxed().toList();
  }
}
