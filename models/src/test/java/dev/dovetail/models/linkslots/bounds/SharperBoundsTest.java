package dev.dovetail.models.linkslots.bounds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.LowerBound;
import dev.dovetail.models.linkslots.Flow;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.LocalPorts;
import dev.dovetail.models.linkslots.SlotRules;
import dev.dovetail.models.linkslots.Topologies;
import dev.dovetail.models.linkslots.files.FlowsFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bounds above load with heads and tails, by hand. */
class SharperBoundsTest {
  private static long bound(LinkSlotsProblem problem, String name) {
    return new LinkSlotsBounds().of(problem).stream().filter(b -> b.name().equals(name)).mapToLong(LowerBound::value).max()
        .orElseThrow();
  }

  private static LinkSlotsProblem set(String name) {
    return FlowsFile.read(Path.of("src", "test", "resources", "reference", "metro", "flows", name + ".json"));
  }

  /** Three messages from the left half of a 2 x 2 mesh to the right half. */
  @Test
  void aLinkTakesWholeMessages() {
    List<Flow> flows = List.of(Flow.unicast("a", 0, 1, 10), Flow.unicast("b", 2, 3, 10), Flow.unicast("c", 0, 3, 10));
    LinkSlotsProblem problem = new LinkSlotsProblem("halves", Topologies.mesh(2, 2, LocalPorts.BOTH), flows, SlotRules.DEFAULT);

    // Two links: one of them takes two messages of 10 slots, after the inject port (1), before the eject port (1).
    // Shared load would be ceil(30 / 2) + 2 = 17.
    assertThat(bound(problem, "cut")).isEqualTo(22);
  }

  @ParameterizedTest
  @CsvSource({
      // 71 messages of 64 flits over 8 links: one takes ceil(71 / 8) = 9; 9 * 64 + 2
      "m8-uniform, 578",
      // 19 messages of 64 flits over 9 links: one takes 3; 3 * 64 + 2
      "m8-transpose, 194"})
  void aCutTakesWholeMessages(String set, long expected) {
    assertThat(bound(set(set), "cut")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
      // Both halves east to west and north to south, both ways: 4 cuts of 4 links, each passed by 8 * 8 messages. The 4 routers in the middle have
      // 2 of these links, 8 others 1: first slots add up to 4 * (1 + 2) + 8 * 1 = 20, and so do the ends.
      // ceil((4 * 64 + 20 + 20) / 16) = ceil(18.5)
      "s4noc-4, 19",
      // ceil((4 * 64 * 256 + 20 + 20) / 16) = ceil(4098.5)
      "m4-all-to-all, 4099",
      // 4 cuts of 6 links, each passed by 18 * 18; ceil((4 * 324 + 2 * (4 * 3 + 16)) / 24) = ceil(56.33)
      "s4noc-6, 57",
      // Five columns: two cuts each way and direction, 8 cuts of 5 links, each passed by 10 * 15 messages. Of the links of one router begin
      // first 1, then 2, 2, 2: 4 routers with 2, 4 with 3, 1 with 4, 8 with 1, 4 with 2 add up to 12 + 20 + 7 + 8 + 12 = 59.
      // ceil((8 * 150 + 59 + 59) / 40) = ceil(32.95)
      "s4noc-5, 33"})
  void linksOfSeveralCutsCannotAllBeginAtOnce(String set, long expected) {
    assertThat(bound(set(set), "coupled-cuts")).isEqualTo(expected);
  }

  @Test
  void conventionsOfLocalPortsDifferByTheirConstants() {
    List<Flow> flows = new ArrayList<>();
    for (int s = 0; s < 16; s++) {
      for (int d = 0; d < 16; d++) {
        if (s != d) {
          flows.add(Flow.unicast(s + "-" + d, s, d, 1));
        }
      }
    }
    List<Long> best = List.of(LocalPorts.BOTH, LocalPorts.ONE, LocalPorts.NONE).stream()
        .map(p -> new LinkSlotsProblem("all", Topologies.mesh(4, 4, p), flows, SlotRules.DEFAULT))
        .map(p -> new LinkSlotsBounds().best(p).value()).toList();

    assertThat(best).containsExactly(19L, 18L, 17L);
  }
}
