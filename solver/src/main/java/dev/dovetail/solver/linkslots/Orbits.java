package dev.dovetail.solver.linkslots;

import dev.dovetail.encodings.linkslots.MeshSymmetry;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.LinkNetwork;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Channels and messages that look the same after a movement of the mesh, and equal messages: a linear programme needs one of each.
 *
 * <p>Role: makes linear programmes small. Averages of solutions over movements are solutions, so nothing is lost; and what is concluded from
 * the prices is checked without this.
 */
final class Orbits {
  private final int[] channel;
  private final int[] message;

  Orbits(LinkSlotsProblem problem) {
    LinkNetwork links = problem.network().links();
    channel = identity(links.channels().size());
    message = identity(problem.messages().size());
    Map<List<Object>, Integer> equal = new HashMap<>();
    for (Message m : problem.messages()) {
      if (m.after().isEmpty() && m.previousChunk() < 0 && problem.messages().stream().allMatch(o -> o.after().isEmpty())) {
        List<Object> key = List.of(m.shape(), m.sources(), m.destinations(), m.volume(), m.release());
        join(message, m.index(), equal.computeIfAbsent(key, k -> m.index()));
      }
    }
    for (MeshSymmetry symmetry : MeshSymmetry.groups(problem).stream().findFirst().orElse(List.of())) {
      for (int m = 0; m < message.length; m++) {
        join(message, m, symmetry.message()[m]);
      }
      for (int e = 0; e < links.edges().size(); e++) {
        Edge from = links.edges().get(e);
        Edge to = links.edges().get(symmetry.edge()[e]);
        for (int i = 0; i < from.channels().size(); i++) {
          join(channel, from.channels().get(i), to.channels().get(i));
        }
      }
    }
    flatten(channel);
    flatten(message);
  }

  private static int[] identity(int n) {
    int[] parent = new int[n];
    for (int i = 0; i < n; i++) {
      parent[i] = i;
    }
    return parent;
  }

  private static int root(int[] parent, int i) {
    int at = i;
    while (parent[at] != at) {
      at = parent[at];
    }
    return at;
  }

  /** The least index stands for its orbit. */
  private static void join(int[] parent, int a, int b) {
    int x = root(parent, a);
    int y = root(parent, b);
    parent[Math.max(x, y)] = Math.min(x, y);
  }

  private static void flatten(int[] parent) {
    for (int i = 0; i < parent.length; i++) {
      parent[i] = root(parent, i);
    }
  }

  /** The channel that stands for a channel. */
  int channel(int c) {
    return channel[c];
  }

  /** The messages that stand for all, in the order of their sources. */
  List<Integer> messages() {
    List<Integer> representatives = new ArrayList<>();
    for (int m = 0; m < message.length; m++) {
      if (message[m] == m) {
        representatives.add(m);
      }
    }
    return representatives;
  }

  /** How many messages one stands for. */
  long size(int representative) {
    long size = 0;
    for (int m : message) {
      size += m == representative ? 1 : 0;
    }
    return size;
  }
}
