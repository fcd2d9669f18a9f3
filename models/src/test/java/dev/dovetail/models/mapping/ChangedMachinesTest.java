package dev.dovetail.models.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.LowerBound;
import dev.dovetail.models.accelerator.Accelerators;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.testing.ThreeLayerExample;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The worked example: work of 64 + 576 cycles on four matrix cores, 32 on the SIMD core; 18,432 B over a bus of 16 B per cycle. */
class ChangedMachinesTest {
  private static final String WIDER = "buses and links twice as wide";
  private static final String MATRIX = "one more core like core0, on the same links";
  private static final String FASTER = "cores of type matrix twice as fast";

  private static Map<String, MappingProblem> changed(Requirement... wishes) {
    return changed(new MappingProblem(ThreeLayerExample.problem(), List.of(wishes), MappingObjective.LATENCY, false));
  }

  private static Map<String, MappingProblem> changed(MappingProblem problem) {
    Map<String, MappingProblem> changed = new LinkedHashMap<>();
    ChangedMachines.of(problem).forEach(c -> changed.put(c.change(), c.problem()));
    return changed;
  }

  private static long bound(MappingProblem problem, String name) {
    return new MappingBounds().of(problem).stream().filter(b -> b.name().equals(name)).mapToLong(LowerBound::value).findFirst()
        .orElseThrow();
  }

  @Test
  void eachPartOfTheMachineIsChangedOnce() {
    // The machine has no DRAM port of its own beside the bus.
    assertThat(changed().keySet()).containsExactly(WIDER, "1 MiB more memory in each core", "twice the memory in each core",
        MATRIX,
        "one more core like simd, on the same links", FASTER, "cores of type simd twice as fast");
    AllocationProblem quad = new AllocationProblem("q", ThreeLayerExample.workload(), Accelerators.byNameOrFile("quad-core"),
        new dev.dovetail.models.intracore.array.PeArrayCostModel(), dev.dovetail.models.Objective.LATENCY, Map.of(), List.of(),
        AllocationProblem.Options.DEFAULT);
    assertThat(changed(new MappingProblem(quad, List.of(), MappingObjective.LATENCY, false)).keySet())
        .contains("one more DRAM port (twice the DRAM bandwidth)", WIDER, "DRAM ports, buses and links twice as wide");
  }

  @Test
  void aWiderBusHalvesItsLoad() {
    MappingProblem wider = changed().get(WIDER);
    // In 1,024 + 2,048 + 9,216, out 2,048, y1 and y2 to the SIMD core 2 * 2,048: 18,432 B.
    assertThat(bound(changed().get(FASTER), "bus-load")).isEqualTo(18_432 / 16);
    assertThat(bound(wider, "bus-load")).isEqualTo(18_432 / 32);
  }

  @Test
  void aFifthMatrixCoreSharesTheWorkAndFasterOnesHalveIt() {
    assertThat(bound(changed().get(WIDER), "compute-load")).isEqualTo(640 / 4);
    assertThat(bound(changed().get(MATRIX), "compute-load")).isEqualTo(640 / 5);
    assertThat(bound(changed().get(FASTER), "compute-load")).isEqualTo(320 / 4);
  }

  @Test
  void theAddedCoreIsOnTheBusAndMayRunWhatTheOtherMay() {
    MappingProblem pinned = changed(new Requirement.Pin("c1", Set.of("core0")), new Requirement.Pin("c2", Set.of("core0")),
        new Requirement.Cap("core0", 12_000)).get(MATRIX);
    // Both convolutions on core0 take 640; on it and the added one 320.
    assertThat(bound(pinned, "compute-load")).isEqualTo(320);
    Core added = pinned.allocation().accelerator().cores().get(5);
    assertThat(added.name()).isEqualTo("core0-more");
    assertThat(added.capacityBytes()).isEqualTo(12_000);
    // Seven nodes, each joined to each other.
    assertThat(pinned.base().accelerator().edges()).hasSize(7 * 6);
    MappingProblem reserved = changed(new Requirement.ReserveCore("core0")).get("one more core like core1, on the same links");
    assertThat(reserved).isNotNull();
    assertThat(bound(reserved, "compute-load")).isEqualTo(640 / 4);
  }

  @Test
  void memoryIsAdded() {
    assertThat(changed().get("twice the memory in each core").base().accelerator().cores())
        .allMatch(c -> c.capacityBytes() == 32_768);
    assertThat(changed().get("1 MiB more memory in each core").base().accelerator().cores())
        .allMatch(c -> c.capacityBytes() == 16_384 + 1_048_576);
  }
}
