package dev.dovetail.benchmarks.instances;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Workload;
import dev.dovetail.models.workload.onnx.OnnxReader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The ONNX file that the README maps: a residual block of 8 channels on 32x32 images, as an exporter writes it. */
class TinyCnnTest {
  @Test
  void itReadsWithItsNormsAndActivationsFolded() {
    Workload workload = OnnxReader.read(Path.of("instances", "networks", "tiny-cnn.onnx"), OnnxReader.Options.inBits(8));

    assertThat(workload.name()).isEqualTo("tiny-cnn");
    assertThat(workload.layers()).extracting(Layer::name).containsExactly("conv1", "conv2", "conv3", "add", "pool", "fc");
    // conv1 8*16*16*27, conv2 and conv3 8*16*16*72 each, fc 8*10
    assertThat(workload.macs()).isEqualTo(350_288);
    // 8*27 + 2 * 8*72 + 80 weights, and biases of 8 each and 10
    assertThat(workload.weightElements()).isEqualTo(1_482);
    assertThat(workload.tensor("logits").isOutput()).isTrue();
  }
}
