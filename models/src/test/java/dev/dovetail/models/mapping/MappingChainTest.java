package dev.dovetail.models.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.Box;
import dev.dovetail.models.allocation.CriticalChain;
import dev.dovetail.models.allocation.CriticalChain.Reason;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.allocation.Schedule.Buffer;
import dev.dovetail.models.allocation.Schedule.Task;
import dev.dovetail.models.allocation.Schedule.Transfer;
import dev.dovetail.models.testing.ThreeLayerExample;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The worked example's layers, one after the other in groups of their own, everything in one piece: c1 on core0, stored; then c2 on
 * core0, stored; then add on the SIMD core.
 *
 * <pre>
 *   bus   0-64 w1  64-192 x | 256-384 store y1 | 384-512 y1  512-1088 w2 | 1664-1792 store y2 | 1792-1920 y1  1920-2048 y2 | 2080-2208 z
 *   cores           c1 192-256                                  c2 1088-1664                                        add 2048-2080
 * </pre>
 */
class MappingChainTest {
  private static final Box ALL = ThreeLayerExample.rows(0, 8);
  private static final Box W1 = Box.of(0, 32, 0, 32, 0, 1, 0, 1);
  private static final Box W2 = Box.of(0, 32, 0, 32, 0, 3, 0, 3);

  private static NetworkMapping mapping() {
    List<Buffer> buffers = List.of(
        new Buffer("core0", "w1", List.of(W1), 1_024, 0, 256),
        new Buffer("core0", "x", List.of(ALL), 2_048, 64, 256),
        new Buffer("core0", "y1", List.of(ALL), 2_048, 192, 384),
        new Buffer("core0", "y1", List.of(ALL), 2_048, 384, 1_664),
        new Buffer("core0", "w2", List.of(W2), 9_216, 512, 1_664),
        new Buffer("core0", "y2", List.of(ALL), 2_048, 1_088, 1_792),
        new Buffer("simd", "y1", List.of(ALL), 2_048, 1_792, 2_080),
        new Buffer("simd", "y2", List.of(ALL), 2_048, 1_920, 2_080),
        new Buffer("simd", "z", List.of(ALL), 2_048, 2_048, 2_208));
    List<Task> tasks = List.of(
        new Task("c1", ALL, "core0", 0, 192, 256, List.of(0, 1), List.of(2)),
        new Task("c2", ALL, "core0", 0, 1_088, 1_664, List.of(3, 4), List.of(5)),
        new Task("add", ALL, "simd", 0, 2_048, 2_080, List.of(6, 7), List.of(8)));
    List<Transfer> transfers = List.of(
        load("w1", W1, 1_024, 0, "core0", 0, 64), load("x", ALL, 2_048, 1, "core0", 64, 192), store("y1", 2, "core0", 256, 384),
        load("y1", ALL, 2_048, 3, "core0", 384, 512), load("w2", W2, 9_216, 4, "core0", 512, 1_088),
        store("y2", 5, "core0", 1_664, 1_792), load("y1", ALL, 2_048, 6, "simd", 1_792, 1_920),
        load("y2", ALL, 2_048, 7, "simd", 1_920, 2_048), store("z", 8, "simd", 2_080, 2_208));
    return new NetworkMapping(
        List.of(new FusionGroup("a", List.of("c1")), new FusionGroup("b", List.of("c2")), new FusionGroup("c", List.of("add"))),
        new Schedule(tasks, buffers, transfers), 2_208);
  }

  private static Transfer load(String tensor, Box box, long bytes, int target, String core, long start, long end) {
    return new Transfer(Transfer.Kind.LOAD, tensor, List.of(box), bytes, -1, List.of(target), "dram",
        List.of("bus:dram->" + core),
        start, end);
  }

  private static Transfer store(String tensor, int source, String core, long start, long end) {
    return new Transfer(Transfer.Kind.STORE, tensor, List.of(ALL), 2_048, source, List.of(), "dram",
        List.of("bus:" + core + "->dram"), start, end);
  }

  private static MappingProblem problem(boolean barriers) {
    return new MappingProblem(ThreeLayerExample.problem(), List.of(), MappingObjective.LATENCY, barriers);
  }

  @Test
  void aBarrierIsWhatHoldsBackWhatFreeGroupsWouldLoadAhead() {
    assertThat(new MappingEvaluator().evaluate(problem(true), mapping()).violations()).isEmpty();
    CriticalChain free = MappingChain.of(problem(false), mapping());
    CriticalChain apart = MappingChain.of(problem(true), mapping());
    assertThat(free.latencyCycles()).isEqualTo(2_208);
    assertThat(apart.steps().stream().mapToLong(CriticalChain.Step::cycles).sum()).isEqualTo(2_208);
    assertThat(apart.steps()).extracting(CriticalChain.Step::reason).contains(Reason.CHANNEL, Reason.DATA)
        .doesNotContain(Reason.NOTHING);
    CriticalChain.Step y1 = apart.steps().stream().filter(s -> s.from() == 1_792).findFirst().orElseThrow();
    assertThat(y1.reason()).isEqualTo(Reason.CHANNEL);
    assertThat(y1.heldCycles()).isZero(); // bus and barrier let it go in the same cycle
    CriticalChain.Step same = free.steps().stream().filter(s -> s.from() == 1_792).findFirst().orElseThrow();
    // Without barriers only the bus holds it back: y1 is in DRAM from 384 on.
    assertThat(same.heldCycles()).isEqualTo(1_792 - 384);
  }

  @Test
  void aBrokenMappingHasNoChain() {
    NetworkMapping wrong = new NetworkMapping(List.of(new FusionGroup("a", List.of("c1"))), mapping().schedule(), 2_208);
    assertThatThrownBy(() -> MappingChain.of(problem(false), wrong)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("group-partition");
  }
}
