package dev.dovetail.solver.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.encodings.allocation.JointEncoding;
import dev.dovetail.models.Objective;
import dev.dovetail.models.Violation;
import dev.dovetail.models.allocation.AllocationEvaluator;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.AllocationProblem.Transfers;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.solver.Front;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.cpsat.CpSatBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Problems that admit whole items only: what complete methods search is then all there is. */
class ItemTransfersTest {
  private static final Limits LIMITS = new Limits(Duration.ofSeconds(120), 0, 1, 1, false, 512);

  static AllocationProblem with(AllocationProblem p, Transfers transfers) {
    AllocationProblem.Options o = p.options();
    return new AllocationProblem(
        p.name(), p.workload(), p.accelerator(), p.costs(), p.objective(), p.allowed(), p.together(), p.grids(),
        new AllocationProblem.Options(o.maxTiles(), o.routes(), o.pieceBytes(), transfers));
  }

  /** Keeps the best mapping. */
  private static final class Kept extends ConstraintMethodTest.Heard {
    private @Nullable Schedule mapping;

    Kept(AllocationProblem problem) {
      super(problem);
    }

    @Override
    public synchronized void incumbent(Schedule found, long objective, String source) {
      super.incumbent(found, objective, source);
      mapping = objective <= bestObjective() ? found : mapping;
    }

    Schedule kept() {
      return Objects.requireNonNull(mapping);
    }
  }

  private static ConstraintMethod cpSat() {
    return new ConstraintMethod("cp-sat", "", new JointEncoding(), CpSatBackend::new);
  }

  /** What any listener hears is judged at once, see {@link ConstraintMethodTest.Heard}. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 13, 14, 15, 16})
  void allMappingsOfListsAndEnumerationPassAndTheOptimumIsProved(long seed) {
    AllocationProblem problem = with(TinyInstances.problem(seed, Objective.LATENCY), Transfers.ITEMS);
    Kept all = new Kept(problem);
    Outcome outcome = new ExhaustiveMethod().solve(problem, LIMITS, all);
    assertThat(all.claim()).isNull();
    assertThat(outcome.proof())
        .isEqualTo(all.bestObjective() == Long.MAX_VALUE ? Outcome.Proof.INFEASIBLE : Outcome.Proof.EXHAUSTED);
    assertThat(all.bestBound()).isEqualTo(all.bestObjective() == Long.MAX_VALUE ? Long.MIN_VALUE : all.bestObjective());
    Kept list = new Kept(problem);
    new SearchMethod(false).solve(problem, LIMITS, list);
    assertThat(list.bestObjective()).isGreaterThanOrEqualTo(all.bestObjective());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 5, 7})
  void aSolverAfterLocalSearchProvesTheSame(long seed) {
    AllocationProblem problem = with(TinyInstances.problem(seed, Objective.LATENCY), Transfers.ITEMS);
    Kept all = new Kept(problem);
    new ExhaustiveMethod().solve(problem, LIMITS, all);
    Kept solved = new Kept(problem);
    Outcome outcome = cpSat().solve(problem, LIMITS, solved);
    assertThat(solved.bestObjective()).isEqualTo(all.bestObjective());
    assertThat(solved.claim()).isNull();
    assertThat(outcome.proof())
        .isEqualTo(all.bestObjective() == Long.MAX_VALUE ? Outcome.Proof.INFEASIBLE : Outcome.Proof.OPTIMAL);
  }

  /** A mapping of smaller pieces is one of the problem of larger pieces only if that lets data travel in any way. */
  @Test
  void partsOfItemsAreRefused() {
    Kept parts = new Kept(SearchedSpaceTest.branches(64));
    cpSat().solve(parts.problem, LIMITS, parts);
    AllocationProblem whole = SearchedSpaceTest.branches(65_536);
    assertThat(violations(whole, parts.kept())).isEmpty();
    assertThat(violations(with(whole, Transfers.ITEMS), parts.kept())).extracting(Violation::rule).containsOnly("transfer-item");
  }

  private static List<Violation> violations(AllocationProblem problem, Schedule schedule) {
    return new AllocationEvaluator().evaluate(problem, schedule).violations();
  }

  private static AllocationProblem chain() {
    CostPoint point = TwoCores.point(10, 1);
    return with(TwoCores.problem(1, List.of(point), List.of(point), "0", Objective.LATENCY), Transfers.ITEMS);
  }

  /** By hand: a second store of an output, and its way back into a memory. */
  @Test
  void whatIsStoredTwiceOrLoadedBackIsRefused() {
    Kept best = new Kept(chain());
    new ExhaustiveMethod().solve(best.problem, LIMITS, best);
    Schedule s = best.kept();
    Schedule.Transfer store =
        s.transfers().stream().filter(t -> t.kind() == Schedule.Transfer.Kind.STORE).findFirst().orElseThrow();
    long length = store.end() - store.start();
    long late = best.bestObjective();
    Schedule.Buffer home = s.buffers().get(store.source());
    List<Schedule.Buffer> buffers = new ArrayList<>(s.buffers());
    buffers.set(
        store.source(),
        new Schedule.Buffer(home.core(), home.tensor(), home.boxes(), home.bytes(), home.from(), late + length));
    List<Schedule.Transfer> transfers = new ArrayList<>(s.transfers());
    transfers.add(
        new Schedule.Transfer(
            store.kind(), store.tensor(), store.boxes(), store.bytes(), store.source(), List.of(), store.dram(), store.route(),
            late,
            late + length));
    Schedule twice = new Schedule(s.tasks(), buffers, transfers);
    assertThat(violations(with(best.problem, Transfers.ANY), twice)).isEmpty();
    assertThat(violations(best.problem, twice)).singleElement().satisfies(v -> {
      assertThat(v.rule()).isEqualTo("transfer-item");
      assertThat(v.message()).contains("stored twice");
    });
    String other = home.core().equals("fast") ? "frugal" : "fast";
    Schedule.Transfer weights =
        s.transfers().stream().filter(t -> t.kind() == Schedule.Transfer.Kind.LOAD).findFirst().orElseThrow();
    buffers = new ArrayList<>(s.buffers());
    buffers.add(new Schedule.Buffer(other, home.tensor(), home.boxes(), home.bytes(), late, late + length));
    transfers = new ArrayList<>(s.transfers());
    transfers.add(
        new Schedule.Transfer(
            weights.kind(), store.tensor(), store.boxes(), store.bytes(), -1, List.of(buffers.size() - 1), weights.dram(),
            List.of("bus:dram->" + other), late, late + length));
    Schedule back = new Schedule(s.tasks(), buffers, transfers);
    assertThat(violations(best.problem, back)).extracting(Violation::rule).contains("transfer-item");
    assertThat(violations(best.problem, back)).extracting(Violation::message).anyMatch(m -> m.contains("no feature"));
  }

  @Test
  void aWholeFrontIsProvedOfAllMappings() {
    AllocationProblem problem =
        with(
            TwoCores.problem(1, List.of(TwoCores.point(10, 5)), List.of(TwoCores.point(30, 2)), "0", Objective.EDP),
            Transfers.ITEMS);
    List<Front<Schedule>> fronts = new ArrayList<>();
    ConstraintMethodTest.Heard heard = new ConstraintMethodTest.Heard(problem) {
      @Override
      public synchronized void front(Front<Schedule> front) {
        fronts.add(front);
      }
    };
    FrontMethod.Prover prover = new FrontMethod.Prover(new JointEncoding(), CpSatBackend::new);
    Outcome outcome =
        new FrontProof(problem, LIMITS, heard, 50, prover, "cp-sat")
            .run(new Front<>(List.of(), false), Duration.ofMinutes(1).toNanos());
    assertThat(outcome.proof()).isEqualTo(Outcome.Proof.OPTIMAL);
    assertThat(heard.claim()).isNull();
    assertThat(heard.bestBound()).isEqualTo(heard.bestObjective());
    Front<Schedule> last = fronts.get(fronts.size() - 1);
    assertThat(last.isComplete()).isTrue();
    assertThat(last.points()).isNotEmpty().allMatch(p -> p.isProven());
  }
}
