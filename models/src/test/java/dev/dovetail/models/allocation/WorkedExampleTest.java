package dev.dovetail.models.allocation;

import static dev.dovetail.models.testing.AllocationAssert.assertThat;

import dev.dovetail.models.Objective;
import dev.dovetail.models.testing.FixedCosts;
import dev.dovetail.models.testing.ThreeLayerExample;
import org.junit.jupiter.api.Test;

/** The worked example of the machine model, every number by hand. */
class WorkedExampleTest {
  @Test
  void the_hand_made_schedule_is_executable_and_takes_1328_cycles() {
    assertThat(ThreeLayerExample.schedule())
        .of(ThreeLayerExample.problem())
        .isExecutable()
        .costs(1_328)
        // Bus: 64 w1 + 64 + 64 x + 576 w2 + 16 + 16 halo rows + 4 * 64 to SIMD + 2 * 64 stores = 1,184.
        .costs("busiestChannelCycles", 1_184)
        // c2 on core0: 32 + 288.
        .costs("busiestCoreCycles", 320);
  }

  @Test
  void peaks_count_home_copies_once() {
    assertThat(ThreeLayerExample.schedule())
        .of(ThreeLayerExample.problem())
        // core0 in [784,1072): c1.0 1,024 + w2 9,216 + row 256 + c2.0 1,024.
        .costs("peakBytes.core0", 11_520)
        // core2 in [192,224): w1 1,024 + x 1,024 + c1.1 1,024 + w2 9,216.
        .costs("peakBytes.core2", 12_288)
        // simd in [1136,1152): five tiles.
        .costs("peakBytes.simd", 5_120)
        .costs("peakBytes.core1", 0)
        .costs("peakBytes.core3", 0);
  }

  @Test
  void traffic_and_energy_add_up() {
    assertThat(ThreeLayerExample.schedule())
        .of(ThreeLayerExample.problem(16_384, new FixedCosts(0, 0), Objective.ENERGY))
        .isExecutable()
        // w1 1,024 + x 2,048 + w2 9,216 + z 2,048; moves 2 * 256 + 4 * 1,024.
        .costs("dramBytes", 14_336)
        .costs("movedBytes", 4_608)
        // Cores: 1 fJ per cycle: 2 * 32 + 2 * 288 + 2 * 16 = 672. Bus: 3 fJ * 18,944 B = 56,832. Leakage: 2 fJ * 1,328 = 2,656.
        .costs("coreEnergyFemtojoules", 672)
        .costs("transferEnergyFemtojoules", 56_832)
        .costs("leakageEnergyFemtojoules", 2_656)
        .costs(60_160);
  }

  @Test
  void the_energy_delay_product_is_energy_in_whole_nanojoules_times_latency() {
    assertThat(ThreeLayerExample.schedule())
        .of(ThreeLayerExample.problem(16_384, new FixedCosts(0, 0), Objective.EDP))
        .isExecutable()
        // 60,160 fJ are one started nanojoule.
        .costs(1_328)
        .costs("edpNanojouleCycles", 1_328);
  }

  @Test
  void the_smallest_buffer_that_holds_it_is_the_peak() {
    FixedCosts costs = new FixedCosts(0, 0);
    assertThat(ThreeLayerExample.schedule()).of(ThreeLayerExample.problem(12_288, costs, Objective.LATENCY)).isExecutable();
    assertThat(ThreeLayerExample.schedule())
        .of(ThreeLayerExample.problem(12_287, costs, Objective.LATENCY))
        .violates("memory-capacity", "core2")
        .violatesOnly("memory-capacity");
  }

  @Test
  void what_holds_the_memory_that_overflows_is_told_with_its_bytes_and_the_cycle() {
    String message = new AllocationEvaluator()
        .evaluate(ThreeLayerExample.problem(12_287, new FixedCosts(0, 0), Objective.LATENCY), ThreeLayerExample.schedule())
        .violations().get(0).message();
    org.assertj.core.api.Assertions.assertThat(message)
        .isEqualTo("In the cycles [192, 224) up to 12288 bytes are alive, the capacity is "
            + "12287; in cycle 192 they are of w2 (9216), w1 (1024), x (1024), y1 (1024).");
  }

  @Test
  void scratch_of_running_tasks_counts_on_top_of_the_buffers() {
    // core2 in [192,224): 12,288 + 4,096 = 16,384, exactly the buffer; one byte more is too much.
    assertThat(ThreeLayerExample.schedule())
        .of(ThreeLayerExample.problem(16_384, new FixedCosts(4_096, 0), Objective.LATENCY))
        .isExecutable()
        .costs("peakBytes.core2", 16_384);
    assertThat(ThreeLayerExample.schedule())
        .of(ThreeLayerExample.problem(16_384, new FixedCosts(4_097, 0), Objective.LATENCY))
        .violatesOnly("memory-capacity");
  }

  @Test
  void dram_traffic_of_tasks_is_counted() {
    assertThat(ThreeLayerExample.schedule())
        .of(ThreeLayerExample.problem(16_384, new FixedCosts(0, 10), Objective.LATENCY))
        .isExecutable()
        .costs("dramBytes", 14_336 + 6 * 10)
        // There is no DRAM port channel on this machine, so its energy is not charged.
        .costs("transferEnergyFemtojoules", 56_832);
  }
}
