package dev.dovetail.models.workload.onnx;

import static dev.dovetail.models.workload.onnx.OnnxWriter.integer;
import static dev.dovetail.models.workload.onnx.OnnxWriter.ints;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.workload.Workload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that cannot be mapped get one error each; files of any length get read. */
class OnnxBadFileTest {
  @TempDir
  private Path folder;

  private static void refused(OnnxWriter graph, String... parts) {
    assertThatThrownBy(graph::read).isInstanceOf(BadInputException.class).hasMessageContainingAll(parts)
        .hasMessageContaining("Maybe ").hasMessageContaining(".onnx: ");
  }

  private static OnnxWriter cnn() {
    return OnnxWriter.graph().input("x", 1, 3, 16, 16).weight("w1", 8, 3, 3, 3).weight("b1", 8).weight("w2", 10, 512)
        .node("Conv", "x w1 b1", "c", ints("pads", 1, 1, 1, 1), ints("strides", 2, 2)).node("Relu", "c", "r")
        .integers("shape", 0, -1).node("Reshape", "r shape", "f").node("Gemm", "f w2", "y", integer("transB", 1)).output("y");
  }

  @Test
  void files_that_are_no_model_are_refused() throws IOException {
    assertThatThrownBy(() -> OnnxReader.read(folder)).isInstanceOf(BadInputException.class).hasMessageContaining("directory");
    assertThatThrownBy(() -> OnnxReader.read(folder.resolve("no.onnx"))).isInstanceOf(BadInputException.class)
        .hasMessageContaining("does not exist");
    for (String text : new String[] {"", "network: resnet18\n", "PK\u0003\u0004", "{\"graph\": 1}", "\n\n\n\n\n\n\n\n\n",
        "\u0000"}) {
      Path file = Files.write(folder.resolve("text.onnx"), text.getBytes(StandardCharsets.UTF_8));
      assertThatThrownBy(() -> OnnxReader.read(file)).as(text).isInstanceOf(BadInputException.class)
          .hasMessageContaining(text.isEmpty() ? "empty" : "no complete ONNX model");
    }
  }

  @Test
  void a_file_cut_anywhere_is_refused() {
    byte[] whole = cnn().bytes();
    assertThat(OnnxWriter.read(whole, OnnxReader.Options.asInFile()).layers()).hasSize(2);
    for (int length = 0; length < whole.length; length += length < 97 ? 1 : 97) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> OnnxWriter.read(cut, OnnxReader.Options.asInFile())).as("%d bytes", length)
          .isInstanceOf(BadInputException.class);
    }
  }

  @Test
  void flipped_bytes_give_a_workload_or_one_error() {
    byte[] whole = cnn().node("Softmax", "y", "z").output("z").bytes();
    Random random = new Random(20261121);
    int read = 0;
    for (int i = 0; i < 800; i++) {
      byte[] damaged = whole.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] = (byte) (random.nextBoolean() ? random.nextInt(256) : 0xff);
      }
      try {
        Workload w = OnnxWriter.read(damaged, OnnxReader.Options.asInFile());
        assertThat(w.macs()).isNotNegative();
        w.layers().forEach(
            l -> l.operands().forEach(o -> assertThat(w.tensor(o.tensor()).box().contains(o.needed(l.outputBox()))).isTrue()));
        read++;
      } catch (BadInputException expected) {
        assertThat(expected).hasMessageContaining("Maybe ");
      }
    }
    assertThat(read).isBetween(10, 790); // neither all refused nor all read: the loop meets both
  }

  @Test
  void all_unsupported_operators_are_listed_in_one_error() {
    OnnxWriter graph = OnnxWriter.graph().input("x", 4, 4).node("Einsum", "x", "a").node("Convv", "a", "b");
    for (int i = 0; i < 7; i++) {
      graph.node("Einsum", i == 0 ? "b" : "e" + (i - 1), "e" + i);
    }
    refused(graph.nodeOf("my.domain", "Relu", "e6", "y").output("y"), "3 operators are not supported",
        "Einsum in node_a, node_e0, node_e1, node_e2, node_e3 and 3 more (instead: MatMul between Transposes)",
        "Convv in node_b (instead: Conv)", "my.domain.Relu in node_y (instead: Relu)");
  }

  @Test
  void graphs_that_are_none_are_refused() {
    refused(OnnxWriter.graph().input("x", 4).node("Add", "x b", "a").node("Relu", "a", "b").output("b"), "cyclic", "node_a",
        "node_b");
    refused(OnnxWriter.graph().input("x", 4).node("Relu", "x", "a").node("Tanh", "x", "a").output("a"), "(a)", "two tensors");
    refused(OnnxWriter.graph().input("x", 4).weight("w", 4).weight("w", 5).node("Add", "x w", "a").output("a"), "(w)",
        "two tensors");
    refused(OnnxWriter.graph().input("x", 4).node("Add", "x ghost", "a").output("a"), "(ghost)", "node_a", "made by no node");
    refused(OnnxWriter.graph().input("x", 4).node("Relu", "x", "a").output("b"), "graph's output (b)");
    refused(OnnxWriter.graph().input("x", 4).node("Relu", "x", "a"), "no output");
    refused(OnnxWriter.graph().input("x", 4).node("Identity", "x", "a").output("a"), "computes nothing");
    refused(OnnxWriter.graph().input("x", 4, 4, 8, 8).node("MaxPool", "x", "a i", ints("kernel_shape", 2, 2)).output("i"), "(i)",
        "first output");
  }

  @Test
  void shapes_that_do_not_fit_are_refused_with_their_node() {
    refused(OnnxWriter.graph().input("x", 1, 3, 8, 8).weight("w", 8, 4, 3, 3).node("Conv", "x w", "y").output("y"),
        "node_y", "[8, 4, 3, 3]", "[1, 3, 8, 8]");
    refused(OnnxWriter.graph().input("x", 1, 3, 8, 8).weight("w", 8, 3, 9, 9).node("Conv", "x w", "y").output("y"),
        "longer than");
    refused(OnnxWriter.graph().input("x", 2, 3).weight("w", 4, 5).node("MatMul", "x w", "y").output("y"), "node_y",
        "summed axis");
    refused(OnnxWriter.graph().input("x", 2, 3).input("z", 4).node("Add", "x z", "y").output("y"), "cannot be broadcast");
    refused(OnnxWriter.graph().input("x", 2, 3).integers("s", 4, 2).node("Reshape", "x s", "y").output("y"), "[4, 2]", "[2, 3]");
    refused(
        OnnxWriter.graph().input("x", 2, 3).inputOf(OnnxWriter.INT64, "s", 2).node("Reshape", "x s", "t").node("Relu", "t", "y")
            .output("y"),
        "not known before the network runs");
    refused(OnnxWriter.graph().input("x", 1, 2, 4, 4, 4).weight("w", 2, 2, 1, 1, 1).node("Conv", "x w", "y").output("y"),
        "unsupported form", "3 spatial axes");
    refused(cnn().declared("f", 1, 511), "(f)", "[1, 512]", "[1, 511]");
  }

  @Test
  void a_value_for_an_axis_that_does_not_exist_is_refused() {
    OnnxWriter net = OnnxWriter.graph().openInput("x", "batch", 0, 8).node("Relu", "x", "y").output("y");

    assertThatThrownBy(() -> net.read(new OnnxReader.Options(OptionalInt.empty(), Map.of("bacth", 2))))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("open under the name (bacth)")
        .hasMessageContaining("Maybe you meant 'batch'");
  }

  @Test
  void a_single_unsupported_operator_is_one() {
    refused(OnnxWriter.graph().input("x", 1, 8).node("Frob", "x", "y").output("y"), "1 operator is not supported");
  }

  @Test
  void open_axes_and_absurd_extents_are_refused() {
    refused(OnnxWriter.graph().openInput("x", "seq", 2, 0, 8).node("Relu", "x", "y").output("y"), "axis 1", "(seq)", "(x)",
        "Maybe give its extent with --symbol seq=N");
    refused(OnnxWriter.graph().input("x", 1L << 40).node("Relu", "x", "y").output("y"), "(x)", "extent");
    refused(OnnxWriter.graph().input("x", 1 << 20, 1 << 20, 1 << 20).node("Relu", "x", "y").output("y"), "absurdly large");
    refused(OnnxWriter.graph().input("x", 1, 3, 8, 8).weight("w", 8, 3, 1, 1)
        .node("Conv", "x w", "y", ints("strides", 1L << 33, 1)).output("y"), "stride");
  }

  @Test
  void a_transposed_convolution_with_too_short_an_output_shape_is_refused() {
    for (long[] shape : new long[][] {{}, {7}}) {
      refused(OnnxWriter.graph().input("x", 1, 8, 5, 7).weight("w", 8, 4, 2, 2)
          .node("ConvTranspose", "x w", "y", ints("output_shape", shape)).output("y"), "output_shape", "2 numbers");
    }
  }

  @Test
  void a_concatenation_of_different_ranks_is_refused_even_if_a_part_is_empty() {
    refused(OnnxWriter.graph().input("x", 4).weight("e", 4, 0)
        .node("Concat", "e x", "y", OnnxWriter.integer("axis", 1)).output("y"), "number of axes");
  }

  @Test
  void data_in_another_file_is_refused() {
    refused(OnnxWriter.graph().input("x", 1, 4).external("w", 4, 4).external("v", 4, 4).node("MatMul", "x w", "t")
        .node("MatMul", "t v", "y").output("y"), "(w)", "1 more", "another file", "save_as_external_data=False");
  }

  @Test
  void a_tensor_whose_data_does_not_fit_its_shape_is_refused() {
    refused(cnn().raw(OnnxWriter.field(5, t -> {
      t.writeInt64(1, 5);
      t.writeInt32(2, OnnxWriter.FLOAT);
      t.writeString(8, "short");
      t.writeByteArray(9, new byte[16]);
    })), "'short'", "16 bytes of data");
  }
}
