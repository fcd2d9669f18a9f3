package dev.dovetail.models.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Findings;
import dev.dovetail.models.stream.GroupPricer.Levels;
import dev.dovetail.models.stream.StreamGroup.Choices;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LevelSearchTest {
  private static final int MOST_COMBINATIONS = 1_000;

  private long bestTotal;
  private double bestTraffic;
  private long bestTiles;

  @Test
  void noCombinationOfLevelsThatFitsIsFasterOrMovesLess() {
    int compared = 0;
    int bound = 0;
    for (int seed = 0; compared < 60; seed++) {
      Random random = new Random(seed);
      StreamProblem free = TinyStreams.random(random);
      StreamGroup group = TinyStreams.mapping(free, random).groups().get(0);
      StreamProblem problem = seed % 4 == 0 ? free : scarce(free, group);
      GroupPricer pricer = new GroupPricer(problem);
      Findings findings = new Findings();
      Optional<GroupRun> run = pricer.price(group, Levels.STREAM_TIES, "group", findings);
      if (run.isEmpty() || combinations(run.get()) > MOST_COMBINATIONS || combinations(run.get()) < 4) {
        continue;
      }
      bestTotal = Long.MAX_VALUE;
      enumerate(problem, pricer, group, run.get(), 0, new HashMap<>());
      boolean fits = fits(problem, run.get());
      assertThat(bestTotal < Long.MAX_VALUE).as("seed %d fits", seed).isEqualTo(fits);
      if (fits) {
        assertThat(run.get().settled()).isTrue();
        assertThat(run.get().totalCycles()).as("seed %d", seed).isEqualTo(bestTotal);
        assertThat(traffic(run.get())).as("seed %d traffic", seed).isEqualTo(bestTraffic,
            org.assertj.core.api.Assertions.within(1e-9));
        assertThat(tiles(run.get())).as("seed %d tiles", seed).isEqualTo(bestTiles);
        GroupRun quick = pricer.price(group, Levels.BEST_TOTAL, "group", new Findings()).orElseThrow();
        assertThat(quick.totalCycles()).isEqualTo(bestTotal);
        GroupRun unlimited = pricer.price(group, Levels.UNLIMITED_MEMORY, "group", new Findings()).orElseThrow();
        assertThat(unlimited.totalCycles()).isLessThanOrEqualTo(bestTotal);
        bound += unlimited.totalCycles() < bestTotal ? 1 : 0;
      }
      compared++;
    }
    assertThat(bound).as("instances whose memories cost time").isPositive();
  }

  /** Memories that hold half of what the fastest levels ask for beyond the least. */
  private static StreamProblem scarce(StreamProblem problem, StreamGroup group) {
    GroupPricer pricer = new GroupPricer(problem);
    Optional<Map<Integer, Long>> least = pricer.leastLoads(group);
    Optional<GroupRun> run = pricer.price(group, Levels.UNLIMITED_MEMORY, "group", new Findings());
    if (least.isEmpty() || run.isEmpty()) {
      return problem;
    }
    StreamHardware h = problem.hardware();
    List<StreamCore> cores = h.cores().stream().map(c -> {
      long lean = least.get().getOrDefault(c.id(), 0L);
      long capacity = lean + (run.get().loads().getOrDefault(c.id(), lean) - lean) / 2;
      return new StreamCore(c.id(), c.type(), c.kind(), capacity, c.units(), null);
    }).toList();
    return new StreamProblem(problem.name(), problem.workload(),
        new StreamHardware(h.name(), cores, h.dram(), h.connections(), List.of()), problem.costs(), Optional.empty());
  }

  private static long combinations(GroupRun run) {
    return run.held().stream().mapToLong(h -> h.table().highest() - h.table().min() + 1L).reduce(1, (a, b) -> a * b);
  }

  private void enumerate(
      StreamProblem problem, GroupPricer pricer, StreamGroup group, GroupRun run, int h, Map<String, Integer> levels) {
    if (h == run.held().size()) {
      StreamGroup said = group.with(new Choices(Map.of(), Map.of(), levels, Map.of(), List.of()));
      GroupRun other = pricer.price(said, Levels.BEST_TOTAL, "group", new Findings()).orElseThrow();
      if (fits(problem, other)) {
        consider(other);
      }
      return;
    }
    LevelTable table = run.held().get(h).table();
    for (int k = table.min(); k <= table.highest(); k++) {
      levels.put(run.graph().held().get(h).name(), k);
      enumerate(problem, pricer, group, run, h + 1, levels);
    }
    levels.remove(run.graph().held().get(h).name());
  }

  private void consider(GroupRun run) {
    double traffic = traffic(run);
    long tiles = tiles(run);
    boolean better = run.totalCycles() < bestTotal
        || run.totalCycles() == bestTotal
            && (traffic < bestTraffic - 1e-9 || traffic < bestTraffic + 1e-9 && tiles < bestTiles);
    if (better) {
      bestTotal = run.totalCycles();
      bestTraffic = traffic;
      bestTiles = tiles;
    }
  }

  private static double traffic(GroupRun run) {
    return run.held().stream().mapToDouble(h -> (double) h.bits() / h.table().reuse(h.level())).sum();
  }

  private static long tiles(GroupRun run) {
    return run.held().stream().mapToLong(h -> h.table().tiles(h.level())).sum();
  }

  private static boolean fits(StreamProblem problem, GroupRun run) {
    return run.loads().entrySet().stream().allMatch(e -> e.getValue() <= problem.hardware().core(e.getKey()).capacityBits());
  }

  @Test
  void derivedSlotsObeyTheRulesThatGivenSlotsAreHeldTo() {
    int checked = 0;
    for (int seed = 0; checked < 100; seed++) {
      Random random = new Random(seed);
      StreamProblem problem = TinyStreams.random(random);
      GroupPricer pricer = new GroupPricer(problem);
      StreamGroup group = TinyStreams.mapping(problem, random).groups().get(0);
      Findings first = new Findings();
      Optional<GroupRun> run = pricer.price(group, Levels.BEST_TOTAL, "group", first);
      if (run.isEmpty() || !first.isEmpty()) {
        continue;
      }
      Map<String, Integer> slots = new HashMap<>();
      for (int i = 0; i < run.get().nodes().size(); i++) {
        slots.put(run.get().graph().node(i).name(), run.get().nodes().get(i).slot());
      }
      for (int t = 0; t < run.get().transfers().size(); t++) {
        slots.put(run.get().graph().transfers().get(t).name(), run.get().transfers().get(t).slot());
      }
      Findings findings = new Findings();
      GroupRun again = pricer.price(group.with(new Choices(Map.of(), slots, Map.of(), Map.of(), List.of())), Levels.BEST_TOTAL,
          "group", findings).orElseThrow();
      assertThat(findings.isEmpty()).isTrue();
      assertThat(again.totalCycles()).isEqualTo(run.get().totalCycles());
      long sum = run.get().slotCycles().stream().mapToLong(Long::longValue).sum();
      long idle = run.get().busy().values().stream()
          .mapToLong(b -> sum - b.stream().mapToLong(s -> run.get().slotCycles().get(s)).sum()).min().orElse(0);
      long rounds = run.get().iterations();
      assertThat(run.get().totalCycles()).isEqualTo(rounds * sum - (rounds - 1) * idle);
      checked++;
    }
  }
}
