package dev.dovetail.models.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Objective;
import dev.dovetail.models.Violation;
import dev.dovetail.models.allocation.Instruction.Op;
import dev.dovetail.models.testing.FixedCosts;
import dev.dovetail.models.testing.ThreeLayerExample;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Instruction lists that were tampered with; core 2 is core2, core 4 is the SIMD core of the worked example. */
class InstructionReplayTest {
  private final Simulation run =
      Simulation.run(ThreeLayerExample.problem(16_384, new FixedCosts(512, 0), Objective.LATENCY), ThreeLayerExample.schedule());

  private List<String> faults(int core, Consumer<List<Instruction>> change) {
    List<List<Instruction>> lists = new ArrayList<>();
    run.instructions().forEach(list -> lists.add(new ArrayList<>(list)));
    change.accept(lists.get(core));
    new InstructionReplay(run.resolved(), lists).check();
    return run.resolved().findings.violations().stream().map(Violation::rule).distinct().toList();
  }

  @Test
  void the_derived_lists_run_to_their_end() {
    assertThat(faults(4, list -> {})).isEmpty();
  }

  @Test
  void a_missing_wait_leaves_data_unguarded() {
    // The wait for y1.0 before add.0.
    assertThat(faults(4, list -> list.removeIf(i -> i.op() == Op.WAIT && i.tokenName().equals("transfer6"))))
        .containsExactly("instruction-order");
  }

  @Test
  void a_buffer_that_is_given_back_too_early_is_found() {
    assertThat(faults(4, list -> list.add(5, list.remove(indexOf(list, Op.FREE))))).containsExactly("instruction-order");
  }

  @Test
  void a_buffer_that_is_never_given_back_is_found() {
    assertThat(faults(4, list -> list.remove(indexOf(list, Op.FREE)))).containsExactly("instruction-order");
  }

  @Test
  void waiting_for_what_comes_later_is_a_deadlock() {
    // The SIMD core waits for its own add.1 before it does anything: its receives never come, and the senders' frees wait for ever.
    assertThat(faults(4, list -> list.add(0, Instruction.await(0, 5)))).containsExactly("deadlock");
  }

  @Test
  void taking_memory_before_it_is_given_back_is_found() {
    // core2 has room for its peak of 12,288 + 512 B; with all frees last it takes w1 1,024 + x 1,024 + w2 9,216 + y1 1,024 + row 256 +
    // y2 1,024 + scratch 512 = 14,080 B.
    Simulation tight =
        Simulation.run(ThreeLayerExample.problem(12_800, new FixedCosts(512, 0), Objective.LATENCY),
            ThreeLayerExample.schedule());
    List<List<Instruction>> lists = new ArrayList<>();
    tight.instructions().forEach(list -> lists.add(new ArrayList<>(list)));
    List<Instruction> frees = lists.get(2).stream().filter(i -> i.op() == Op.FREE).toList();
    lists.get(2).removeAll(frees);
    lists.get(2).addAll(frees);
    new InstructionReplay(tight.resolved(), lists).check();
    assertThat(tight.resolved().findings.violations()).extracting(Violation::rule).contains("instruction-memory");
  }

  private static int indexOf(List<Instruction> list, Op op) {
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).op() == op) {
        return i;
      }
    }
    throw new AssertionError(op);
  }
}
