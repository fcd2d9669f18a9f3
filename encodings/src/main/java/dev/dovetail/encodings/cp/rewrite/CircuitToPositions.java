package dev.dovetail.encodings.cp.rewrite;

import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.encodings.cp.Circuit;
import dev.dovetail.encodings.cp.Constraint;
import dev.dovetail.encodings.cp.Constraints;
import dev.dovetail.encodings.cp.Feature;
import dev.dovetail.encodings.cp.IntVar;
import dev.dovetail.encodings.cp.Literal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Every node has a position; only the first node may be entered from a later one.
 *
 * <p>Source: circuit. Target: exactly one true arc out of and into every node; at most one node is first; an arc i -> j that is
 * true
 * means position(j) = position(i) + 1 unless j is first. Every cycle has to close in a first node, so there is at most one.
 * (Miller, Tucker, Zemlin 1960, with a free first node because any node may be skipped.)
 */
public final class CircuitToPositions implements Rewrite {
  @Override
  public Set<Feature> source() {
    return Set.of(Feature.CIRCUIT);
  }

  @Override
  public Set<Feature> target() {
    return Set.of(Feature.EXACTLY_ONE, Feature.AT_MOST_ONE, Feature.ENFORCED_LINEAR);
  }

  @Override
  public void apply(Constraint constraint, Rewriting out) {
    Circuit circuit = (Circuit) constraint;
    int nodes = circuit.nodes();
    List<List<Literal>> leaving = lists(nodes);
    List<List<Literal>> entering = lists(nodes);
    for (Circuit.Arc arc : circuit.arcs()) {
      leaving.get(arc.tail()).add(arc.literal());
      entering.get(arc.head()).add(arc.literal());
    }
    List<Literal> first = new ArrayList<>();
    List<IntVar> position = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      int node = i;
      String name = constraint.name() + " node " + node;
      out.add(Constraints.exactlyOne(leaving.get(node)).named("out of " + name));
      out.add(Constraints.exactlyOne(entering.get(node)).named("into " + name));
      first.add(out.boolVar("first: " + name, a -> positions(circuit, a)[node] == 0));
      position.add(out.intVar(0, nodes - 1L, "position: " + name, a -> positions(circuit, a)[node]));
    }
    out.add(Constraints.atMostOne(first).named(constraint.name()));
    for (Circuit.Arc arc : circuit.arcs()) {
      if (arc.tail() != arc.head()) {
        out.add(
            Constraints.equal(position.get(arc.head()).expr().minus(position.get(arc.tail())), 1)
                .named(constraint.name())
                .onlyIf(arc.literal(), first.get(arc.head()).not()));
      }
    }
  }

  /** Positions along the circuit from its smallest node on; -1 for nodes that it skips. */
  private static int[] positions(Circuit circuit, Assignment assignment) {
    int[] next = new int[circuit.nodes()];
    for (Circuit.Arc arc : circuit.arcs()) {
      if (assignment.isTrue(arc.literal())) {
        next[arc.tail()] = arc.head();
      }
    }
    int[] positions = new int[next.length];
    Arrays.fill(positions, -1);
    int start = 0;
    while (start < next.length && next[start] == start) {
      start++;
    }
    int node = start;
    for (int i = 0; node < next.length && positions[node] < 0; i++) {
      positions[node] = i;
      node = next[node];
    }
    return positions;
  }

  private static List<List<Literal>> lists(int count) {
    List<List<Literal>> lists = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lists.add(new ArrayList<>());
    }
    return lists;
  }
}
