package dev.dovetail.solver.fusion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.InfeasibleException;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.Objective;
import dev.dovetail.models.dramschedule.DramSchedule;
import dev.dovetail.models.fusion.Expansion;
import dev.dovetail.models.fusion.FusionEvaluator;
import dev.dovetail.models.fusion.FusionLayer;
import dev.dovetail.models.fusion.FusionMapping;
import dev.dovetail.models.fusion.FusionNetwork;
import dev.dovetail.models.fusion.FusionPlan;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.models.fusion.FusionRules;
import dev.dovetail.models.fusion.PlanExpansion;
import dev.dovetail.models.fusion.bounds.FusionBounds;
import dev.dovetail.models.intracore.polar.PolarCore;
import dev.dovetail.solver.dramschedule.ListSearch;
import dev.dovetail.solver.dramschedule.Streams;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tries to break the bounds of kind fusion: no plan of a small network, well scheduled, costs less than any of them. */
class FusionBoundsHoldTest {
  /** What came of the plans of some problems. */
  record Tally(int problems, int plans, int tight, int withBuffer) {}

  @ParameterizedTest
  @CsvSource({"false,false,0,false", "true,false,0,false", "false,true,0,false", "true,true,64,false", "false,true,0,true",
      "false,false,48,true"})
  void noPlanOfASmallNetworkIsBelowABound(boolean isolateFc, boolean anyTileCount, long chunk, boolean reload) {
    Tally tally = attack(new FusionRules(isolateFc, anyTileCount, chunk, reload), 0, 60, 60);

    assertThat(tally.plans()).as("plans that the judge accepts").isGreaterThan(300);
    assertThat(tally.tight()).as("problems with a plan within 5 % of the bound").isGreaterThan(2);
  }

  static Tally attack(FusionRules rules, long firstSeed, int seeds, int plans) {
    int problems = 0;
    int accepted = 0;
    int tight = 0;
    int withBuffer = 0;
    for (long seed = firstSeed; seed < firstSeed + seeds; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      FusionProblem p = problem(seed, random, rules);
      List<LowerBound> bounds;
      try {
        bounds = new FusionBounds().of(p);
      } catch (InfeasibleException e) {
        bounds = null;
      }
      problems++;
      long least = Long.MAX_VALUE;
      for (int i = 0; i < plans; i++) {
        Evaluation e = evaluation(p, plan(p, random), random);
        if (e == null) {
          continue;
        }
        assertThat(bounds).as("%s has a mapping, but was called infeasible", p.name()).isNotNull();
        accepted++;
        least = Math.min(least, e.objective());
        for (LowerBound b : bounds) {
          assertThat(e.objective()).as("%s %s: %s", p.name(), rules, b).isGreaterThanOrEqualTo(b.value());
        }
      }
      if (least < Long.MAX_VALUE) {
        long best = bounds.stream().mapToLong(LowerBound::value).max().orElseThrow();
        tight += least - best <= best / 20 ? 1 : 0;
        long simple =
            bounds.stream().filter(b -> !b.name().equals("buffer-label")).mapToLong(LowerBound::value).max().orElseThrow();
        withBuffer += best > simple ? 1 : 0;
      }
    }
    return new Tally(problems, accepted, tight, withBuffer);
  }

  static FusionProblem problem(long seed, SplittableRandom random, FusionRules rules) {
    long buffer = 300L << random.nextInt(5);
    FusionProblem p = RandomFusionNetworks.problem(seed, 2 + random.nextInt(7), rules,
        Objective.values()[random.nextInt(5) % 3], buffer + random.nextInt(300));
    PolarCore core = new PolarCore(2, 32 << random.nextInt(2), p.core().bufferBytes(), 32);
    return new FusionProblem(p.name(), p.network(), p.batch(), core, 1L << random.nextInt(5), rules, p.objective());
  }

  private static @Nullable Evaluation evaluation(FusionProblem p, FusionPlan plan, SplittableRandom random) {
    Expansion expansion = new PlanExpansion(p).expand(plan);
    Expansion.Expanded expanded = expansion.result();
    if (expanded == null || expanded.schedule().tiles().size() > 400) {
      return null;
    }
    Streams streams = Streams.of(expanded.schedule());
    if (!streams.fits()) {
      return null;
    }
    ListSearch search = new ListSearch();
    long latency = search.search(streams, random.nextLong(), 60, 0, l -> {}, () -> false);
    if (latency == Long.MAX_VALUE) {
      return null;
    }
    DramSchedule schedule = search.schedule();
    Evaluation e = new FusionEvaluator().evaluate(p, new FusionMapping(plan, schedule));
    return e.isExecutable() ? e : null;
  }

  private static FusionPlan plan(FusionProblem p, SplittableRandom random) {
    FusionNetwork network = p.network();
    int n = network.layers().size();
    List<Integer> order = new ArrayList<>();
    while (order.size() < n) {
      FusionLayer l = network.layers().get(random.nextInt(n));
      if (!order.contains(l.id()) && order.containsAll(FusionNetwork.producers(l))) {
        order.add(l.id());
      }
    }
    List<Integer> dram = new ArrayList<>(List.of(0));
    List<Integer> flc = new ArrayList<>();
    List<Integer> counts = new ArrayList<>();
    double cut = random.nextDouble();
    double split = random.nextDouble() * 0.7;
    for (int i = 1; i < n; i++) {
      if (random.nextDouble() < cut) {
        (random.nextDouble() < split ? dram : flc).add(i);
      }
    }
    for (int g = 0; g < dram.size() + flc.size(); g++) {
      counts.add(p.rules().anyTileCount() && random.nextBoolean() ? 1 + random.nextInt(12) : 1 << random.nextInt(5));
    }
    List<Integer> loads = new ArrayList<>();
    for (int l = 0; p.rules().reloadWeights() && l < n; l++) {
      loads.add(network.layers().get(l).weightBytes() == 0 ? 1 : 1 + random.nextInt(2));
    }
    return new FusionPlan(order, dram, flc, counts, loads);
  }
}
