package dev.dovetail.models.intracore.mapper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.accelerator.Accelerators;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.dataflow.LayerType;
import dev.dovetail.models.dataflow.LoopDim;
import dev.dovetail.models.dataflow.NamedDataflows;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Workload;
import dev.dovetail.models.workload.networks.Workloads;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayerMappingsTest {
  private static final Core DECLARED = Accelerators.byNameOrFile("quad-core-kcp").cores().get(0);
  private static final Core UNDECLARED = Accelerators.byNameOrFile("quad-core").cores().get(0);
  private static final Workload RESNET = Workloads.byNameOrFile("resnet18");

  private static Layer layer(Workload workload, String name) {
    return workload.layers().stream().filter(l -> l.name().equals(name)).findFirst().orElseThrow();
  }

  private static MappingSpace space(String name) {
    return MappingSpace.standard().withDataflows(List.of(NamedDataflows.named(name)));
  }

  @Test
  void aConvolutionIsOnePieceWithItsPadding() {
    LayerMappings.Work work = new LayerMappings(DECLARED, space("kcp_ws")).of(RESNET, layer(RESNET, "s2b1_1")).orElseThrow();

    assertThat(work.estimated()).isFalse();
    assertThat(work.pieces()).hasSize(1);
    assertThat(work.pieces().get(0).times()).isEqualTo(1);
    // 56 output rows under a kernel of 3 need 58
    assertThat(work.pieces().get(0).shape().sizes()).containsEntry(LoopDim.Y, 58L).containsEntry(LoopDim.K, 64L);
    assertThat(work.pieces().get(0).table().isEmpty()).isFalse();
  }

  @Test
  void aDepthwiseLayerIsSaidInTheTypesThatTheDataflowsAreFor() {
    Workload mobile = Workloads.byNameOrFile("mobilenet-v2");
    Layer depthwise = mobile.layers().stream().filter(l -> l.groups() == 32).findFirst().orElseThrow();

    LayerMappings.Work dense = new LayerMappings(DECLARED, space("kcp_ws")).of(mobile, depthwise).orElseThrow();
    LayerMappings.Work own = new LayerMappings(DECLARED, space("dpt")).of(mobile, depthwise).orElseThrow();

    // 'kcp_ws' is for grouped convolutions too; 'dpt' is for depthwise ones alone
    assertThat(own.pieces().get(0).shape().type()).isEqualTo(LayerType.DSCONV);
    assertThat(own.pieces().get(0).shape().sizes()).containsEntry(LoopDim.C, 32L);
    assertThat(dense.pieces().get(0).shape().type()).isEqualTo(LayerType.NGCONV);
    assertThat(dense.pieces().get(0).shape().sizes()).containsEntry(LoopDim.G, 32L).containsEntry(LoopDim.C, 1L);
  }

  @Test
  void whatIsNoMatrixOperatorHasNone() {
    assertThat(new LayerMappings(DECLARED, space("kcp_ws")).of(RESNET, layer(RESNET, "pool1"))).isEmpty();
  }

  @Test
  void theDeclaredMappingsAreThoseThatTheCostModelOffers() {
    Layer conv = layer(RESNET, "s3b1_1");
    List<CostPoint> offered = new DataflowCostModel().points(RESNET, conv, conv.outputBox(), DECLARED);

    List<MappingPoint> all =
        LayerMappings.declared(DECLARED).of(RESNET, conv).orElseThrow().pieces().get(0).table().points();

    assertThat(all).extracting(MappingPoint::label).containsAll(offered.stream().map(CostPoint::dataflow).toList());
    assertThat(all).allMatch(p -> p.held().size() == 3);
  }

  @Test
  void aCoreThatDeclaresNothingHasTheNetworkOfItsBuffer() {
    MapperCore core = MapperCore.of(UNDECLARED);

    assertThat(core.hardware().pes()).isEqualTo(UNDECLARED.units());
    assertThat(core.hardware().nocBandwidth())
        .isEqualTo(UNDECLARED.buffer().bandwidth().bytes() / UNDECLARED.buffer().bandwidth().cycles());
    assertThat(core.hardware().latency()).isEqualTo(1);
    assertThat(core.hardware().simd()).isEqualTo(1);
    assertThat(core.l1Bytes()).isEqualTo(Long.MAX_VALUE);
    assertThat(core.l2Bytes()).isEqualTo(UNDECLARED.capacityBytes());
    assertThat(core.energies()).isNull();
  }
}
