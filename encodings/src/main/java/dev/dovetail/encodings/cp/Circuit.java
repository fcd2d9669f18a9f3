package dev.dovetail.encodings.cp;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * The arcs whose literal is true form one circuit through all nodes, except the nodes whose self-loop is true, which it skips.
 * Every node has exactly one true arc out and one in. All nodes may be skipped.
 *
 * @param name for people
 * @param arcs the arcs; the nodes are 0 up to the largest that an arc names, and each must have an arc
 */
public record Circuit(String name, List<Arc> arcs) implements Constraint {
  /**
   * A possible step of the circuit.
   *
   * @param tail node that it leaves
   * @param head node that it enters; the same as {@code tail} for "skip this node"
   * @param literal whether it is taken
   */
  public record Arc(int tail, int head, Literal literal) {
    public Arc {
      if (tail < 0 || head < 0) {
        throw new IllegalArgumentException("The nodes (%d, %d) of an arc must not be negative.".formatted(tail, head));
      }
    }
  }

  public Circuit {
    arcs = List.copyOf(arcs);
    boolean[] named = new boolean[nodes(arcs)];
    arcs.forEach(arc -> named[arc.tail()] = named[arc.head()] = true);
    for (int i = 0; i < named.length; i++) {
      if (!named[i]) {
        throw new IllegalArgumentException("The node (%d) of circuit (%s) must have an arc.".formatted(i, name));
      }
    }
  }

  /** How many nodes it has. */
  public int nodes() {
    return nodes(arcs);
  }

  @Override
  public Circuit named(String newName) {
    return new Circuit(newName, arcs);
  }

  @Override
  public Feature feature() {
    return Feature.CIRCUIT;
  }

  @Override
  public Optional<String> violation(Assignment assignment) {
    int[] next = new int[nodes()];
    int[] entered = new int[next.length];
    Arrays.fill(next, -1);
    for (Arc arc : arcs) {
      if (assignment.isTrue(arc.literal())) {
        if (next[arc.tail()] >= 0) {
          return Optional.of("two arcs leave node %d".formatted(arc.tail()));
        }
        next[arc.tail()] = arc.head();
        entered[arc.head()]++;
      }
    }
    int first = -1;
    int visited = 0;
    for (int i = 0; i < next.length; i++) {
      if (next[i] < 0 || entered[i] != 1) {
        return Optional.of("node %d has %d arcs in and %d out".formatted(i, entered[i], next[i] < 0 ? 0 : 1));
      }
      if (next[i] != i) {
        visited++;
        first = i;
      }
    }
    int length = 0;
    if (first >= 0) {
      int node = first;
      do {
        node = next[node];
        length++;
      } while (node != first);
    }
    return length == visited
        ? Optional.empty()
        : Optional.of("the circuit through node %d has %d of %d nodes".formatted(first, length, visited));
  }

  @Override
  public void forEachLiteral(Consumer<Literal> consumer) {
    arcs.forEach(arc -> consumer.accept(arc.literal()));
  }

  @Override
  public String text(IntFunction<String> names) {
    return "circuit: "
        + Constraints.join(
            arcs, arc -> "%d->%d if %s".formatted(arc.tail(), arc.head(), arc.literal().text(names)), ", ");
  }

  private static int nodes(List<Arc> arcs) {
    return arcs.stream().mapToInt(arc -> Math.max(arc.tail(), arc.head())).max().orElse(-1) + 1;
  }
}
