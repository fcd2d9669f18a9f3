package dev.dovetail.models.accelerator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Objective;
import dev.dovetail.models.allocation.AllocationFeasibility;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.CostSource;
import dev.dovetail.models.intracore.array.PeArrayCostModel;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.OperatorClass;
import dev.dovetail.models.workload.Workload;
import dev.dovetail.models.workload.networks.Networks;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The library's machines together with networks by name. */
class LibraryOnNetworksTest {
  private static final List<Workload> NETWORKS = Networks.names().stream().map(n -> Networks.byName(n).orElseThrow()).toList();

  static List<String> machines() {
    return Accelerators.names();
  }

  @ParameterizedTest
  @MethodSource("machines")
  void everyNetworkFitsOnEveryMachineLayerByLayer(String machine) {
    Accelerator accelerator = Accelerators.byNameOrFile(machine);
    for (Workload workload : NETWORKS) {
      AllocationFeasibility.check(
          new AllocationProblem(workload.name(), workload, accelerator, CostSource.standard(accelerator), Objective.LATENCY,
              Map.of(),
              List.of(),
              AllocationProblem.Options.DEFAULT));
    }
  }

  @Test
  void resnet18TakesTheMatrixCyclesOfTheAllocationNotes() {
    // Allocation notes, section 3: matrix compute / 4 = 721,408, of which conv1 alone 307,328.
    Workload resnet = Networks.byName("resnet18").orElseThrow();
    Core core = Accelerators.byNameOrFile("quad-core").cores().get(0);
    long cycles = 0;
    for (Layer layer : resnet.layers()) {
      if (layer.operator().operatorClass() == OperatorClass.MATRIX) {
        cycles += new PeArrayCostModel().floor(resnet, layer, core).orElseThrow().cycles();
      }
    }
    assertThat(cycles).isEqualTo(4 * 721_408);
    assertThat(new PeArrayCostModel().floor(resnet, resnet.layers().get(0), core).orElseThrow().cycles()).isEqualTo(4 * 307_328);
  }
}
