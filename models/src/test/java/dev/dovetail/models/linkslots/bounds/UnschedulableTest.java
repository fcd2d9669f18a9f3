package dev.dovetail.models.linkslots.bounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.InfeasibleException;
import dev.dovetail.models.links.Bandwidth;
import dev.dovetail.models.linkslots.Flow;
import dev.dovetail.models.linkslots.FlowKind;
import dev.dovetail.models.linkslots.Forwarding;
import dev.dovetail.models.linkslots.Goal;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.LocalPorts;
import dev.dovetail.models.linkslots.RoutePolicy;
import dev.dovetail.models.linkslots.SlotNetworkBuilder;
import dev.dovetail.models.linkslots.SlotRules;
import dev.dovetail.models.linkslots.Topologies;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Switches in a row, 5 slots from the end of a frame on one link to its beginning on the next one; frames are stored and forwarded. */
class UnschedulableTest {
  private final List<Flow> flows = new ArrayList<>();

  private UnschedulableTest stream(int from, int to, long size, long period, long deadline) {
    flows.add(new Flow("s" + flows.size(), FlowKind.UNICAST, List.of(from), List.of(to), size, 0, deadline, 1, period, null, 1,
        List.of(), List.of()));
    return this;
  }

  private LinkSlotsProblem problem(boolean allServed) {
    return new LinkSlotsProblem("row", Topologies.line(4, false, new SlotNetworkBuilder(LocalPorts.OPEN),
        new SlotNetworkBuilder.Wire(1, 5, Bandwidth.ofBytesPerCycle(1))), flows,
        new SlotRules(Goal.DEADLINE, RoutePolicy.FREE, true, true, Forwarding.STORE_AND_FORWARD, false, 0, allServed));
  }

  @Test
  void a_stream_that_is_late_on_an_empty_network_is_named_with_what_it_needs() {
    // over 3 links of 4 slots: 4 + 5 + 4 + 5 + 4 = 22
    stream(0, 3, 4, 100, 22).stream(0, 3, 4, 100, 21);

    assertThatThrownBy(() -> new LinkSlotsBounds().of(problem(true))).isInstanceOf(InfeasibleException.class)
        .hasMessageContaining("1 of 2 messages misses its deadline")
        .hasMessageContaining("message s1 takes at least 22 slots, its deadline is 21 (3 edges: 0->1, 1->2, 2->3)")
        .hasMessageContaining("Maybe leave messages out (admission: most)")
        .hasMessageContaining("to s1 of at least 22");
    assertThat(new LinkSlotsBounds().best(problem(false)).value()).isEqualTo(1);
  }

  @Test
  void a_link_that_has_too_few_slots_is_named_with_those_that_need_it() {
    // 1 -> 2 in 12 slots: 3 * 2 + 2 * 2 + 1 * 3 = 13; s2 goes the other way
    stream(0, 2, 2, 4, 100).stream(1, 3, 2, 6, 100).stream(2, 1, 4, 12, 100).stream(1, 2, 3, 12, 100);

    assertThatThrownBy(() -> new LinkSlotsBounds().of(problem(true))).isInstanceOf(InfeasibleException.class)
        .hasMessageContaining("The link 1->2 has 12 slots in every 12, the 3 messages that cannot avoid it need 13: s0, s1, s3.");
    assertThat(new LinkSlotsBounds().best(problem(false)).value()).isEqualTo(1);
  }

  @Test
  void two_streams_whose_periods_leave_no_room_are_named() {
    // gcd(6, 10) = 2 is less than 1 + 2
    stream(0, 1, 1, 6, 100).stream(1, 3, 2, 10, 100).stream(1, 2, 1, 6, 100);

    assertThatThrownBy(() -> new LinkSlotsBounds().of(problem(true))).isInstanceOf(InfeasibleException.class)
        .hasMessageContaining("The messages s1 and s2 meet on the link 1->2 whenever they start")
        .hasMessageContaining("held for 2 and 1 slots, and their periods (10 and 6) leave 2");
  }

  @Test
  void streams_that_fit_are_not_refused() {
    stream(0, 3, 4, 90, 22).stream(0, 1, 1, 6, 100).stream(1, 2, 1, 6, 100).stream(1, 2, 1, 10, 100);

    assertThatCode(() -> new LinkSlotsBounds().of(problem(true))).doesNotThrowAnyException();
  }

  @Test
  void links_that_share_no_messages_add_up_to_a_bound_on_those_left_out() {
    // 0 -> 1: 3 * 3 + 2 * 2 of 12 slots, one must go; 2 -> 3: periods 3, 5 and 7 leave no two of them apart, two must go; s5 is late
    stream(0, 1, 3, 4, 100).stream(0, 1, 2, 6, 100);
    stream(2, 3, 1, 3, 100).stream(2, 3, 1, 5, 100).stream(2, 3, 1, 7, 100);
    stream(0, 3, 4, 100, 21);

    assertThat(new LinkSlotsBounds().best(problem(false)).value()).isEqualTo(1 + 2 + 1);
  }
}
