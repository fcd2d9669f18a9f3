package dev.dovetail.models.workload.onnx;

import static dev.dovetail.models.workload.onnx.OnnxWriter.integer;
import static dev.dovetail.models.workload.onnx.OnnxWriter.ints;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Workload;
import dev.dovetail.models.workload.networks.Networks;
import org.junit.jupiter.api.Test;

/** Whole networks: the same from a file as by name. */
class OnnxNetworkTest {
  private final OnnxWriter net = OnnxWriter.graph();
  private int biases;

  private String convBn(String name, String x, int c, int k, int kernel, int stride) {
    String bn = " " + name + "_g " + name + "_b " + name + "_m " + name + "_v";
    net.weight(name + "_w", k, c, kernel, kernel);
    for (String parameter : bn.trim().split(" ")) {
      net.weight(parameter, k);
    }
    long pad = kernel / 2;
    net.node("Conv", x + " " + name + "_w", name, ints("strides", stride, stride), ints("pads", pad, pad, pad, pad));
    net.node("BatchNormalization", name + bn, name + "_n");
    biases += k;
    return name + "_n";
  }

  private String relu(String x) {
    net.node("Relu", x, x + "_r");
    return x + "_r";
  }

  private String block(String name, String x, int c, int k, int stride) {
    String shortcut = c == k ? x : convBn(name + "p", x, c, k, 1, stride);
    String y = convBn(name + "2", relu(convBn(name + "1", x, c, k, 3, stride)), k, k, 3, 1);
    net.node("Add", y + " " + shortcut, name);
    return relu(name);
  }

  private Workload resnet18() {
    net.input("image", 1, 3, 224, 224);
    String x = relu(convBn("stem", "image", 3, 64, 7, 2));
    net.node("MaxPool", x, "pool", ints("kernel_shape", 3, 3), ints("strides", 2, 2), ints("pads", 1, 1, 1, 1));
    x = "pool";
    int c = 64;
    for (int stage = 0; stage < 4; stage++) {
      for (int b = 0; b < 2; b++) {
        x = block("s" + stage + b, x, c, 64 << stage, stage > 0 && b == 0 ? 2 : 1);
        c = 64 << stage;
      }
    }
    net.node("GlobalAveragePool", x, "gap").node("Flatten", "gap", "flat").weight("fc_w", 1000, 512).weight("fc_b", 1000)
        .node("Gemm", "flat fc_w fc_b", "logits", integer("transB", 1)).outputOfShape("logits", 1, 1000);
    biases += 1000;
    return net.read(OnnxReader.Options.inBits(8));
  }

  @Test
  void resnet18_from_a_file_has_the_layers_of_resnet18_by_name() {
    Workload read = resnet18();
    Workload named = Networks.byName("resnet18").orElseThrow();
    assertThat(read.macs()).isEqualTo(named.macs()).isEqualTo(1_814_073_344L);
    assertThat(read.layers()).extracting(Layer::operator).hasSameElementsAs(named.layers().stream().map(Layer::operator).toList());
    assertThat(read.layers()).hasSameSizeAs(named.layers());
    // The file's biases (4,800 shifts of the norms and 1,000 of the classifier) are not in the network by name.
    assertThat(biases).isEqualTo(5_800);
    assertThat(read.weightElements() - biases).isEqualTo(named.weightElements()).isEqualTo(11_678_912L);
    assertThat(read.layers().stream().mapToLong(l -> read.tensor(l.output()).bytes()).sum())
        .isEqualTo(named.layers().stream().mapToLong(l -> named.tensor(l.output()).bytes()).sum());
  }
}
