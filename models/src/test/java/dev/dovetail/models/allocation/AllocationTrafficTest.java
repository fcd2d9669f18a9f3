package dev.dovetail.models.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.Findings;
import dev.dovetail.models.links.Walk;
import dev.dovetail.models.linkslots.LinkSlotsEvaluator;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.SlotTables;
import dev.dovetail.models.testing.ThreeLayerExample;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The transfers of the worked example, judged as slots of links. */
class AllocationTrafficTest {
  private static final AllocationProblem PROBLEM = ThreeLayerExample.problem();

  private static AllocationTraffic traffic(Schedule schedule) {
    return AllocationTraffic.of(PROBLEM, schedule).orElseThrow();
  }

  private static Evaluation judge(AllocationTraffic traffic) {
    return new LinkSlotsEvaluator().evaluate(traffic.problem(), traffic.table());
  }

  private static Schedule shifted(int x, long by) {
    Schedule once = ThreeLayerExample.schedule();
    List<Schedule.Transfer> transfers = new ArrayList<>(once.transfers());
    Schedule.Transfer t = transfers.get(x);
    transfers.set(x,
        new Schedule.Transfer(t.kind(), t.tensor(), t.boxes(), t.bytes(), t.source(), t.targets(), t.dram(), t.route(),
            t.start() + by, t.end() + by));
    return new Schedule(once.tasks(), once.buffers(), transfers);
  }

  @Test
  void all_transfers_are_messages_that_end_when_the_schedule_says() {
    Schedule schedule = ThreeLayerExample.schedule();
    AllocationTraffic traffic = traffic(schedule);
    assertThat(traffic.transfers()).hasSameSizeAs(schedule.transfers());
    assertThat(judge(traffic).violations()).isEmpty();
    assertThat(new AllocationEvaluator().evaluate(PROBLEM, schedule).violations()).isEmpty();
    long[] finishes = LinkSlotsEvaluator.finishes(traffic.problem(), traffic.table());
    Resolved resolved = new Resolved(PROBLEM, schedule, new Findings());
    new TransferRules(resolved).check();
    for (int m = 0; m < finishes.length; m++) {
      int x = traffic.transfers().get(m);
      Walk walk = Objects.requireNonNull(resolved.transferWalk[x]);
      long lastLatency = walk.arrival() + walk.durations()[0] - walk.lastEnd();
      assertThat(finishes[m] + lastLatency).isEqualTo(schedule.transfers().get(x).end());
    }
  }

  @Test
  void both_kinds_count_the_same_busiest_channel() {
    Schedule schedule = ThreeLayerExample.schedule();
    assertThat(judge(traffic(schedule)).cost().get("busiestLinkSlots"))
        .isEqualTo(new AllocationEvaluator().evaluate(PROBLEM, schedule).cost().get("busiestChannelCycles"));
  }

  @Test
  void what_routers_would_be_loaded_with_replays_to_the_same_transfers() {
    AllocationTraffic traffic = traffic(ThreeLayerExample.schedule());
    SlotTable loaded = new SlotTable(traffic.table().transmissions(), 0,
        SlotTables.of(traffic.problem(), traffic.table().transmissions()));
    assertThat(new LinkSlotsEvaluator().evaluate(traffic.problem(), loaded).violations()).isEmpty();
  }

  /** Every transfer moved by every amount up to 200 cycles either way: the same channels are found in conflict, in the same cycles. */
  @Test
  void both_kinds_find_the_same_overlaps() {
    int found = 0;
    for (int x = 0; x < ThreeLayerExample.schedule().transfers().size(); x++) {
      for (long by = -200; by <= 200; by += 25) {
        Schedule schedule = shifted(x, by);
        if (schedule.transfers().get(x).start() < 0) {
          continue;
        }
        List<String> ofAllocation = new AllocationEvaluator().evaluate(PROBLEM, schedule).violations().stream()
            .filter(v -> v.rule().equals("channel-overlap")).map(v -> v.message().replaceAll("^In cycle (\\d+).*", "$1"))
            .toList();
        List<String> ofLinks = judge(traffic(schedule)).violations().stream()
            .filter(v -> v.rule().equals("link-capacity")).map(v -> v.message().replaceAll("^In slot (\\d+).*", "$1")).toList();
        assertThat(ofLinks).isEqualTo(ofAllocation);
        found += ofLinks.size();
      }
    }
    assertThat(found).isPositive();
  }

  @Test
  void a_schedule_without_transfers_has_no_traffic() {
    Schedule schedule = ThreeLayerExample.schedule();
    assertThat(AllocationTraffic.of(PROBLEM, new Schedule(schedule.tasks(), schedule.buffers(), List.of()))).isEmpty();
  }
}
