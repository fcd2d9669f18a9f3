package dev.dovetail.solver.linkslots;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.linkslots.Flow;
import dev.dovetail.models.linkslots.Goal;
import dev.dovetail.models.linkslots.LinkSlotsEvaluator;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.LocalPorts;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.RoutePolicy;
import dev.dovetail.models.linkslots.SlotRules;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.Topologies;
import dev.dovetail.models.linkslots.Transmission;
import dev.dovetail.models.linkslots.routes.RouteOptions;
import dev.dovetail.models.linkslots.routes.TimedRoute;
import dev.dovetail.solver.JudgingListener;
import dev.dovetail.solver.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SlotSearchTest {

  /** Judges every table; each must be better than the one before. */
  private static final class Judge extends JudgingListener<SlotTable> {
    private Judge(LinkSlotsProblem problem, long bound) {
      super(table -> new LinkSlotsEvaluator().evaluate(problem, table), bound);
    }

    @Override
    public synchronized void incumbent(SlotTable mapping, long objective, String source) {
      assertThat(objective).isLessThan(bestObjective());
      super.incumbent(mapping, objective, source);
    }

    private @Nullable SlotTable table() {
      return mappings().isEmpty() ? null : mappings().get(mappings().size() - 1);
    }
  }

  private static Judge search(LinkSlotsProblem problem, long bound, long millis, long seed) {
    Judge judge = new Judge(problem, bound);
    Limits limits = new Limits(Duration.ofMillis(millis), 0, seed, 2, true, 512);
    Optional<SlotTable> found =
        new SlotSearch(problem, new RouteOptions(problem)).run(limits.time(), limits, judge, "search");
    assertThat(found.orElse(null)).isEqualTo(judge.table());
    return judge;
  }

  @Test
  void whatIsFoundOnProblemsWithEveryRuleIsExecutable() {
    for (long seed = 0; seed < 40; seed++) {
      LinkSlotsProblem problem = RandomFlowSets.of(seed, 12, 3, 3, seed % 3 == 0 ? Goal.WEIGHTED_FINISH : Goal.MAKESPAN);
      Judge judge = search(problem, Long.MIN_VALUE, 20, seed);
      assertThat(judge.table()).as(problem.name()).isNotNull();
    }
  }

  @Test
  void onTinyProblemsItFindsTheOptimumOfAllRoutesAndStarts() {
    for (long seed = 100; seed < 124; seed++) {
      LinkSlotsProblem problem = RandomFlowSets.of(seed, 3, 3, 1, seed % 3 == 0 ? Goal.WEIGHTED_FINISH : Goal.MAKESPAN);
      if (problem.messages().size() <= 3) {
        Judge judge = search(problem, Long.MIN_VALUE, 40, seed);
        assertThat(judge.bestObjective()).as(problem.name()).isEqualTo(new EveryTable(problem).least(judge.bestObjective()));
      }
    }
  }

  /** Tries all candidate routes and starts; knows no search. */
  private static final class EveryTable {
    private final LinkSlotsProblem problem;
    private final RouteOptions options;
    private long best;

    private EveryTable(LinkSlotsProblem problem) {
      this.problem = problem;
      this.options = new RouteOptions(problem, 100);
    }

    private long least(long known) {
      best = known;
      long latest = 0;
      for (Message m : problem.messages()) {
        latest += m.release() + options.of(m).routes().get(0).finish() + m.after().stream().mapToLong(Message.After::lag).sum();
      }
      extend(new ArrayList<>(), Math.min(latest, 14));
      return best;
    }

    private void extend(List<Transmission> chosen, long latest) {
      if (chosen.size() == problem.messages().size()) {
        Evaluation evaluation = new LinkSlotsEvaluator().evaluate(problem, new SlotTable(chosen));
        if (evaluation.isExecutable()) {
          best = Math.min(best, evaluation.objective());
        }
        return;
      }
      Message m = problem.messages().get(chosen.size());
      boolean sum = problem.rules().goal() == Goal.WEIGHTED_FINISH;
      for (TimedRoute route : options.of(m).routes()) {
        for (long start = m.release(); start <= latest; start++) {
          long cost = sum ? m.weight() * (start + route.finish()) : start + route.finish();
          if (cost < best || sum && m.weight() == 0) {
            chosen.add(new Transmission(m.index(), route.edges(), start));
            extend(chosen, latest);
            chosen.remove(chosen.size() - 1);
          }
        }
      }
    }
  }

  @Test
  void theSameSeedGivesTheSameTable() {
    LinkSlotsProblem problem = ReferenceFlows.read("m4-uniform", RoutePolicy.FREE, true);
    Judge once = search(problem, Long.MIN_VALUE, 200, 5);
    Judge again = search(problem, Long.MIN_VALUE, 200, 5);
    assertThat(again.objectives()).isEqualTo(once.objectives());
    assertThat(again.table()).isEqualTo(once.table());
  }

  @Test
  void itStopsAtTheBound() {
    // Ports of m4-uniform: 2307 slots, results.csv; without it the search would go on until the limit.
    Judge judge = search(ReferenceFlows.read("m4-uniform", RoutePolicy.XY, true), 2307, 60_000, 1);
    assertThat(judge.bestObjective()).isEqualTo(2307);
  }

  @Test
  void fourByFourAllToAllComesBelowTheBestOfTheReference() {
    Judge judge = search(ReferenceFlows.read("m4-all-to-all", RoutePolicy.XY, true), 4616, 30_000, 1);
    assertThat(judge.bestObjective()).isLessThanOrEqualTo(4616);
  }

  @Test
  void deadlinesThatNoOrderMeetsAreMetBySearch() {
    // All three end at tile 3 with its eject port busy for 4 slots each. Distance 3, 2, 1: the least finishes are 8, 7, 6 alone.
    // b must be first (deadline 7: start 0, ej(3) in [3,6]), then a (ej(3) from 7: start 3, finish 11), then c by 15.
    List<Flow> flows = List.of(due("a", 0, 11), due("b", 1, 7), due("c", 2, 15));
    LinkSlotsProblem problem = new LinkSlotsProblem("due", Topologies.mesh(4, 1, LocalPorts.BOTH), flows,
        SlotRules.DEFAULT.withRoutes(RoutePolicy.XY));
    assertThat(search(problem, Long.MIN_VALUE, 50, 1).bestObjective()).isEqualTo(15);
  }

  private static Flow due(String id, int source, long deadline) {
    Flow f = Flow.unicast(id, source, 3, 4);
    return new Flow(id, f.kind(), f.sources(), f.destinations(), f.volume(), 0, deadline, 1, 0, null, 1, List.of(), List.of());
  }
}
