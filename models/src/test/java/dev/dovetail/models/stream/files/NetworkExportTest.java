package dev.dovetail.models.stream.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.stream.StreamNode;
import dev.dovetail.models.stream.StreamOperand;
import dev.dovetail.models.stream.StreamWorkload;
import dev.dovetail.models.workload.Workload;
import dev.dovetail.models.workload.networks.Networks;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkExportTest {
  private static final Set<String> MATRIX = Set.of("Conv", "Gemm", "MatMul", "ConvTranspose");

  private static StreamWorkload export(String name) {
    return NetworkExport.of(Networks.byName(name).orElseThrow(), OptionalInt.empty()).workload();
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet18", "resnet50", "mobilenet-v2", "gpt2-small-prefill(sequence=64)", "vgg16"})
  void multiplyAccumulatesAreThoseOfTheNetworkAndOperandsFitTheirTensors(String name) {
    Workload source = Networks.byName(name).orElseThrow();
    StreamWorkload w = export(name);
    long macs = 0;
    for (StreamNode node : w.nodes()) {
      long work = 1;
      for (long s : node.sizes()) {
        work *= s;
      }
      macs += MATRIX.contains(node.op()) && node.role() == StreamNode.Role.COMPUTE ? work : 0;
      for (StreamOperand o : node.operands()) {
        assertThat(o.axes()).hasSameSizeAs(w.tensor(o.tensor()).shape());
      }
    }
    assertThat(macs).isEqualTo(source.macs());
  }

  @Test
  void foldedActivationsAreNodesAndFoldedNormalisationsVanish() {
    StreamWorkload w = export("resnet18");
    assertThat(w.nodes()).extracting(StreamNode::name).startsWith("conv1", "conv1.relu", "pool1", "s2b1_1", "s2b1_1.relu");
    assertThat(w.nodes()).extracting(StreamNode::op).doesNotContain("BatchNormalization").contains("GlobalAveragePool", "Gemm");
    assertThat(w.nodes().stream().filter(n -> n.op().equals("Relu"))).hasSize(17);
  }
}
