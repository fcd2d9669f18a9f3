package dev.dovetail.models.intracore.mapper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.dataflow.LayerTensor;
import dev.dovetail.models.intracore.maestro.BufferNeeds;
import dev.dovetail.models.intracore.maestro.MappingFloor;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What accesses cost where a core declares it: 5 and 7 fJ per byte read from and written to the shared memory, 11 and 13 below. */
class AccessEnergyTest {
  private static final DeclaredEnergies DECLARED = new DeclaredEnergies(3, 5, 7, 11, 13);
  private static final BufferNeeds WHOLE = new BufferNeeds(20, 30, 40);

  // Input, one byte each: 50*5 + 20*7 + 10*11 + 50*13 = 1150. Outputs, two bytes each: (40*5 + 60*7 + 10*11 + 10*13) * 2 = 1720.
  // Ten multiply-accumulates: 30.
  @Test
  void aFloorIsChargedByTheWidthOfTheElements() {
    AccessEnergy energies = new AccessEnergy(DECLARED, new ElementBits(8, 4, 16));
    // Weights, half a byte each: (70*5 + 30*7 + 10*11 + 70*13) / 2 = 790.
    assertThat(energies.of(new MappingFloor(1, 10, 50, 70, 60), WHOLE)).isEqualTo(1150 + 790 + 1720 + 30);
  }

  @Test
  void leastWorkIsChargedByTheWidthOfTheElements() {
    AccessEnergy energies = new AccessEnergy(DECLARED, new ElementBits(8, 4, 16));
    // Weights, half a byte each: (50*5 + 30*7 + 10*11 + 50*13) / 2 = 610.
    assertThat(energies.of(10, Map.of(LayerTensor.INPUT, 20L, LayerTensor.FILTER, 30L, LayerTensor.OUTPUT, 40L), 50, 60))
        .isEqualTo(1150 + 610 + 1720 + 30);
  }

  /** One bit read from the shared memory and written below: (5 + 13) / 8 = 2.25. */
  @Test
  void partsOfAFemtojouleAreRoundedUp() {
    AccessEnergy energies = new AccessEnergy(DECLARED, new ElementBits(1, 1, 1));
    assertThat(energies.of(new MappingFloor(1, 0, 1, 0, 0), new BufferNeeds(0, 0, 0))).isEqualTo(3);
  }

  /** MAESTRO's constants know no width: 4280.3 + 386.4 = 4666.7 for one element that is read above and written below. */
  @Test
  void withoutADeclarationTheConstantsOfMaestroHold() {
    AccessEnergy energies = new AccessEnergy(null, new ElementBits(1, 1, 1));
    assertThat(energies.of(new MappingFloor(1, 0, 1, 0, 0), new BufferNeeds(0, 0, 0))).isEqualTo(4667);
  }
}
