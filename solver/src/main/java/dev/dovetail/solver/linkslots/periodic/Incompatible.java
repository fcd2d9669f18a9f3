package dev.dovetail.solver.linkslots.periodic;

import dev.dovetail.encodings.linkslots.periodic.PeriodicInstance;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Pairs of messages that collide whatever routes they take and whenever they start.
 *
 * <p>Of messages that are incompatible two by two at most one can be served: a cover of all messages by such cliques bounds how many can.
 */
final class Incompatible {
  private final PeriodicInstance instance;
  private final BitSet[] with;

  /** Of an instance that {@link PeriodicInstance#keepsClashes()}. */
  Incompatible(PeriodicInstance instance) {
    this.instance = instance;
    this.with = new BitSet[instance.size()];
    for (int m = 0; m < with.length; m++) {
      with[m] = new BitSet();
    }
    for (int f = 0; f < with.length; f++) {
      for (int g : instance.partners(f)) {
        if (g > f && always(f, g)) {
          with[f].set(g);
          with[g].set(f);
        }
      }
    }
  }

  private boolean always(int f, int g) {
    for (int i = 0; i < instance.routes(f).size(); i++) {
      for (int j = 0; j < instance.routes(g).size(); j++) {
        if (!instance.clash(f, i, g, j).isAlways()) {
          return false;
        }
      }
    }
    return true;
  }

  /** The first such pair; empty if there is none. */
  int[] pair() {
    for (int f = 0; f < with.length; f++) {
      int g = with[f].nextSetBit(f + 1);
      if (g >= 0) {
        return new int[] {f, g};
      }
    }
    return new int[0];
  }

  /** Messages that must be left out, at least: those without a route, and all but one of each clique of a greedy cover. */
  int leftOut() {
    List<BitSet> cliques = new ArrayList<>();
    int[] order = IntStream.range(0, with.length).filter(m -> !instance.routes(m).isEmpty()).boxed()
        .sorted(Comparator.comparingInt((Integer m) -> -with[m].cardinality())).mapToInt(Integer::intValue).toArray();
    for (int m : order) {
      BitSet home = null;
      for (BitSet clique : cliques) {
        BitSet strangers = (BitSet) clique.clone();
        strangers.andNot(with[m]);
        if (strangers.isEmpty()) {
          home = clique;
          break;
        }
      }
      if (home == null) {
        home = new BitSet();
        cliques.add(home);
      }
      home.set(m);
    }
    return with.length - cliques.size();
  }
}
