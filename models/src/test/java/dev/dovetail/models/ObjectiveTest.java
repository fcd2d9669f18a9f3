package dev.dovetail.models;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ObjectiveTest {
  @Test
  void latency_and_energy_are_themselves() {
    assertThat(Objective.LATENCY.of(7, 11)).isEqualTo(7);
    assertThat(Objective.ENERGY.of(7, 11)).isEqualTo(11);
    assertThat(Objective.LATENCY.boundOf(7, 11)).isEqualTo(7);
    assertThat(Objective.ENERGY.boundOf(7, 11)).isEqualTo(11);
  }

  /** 2,000,001 fJ are three started and two whole nanojoules. */
  @Test
  void energy_delay_rounds_mappings_up_and_bounds_down_to_nanojoules() {
    assertThat(Objective.EDP.of(10, 2_000_000)).isEqualTo(20);
    assertThat(Objective.EDP.of(10, 2_000_001)).isEqualTo(30);
    assertThat(Objective.EDP.boundOf(10, 2_999_999)).isEqualTo(20);
  }

  /** A third of a joule (3.3 * 10^14 fJ) over ten million cycles: 3.3 * 10^8 nJ * 10^7 = 3.3 * 10^15. In femtojoules it is 3.3 * 10^21. */
  @Test
  void large_networks_do_not_saturate() {
    assertThat(Objective.EDP.of(10_000_000, 330_000_000_000_000L)).isEqualTo(3_300_000_000_000_000L);
  }

  @Test
  void what_does_not_fit_saturates() {
    assertThat(Objective.EDP.of(1L << 40, 1L << 60)).isEqualTo(Long.MAX_VALUE);
    assertThat(Objective.EDP.of(1, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
  }

  @Property
  void more_of_either_never_costs_less(
      @ForAll @LongRange(min = 0) long latency,
      @ForAll @LongRange(min = 0) long energy,
      @ForAll @LongRange(min = 0) long otherLatency,
      @ForAll @LongRange(min = 0) long otherEnergy) {
    for (Objective objective : Objective.values()) {
      assertThat(objective.of(Math.max(latency, otherLatency), Math.max(energy, otherEnergy)))
          .isGreaterThanOrEqualTo(objective.of(latency, energy));
    }
  }

  @Property
  void the_bound_of_less_never_exceeds_the_cost_of_more(
      @ForAll @LongRange(min = 0) long latency,
      @ForAll @LongRange(min = 0) long energy,
      @ForAll @LongRange(min = 0) long otherLatency,
      @ForAll @LongRange(min = 0) long otherEnergy) {
    for (Objective objective : Objective.values()) {
      assertThat(objective.boundOf(Math.min(latency, otherLatency), Math.min(energy, otherEnergy)))
          .isLessThanOrEqualTo(objective.of(Math.max(latency, otherLatency), Math.max(energy, otherEnergy)));
    }
  }
}
