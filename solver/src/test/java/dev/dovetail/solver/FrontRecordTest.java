package dev.dovetail.solver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FrontRecordTest {
  private static Front<String> front(boolean complete, long... latencyEnergy) {
    List<TradeOff<String>> points = new java.util.ArrayList<>();
    for (int i = 0; i < latencyEnergy.length; i += 2) {
      points.add(new TradeOff<>("m" + i, latencyEnergy[i], latencyEnergy[i + 1], 0, "test"));
    }
    return new Front<>(points, complete);
  }

  @Test
  void aCompleteFrontStaysCompleteBesidePointsThatItDominates() {
    Front<String> both = front(true, 10, 50, 20, 30).and(front(false, 10, 50, 15, 50, 30, 30));
    assertThat(both.isComplete()).isTrue();
    assertThat(both.points()).extracting(TradeOff::latencyCycles).containsExactly(10L, 20L);
  }

  @Test
  void aPointOutsideOfACompleteFrontRefutesIt() {
    Front<String> complete = front(true, 10, 50, 20, 30);
    assertThat(complete.and(front(false, 9, 99)).isComplete()).isFalse();
    assertThat(front(false, 15, 40).and(complete).isComplete()).isFalse();
  }
}
