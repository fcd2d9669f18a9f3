package dev.dovetail.models.workload.onnx;

import static dev.dovetail.models.workload.onnx.OnnxWriter.integer;
import static dev.dovetail.models.workload.onnx.OnnxWriter.ints;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Box;
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
    assertThat(read.layers()).extracting(Layer::operator)
        .hasSameElementsAs(named.layers().stream().map(Layer::operator).toList());
    assertThat(read.layers()).hasSameSizeAs(named.layers());
    // The file's biases (4,800 shifts of the norms and 1,000 of the classifier) are not in the network by name.
    assertThat(biases).isEqualTo(5_800);
    assertThat(read.weightElements() - biases).isEqualTo(named.weightElements()).isEqualTo(11_678_912L);
    assertThat(read.layers().stream().mapToLong(l -> read.tensor(l.output()).bytes()).sum())
        .isEqualTo(named.layers().stream().mapToLong(l -> named.tensor(l.output()).bytes()).sum());
  }

  /** Product with weights, and the sum with a bias, as exporters write a linear layer on sequences. */
  private String linear(String name, String x, int c, int k) {
    net.weight(name + "_w", c, k).weight(name + "_b", k);
    net.node("MatMul", x + " " + name + "_w", name + "_p").node("Add", name + "_b " + name + "_p", name);
    biases += k;
    return name;
  }

  /** Heads as exporters cut them: the target shape is computed from the shape of the input. */
  private String heads(String name, String x, long... order) {
    net.node("Shape", x, name + "_s").node("Gather", name + "_s zero", name + "_batch")
        .node("Gather", name + "_s one", name + "_len")
        .node("Unsqueeze", name + "_batch axis0", name + "_b1").node("Unsqueeze", name + "_len axis0", name + "_l1")
        .node("Concat", name + "_b1 " + name + "_l1 split", name + "_to", integer("axis", 0))
        .node("Reshape", x + " " + name + "_to", name + "_4").node("Transpose", name + "_4", name, ints("perm", order));
    return name;
  }

  private String norm(String name, String x) {
    net.weight(name + "_g", 768).weight(name + "_h", 768).node("LayerNormalization", x + " " + name + "_g " + name + "_h", name);
    return name;
  }

  @Test
  void a_bert_block_as_exported_has_the_products_of_the_one_by_name() {
    net.openInput("x", "batch", 0, 512, 768).integers("axis0", 0).integers("split", 12, 64).integers("merge", 0, 0, 768)
        .node("Constant", "", "zero", integer("value_int", 0)).node("Constant", "", "one", integer("value_int", 1))
        .scalar("root", 8);
    String q = heads("qh", linear("q", "x", 768, 768), 0, 2, 1, 3);
    String k = heads("kh", linear("k", "x", 768, 768), 0, 2, 3, 1);
    String v = heads("vh", linear("v", "x", 768, 768), 0, 2, 1, 3);
    net.node("MatMul", q + " " + k, "scores").node("Div", "scores root", "scaled")
        .node("Softmax", "scaled", "p", integer("axis", -1))
        .node("MatMul", "p " + v, "context").node("Transpose", "context", "ct", ints("perm", 0, 2, 1, 3))
        .node("Reshape", "ct merge", "packed");
    net.node("Add", linear("proj", "packed", 768, 768) + " x", "sum1");
    net.node("Gelu", linear("ffn1", norm("ln1", "sum1"), 768, 3072), "gelu");
    net.node("Add", linear("ffn2", "gelu", 3072, 768) + " ln1", "sum2");
    Workload read = net.output(norm("ln2", "sum2")).read(OnnxReader.Options.inBits(8));
    Workload named = Networks.byName("bert-base").orElseThrow();
    assertThat(read.macs()).isEqualTo(named.macs()).isEqualTo(4_026_531_840L); // 512 * 12 * 768 * 768 + 2 * 12 * 512 * 512 * 64
    assertThat(read.layers()).extracting(Layer::operator).containsExactlyInAnyOrderElementsOf(
        named.layers().stream().map(Layer::operator).toList());
    assertThat(biases).isEqualTo(6_912); // 5 * 768 + 3072
    assertThat(read.weightElements() - biases - 4 * 768).isEqualTo(named.weightElements());
    Layer scores = read.layers().stream().filter(l -> l.name().equals("node_scores")).findFirst().orElseThrow();
    assertThat(scores.folded()).containsExactly("node_scaled");
    // Head 3, rows 10 to 20 against columns 0 to 512: columns 192 to 256 of the packed queries and keys.
    Box tile = Box.of(0, 1, 3, 4, 10, 20, 0, 512);
    assertThat(scores.operands().get(0).needed(tile)).isEqualTo(Box.of(0, 1, 10, 20, 192, 256));
    assertThat(scores.operands().get(1).needed(tile)).isEqualTo(Box.of(0, 1, 0, 512, 192, 256));
  }
}
