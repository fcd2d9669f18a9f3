package dev.dovetail.models.stream;

import dev.dovetail.models.Findings;
import dev.dovetail.models.stream.GroupRun.HeldRun;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The rule that what a core holds fits its memory; and, where it does not, who holds how much and what would help.
 */
final class MemoryRule {
  private static final int NAMED = 6;
  private static final long BYTE = 8;

  private MemoryRule() {}

  static void check(StreamProblem problem, GroupPricer pricer, StreamGroup group, GroupRun run, Findings findings) {
    for (Map.Entry<Integer, Long> load : run.loads().entrySet()) {
      StreamCore core = problem.hardware().core(load.getKey());
      if (load.getValue() > core.capacityBits()) {
        findings.add("memory", "core " + core.id(), "It must hold %s, but has %s: %s. %s",
            bytes(load.getValue()), bytes(core.capacityBits()), holders(run, core.id()), help(problem, pricer, group, run, core));
      }
    }
  }

  /** A number of bits as bytes, in KB of 1,024 where it is a whole number of them. */
  static String bytes(long bits) {
    long up = -Math.floorDiv(-bits, BYTE);
    return up % 1024 == 0 ? "%d KB".formatted(up / 1024) : "%d bytes".formatted(up);
  }

  private static String holders(GroupRun run, int core) {
    List<Integer> here = new ArrayList<>();
    for (int h = 0; h < run.held().size(); h++) {
      if (run.held().get(h).cores().contains(core) && run.held().get(h).load() > 0) {
        here.add(h);
      }
    }
    here.sort(Comparator.comparingLong(h -> -run.held().get(h).load()));
    List<String> words = new ArrayList<>();
    for (int h : here.subList(0, Math.min(NAMED, here.size()))) {
      HeldRun held = run.held().get(h);
      long tiles = held.table().tiles(held.level());
      words.add("%s %s%s".formatted(run.graph().held().get(h).name(), bytes(held.load()),
          tiles > 1 ? " (%d tiles)".formatted(tiles) : ""));
    }
    return String.join(", ", words) + (here.size() > NAMED ? " and %d more".formatted(here.size() - NAMED) : "");
  }

  /** Per tile the largest smaller one that makes the whole group fit, the smallest reduction first; and the capacity that would. */
  private static String help(StreamProblem problem, GroupPricer pricer, StreamGroup group, GroupRun run, StreamCore core) {
    String capacity = "a memory of %s".formatted(bytes(run.loads().get(core.id())));
    List<Shrink> shrinks = new ArrayList<>();
    for (int l = 0; l < group.tiles().size(); l++) {
      StreamGroup.Tile t = group.tiles().get(l);
      for (long size = t.size() / 2; size >= 1; size--) {
        if (t.size() % size == 0 && fits(problem, pricer, group, l, size)) {
          shrinks.add(new Shrink(t.size() / size,
              "%s.D%d in tiles of %d".formatted(problem.workload().node(t.node()).name(), t.dim(), size)));
          break;
        }
      }
    }
    shrinks.sort(Comparator.comparingLong(Shrink::factor));
    return shrinks.isEmpty()
        ? "No single smaller tile helps; %s would.".formatted(capacity)
        : "It fits with %s, or with %s.".formatted(String.join(" or ", shrinks.stream().map(Shrink::words).toList()), capacity);
  }

  /** A smaller tile that helps. */
  private record Shrink(long factor, String words) {}

  private static boolean fits(StreamProblem problem, GroupPricer pricer, StreamGroup group, int place, long size) {
    List<StreamGroup.Tile> tiles = new ArrayList<>(group.tiles());
    tiles.set(place, new StreamGroup.Tile(tiles.get(place).node(), tiles.get(place).dim(), size));
    StreamGroup other = new StreamGroup(group.nodes(), tiles);
    return pricer.leastLoads(other).map(loads -> loads.entrySet().stream()
        .allMatch(e -> e.getValue() <= problem.hardware().core(e.getKey()).capacityBits())).orElse(false);
  }
}
