package dev.dovetail.models.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.workload.NetworkBuilder;
import dev.dovetail.models.workload.Operator;
import dev.dovetail.models.workload.SlidingWindow;
import dev.dovetail.models.workload.Value;
import dev.dovetail.models.workload.Workload;
import dev.dovetail.models.workload.networks.Networks;
import dev.dovetail.models.workload.networks.Workloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadNetworkTest {
  @TempDir
  private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"alexnet", "vgg16", "resnet18", "resnet50", "mobilenet-v2", "bert-base", "llama-7b-block",
      "gpt2-small-prefill", "swiglu(16,64,128)"})
  void macs_and_weights_are_conserved_and_the_network_is_one_that_files_could_hold(String name) throws IOException {
    Workload workload = Networks.byName(name).orElseThrow();
    FusionNetwork network = WorkloadNetwork.of(workload);

    assertThat(macs(network)).isEqualTo(workload.macs());
    assertThat(weights(network)).isEqualTo(workload.weightElements());
    assertThat(reread(network).layers()).isEqualTo(network.layers());
  }

  @Test
  void a_resnet_is_the_named_one_with_rows_that_no_window_reaches_left_out() {
    FusionNetwork converted = WorkloadNetwork.of(Networks.byName("resnet50").orElseThrow());
    FusionNetwork named = FusionNetworks.byName("resnet50", OptionalInt.empty()).orElseThrow();

    // the workload has the stride of a stage in its 3x3 convolution, the named one in the first 1x1
    assertThat(converted.layers()).hasSameSizeAs(named.layers());
    assertThat(count(converted, LayerKind.CONV)).isEqualTo(53);
    assertThat(count(converted, LayerKind.ELTWISE)).isEqualTo(16);
    assertThat(count(converted, LayerKind.POOL)).isEqualTo(2);
    assertThat(count(converted, LayerKind.FC)).isEqualTo(1);
    assertThat(converted.layers().get(0)).extracting(FusionLayer::in, FusionLayer::out, FusionLayer::padHeight)
        .containsExactly(new Extent(3, 224, 224), new Extent(64, 112, 112), 2); // ((112-1)*2 + 7 - 224) / 2
  }

  @Test
  void an_onnx_file_is_converted_like_a_network_by_name() {
    FusionNetwork network = WorkloadNetwork.of(Workloads.byNameOrFile("../benchmarks/instances/networks/tiny-cnn.onnx"));

    assertThat(macs(network)).isEqualTo(Workloads.byNameOrFile("../benchmarks/instances/networks/tiny-cnn.onnx").macs());
    assertThat(network.externalInputs()).hasSize(1);
    assertThat(count(network, LayerKind.CONV)).isPositive();
  }

  @Test
  void depthwise_convolutions_are_groups_of_one() {
    FusionNetwork network = WorkloadNetwork.of(Networks.byName("mobilenet-v2").orElseThrow());

    List<FusionLayer> depthwise = network.layers().stream().filter(l -> l.kind() == LayerKind.GROUPCONV).toList();
    assertThat(depthwise).hasSize(17).allSatisfy(l -> assertThat(l.groups()).isEqualTo(l.out().channels()));
  }

  @Test
  void keys_are_projected_and_transposed_head_by_head_as_in_the_named_block() {
    FusionNetwork converted = WorkloadNetwork.of(Networks.byName("bert-base").orElseThrow());
    FusionNetwork named = FusionNetworks.byName("gpt2-small-prefill", OptionalInt.empty()).orElseThrow();

    FusionLayer scores = layer(converted, "scores");
    FusionLayer context = layer(converted, "context");
    assertThat(count(converted, LayerKind.TRANSPOSE)).isEqualTo(12);
    assertThat(converted.layers().get(scores.weightInputs().get(0)).out()).isEqualTo(new Extent(12 * 512, 64, 1));
    assertThat(scores).extracting(FusionLayer::in, FusionLayer::out, FusionLayer::groups)
        .containsExactly(layer(named, "attention_QK").in(), layer(named, "attention_QK").out(), 12);
    assertThat(context).extracting(FusionLayer::in, FusionLayer::out, FusionLayer::groups)
        .containsExactly(layer(named, "attention_QKV").in(), layer(named, "attention_QKV").out(), 12);
    assertThat(converted.layers().get(context.weightInputs().get(0)).name()).isEqualTo("v");
  }

  @Test
  void heads_by_reshapes_and_permutations_are_the_same_groups() {
    int tokens = 10;
    NetworkBuilder net = NetworkBuilder.named("attention");
    Value x = net.input("x", 1, tokens, 24);
    Value q = net.fc("q", x, 24).reshape(1, tokens, 4, 6).transpose(0, 2, 1, 3);
    Value k = net.fc("k", x, 24).reshape(1, tokens, 4, 6).transpose(0, 2, 3, 1);
    Value v = net.fc("v", x, 24).reshape(1, tokens, 4, 6).transpose(0, 2, 1, 3);
    Value p = net.softmax("softmax", net.matmul("scores", q, k), 3);
    Value context = net.matmul("context", p, v).transpose(0, 2, 1, 3).reshape(1, tokens, 24);
    net.output(net.fc("projection", context, 24));
    FusionNetwork network = WorkloadNetwork.of(net.build());

    assertThat(network.layers()).extracting(FusionLayer::name).containsExactly("q", "k.head0", "k.transposed0", "k.head1",
        "k.transposed1", "k.head2", "k.transposed2", "k.head3", "k.transposed3", "k.transposed", "scores", "softmax", "v",
        "context",
        "projection");
    assertThat(layer(network, "scores")).extracting(FusionLayer::in, FusionLayer::out, FusionLayer::groups)
        .containsExactly(new Extent(24, tokens, 1), new Extent(4 * tokens, tokens, 1), 4);
    assertThat(layer(network, "context")).extracting(FusionLayer::in, FusionLayer::out, FusionLayer::groups)
        .containsExactly(new Extent(4 * tokens, tokens, 1), new Extent(24, tokens, 1), 4);
  }

  @Test
  void an_output_that_layers_read_is_stored_too() {
    FusionNetwork network = WorkloadNetwork.of(Networks.byName("gpt2-small-prefill").orElseThrow());
    List<List<Integer>> consumers = network.consumers();

    List<String> stored = network.layers().stream().filter(l -> consumers.get(l.id()).isEmpty()).map(FusionLayer::name).toList();
    assertThat(stored).containsExactlyInAnyOrder("k", "v.stored", "add2"); // k from its heads
  }

  @Test
  void a_product_of_a_flattened_feature_map_is_fully_connected() {
    NetworkBuilder net = NetworkBuilder.named("flat");
    Value x = net.conv("conv", net.input("x", 1, 3, 8, 8), 4, SlidingWindow.of(3).pad(1));
    net.output(net.fc("fc", x.flatten(1), 10));
    FusionLayer fc = layer(WorkloadNetwork.of(net.build()), "fc");

    assertThat(fc).extracting(FusionLayer::kind, FusionLayer::kernelHeight, FusionLayer::weightBytes)
        .containsExactly(LayerKind.FC, 8, 4L * 8 * 8 * 10);
  }

  @Test
  void squeeze_and_excitation_repeats_its_scales() {
    NetworkBuilder net = NetworkBuilder.named("excitation");
    Value x = net.conv("conv", net.input("x", 1, 3, 8, 8), 16, SlidingWindow.of(3).pad(1));
    Value scale = net.elementwise("sigmoid", Operator.SIGMOID,
        net.conv("up", net.conv("down", net.globalAveragePool("mean", x), 4, SlidingWindow.of(1)), 16, SlidingWindow.of(1)));
    net.output(net.mul("mul", x, scale));
    FusionNetwork network = WorkloadNetwork.of(net.build());

    assertThat(network.layers()).extracting(FusionLayer::kind).containsExactly(LayerKind.CONV, LayerKind.POOL, LayerKind.CONV,
        LayerKind.CONV, LayerKind.POINTWISE, LayerKind.UPSAMPLE, LayerKind.ELTWISE);
    assertThat(layer(network, "mul").in()).isEqualTo(new Extent(32, 8, 8));
  }

  @Test
  void branches_that_are_concatenated_are_read_together() {
    NetworkBuilder net = NetworkBuilder.named("branches");
    Value x = net.input("x", 1, 3, 8, 8);
    Value both =
        Value.concat(1, net.conv("a", x, 4, SlidingWindow.of(1)), net.conv("b", x, 6, SlidingWindow.of(3).pad(1)));
    net.output(net.conv("c", both, 5, SlidingWindow.of(1)));
    FusionLayer c = layer(WorkloadNetwork.of(net.build()), "c");

    assertThat(c.inputs()).containsExactly(0, 1);
    assertThat(c.in()).isEqualTo(new Extent(10, 8, 8));
  }

  @Test
  void mixing_over_rows_exchanges_channels_and_rows() {
    NetworkBuilder net = NetworkBuilder.named("mixer");
    Value x = net.fc("embed", net.input("x", 49, 16), 32);
    Value mixed = net.fc("mix", x.transpose(1, 0), 20); // 32 rows of 49
    net.output(mixed);
    FusionNetwork network = WorkloadNetwork.of(net.build());

    assertThat(network.layers()).extracting(FusionLayer::kind)
        .containsExactly(LayerKind.CONV, LayerKind.TRANSPOSE, LayerKind.CONV);
    assertThat(layer(network, "mix")).extracting(FusionLayer::in, FusionLayer::out)
        .containsExactly(new Extent(49, 32, 1), new Extent(20, 32, 1));
  }

  @Test
  void a_constant_as_large_as_the_output_is_read_from_dram() {
    NetworkBuilder net = NetworkBuilder.named("positions");
    Value x = net.fc("embed", net.input("x", 10, 16), 32);
    net.output(net.add("add", net.add("bias", x, net.weight("b", 32)), net.weight("positions", 10, 32)));
    FusionNetwork network = WorkloadNetwork.of(net.build());

    assertThat(layer(network, "bias").kind()).isEqualTo(LayerKind.POINTWISE);
    assertThat(layer(network, "add").kind()).isEqualTo(LayerKind.ELTWISE);
    assertThat(network.externalInputs()).extracting(ExternalInput::extent)
        .containsExactlyInAnyOrder(new Extent(16, 10, 1), new Extent(32, 10, 1));
  }

  @Test
  void what_cannot_be_expressed_is_named_with_its_reason() {
    refused(net -> net.conv("far", net.input("x", 1, 3, 9, 9), 4, SlidingWindow.of(3).dilation(2)), "far", "dilation of 2");
    refused(net -> net.conv("many", net.input("x", 4, 3, 9, 9), 4, SlidingWindow.of(3)), "many", "4 samples");
    refused(net -> net.convTranspose("up", net.input("x", 1, 3, 9, 9), 4, SlidingWindow.of(2).stride(2)), "up",
        "transposed convolution");
    refused(net -> net.fc("part", net.input("x", 10, 16).slice(1, 0, 8), 4), "part", "slice");
    refused(net -> net.softmax("columns", net.fc("fc", net.input("x", 10, 16), 8), 0), "columns", "rows or columns");
    refused(net -> {
      Value a = net.fc("a", net.input("x", 10, 16), 8);
      return net.fc("longer", Value.concat(0, a, net.fc("b", net.input("y", 4, 16), 8)), 3);
    }, "longer", "along rows");
    refused(net -> net.fc("cut", net.conv("conv", net.input("x", 1, 6, 4, 4), 6, SlidingWindow.of(1)).reshape(12, 8), 3), "cut",
        "rearranged");
  }

  private interface Plan {
    Value layers(NetworkBuilder net);
  }

  private static void refused(Plan plan, String layer, String why) {
    NetworkBuilder net = NetworkBuilder.named("net");
    net.output(plan.layers(net));
    Workload workload = net.build();
    assertThatThrownBy(() -> WorkloadNetwork.of(workload)).isInstanceOf(BadInputException.class)
        .hasMessageContaining("The layer (%s)", layer).hasMessageContaining(why).hasMessageContaining("Maybe");
  }

  private static long macs(FusionNetwork network) {
    return network.layers().stream().filter(l -> l.kind().isConvolution()).mapToLong(
        l -> l.out().volume() * l.kernelHeight() * l.kernelWidth() * (l.in().channels() / l.groups())).sum();
  }

  private static long weights(FusionNetwork network) {
    return network.layers().stream().mapToLong(FusionLayer::weightBytes).sum();
  }

  private static long count(FusionNetwork network, LayerKind kind) {
    return network.layers().stream().filter(l -> l.kind() == kind).count();
  }

  private static FusionLayer layer(FusionNetwork network, String name) {
    return network.layers().stream().filter(l -> l.name().equals(name)).findFirst().orElseThrow();
  }

  /** Writes the network as a file, with everything that could be left out, and reads it. */
  private FusionNetwork reread(FusionNetwork network) throws IOException {
    StringBuilder text = new StringBuilder("format: fusion-network/1\nname: again\nexternalInputs:\n");
    for (ExternalInput e : network.externalInputs()) {
      text.append("- {id: %d, name: '%s', shape: %s}%n".formatted(e.id(), e.name(), shape(e.extent())));
    }
    text.append("layers:\n");
    for (FusionLayer l : network.layers()) {
      text.append(
          "- {id: %d, name: '%s', kind: %s, inputs: %s, weightInputs: %s, externalInputs: %s, out: %s, in: %s, ".formatted(
              l.id(), l.name(), l.kind().name().toLowerCase(Locale.ROOT), l.inputs(), l.weightInputs(), l.externalInputs(),
              shape(l.out()), shape(l.in())));
      text.append("kernel: [%d, %d], stride: [%d, %d], pad: [%d, %d], groups: %d, operands: %d, weightBytes: %d%s}%n".formatted(
          l.kernelHeight(), l.kernelWidth(), l.strideHeight(), l.strideWidth(), l.padHeight(), l.padWidth(), l.groups(),
          l.operands(), l.weightBytes(), l.axes().isEmpty() ? "" : ", axes: " + l.axes()));
    }
    Path file = folder.resolve("network.yaml");
    Files.writeString(file, text);
    return FusionNetworkReader.read(file);
  }

  private static String shape(Extent e) {
    return "[%d, %d, %d]".formatted(e.channels(), e.height(), e.width());
  }
}
