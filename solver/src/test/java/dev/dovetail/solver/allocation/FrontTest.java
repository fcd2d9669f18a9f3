package dev.dovetail.solver.allocation;

import static dev.dovetail.encodings.allocation.JointEncoding.SPACE;
import static dev.dovetail.solver.allocation.TwoCores.point;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.dovetail.encodings.allocation.JointEncoding;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.Objective;
import dev.dovetail.models.allocation.AllocationBounds;
import dev.dovetail.models.allocation.AllocationEvaluator;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.FrontBounds;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.solver.Claim;
import dev.dovetail.solver.Front;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.TradeOff;
import dev.dovetail.solver.cpsat.CpSatBackend;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Fronts against hand arithmetic and against a complete solver. */
class FrontTest {
  private static final Limits LIMITS = new Limits(Duration.ofSeconds(60), 0, 1, 1, true, 512);

  private static final FrontMethod.Prover CP_SAT = new FrontMethod.Prover(new JointEncoding(), CpSatBackend::new);

  /** Remembers the last front and the best mapping's claim. */
  private static final class Heard implements Listener<Schedule> {
    @Nullable
    Front<Schedule> front;
    @Nullable
    LowerBound bound;
    @Nullable
    Claim claim;
    long objective = Long.MAX_VALUE;

    @Override
    public synchronized void claim(Claim more) {
      claim = claim == null ? more : claim.and(more);
    }

    @Override
    public synchronized void incumbent(Schedule mapping, long value, String source) {
      objective = value;
    }

    @Override
    public synchronized void front(Front<Schedule> found) {
      front = found;
    }

    @Override
    public synchronized void bound(LowerBound found) {
      bound = found;
    }

    @Override
    public synchronized long bestObjective() {
      return objective;
    }

    @Override
    public long bestBound() {
      return Long.MIN_VALUE;
    }

    @Override
    public boolean shouldStop() {
      return false;
    }

    List<TradeOff<Schedule>> points() {
      return front == null ? List.of() : front.points();
    }
  }

  private static AllocationProblem byHand() {
    return TwoCores.problem(1, List.of(point(10, 5)), List.of(point(30, 2)), "0", Objective.EDP);
  }

  private static Heard search(AllocationProblem problem) {
    Heard heard = new Heard();
    Method<AllocationProblem, Schedule> method = new SearchMethod(true).tradingOff(10).orElseThrow();
    method.solve(problem, LIMITS, heard);
    return heard;
  }

  private static Heard prove(AllocationProblem problem) {
    Heard heard = new Heard();
    new FrontMethod("cp-sat", 50, CP_SAT).solve(problem, LIMITS, heard);
    return heard;
  }

  /**
   * Weights 64 B, input and output tiles 32 B: one bus cycle each. Two tiles, 10 cycles and 5 nJ on fast, 30 cycles and 2 nJ on frugal.
   *
   * <pre>
   *   both fast:    weights 0-1, input 1-2, tasks 2-12 and 12-22, last store 22-23    23 cycles, 10 nJ
   *   one on each:  frugal's task 2-32, its store 32-33                                33 cycles,  7 nJ
   *   both frugal:  tasks 2-32 and 32-62, last store 62-63                             63 cycles,  4 nJ
   * </pre>
   */
  @Test
  void all_three_mappings_that_nothing_dominates_are_found_and_no_other() {
    Heard heard = search(byHand());
    assertThat(heard.points())
        .extracting(TradeOff::latencyCycles, TradeOff::energyFemtojoules)
        .containsExactly(tuple(23L, 10_000_000L), tuple(33L, 7_000_000L), tuple(63L, 4_000_000L));
    // 10 * 23 = 230 nJ cycles; 7 * 33 = 231; 4 * 63 = 252.
    assertThat(heard.objective).isEqualTo(230);
  }

  /** By 63 cycles the frugal core could do all the work: our own bound proves the last point. Faster, it could do a part in fractions. */
  @Test
  void our_own_bounds_prove_the_point_of_least_energy() {
    List<TradeOff<Schedule>> points = search(byHand()).points();
    assertThat(points.get(2).isProven()).isTrue();
    for (TradeOff<Schedule> p : points) {
      assertThat(p.energyBound()).isPositive().isLessThanOrEqualTo(p.energyFemtojoules());
    }
  }

  @Test
  void a_complete_solver_proves_the_same_front_and_with_it_the_best_product() {
    Heard heard = new Heard();
    Outcome outcome = new FrontMethod("cp-sat", 50, CP_SAT).solve(byHand(), LIMITS, heard);
    assertThat(heard.points())
        .extracting(TradeOff::latencyCycles, TradeOff::energyFemtojoules, TradeOff::isProven)
        .containsExactly(tuple(23L, 10_000_000L, false), tuple(33L, 7_000_000L, false), tuple(63L, 4_000_000L, true));
    // The solver's word is about the searched space; the least energy of all mappings is our own bound's.
    assertThat(heard.front).isNotNull().extracting(Front::isComplete, Front::completeWithin).containsExactly(false, SPACE);
    assertThat(outcome.proof()).isEqualTo(Outcome.Proof.NONE);
    assertThat(heard.objective).isEqualTo(230);
    assertThat(heard.bound).isNull();
    assertThat(heard.claim).isEqualTo(new Claim(SPACE, 230, 230, Outcome.Proof.OPTIMAL));
  }

  @Test
  void the_best_product_is_proved_without_asking_for_a_front() {
    Heard heard = new Heard();
    Outcome outcome =
        new ConstraintMethod("cp-sat", "for tests", new JointEncoding(), CpSatBackend::new).solve(byHand(), LIMITS, heard);
    assertThat(heard.claim).isEqualTo(new Claim(SPACE, 230, 230, Outcome.Proof.OPTIMAL));
    assertThat(outcome.proof()).isEqualTo(Outcome.Proof.NONE);
    assertThat(heard.objective).isEqualTo(230);
  }

  /** 20 cycles and 3 nJ beside 10 and 5 on the one core that is worth using: 23, and 2 + 2 * 20 + 1 = 43 cycles, for both tiles alike. */
  @Test
  void cost_points_of_one_core_are_traded_too() {
    AllocationProblem problem =
        TwoCores.problem(1, List.of(point(10, 5), point(20, 3)), List.of(point(1_000, 100)), "0", Objective.EDP);
    assertThat(search(problem).points())
        .extracting(TradeOff::latencyCycles, TradeOff::energyFemtojoules)
        .containsExactly(tuple(23L, 10_000_000L), tuple(43L, 6_000_000L));
  }

  @Test
  void leakage_that_outweighs_the_savings_leaves_one_point() {
    // 1 nJ per cycle: 10 + 23 = 33 nJ against 7 + 33 = 40 and 4 + 63 = 67.
    AllocationProblem problem = TwoCores.problem(1, List.of(point(10, 5)), List.of(point(30, 2)), "1000", Objective.EDP);
    assertThat(search(problem).points())
        .extracting(TradeOff::latencyCycles, TradeOff::energyFemtojoules)
        .containsExactly(tuple(23L, 33_000_000L));
  }

  /** Ten random problems: what the solver proves is executable and costs what it says, and bounds hold; search comes near and never beats it. */
  @Test
  void search_finds_most_of_the_proven_fronts_of_tiny_problems_and_nothing_better() {
    int found = 0;
    int all = 0;
    for (long seed = 1; seed <= 10; seed++) {
      AllocationProblem problem = TwoCores.random(seed);
      Heard proven = prove(problem);
      assertThat(proven.front).as("seed %d", seed).isNotNull().extracting(Front::completeWithin).isEqualTo(SPACE);
      List<TradeOff<Schedule>> searched = search(problem).points();
      for (TradeOff<Schedule> p : proven.points()) {
        Evaluation evaluation = new AllocationEvaluator().evaluate(problem, p.mapping());
        assertThat(evaluation.violations()).isEmpty();
        assertThat(evaluation.cost())
            .containsEntry(TradeOff.LATENCY, p.latencyCycles())
            .containsEntry(TradeOff.ENERGY, p.energyFemtojoules());
        assertThat(new FrontBounds(problem).energyBy(p.latencyCycles())).isLessThanOrEqualTo(p.energyFemtojoules());
        all++;
        found += (int) searched.stream().filter(s -> same(s, p)).count();
      }
      for (TradeOff<Schedule> s : searched) {
        assertThat(proven.points())
            .as("seed %d: %d cycles, %d fJ", seed, s.latencyCycles(), s.energyFemtojoules())
            .anyMatch(p -> p.latencyCycles() <= s.latencyCycles() && p.energyFemtojoules() <= s.energyFemtojoules());
      }
      long best =
          proven.points().stream().mapToLong(p -> Objective.EDP.of(p.latencyCycles(), p.energyFemtojoules())).min().orElseThrow();
      assertThat(proven.objective).isEqualTo(best);
      assertThat(new AllocationBounds().of(problem).get(0).value()).isLessThanOrEqualTo(best);
    }
    // List schedules do not reach every schedule, and moves of search are random: four in five is what must not be lost.
    assertThat(found * 5).as("%d of %d points", found, all).isGreaterThanOrEqualTo(all * 4);
    assertThat(all).isGreaterThan(15);
  }

  private static boolean same(TradeOff<?> a, TradeOff<?> b) {
    return a.latencyCycles() == b.latencyCycles() && a.energyFemtojoules() == b.energyFemtojoules();
  }

  /** The model knows no data that goes through DRAM: a faster mapping that does is no part of what it proves. */
  @Test
  void a_front_is_not_called_complete_where_the_search_knows_a_faster_mapping() {
    AllocationProblem problem = byHand();
    Schedule some = search(problem).points().get(0).mapping();
    Front<Schedule> outside = new Front<>(List.of(new TradeOff<>(some, 20, 99_000_000, 0, "through DRAM")), false);
    Heard heard = new Heard();
    Outcome outcome =
        new FrontProof(problem, LIMITS, heard, 50, CP_SAT, "cp-sat").run(outside, Duration.ofMinutes(1).toNanos());
    assertThat(heard.front).isNotNull().extracting(Front::isComplete, Front::completeWithin).containsExactly(false, null);
    assertThat(heard.points()).extracting(TradeOff::latencyCycles).containsExactly(20L, 23L, 33L, 63L);
    assertThat(outcome.proof()).isEqualTo(Outcome.Proof.NONE);
  }

  /** The clock is over before the first question: what ends a reproducible run is what its solver counts. */
  @Test
  void a_reproducible_proof_does_not_look_at_the_clock() {
    Heard heard = new Heard();
    new FrontProof(byHand(), LIMITS, heard, 50, CP_SAT, "cp-sat").run(new Front<>(List.of(), false), -1);
    assertThat(heard.claim).isEqualTo(new Claim(SPACE, 230, 230, Outcome.Proof.OPTIMAL));
  }
}
