package dev.dovetail.models.stream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which connections a transfer occupies.
 *
 * <p>A link is two directed resources, {@code a->b} and {@code b->a}; a bus is one, shared by all pairs of its members. Of several connections
 * between the same cores the last listed one counts. Buses of equal bandwidth are one resource, as in Stream, which tells resources apart by
 * sender, receiver and bandwidth. A transfer takes the union of a minimum-hop path for each pair of source and destination; among up to four
 * paths per pair a beam of eight unions, pairs in order of their ids, keeps the smallest ones.
 */
public final class RouteTable {
  private static final int PATHS = 4;
  private static final int BEAM = 8;

  private final StreamHardware hardware;
  private final List<String> names = new ArrayList<>();
  private final List<BitRate> rates = new ArrayList<>();
  private final Map<String, Integer> byName = new HashMap<>();
  private final int[][] edge;
  private final Map<List<List<Integer>>, Optional<BitSet>> plans = new HashMap<>();
  private final Map<List<Integer>, List<BitSet>> paths = new HashMap<>();

  /** The connections of an accelerator. */
  public RouteTable(StreamHardware hardware) {
    this.hardware = hardware;
    int n = hardware.cores().size();
    this.edge = new int[n][n];
    for (int[] row : edge) {
      Arrays.fill(row, -1);
    }
    Map<BitRate, Integer> buses = new HashMap<>();
    for (StreamConnection c : hardware.connections()) {
      if (c.bus()) {
        int bus = buses.computeIfAbsent(c.rate(), r -> resource(c.id(), r));
        byName.put(c.id(), bus);
        for (int a : c.cores()) {
          for (int b : c.cores()) {
            edge[a][b] = a == b ? -1 : bus;
          }
        }
      } else {
        int a = c.cores().get(0);
        int b = c.cores().get(1);
        edge[a][b] = resource(a + "->" + b, c.rate());
        edge[b][a] = resource(b + "->" + a, c.rate());
      }
    }
  }

  private int resource(String name, BitRate rate) {
    names.add(name);
    rates.add(rate);
    byName.put(name, names.size() - 1);
    return names.size() - 1;
  }

  /** Number of resources. */
  public int count() {
    return names.size();
  }

  /** Name of a resource: {@code bus12} or {@code 2->0}. */
  public String name(int resource) {
    return names.get(resource);
  }

  /** Bandwidth of a resource. */
  public BitRate rate(int resource) {
    return rates.get(resource);
  }

  /** The resource of that name. */
  public Optional<Integer> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The resource that leads from a core to another one directly; -1 if there is none. */
  public int direct(int from, int to) {
    return edge[from][to];
  }

  /**
   * The resources that a transfer takes; empty if both ends are one core.
   *
   * @return nothing if some pair is not connected
   */
  public Optional<BitSet> plan(List<Integer> sources, List<Integer> targets) {
    List<Integer> from = sources.stream().sorted().toList();
    List<Integer> to = targets.stream().sorted().toList();
    return plans.computeIfAbsent(List.of(from, to), k -> beam(from, to));
  }

  /** The least bandwidth among resources, of which there is at least one. */
  public BitRate slowest(BitSet resources) {
    return resources.stream().mapToObj(rates::get).min(BitRate::compareTo).orElseThrow();
  }

  /** Cycles that a tile takes over resources: its bits over the least bandwidth, rounded up; 0 over none. */
  public long cycles(BitSet resources, long bits) {
    return resources.isEmpty() ? 0 : slowest(resources).cyclesFor(bits);
  }

  private Optional<BitSet> beam(List<Integer> from, List<Integer> to) {
    List<BitSet> beam = List.of(new BitSet());
    for (int a : from) {
      for (int b : to) {
        if (a == b) {
          continue;
        }
        List<BitSet> options = paths.computeIfAbsent(List.of(a, b), k -> shortest(a, b));
        if (options.isEmpty()) {
          return Optional.empty();
        }
        List<BitSet> next = new ArrayList<>();
        for (BitSet state : beam) {
          for (BitSet path : options) {
            BitSet union = (BitSet) state.clone();
            union.or(path);
            if (!next.contains(union)) {
              next.add(union);
            }
          }
        }
        next.sort((x, y) -> Integer.compare(x.cardinality(), y.cardinality())); // stable: earlier paths first
        beam = next.size() > BEAM ? next.subList(0, BEAM) : next;
      }
    }
    return Optional.of(beam.get(0));
  }

  /** The first minimum-hop paths from a to b, in the order of the cores on them. */
  private List<BitSet> shortest(int a, int b) {
    int n = hardware.cores().size();
    int[] hops = new int[n];
    Arrays.fill(hops, Integer.MAX_VALUE);
    hops[b] = 0;
    List<Integer> queue = new ArrayList<>(List.of(b));
    for (int q = 0; q < queue.size(); q++) {
      for (int p = 0; p < n; p++) {
        if (edge[p][queue.get(q)] >= 0 && hops[p] == Integer.MAX_VALUE) {
          hops[p] = hops[queue.get(q)] + 1;
          queue.add(p);
        }
      }
    }
    List<BitSet> found = new ArrayList<>();
    if (hops[a] != Integer.MAX_VALUE) {
      walk(a, b, hops, new BitSet(), found);
    }
    return found;
  }

  private void walk(int at, int b, int[] hops, BitSet taken, List<BitSet> found) {
    if (at == b) {
      found.add(taken);
      return;
    }
    for (int next = 0; next < edge.length && found.size() < PATHS; next++) {
      if (edge[at][next] >= 0 && hops[next] == hops[at] - 1) {
        BitSet longer = (BitSet) taken.clone();
        longer.set(edge[at][next]);
        walk(next, b, hops, longer, found);
      }
    }
  }
}
