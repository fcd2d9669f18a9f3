package dev.dovetail.solver.dramschedule.soma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CoolingTest {
  @Test
  void theTemperatureFallsFromOneTenthToNothing() {
    assertThat(Cooling.temperature(0)).isEqualTo(0.1);
    assertThat(Cooling.temperature(0.5)).isCloseTo(0.1 * 0.5 / 5, within(1e-15)); // 1 + 8 * 0.5 = 5
    assertThat(Cooling.temperature(0.75)).isCloseTo(0.1 * 0.25 / 7, within(1e-15));
    assertThat(Cooling.temperature(1)).isZero();
  }

  /** From 200 to 202 above a floor of 100, at temperature 0.01: exp(-2 / 100 / 0.01) = exp(-2) = 0.1353. */
  @Test
  void aWorseCandidateIsAcceptedWithTheProbabilityOfItsLossRelativeToWhatIsLeft() {
    assertThat(Cooling.accepts(200, 202, 100, 0.5, 0.1352)).isTrue();
    assertThat(Cooling.accepts(200, 202, 100, 0.5, 0.1354)).isFalse();
  }

  @Test
  void aCandidateThatIsNoWorseIsAlwaysAccepted() {
    assertThat(Cooling.accepts(200, 200, 100, 0.99, 0.999)).isTrue();
    assertThat(Cooling.accepts(200, 150, 200, 0.99, 0.999)).isTrue();
  }

  @Test
  void fromTheFloorNothingWorseIsAccepted() {
    assertThat(Cooling.accepts(200, 201, 200, 0, 0)).isFalse();
  }

  @Test
  void theThresholdIsWhereAcceptanceEnds() {
    double threshold = Cooling.threshold(200, 100, 0.5, 0.25);
    assertThat(threshold).isCloseTo(200 + 100 * 0.01 * 2 * Math.log(2), within(1e-9));
    assertThat(Cooling.accepts(200, threshold - 1e-6, 100, 0.5, 0.25)).isTrue();
    assertThat(Cooling.accepts(200, threshold + 1e-6, 100, 0.5, 0.25)).isFalse();
    assertThat(Cooling.threshold(200, 200, 0.5, 0.25)).isEqualTo(200);
  }
}
