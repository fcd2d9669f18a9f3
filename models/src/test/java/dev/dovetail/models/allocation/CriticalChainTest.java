package dev.dovetail.models.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.Objective;
import dev.dovetail.models.allocation.CriticalChain.Kind;
import dev.dovetail.models.allocation.CriticalChain.Reason;
import dev.dovetail.models.allocation.CriticalChain.Share;
import dev.dovetail.models.allocation.CriticalChain.Step;
import dev.dovetail.models.testing.FixedCosts;
import dev.dovetail.models.testing.ThreeLayerExample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CriticalChainTest {
  private static CriticalChain example() {
    return CriticalChain.of(ThreeLayerExample.problem(), ThreeLayerExample.schedule());
  }

  /**
   * Back from 1,328: the bus carries one store after the other and before them y2.1 and y2.0; y2.0 is c2.0's, which waits for row 4;
   * that waits for the bus, which carries w2 for 576 cycles, and x.1, x.0, w1 before it.
   * 64 + 64 + 64 + 576 + 16 + 288 + 64 + 64 + 64 + 64 = 1,328.
   */
  @Test
  void theWorkedExampleWaitsForTheBusAndForOneConvolution() {
    CriticalChain chain = example();
    assertThat(chain.latencyCycles()).isEqualTo(1_328);
    assertThat(chain.steps()).extracting(Step::kind).containsExactly(Kind.LOAD, Kind.LOAD, Kind.LOAD, Kind.LOAD, Kind.MOVE,
        Kind.COMPUTE, Kind.MOVE, Kind.MOVE, Kind.STORE, Kind.STORE);
    assertThat(chain.steps()).extracting(Step::from).containsExactly(0L, 64L, 128L, 192L, 768L, 784L, 1_072L, 1_136L, 1_200L,
        1_264L);
    assertThat(chain.steps()).extracting(Step::cycles).containsExactly(64L, 64L, 64L, 576L, 16L, 288L, 64L, 64L, 64L, 64L);
    assertThat(chain.steps()).extracting(Step::reason).containsExactly(Reason.START, Reason.CHANNEL, Reason.CHANNEL,
        Reason.CHANNEL,
        Reason.CHANNEL, Reason.DATA, Reason.DATA, Reason.CHANNEL, Reason.CHANNEL, Reason.CHANNEL);
    Step move = chain.steps().get(4);
    assertThat(move.what()).isEqualTo("move y1 (256 bytes) from core2 to core0");
    assertThat(move.because()).isEqualTo("bus busy");
    // Without the bus it could begin when core2 has made row 4: 768 - 224.
    assertThat(move.heldCycles()).isEqualTo(544);
    Step compute = chain.steps().get(5);
    assertThat(compute.what()).isEqualTo("c2 part 1 of 2 on core0");
    assertThat(compute.because()).isEqualTo("waits for y1");
    // Its core is free from 160 on.
    assertThat(compute.heldCycles()).isEqualTo(624);
  }

  @Test
  void theSharesPartTheLatency() {
    CriticalChain chain = example();
    // Loads 3 * 64 + 576 = 768, c2.0 288, moves 16 + 2 * 64 = 144, stores 2 * 64 = 128.
    assertThat(chain.byResource()).containsExactly(new Share("load over bus", 768, 4), new Share("compute on core0", 288, 1),
        new Share("move over bus", 144, 3), new Share("store over bus", 128, 2));
    // The next one waited for the bus after w1, x.0, x.1, w2, y2.0, y2.1, z.0: 6 * 64 + 576; for data after row 4 and c2.0: 16 + 288.
    assertThat(chain.byReason()).containsExactly(new Share("channel busy", 960, 7), new Share("waiting for data", 304, 2),
        new Share("last step", 64, 1));
    // c1: w1, x.0, x.1; c2: w2, row 4, itself; add: y2.0, y2.1, both stores.
    assertThat(chain.byLayer()).containsExactly(new Share("c2", 880, 3), new Share("add", 256, 4), new Share("c1", 192, 3));
  }

  /** The last store 10 cycles later, which nothing asks for. */
  @Test
  void whatComesLaterThanItMustIsSlack() {
    Schedule hand = ThreeLayerExample.schedule();
    Schedule late = shifted(hand, hand.tasks().size() + 11, 10);
    CriticalChain chain = CriticalChain.of(ThreeLayerExample.problem(), late);
    assertThat(chain.latencyCycles()).isEqualTo(1_338);
    Step slack = chain.steps().get(9);
    assertThat(slack.kind()).isEqualTo(Kind.SLACK);
    assertThat(slack.from()).isEqualTo(1_264);
    assertThat(slack.cycles()).isEqualTo(10);
    assertThat(slack.reason()).isEqualTo(Reason.CHANNEL);
    assertThat(chain.steps().get(10).reason()).isEqualTo(Reason.NOTHING);
    assertThat(chain.byReason()).contains(new Share("free slack", 10, 1));
  }

  /** In the cycles 192 to 224 core2 holds w1 1,024, x 1,024, c1.1 1,024 and w2 9,216: 12,288 B, one more than there are now. */
  @Test
  void whatWaitsForRoomIsToldWithWhatFreesIt() {
    AllocationProblem problem = ThreeLayerExample.problem(12_287, new FixedCosts(0, 0), Objective.LATENCY);
    // The load of w2 must wait until c1.1 has ended in 224 and freed x and w1.
    Schedule hand = ThreeLayerExample.schedule();
    Schedule later = hand;
    for (int a = 2; a < hand.tasks().size() + hand.transfers().size(); a++) {
      boolean afterW2 = a < hand.tasks().size() || a >= hand.tasks().size() + 3;
      later = afterW2 ? shifted(later, a, 32) : later;
    }
    CriticalChain chain = CriticalChain.of(problem, later);
    assertThat(chain.latencyCycles()).isEqualTo(1_360);
    Step w2 = chain.steps().stream().filter(s -> s.what().contains("load w2")).findFirst().orElseThrow();
    assertThat(w2.from()).isEqualTo(224);
    assertThat(w2.reason()).isEqualTo(Reason.MEMORY);
    assertThat(w2.because()).isEqualTo("memory of core2 full");
    assertThat(chain.steps().get(chain.steps().indexOf(w2) - 1).what()).isEqualTo("c1 part 2 of 2 on core2");
    // The bus is free from 192 on.
    assertThat(w2.heldCycles()).isEqualTo(32);
    assertThat(chain.byReason()).contains(new Share("memory full", 32, 1));
  }

  @Test
  void whatMustWaitForAnotherGroupSaysSo() {
    Schedule hand = ThreeLayerExample.schedule();
    int[] after = new int[18];
    Arrays.fill(after, -1);
    after[9] = 1; // the load of w2 after c1.1, which ends in 224
    Schedule later = hand;
    for (int a = 2; a < 18; a++) {
      later = a < 6 || a >= 9 ? shifted(later, a, 32) : later;
    }
    CriticalChain chain = CriticalChain.of(ThreeLayerExample.problem(), later, after);
    Step w2 = chain.steps().stream().filter(s -> s.what().contains("load w2")).findFirst().orElseThrow();
    assertThat(w2.reason()).isEqualTo(Reason.GROUP);
    assertThat(w2.because()).isEqualTo("fusion groups before not done");
  }

  @Test
  void aBrokenScheduleHasNoChain() {
    Schedule broken = shifted(ThreeLayerExample.schedule(), 0, -1);
    assertThatThrownBy(() -> CriticalChain.of(ThreeLayerExample.problem(), broken))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("read-early");
  }

  /** One activity so many cycles later, and the lifetimes that follow. */
  private static Schedule shifted(Schedule schedule, int a, long by) {
    List<Schedule.Task> tasks = new ArrayList<>(schedule.tasks());
    List<Schedule.Transfer> transfers = new ArrayList<>(schedule.transfers());
    if (a < tasks.size()) {
      Schedule.Task t = tasks.get(a);
      tasks.set(a,
          new Schedule.Task(t.layer(), t.box(), t.core(), t.costPoint(), t.start() + by, t.end() + by, t.reads(), t.writes()));
    } else {
      Schedule.Transfer t = transfers.get(a - tasks.size());
      transfers.set(a - tasks.size(), new Schedule.Transfer(t.kind(), t.tensor(), t.boxes(), t.bytes(), t.source(), t.targets(),
          t.dram(), t.route(), t.start() + by, t.end() + by));
    }
    long[] from = new long[schedule.buffers().size()];
    long[] until = new long[from.length];
    tasks.forEach(t -> t.writes().forEach(b -> from[b] = t.start()));
    transfers.forEach(t -> t.targets().forEach(b -> from[b] = t.start()));
    tasks.forEach(t -> t.writes().forEach(b -> until[b] = Math.max(until[b], t.end())));
    tasks.forEach(t -> t.reads().forEach(b -> until[b] = Math.max(until[b], t.end())));
    for (Schedule.Transfer t : transfers) {
      t.targets().forEach(b -> until[b] = Math.max(until[b], t.end()));
      if (t.source() >= 0) {
        until[t.source()] = Math.max(until[t.source()], t.end());
      }
    }
    List<Schedule.Buffer> buffers = new ArrayList<>();
    for (int b = 0; b < from.length; b++) {
      Schedule.Buffer old = schedule.buffers().get(b);
      buffers.add(new Schedule.Buffer(old.core(), old.tensor(), old.boxes(), old.bytes(), from[b], until[b]));
    }
    return new Schedule(tasks, buffers, transfers);
  }
}
