package dev.dovetail.solver.linkslots;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.LowerBound;
import dev.dovetail.models.linkslots.Flow;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.LocalPorts;
import dev.dovetail.models.linkslots.RoutePolicy;
import dev.dovetail.models.linkslots.SlotRules;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.Topologies;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.cpsat.GlopSolver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PathLpBoundTest {
  private static final Duration LONG = Duration.ofHours(1);

  /** One flit from each tile of a k x k mesh to each other one. */
  private static LinkSlotsProblem allToAll(int k, RoutePolicy routes) {
    List<Flow> flows = new ArrayList<>();
    for (int s = 0; s < k * k; s++) {
      for (int d = 0; d < k * k; d++) {
        if (s != d) {
          flows.add(Flow.unicast(s + "-" + d, s, d, 1));
        }
      }
    }
    return new LinkSlotsProblem("all", Topologies.mesh(k, k, LocalPorts.BOTH), flows, SlotRules.DEFAULT.withRoutes(routes));
  }

  private static boolean refuted(LinkSlotsProblem problem, long horizon) {
    return new PathLpBound(problem, new GlopSolver()).refuted(horizon, () -> false, System.nanoTime() + LONG.toNanos());
  }

  @Test
  void threeByThreeAllToAllDoesNotFinishByTheBoundOfItsPorts() {
    // Each inject port takes 8 flits, and the last one two more slots: 10. The least makespan is 11.
    assertThat(refuted(allToAll(3, RoutePolicy.SHORTEST), 10)).isTrue();
    assertThat(refuted(allToAll(3, RoutePolicy.SHORTEST), 11)).isFalse();
  }

  @Test
  void detoursAreSeen() {
    // Four messages of 12 flits from tile 0 to tile 3 of a 2 x 2 mesh: two links lead out, but the inject port takes one at a time:
    // 4 * 12 + 3 slots, which are enough.
    List<Flow> flows = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      flows.add(Flow.unicast("m" + i, 0, 3, 12));
    }
    LinkSlotsProblem problem = new LinkSlotsProblem("corner", Topologies.mesh(2, 2, LocalPorts.BOTH), flows, SlotRules.DEFAULT);

    assertThat(refuted(problem, 50)).isTrue();
    assertThat(refuted(problem, 51)).isFalse();
  }

  @Test
  void theListenersBoundIsRaisedAsFarAsTheProgrammeGoes() {
    List<Long> raised = new ArrayList<>();
    Listener<SlotTable> listener = new Listener<>() {
      @Override
      public void incumbent(SlotTable mapping, long objective, String source) {
        throw new AssertionError("it makes no mappings");
      }

      @Override
      public void bound(LowerBound bound) {
        assertThat(bound.name()).isEqualTo(PathLpBound.BOUND);
        raised.add(bound.value());
      }

      @Override
      public long bestObjective() {
        return 13;
      }

      @Override
      public long bestBound() {
        return 6;
      }

      @Override
      public boolean shouldStop() {
        return false;
      }
    };

    new PathLpBound(allToAll(3, RoutePolicy.SHORTEST), new GlopSolver()).raise(listener, LONG);

    // 6 is refuted, then 8 (two further), then 12 is not (four further), 10 is, 11 is not.
    assertThat(raised).isSorted().endsWith(11L);
  }
}
