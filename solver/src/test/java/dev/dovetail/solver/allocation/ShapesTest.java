package dev.dovetail.solver.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Objective;
import dev.dovetail.models.accelerator.Accelerators;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.intracore.array.PeArrayCostModel;
import dev.dovetail.models.workload.Workload;
import dev.dovetail.models.workload.networks.Networks;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShapesTest {
  private static int granule(String network, String accelerator, String layer) {
    Workload workload = Networks.byName(network).orElseThrow();
    Shapes shapes =
        new Shapes(
            new Machine(
                new AllocationProblem(network, workload, Accelerators.byNameOrFile(accelerator), new PeArrayCostModel(),
                    Objective.LATENCY, Map.of(), List.of(), AllocationProblem.Options.DEFAULT)));
    return shapes.granule[workload.layers().indexOf(workload.layer(layer))];
  }

  /** C4 K4 C8 K8: 32 output channels side by side. Cut after 4 or 8 of them, each chunk would take as long as 32. */
  @Test
  void aChunkIsAsWideAsAllAxesThatUnrollChannelsTogether() {
    assertThat(granule("bert-base", "simba-like-4", "ffn1")).isEqualTo(32);
    assertThat(granule("bert-base", "quad-core", "ffn1")).isEqualTo(32);
  }

  /** OY4 OX4 C8 K8 spends 512 lanes on 8 channels, rows and columns of 56 fill the rest: narrower chunks lose nothing. */
  @Test
  void rowsAndColumnsThatFillAnArrayLetChunksBeNarrow() {
    assertThat(granule("resnet18", "simba-like-4", "s2b1_1")).isEqualTo(8);
  }

  @Test
  void aLayerThatIsCutIntoHeadsCountsHeads() {
    assertThat(granule("bert-base", "quad-core", "scores")).isEqualTo(1);
  }
}
