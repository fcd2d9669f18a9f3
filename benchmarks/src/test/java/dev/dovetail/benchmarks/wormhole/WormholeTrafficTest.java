package dev.dovetail.benchmarks.wormhole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.linkslots.Flow;
import dev.dovetail.models.linkslots.FlowKind;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.LocalPorts;
import dev.dovetail.models.linkslots.SlotNetwork;
import dev.dovetail.models.linkslots.SlotNetworkBuilder;
import dev.dovetail.models.linkslots.SlotNetworkBuilder.Wire;
import dev.dovetail.models.linkslots.SlotRules;
import dev.dovetail.models.linkslots.Topologies;
import java.util.List;
import org.junit.jupiter.api.Test;

class WormholeTrafficTest {
  private static final SlotNetwork MESH = Topologies.mesh(2, 2, LocalPorts.BOTH);

  private static LinkSlotsProblem problem(SlotNetwork network, Flow... flows) {
    return new LinkSlotsProblem("set", network, List.of(flows), SlotRules.DEFAULT);
  }

  private static Flow after(Flow flow, int before) {
    return new Flow(flow.id(), flow.kind(), flow.sources(), flow.destinations(), flow.volume(), 9, flow.deadline(), 1, 0, null, 1,
        before < 0 ? List.of() : List.of(new Flow.After(before, -1, 0)), List.of());
  }

  @Test
  void multicastsAndReducesAreOneMessagePerPairInListOrder() {
    Flow reduce =
        new Flow("sum", FlowKind.REDUCE, List.of(3, 1), List.of(2), 5, 7, Flow.NO_DEADLINE, 1, 0, null, 1, List.of(), List.of());

    assertThat(WormholeTraffic.of(problem(MESH, Flow.multicast("w", 0, List.of(3, 1), 4), reduce))).containsExactly(
        new WormholeMessage(0, 3, 4, 0), new WormholeMessage(0, 1, 4, 0), new WormholeMessage(3, 2, 5, 7),
        new WormholeMessage(1, 2, 5, 7));
  }

  @Test
  void saysWhatATraditionalNetworkCannotCarry() {
    Flow plain = Flow.unicast("a", 0, 1, 1);
    SlotNetwork ring = Topologies.ring(4, false, new SlotNetworkBuilder(LocalPorts.BOTH, Wire.UNIT, Wire.UNIT), Wire.UNIT);

    assertThat(WormholeTraffic.obstacle(problem(MESH, plain, after(plain, -1)))).isEmpty();
    assertThat(WormholeTraffic.obstacle(problem(MESH, plain, after(plain, 0)))).hasValue("flows wait for others");
    assertThat(WormholeTraffic.obstacle(problem(ring, plain))).hasValue("the network is no full mesh");
    assertThatThrownBy(() -> WormholeTraffic.of(problem(ring, plain))).hasMessageContaining("no full mesh")
        .hasMessageContaining("set");
  }
}
