package dev.dovetail.solver.linkslots;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.links.Bandwidth;
import dev.dovetail.models.linkslots.Flow;
import dev.dovetail.models.linkslots.Forwarding;
import dev.dovetail.models.linkslots.Goal;
import dev.dovetail.models.linkslots.LinkSlotsEvaluator;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.LocalPorts;
import dev.dovetail.models.linkslots.RoutePolicy;
import dev.dovetail.models.linkslots.SlotNetworkBuilder.Wire;
import dev.dovetail.models.linkslots.SlotRules;
import dev.dovetail.models.linkslots.Topologies;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class BufferedFloodTest {
  private static final SlotRules RULES =
      new SlotRules(Goal.MAKESPAN, RoutePolicy.FREE, true, true, Forwarding.STORE_AND_FORWARD, true, 0, true);

  private static LinkSlotsProblem mesh(int columns, int rows, LocalPorts ports, List<Flow> flows) {
    Wire link = new Wire(1, 0, Bandwidth.ofBytesPerCycle(1));
    return new LinkSlotsProblem("mesh", Topologies.mesh(columns, rows, ports, link), flows, RULES);
  }

  private static long makespan(LinkSlotsProblem problem) {
    BufferedFlood.Flooded found = Objects.requireNonNull(BufferedFlood.best(problem, 1, 2, 0, () -> false));
    Evaluation evaluation = new LinkSlotsEvaluator().evaluate(problem, found.table());
    assertThat(evaluation.violations()).isEmpty();
    assertThat(evaluation.objective()).isEqualTo(found.objective());
    return found.objective();
  }

  /** Each tile sends so many chunks of one slot to all others. */
  private static LinkSlotsProblem allGather(int columns, int rows, int chunks) {
    int n = columns * rows;
    List<Flow> flows = new ArrayList<>();
    for (int s = 0; s < n; s++) {
      for (int c = 0; c < chunks; c++) {
        List<Integer> others = new ArrayList<>();
        for (int d = 0; d < n; d++) {
          if (d != s) {
            others.add(d);
          }
        }
        flows.add(Flow.multicast(s + "." + c, s, others, 1));
      }
    }
    return mesh(columns, rows, LocalPorts.OPEN, flows);
  }

  @Test
  void allGatherReachesTheLoadOfACornersTwoLinks() {
    // A corner receives (N - 1) * c chunks over two links: (25 - 1) * 1 / 2 = 12; (100 - 1) * 2 / 2 = 99; (84 - 1) * 3 / 2 = 124.5. These are
    // the times that TACOS's own tests expect of its meshes, in units of one chunk.
    assertThat(makespan(allGather(5, 5, 1))).isEqualTo(12);
    assertThat(makespan(allGather(10, 10, 2))).isEqualTo(99);
    assertThat(makespan(allGather(7, 12, 3))).isEqualTo(125);
  }

  @Test
  void messagesWaitInRoutersUntilTheNextLinkIsFree() {
    // Frames of 3 slots over the line 0 1 2, ports open: 0->2 is at 1 in slot 3, and 1->2 holds the second link in [0, 2]: 3 + 3 = 6.
    assertThat(makespan(mesh(3, 1, LocalPorts.OPEN, List.of(Flow.unicast("a", 0, 2, 3), Flow.unicast("b", 1, 2, 3)))))
        .isEqualTo(6);
  }

  @Test
  void anythingMayBeLongAndPassPorts() {
    List<Flow> flows = new ArrayList<>();
    for (int f = 0; f < 30; f++) {
      int s = f % 9;
      flows.add(f % 3 == 0
          ? Flow.multicast("m" + f, s, List.of((s + 1) % 9, (s + 4) % 9), 1 + f % 4)
          : Flow.unicast("u" + f, s, (s + 1 + f / 9) % 9, 1 + f % 5));
    }
    for (LocalPorts ports : LocalPorts.values()) {
      assertThat(makespan(mesh(3, 3, ports, flows))).isPositive();
    }
  }
}
