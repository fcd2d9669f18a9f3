package dev.dovetail.models.accelerator;

import dev.dovetail.models.links.Bandwidth;
import dev.dovetail.models.links.Edge;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Channels that traffic cannot avoid.
 *
 * <p>Role: the machine's side of the traffic bounds.
 *
 * @param everything a channel that every edge holds (a shared bus), or -1
 * @param dram a channel that every load and every store holds (a half-duplex port or a bus), or -1
 * @param in the rate of all channels out of DRAM together; null if some way out of DRAM holds no channel (an unlimited port)
 * @param out the rate of all channels into DRAM together; null likewise
 */
public record Bottlenecks(int everything, int dram, @Nullable Bandwidth in, @Nullable Bandwidth out) {
  /** Finds them in an accelerator with at least one DRAM node. */
  public static Bottlenecks of(Accelerator accelerator) {
    List<Integer> dramNodes = accelerator.dramNodes();
    Set<Integer> all = null;
    Set<Integer> port = null;
    List<Edge> ways = new ArrayList<>();
    List<Edge> ends = new ArrayList<>();
    for (Edge edge : accelerator.edges()) {
      all = common(all, edge);
      boolean from = dramNodes.contains(edge.from());
      if (from || dramNodes.contains(edge.to())) {
        port = common(port, edge);
        (from ? ways : ends).add(edge);
      }
    }
    return new Bottlenecks(first(accelerator, all), first(accelerator, port), rate(accelerator, ways), rate(accelerator, ends));
  }

  /**
   * What the edges carry together at most: each is as fast as its slowest channel, and each of these channels counts once. A transfer
   * over several of the edges holds all their channels, so this may over-estimate the rate, but never under-estimate it.
   */
  private static @Nullable Bandwidth rate(Accelerator accelerator, List<Edge> edges) {
    Set<Integer> slowest = new TreeSet<>();
    for (Edge edge : edges) {
      if (edge.channels().isEmpty()) {
        return null;
      }
      slowest.add(first(accelerator, new TreeSet<>(edge.channels())));
    }
    return slowest.stream().map(c -> accelerator.channels().get(c).bandwidth()).reduce(Bandwidth::plus).orElse(null);
  }

  private static Set<Integer> common(@Nullable Set<Integer> so, Edge edge) {
    Set<Integer> own = new TreeSet<>(edge.channels());
    if (so != null) {
      own.retainAll(so);
    }
    return own;
  }

  /** The slowest of some channels, or -1. */
  private static int first(Accelerator accelerator, @Nullable Set<Integer> channels) {
    if (channels == null || channels.isEmpty()) {
      return -1;
    }
    int best = channels.iterator().next();
    for (int c : channels) {
      if (accelerator.channels().get(c).bandwidth().compareTo(accelerator.channels().get(best).bandwidth()) < 0) {
        best = c;
      }
    }
    return best;
  }
}
