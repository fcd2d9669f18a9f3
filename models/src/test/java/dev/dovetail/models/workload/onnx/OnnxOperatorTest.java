package dev.dovetail.models.workload.onnx;

import static dev.dovetail.models.workload.onnx.OnnxWriter.INT64;
import static dev.dovetail.models.workload.onnx.OnnxWriter.INT8;
import static dev.dovetail.models.workload.onnx.OnnxWriter.UINT8;
import static dev.dovetail.models.workload.onnx.OnnxWriter.integer;
import static dev.dovetail.models.workload.onnx.OnnxWriter.ints;
import static dev.dovetail.models.workload.onnx.OnnxWriter.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Box;
import dev.dovetail.models.workload.Dim;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operand;
import dev.dovetail.models.workload.Operator;
import dev.dovetail.models.workload.Tensor;
import dev.dovetail.models.workload.Workload;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each operator on its own against hand arithmetic. */
class OnnxOperatorTest {
  private static Layer only(OnnxWriter graph) {
    List<Layer> layers = graph.output("y").read().layers();
    assertThat(layers).hasSize(1);
    return layers.get(0);
  }

  private static List<String> tensors(Layer layer) {
    return layer.operands().stream().map(Operand::tensor).toList();
  }

  @Test
  void conv_counts_macs_and_weights_and_reads_its_bias_per_channel() {
    Workload w = OnnxWriter.graph()
        .input("x", 2, 3, 32, 32).weight("w", 16, 3, 3, 3).weight("b", 16)
        .node("Conv", "x w b", "y", ints("pads", 1, 1, 1, 1), ints("strides", 2, 2))
        .output("y").read();
    Layer conv = w.layers().get(0);
    assertThat(conv.operator()).isEqualTo(Operator.CONV);
    assertThat(conv.shape()).containsExactly(2, 16, 16, 16);
    assertThat(conv.axes()).containsExactly(Dim.B, Dim.K, Dim.OY, Dim.OX);
    assertThat(conv.reductions()).isEqualTo(Map.of(Dim.C, 3, Dim.FY, 3, Dim.FX, 3));
    assertThat(w.macs()).isEqualTo(221_184); // 2*16*16*16 outputs * 27
    assertThat(w.weightElements()).isEqualTo(448); // 16*27 + 16
    assertThat(tensors(conv)).containsExactly("x", "w", "b");
    assertThat(conv.operands().get(2).needed(Box.of(0, 1, 4, 8, 0, 16, 0, 16))).isEqualTo(Box.of(4, 8));
    assertThat(w.tensor("y").isOutput()).isTrue();
    assertThat(w.tensor("x").role()).isEqualTo(Tensor.Role.INPUT);
    assertThat(w.tensor("w").bitsPerElement()).isEqualTo(32);
  }

  @Test
  void depthwise_conv_sums_over_one_channel() {
    Layer conv = only(OnnxWriter.graph().input("x", 1, 32, 8, 8).weight("w", 32, 1, 3, 3)
        .node("Conv", "x w", "y", ints("pads", 1, 1, 1, 1), integer("group", 32)));
    assertThat(conv.macs()).isEqualTo(18_432); // 32*8*8 * 9
    assertThat(conv.groups()).isEqualTo(32);
    assertThat(conv.operands().get(0).needed(Box.of(0, 1, 5, 7, 0, 1, 0, 8))).isEqualTo(Box.of(0, 1, 5, 7, 0, 2, 0, 8));
  }

  @Test
  void one_dimensional_conv_cuts_its_length_into_rows() {
    Layer conv = only(OnnxWriter.graph().input("x", 1, 80, 100).weight("w", 64, 80, 3)
        .node("Conv", "x w", "y", ints("dilations", 2), ints("pads", 2, 2)));
    assertThat(conv.shape()).containsExactly(1, 64, 100);
    assertThat(conv.axes()).containsExactly(Dim.B, Dim.K, Dim.OY);
    assertThat(conv.rowAxis()).isEqualTo(2);
    assertThat(conv.macs()).isEqualTo(1_536_000); // 64*100 * 80*3
  }

  @Test
  void auto_pad_shares_the_padding_out() {
    // SAME_UPPER: out = ceil(10/2) = 5, padding (5-1)*2 + 3 - 10 = 1, after; SAME_LOWER puts it before.
    Layer upper = only(OnnxWriter.graph().input("x", 1, 1, 10).weight("w", 1, 1, 3)
        .node("Conv", "x w", "y", ints("strides", 2), text("auto_pad", "SAME_UPPER")));
    Layer lower = only(OnnxWriter.graph().input("x", 1, 1, 10).weight("w", 1, 1, 3)
        .node("Conv", "x w", "y", ints("strides", 2), text("auto_pad", "SAME_LOWER")));
    assertThat(upper.shape()).containsExactly(1, 1, 5);
    assertThat(upper.operands().get(0).needed(Box.of(0, 1, 0, 1, 1, 2))).isEqualTo(Box.of(0, 1, 0, 1, 2, 5));
    assertThat(lower.operands().get(0).needed(Box.of(0, 1, 0, 1, 1, 2))).isEqualTo(Box.of(0, 1, 0, 1, 1, 4));
  }

  @Test
  void transposed_conv_doubles_the_image_with_one_tap_an_output() {
    Layer up = only(OnnxWriter.graph().input("x", 1, 8, 5, 7).weight("w", 8, 4, 2, 2)
        .node("ConvTranspose", "x w", "y", ints("strides", 2, 2)));
    assertThat(up.shape()).containsExactly(1, 4, 10, 14);
    assertThat(up.macs()).isEqualTo(4_480); // 4*10*14 outputs * 8 channels * 1 tap = 8*5*7 inputs * 4 * 4 taps
  }

  @Test
  void gemm_reads_transposed_weights_and_its_bias() {
    Layer fc = only(OnnxWriter.graph().input("x", 4, 256).weight("w", 10, 256).weight("b", 10)
        .node("Gemm", "x w b", "y", integer("transB", 1)));
    assertThat(fc.operator()).isEqualTo(Operator.MATMUL);
    assertThat(fc.axes()).containsExactly(Dim.OY, Dim.K);
    assertThat(fc.macs()).isEqualTo(10_240); // 4*10*256
    assertThat(fc.operands().get(1).needed(Box.of(0, 4, 2, 5))).isEqualTo(Box.of(2, 5, 0, 256));
    assertThat(fc.operands().get(2).needed(Box.of(0, 4, 2, 5))).isEqualTo(Box.of(2, 5));
  }

  @Test
  void matmul_of_two_activations_broadcasts_its_batch() {
    Layer scores = only(OnnxWriter.graph().input("q", 2, 8, 16, 64).input("k", 1, 8, 64, 16).node("MatMul", "q k", "y"));
    assertThat(scores.shape()).containsExactly(2, 8, 16, 16);
    assertThat(scores.axes()).containsExactly(Dim.B, Dim.B, Dim.OY, Dim.K);
    assertThat(scores.macs()).isEqualTo(262_144); // 2*8*16*16*64
    Box tile = Box.of(1, 2, 3, 5, 0, 4, 8, 16);
    assertThat(scores.operands().get(0).needed(tile)).isEqualTo(Box.of(1, 2, 3, 5, 0, 4, 0, 64));
    assertThat(scores.operands().get(1).needed(tile)).isEqualTo(Box.of(0, 1, 3, 5, 0, 64, 8, 16));
  }

  @Test
  void matmul_of_vectors_drops_their_axes() {
    Workload w = OnnxWriter.graph().input("x", 3, 4).input("v", 4).node("MatMul", "x v", "t").node("Sigmoid", "t", "y")
        .outputOfShape("y", 3).read();
    assertThat(w.macs()).isEqualTo(12);
    assertThat(w.layers().get(1).shape()).containsExactly(3);
    assertThat(w.layers().get(1).operands().get(0).needed(Box.of(1, 3))).isEqualTo(Box.of(1, 3, 0, 1));
  }

  @Test
  void max_pool_with_ceil_mode_keeps_a_window_that_hangs_over() {
    // floor((7 - 3) / 2) + 1 = 3 anyway; with 8 rows floor gives 3, ceil 4 (the last begins at 6).
    Layer pool = only(OnnxWriter.graph().input("x", 1, 4, 7, 8)
        .node("MaxPool", "x", "y", ints("kernel_shape", 3, 3), ints("strides", 2, 2), integer("ceil_mode", 1)));
    assertThat(pool.operator()).isEqualTo(Operator.MAX_POOL);
    assertThat(pool.shape()).containsExactly(1, 4, 3, 4);
    assertThat(pool.reductions()).isEqualTo(Map.of(Dim.FY, 3, Dim.FX, 3));
    assertThat(pool.operands().get(0).needed(Box.of(0, 1, 0, 4, 2, 3, 3, 4))).isEqualTo(Box.of(0, 1, 0, 4, 4, 7, 6, 8));
  }

  @Test
  void global_pool_and_a_mean_over_the_image_are_the_same_layer() {
    Layer pool = only(OnnxWriter.graph().input("x", 1, 4, 7, 9).node("GlobalAveragePool", "x", "y"));
    Layer mean = only(
        OnnxWriter.graph().input("x", 1, 4, 7, 9).node("ReduceMean", "x", "y", ints("axes", -1, -2), integer("keepdims", 0)));
    assertThat(pool.operator()).isEqualTo(Operator.AVERAGE_POOL);
    assertThat(pool.reductions()).isEqualTo(Map.of(Dim.FY, 7, Dim.FX, 9));
    assertThat(mean.operator()).isEqualTo(pool.operator());
    assertThat(mean.reductions()).isEqualTo(pool.reductions());
    assertThat(mean.operands()).isEqualTo(pool.operands());
  }

  @Test
  void elementwise_operands_are_broadcast_and_lone_numbers_dropped() {
    Layer mul = only(OnnxWriter.graph().input("x", 1, 16, 8, 8).weight("w", 16, 1, 1).node("Mul", "x w", "y"));
    assertThat(mul.operands().get(1).needed(Box.of(0, 1, 3, 6, 0, 2, 0, 8))).isEqualTo(Box.of(3, 6, 0, 1, 0, 1));
    Layer div = only(OnnxWriter.graph().input("x", 1, 16, 8, 8).scalar("s", 8).node("Div", "x s", "y"));
    assertThat(tensors(div)).containsExactly("x");
    Layer add = only(OnnxWriter.graph().input("a", 4, 1, 6).input("b", 5, 1).node("Add", "a b", "y"));
    assertThat(add.shape()).containsExactly(4, 5, 6);
    assertThat(add.operands().get(1).needed(Box.of(0, 1, 2, 4, 0, 6))).isEqualTo(Box.of(2, 4, 0, 1));
  }

  @Test
  void activations_take_the_operator_that_tells_their_cost() {
    Map<String, Operator> expected = Map.of("Sigmoid", Operator.SIGMOID, "Tanh", Operator.TANH, "Gelu", Operator.GELU, "Exp",
        Operator.EXP, "Relu", Operator.RELU, "HardSwish", Operator.ELEMENTWISE, "Erf", Operator.ELEMENTWISE);
    expected.forEach((name, operator) -> assertThat(only(OnnxWriter.graph(20).input("x", 2, 8).node(name, "x", "y")).operator())
        .as(name).isEqualTo(operator));
  }

  @Test
  void softmax_reads_its_axis_whole_and_never_cuts_it() {
    Layer softmax = only(OnnxWriter.graph().input("x", 1, 12, 64, 64).node("Softmax", "x", "y"));
    assertThat(softmax.axes()).containsExactly(Dim.B, Dim.K, Dim.OY, Dim.OX);
    assertThat(softmax.operands().get(0).needed(Box.of(0, 1, 0, 1, 3, 5, 7, 8))).isEqualTo(Box.of(0, 1, 0, 1, 3, 5, 0, 64));
    // Before operator set 13 all axes from the given one on are one row.
    Layer old = only(OnnxWriter.graph(11).input("x", 1, 12, 64, 64).node("Softmax", "x", "y", integer("axis", 2)));
    assertThat(old.operands().get(0).needed(Box.of(0, 1, 0, 1, 3, 5, 7, 8))).isEqualTo(Box.of(0, 1, 0, 1, 0, 64, 0, 64));
  }

  @Test
  void layer_norm_reads_rows_and_its_scale_and_shift() {
    Layer norm = only(
        OnnxWriter.graph().input("x", 2, 10, 768).weight("s", 768).weight("b", 768).node("LayerNormalization", "x s b", "y"));
    assertThat(norm.operator()).isEqualTo(Operator.LAYER_NORM);
    assertThat(norm.axes()).containsExactly(Dim.B, Dim.OY, Dim.OX);
    Box tile = Box.of(0, 1, 2, 4, 0, 768);
    assertThat(norm.operands().get(0).needed(tile)).isEqualTo(tile);
    assertThat(norm.operands().get(2).needed(tile)).isEqualTo(Box.of(0, 768));
    assertThat(only(OnnxWriter.graph(23).input("x", 10, 64).weight("s", 64).node("RMSNormalization", "x s", "y")).operator())
        .isEqualTo(Operator.RMS_NORM);
  }

  @Test
  void group_norm_reads_the_channels_of_its_groups() {
    Layer norm = only(OnnxWriter.graph(21).input("x", 1, 8, 4, 4).weight("s", 8).weight("b", 8)
        .node("GroupNormalization", "x s b", "y", integer("num_groups", 2)));
    assertThat(norm.operands().get(0).needed(Box.of(0, 1, 5, 6, 0, 1, 0, 1))).isEqualTo(Box.of(0, 1, 4, 8, 0, 4, 0, 4));
    assertThat(norm.operands().get(1).needed(Box.of(0, 1, 5, 6, 0, 1, 0, 1))).isEqualTo(Box.of(5, 6));
  }

  @Test
  void reductions_sum_what_they_reduce() {
    Layer sum = only(OnnxWriter.graph().input("x", 2, 5, 6).integers("axes", 1).node("ReduceSum", "x axes", "y"));
    assertThat(sum.operator()).isEqualTo(Operator.REDUCE);
    assertThat(sum.shape()).containsExactly(2, 1, 6);
    assertThat(sum.work(sum.outputBox())).isEqualTo(60); // 2*6 results of 5 each
    assertThat(sum.operands().get(0).needed(Box.of(0, 1, 0, 1, 2, 3))).isEqualTo(Box.of(0, 1, 0, 5, 2, 3));
  }

  @Test
  void resize_reads_the_pixels_behind_its_outputs() {
    Layer nearest =
        only(OnnxWriter.graph().input("x", 1, 4, 5, 5).floats("scales", 1, 1, 2, 2).node("Resize", "x - scales", "y"));
    assertThat(nearest.operator()).isEqualTo(Operator.RESIZE);
    assertThat(nearest.shape()).containsExactly(1, 4, 10, 10);
    assertThat(nearest.operands().get(0).needed(Box.of(0, 1, 0, 4, 3, 6, 0, 10))).isEqualTo(Box.of(0, 1, 0, 4, 1, 3, 0, 5));
    Layer linear = only(OnnxWriter.graph().input("x", 1, 4, 5, 5).integers("sizes", 1, 4, 10, 10)
        .node("Resize", "x - - sizes", "y", text("mode", "linear")));
    // Output 4 lies at 4.5/2 - 0.5 = 1.75: between inputs 1 and 2; one neighbour on each side of 4/2 = 2 is kept.
    assertThat(linear.operands().get(0).needed(Box.of(0, 1, 0, 1, 4, 5, 0, 10))).isEqualTo(Box.of(0, 1, 0, 1, 1, 4, 0, 5));
  }

  @Test
  void an_embedding_fetches_the_rows_that_it_looks_up_and_not_the_table() {
    Workload w = OnnxWriter.graph().inputOf(INT64, "ids", 1, 16).weight("table", 50257, 768).node("Gather", "table ids", "y")
        .output("y").read();
    Layer gather = w.layers().get(0);
    assertThat(gather.operator()).isEqualTo(Operator.GATHER);
    assertThat(gather.shape()).containsExactly(1, 16, 768);
    assertThat(w.weightElements()).isEqualTo(12_288); // 16*768
    assertThat(gather.operands().get(0).needed(Box.of(0, 1, 4, 6, 0, 768))).isEqualTo(Box.of(0, 1, 4, 6));
  }

  @Test
  void quantised_operators_read_their_tensors_and_not_their_scales() {
    OnnxWriter quantised = OnnxWriter.graph().inputOf(UINT8, "x", 1, 8, 6, 6).scalar("s", 1).weightOf(UINT8, "z")
        .weightOf(INT8, "w", 4, 8, 1, 1).weightOf(OnnxWriter.INT32, "b", 4);
    Workload conv = quantised.node("QLinearConv", "x s z w s z s z b", "y").output("y").read();
    assertThat(tensors(conv.layers().get(0))).containsExactly("x", "w", "b");
    assertThat(conv.tensor("y").bitsPerElement()).isEqualTo(8);
    assertThat(conv.tensor("b").bitsPerElement()).isEqualTo(32);
    assertThat(conv.macs()).isEqualTo(1_152); // 4*36*8
    Workload matmul = OnnxWriter.graph().inputOf(UINT8, "x", 4, 8).scalar("s", 1).weightOf(UINT8, "z").weightOf(INT8, "w", 8, 2)
        .node("QLinearMatMul", "x s z w s z s z", "t").node("MatMulInteger", "x w z", "u")
        .node("Cast", "u", "f", integer("to", UINT8))
        .nodeOf("com.microsoft", "QLinearAdd", "t s z f s z s z", "y").output("y").read();
    assertThat(matmul.layers()).extracting(Layer::operator).containsExactly(Operator.MATMUL, Operator.MATMUL, Operator.ADD);
    assertThat(matmul.tensor("u").bitsPerElement()).isEqualTo(32);
    assertThat(tensors(matmul.layers().get(2))).containsExactly("t", "u");
  }
}
