package dev.dovetail.models.accelerator;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Channels that traffic cannot avoid.
 *
 * <p>Role: the machine's side of the traffic bounds.
 *
 * @param everything a channel that every edge holds (a shared bus), or -1
 * @param dram a channel that every load and every store holds (a half-duplex port or a bus), or -1
 * @param in the rate of all channels out of DRAM together
 * @param out the rate of all channels into DRAM together
 */
public record Bottlenecks(int everything, int dram, Bandwidth in, Bandwidth out) {
  /** Finds them in an accelerator with at least one DRAM node. */
  public static Bottlenecks of(Accelerator accelerator) {
    List<Integer> dramNodes = accelerator.dramNodes();
    Set<Integer> all = null;
    Set<Integer> port = null;
    Bandwidth in = null;
    Bandwidth out = null;
    Set<Integer> seenIn = new TreeSet<>();
    Set<Integer> seenOut = new TreeSet<>();
    for (Edge edge : accelerator.edges()) {
      all = common(all, edge);
      boolean from = dramNodes.contains(edge.from());
      if (from || dramNodes.contains(edge.to())) {
        port = common(port, edge);
        // An edge is as fast as its slowest channel; counting each edge's own channels once over-estimates the rate, never under.
        Set<Integer> seen = from ? seenIn : seenOut;
        int slowest = slowest(accelerator, edge);
        if (seen.add(slowest)) {
          Bandwidth b = accelerator.channels().get(slowest).bandwidth();
          if (from) {
            in = in == null ? b : sum(in, b);
          } else {
            out = out == null ? b : sum(out, b);
          }
        }
      }
    }
    return new Bottlenecks(
        first(accelerator, all), first(accelerator, port), java.util.Objects.requireNonNull(in),
        java.util.Objects.requireNonNull(out));
  }

  private static Set<Integer> common(@org.jspecify.annotations.Nullable Set<Integer> so, Edge edge) {
    Set<Integer> own = new TreeSet<>(edge.channels());
    if (so != null) {
      own.retainAll(so);
    }
    return own;
  }

  private static int slowest(Accelerator accelerator, Edge edge) {
    int best = edge.channels().get(0);
    for (int c : edge.channels()) {
      if (accelerator.channels().get(c).bandwidth().compareTo(accelerator.channels().get(best).bandwidth()) < 0) {
        best = c;
      }
    }
    return best;
  }

  private static int first(Accelerator accelerator, @org.jspecify.annotations.Nullable Set<Integer> channels) {
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

  private static Bandwidth sum(Bandwidth a, Bandwidth b) {
    long cycles = Math.multiplyExact(a.cycles(), b.cycles());
    return new Bandwidth(
        Math.addExact(Math.multiplyExact(a.bytes(), b.cycles()), Math.multiplyExact(b.bytes(), a.cycles())), cycles);
  }
}
