package dev.dovetail.models.linkslots.routes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Simple paths between two nodes: all of them where they are few, otherwise a fixed sample in which each shortest path is as likely as any
 * other.
 */
final class SimplePaths {
  /** Steps of the enumeration for each path wanted, before it gives up being complete. */
  private static final int STEPS_PER_PATH = 200;
  /** Draws for each path wanted. */
  private static final int DRAWS_PER_PATH = 4;

  private final LinkGraph forward;
  private final LinkGraph backward;

  SimplePaths(LinkGraph forward, LinkGraph backward) {
    this.forward = forward;
    this.backward = backward;
  }

  /** Paths as edge lists, shortest first, and whether they are all there are. */
  record Found(List<List<Integer>> paths, boolean complete) {}

  /** At most {@code cap} of the paths with the fewest links; none if there is no path. */
  Found shortest(int from, int to, int cap) {
    Found all = enumerate(from, to, 0, cap);
    return all.complete ? all : new Found(sample(from, to, 0, cap, new LinkedHashSet<>()), false);
  }

  /** At most {@code cap} simple paths: those with the fewest links first, then detours. */
  Found any(int from, int to, int cap) {
    Found all = enumerate(from, to, Integer.MAX_VALUE, cap);
    if (all.complete) {
      return all;
    }
    Found shortest = shortest(from, to, Math.max(1, cap - cap / 4));
    Set<List<Integer>> paths = new LinkedHashSet<>(shortest.paths);
    for (int extra = 1; extra <= 4 && paths.size() < cap; extra++) {
      sample(from, to, extra, cap, paths);
    }
    return new Found(List.copyOf(paths), false);
  }

  /** All simple paths with at most {@code extra} links more than the shortest, by length; incomplete if there are more than the cap. */
  private Found enumerate(int from, int to, int extra, int cap) {
    int[] left = backward.distancesFrom(to);
    if (left[from] == Integer.MAX_VALUE) {
      return new Found(List.of(), true);
    }
    List<List<Integer>> found = new ArrayList<>();
    int longest = (int) Math.min((long) left[from] + extra, forward.nodes());
    boolean[] visited = new boolean[forward.nodes()];
    int[] stack = new int[forward.nodes() + 1];
    int[] position = new int[forward.nodes() + 1];
    int depth = 0;
    int at = from;
    visited[from] = true;
    long steps = (long) cap * STEPS_PER_PATH;
    while (depth >= 0) {
      if (steps-- == 0 || found.size() > cap) {
        return new Found(List.of(), false);
      }
      int[] outgoing = forward.outgoing(at);
      int e = -1;
      if (at != to) {
        while (e < 0 && position[depth] < outgoing.length) {
          int candidate = outgoing[position[depth]++];
          int next = forward.head(candidate);
          if (!visited[next] && left[next] <= longest - depth - 1) {
            e = candidate;
          }
        }
      } else {
        found.add(Arrays.stream(stack, 0, depth).boxed().toList());
      }
      if (e >= 0) {
        stack[depth++] = e;
        position[depth] = 0;
        at = forward.head(e);
        visited[at] = true;
      } else {
        visited[at] = false;
        depth--;
        at = depth >= 0 ? forward.tail(stack[depth]) : from;
      }
    }
    found.sort((a, b) -> Integer.compare(a.size(), b.size()));
    return new Found(found, true);
  }

  /** Walks drawn by the number of ways to go on with exactly that many links; those that meet themselves are dropped. */
  private List<List<Integer>> sample(int from, int to, int extra, int cap, Set<List<Integer>> paths) {
    int[] left = backward.distancesFrom(to);
    int length = left[from] + extra;
    double[][] ways = new double[length + 1][];
    ways[0] = new double[forward.nodes()];
    ways[0][to] = 1;
    for (int k = 1; k <= length; k++) {
      ways[k] = new double[forward.nodes()];
      for (int v = 0; v < forward.nodes(); v++) {
        if (left[v] <= k && v != to) {
          for (int e : forward.outgoing(v)) {
            ways[k][v] += ways[k - 1][forward.head(e)];
          }
        }
      }
    }
    if (!(ways[length][from] > 0)) {
      return List.copyOf(paths);
    }
    SplittableRandom random = new SplittableRandom(31L * from + to);
    for (int draw = 0; draw < cap * DRAWS_PER_PATH && paths.size() < cap; draw++) {
      List<Integer> path = walk(from, length, ways, random);
      if (!path.isEmpty()) {
        paths.add(path);
      }
    }
    return List.copyOf(paths);
  }

  private List<Integer> walk(int from, int length, double[][] ways, SplittableRandom random) {
    List<Integer> path = new ArrayList<>();
    boolean[] visited = new boolean[forward.nodes()];
    int at = from;
    visited[at] = true;
    for (int k = length; k > 0; k--) {
      double pick = random.nextDouble() * ways[k][at];
      int chosen = -1;
      for (int e : forward.outgoing(at)) {
        double w = ways[k - 1][forward.head(e)];
        if (w > 0) {
          chosen = e;
          pick -= w;
          if (pick < 0) {
            break;
          }
        }
      }
      at = forward.head(chosen);
      if (visited[at]) {
        return List.of();
      }
      visited[at] = true;
      path.add(chosen);
    }
    return List.copyOf(path);
  }
}
