package dev.dovetail.models.workload.onnx;

import static dev.dovetail.models.workload.onnx.OnnxWriter.INT64;
import static dev.dovetail.models.workload.onnx.OnnxWriter.UINT8;
import static dev.dovetail.models.workload.onnx.OnnxWriter.integer;
import static dev.dovetail.models.workload.onnx.OnnxWriter.ints;
import static dev.dovetail.models.workload.onnx.OnnxWriter.tensorOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Box;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operand;
import dev.dovetail.models.workload.Operator;
import dev.dovetail.models.workload.Tensor;
import dev.dovetail.models.workload.Workload;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What costs nothing: folded nodes, views, constants that are known, quantisation. */
class OnnxFoldingTest {
  private static List<String> names(Workload w) {
    return w.layers().stream().map(Layer::name).toList();
  }

  private static OnnxWriter conv() {
    return OnnxWriter.graph().input("x", 1, 8, 6, 6).weight("w", 4, 8, 3, 3).node("Conv", "x w", "c", ints("pads", 1, 1, 1, 1));
  }

  @Test
  void batch_norm_and_relu_go_into_the_convolution_before_them() {
    Workload w = conv().weight("scale", 4).weight("shift", 4).weight("mean", 4).weight("var", 4)
        .node("BatchNormalization", "c scale shift mean var", "n").node("Relu", "n", "y").output("y").read();
    assertThat(names(w)).containsExactly("node_c");
    Layer c = w.layers().get(0);
    assertThat(c.folded()).containsExactly("node_n", "node_y");
    assertThat(c.output()).isEqualTo("y");
    // The scale goes into the weights; the shift is left as the bias of a convolution that had none.
    assertThat(c.operands()).extracting(Operand::tensor).containsExactly("x", "w", "shift");
    assertThat(w.weightElements()).isEqualTo(292); // 4*8*9 + 4
  }

  @Test
  void relu_stays_a_layer_where_something_else_reads_its_input() {
    Workload w = conv().node("Relu", "c", "r").node("Add", "c r", "y").output("y").read();
    assertThat(names(w)).containsExactly("node_c", "node_r", "node_y");
    Workload output = conv().node("Relu", "c", "r").output("r", "c").read();
    assertThat(names(output)).containsExactly("node_c", "node_r");
    assertThat(output.tensor("c").isOutput()).isTrue();
  }

  @Test
  void batch_norm_after_a_sum_is_a_layer_with_a_scale_and_a_shift() {
    Workload w = OnnxWriter.graph().input("a", 1, 4, 6, 6).input("b", 1, 4, 6, 6).weight("p", 4)
        .node("Add", "a b", "s").node("BatchNormalization", "s p p p p", "y").output("y").read();
    assertThat(names(w)).containsExactly("node_s", "node_y");
    assertThat(w.layers().get(1).operands()).extracting(Operand::tensor).containsExactly("s", "p", "p");
  }

  @Test
  void a_constant_along_the_columns_is_the_bias_of_the_product_before_it() {
    Workload w = OnnxWriter.graph().input("x", 1, 16, 8).weight("w", 8, 4).weight("b", 4)
        .node("MatMul", "x w", "t").node("Add", "b t", "y").output("y").read();
    assertThat(names(w)).containsExactly("node_t");
    assertThat(w.layers().get(0).operands().get(2).needed(Box.of(0, 1, 0, 2, 1, 3))).isEqualTo(Box.of(1, 3));
  }

  @Test
  void a_constant_along_the_rows_is_no_bias() {
    Workload w = OnnxWriter.graph().input("x", 1, 16, 8).weight("w", 8, 4).weight("b", 16, 1)
        .node("MatMul", "x w", "t").node("Add", "t b", "y").output("y").read();
    assertThat(names(w)).containsExactly("node_t", "node_y");
  }

  @Test
  void concat_slice_and_transpose_are_views_of_what_lies_behind() {
    Workload w = OnnxWriter.graph().input("a", 1, 4, 6).input("b", 1, 2, 6)
        .node("Concat", "a b", "c", integer("axis", 1)) // [1, 6, 6]
        .node("Transpose", "c", "t", ints("perm", 0, 2, 1)) // [1, 6 of the last axis, 6 of the concatenation]
        .integers("s", 3).integers("e", Long.MAX_VALUE).integers("ax", -1)
        .node("Slice", "t s e ax", "l") // concatenated indices 3, 4, 5
        .node("Sigmoid", "l", "y").output("y").read();
    Layer y = w.layers().get(0);
    assertThat(y.shape()).containsExactly(1, 6, 3);
    assertThat(y.operands()).hasSize(2);
    Box tile = Box.of(0, 1, 2, 4, 0, 2); // concatenated indices 3 and 4: the last of a, the first of b
    assertThat(y.operands().get(0).needed(tile)).isEqualTo(Box.of(0, 1, 3, 4, 2, 4));
    assertThat(y.operands().get(1).needed(tile)).isEqualTo(Box.of(0, 1, 0, 1, 2, 4));
    assertThat(y.operands().get(1).needed(Box.of(0, 1, 2, 4, 0, 1)).isEmpty()).isTrue();
  }

  @Test
  void a_graph_output_behind_views_marks_the_tensors_behind_them() {
    Workload w = conv().node("Sigmoid", "x", "s").node("Flatten", "c", "f").node("Flatten", "s", "g")
        .node("Concat", "f g", "y", integer("axis", 1)).output("y").read();
    assertThat(w.tensor("c").isOutput()).isTrue();
    assertThat(w.tensor("s").isOutput()).isTrue();
  }

  @Test
  void split_and_pad_are_views_too() {
    Workload w = OnnxWriter.graph().input("x", 1, 8, 5).integers("pads", 0, 0, 1, 0, 0, 2)
        .node("Split", "x", "a b", integer("axis", 1)).node("Mul", "a b", "m").node("Pad", "m pads", "p")
        .node("Sigmoid", "p", "y")
        .outputOfShape("y", 1, 4, 8).read();
    assertThat(names(w)).containsExactly("node_m", "node_y");
    assertThat(w.layers().get(0).operands().get(1).needed(Box.of(0, 1, 0, 2, 0, 5))).isEqualTo(Box.of(0, 1, 4, 6, 0, 5));
    assertThat(w.layers().get(1).operands().get(0).needed(Box.of(0, 1, 0, 4, 0, 3))).isEqualTo(Box.of(0, 1, 0, 4, 0, 2));
  }

  @Test
  void shapes_that_the_graph_computes_are_known() {
    // As PyTorch exports x.view(x.size(0), -1): Shape, Gather, Unsqueeze, Concat, Reshape.
    Workload w = OnnxWriter.graph().input("x", 2, 3, 4, 5).integers("axes", 0)
        .node("Shape", "x", "shape").node("Constant", "", "zero", integer("value_int", 0))
        .node("Gather", "shape zero", "batch").node("Unsqueeze", "batch axes", "batch1")
        .node("Constant", "", "rest", tensorOf("value", -1)).node("Concat", "batch1 rest", "target", integer("axis", 0))
        .node("Reshape", "x target", "flat").node("Sigmoid", "flat", "y").outputOfShape("y", 2, 60).read();
    assertThat(names(w)).containsExactly("node_y");
    assertThat(w.layers().get(0).operands().get(0).needed(Box.of(1, 2, 0, 60))).isEqualTo(Box.of(1, 2, 0, 3, 0, 4, 0, 5));
  }

  @Test
  void arithmetic_on_shapes_is_done_while_reading() {
    // Half of the channels: Shape -> Gather -> Div -> Slice; broadcast to a shape made by ConstantOfShape, Mul, Equal and Where.
    Workload w = OnnxWriter.graph().input("x", 2, 6, 4).integers("one", 1).integers("two", 2).integers("zero", 0)
        .integers("m", 3, 1, 1, 1)
        .integers("n", 4)
        .node("Shape", "x", "shape").node("Gather", "shape one", "c").node("Div", "c two", "half")
        .node("Slice", "x zero half one", "h")
        .node("ConstantOfShape", "n", "ones", tensorOf("value", 1)).node("Equal", "m ones", "eq").node("Where", "eq ones m", "to")
        .node("Expand", "h to", "e").node("Sigmoid", "e", "y").outputOfShape("y", 3, 2, 3, 4).read();
    assertThat(w.layers().get(0).operands().get(0).needed(Box.of(0, 3, 1, 2, 2, 3, 0, 4))).isEqualTo(Box.of(1, 2, 2, 3, 0, 4));
  }

  @Test
  void layers_on_constants_only_are_constants() {
    Workload w = OnnxWriter.graph().input("x", 4, 8).weight("v", 8, 2).weight("g", 8, 1)
        .node("Mul", "v g", "w").node("MatMul", "x w", "y").output("y").read();
    assertThat(names(w)).containsExactly("node_y");
    assertThat(w.tensor("w").role()).isEqualTo(Tensor.Role.WEIGHT);
    assertThat(w.weightElements()).isEqualTo(16);
  }

  @Test
  void quantise_and_dequantise_leave_the_precision_behind() {
    Workload w = conv().scalar("s", 1).weightOf(UINT8, "z").weightOf(UINT8, "v", 2, 4, 1, 1)
        .node("QuantizeLinear", "c s z", "q").node("DequantizeLinear", "q s z", "d").node("DequantizeLinear", "v s z", "vd")
        .node("Conv", "d vd", "y").output("y").read();
    assertThat(names(w)).containsExactly("node_c", "node_y");
    assertThat(w.tensor("c").bitsPerElement()).isEqualTo(8);
    assertThat(w.tensor("v").bitsPerElement()).isEqualTo(8);
    assertThat(w.tensor("y").bitsPerElement()).isEqualTo(32);
  }

  @Test
  void a_tensor_that_is_also_read_without_quantisation_keeps_its_precision() {
    Workload w = conv().scalar("s", 1).weightOf(UINT8, "z")
        .node("QuantizeLinear", "c s z", "q").node("DequantizeLinear", "q s z", "d").node("Add", "c d", "y").output("y").read();
    assertThat(w.tensor("c").bitsPerElement()).isEqualTo(32);
  }

  @Test
  void an_override_changes_floating_point_tensors_only() {
    Workload w = OnnxWriter.graph().inputOf(INT64, "ids", 1, 4).weight("table", 100, 8).weight("w", 8, 8)
        .node("Gather", "table ids", "e").node("MatMul", "e w", "y").output("y").read(OnnxReader.Options.inBits(8));
    assertThat(w.tensor("ids").bitsPerElement()).isEqualTo(64);
    assertThat(w.tensor("w").bytes()).isEqualTo(64);
    assertThat(w.tensor("y").bytes()).isEqualTo(32);
  }

  @Test
  void dropout_identity_and_cast_vanish() {
    Workload w = conv().node("Dropout", "c", "d mask").node("Identity", "d", "i").node("Cast", "i", "h", integer("to", 10))
        .node("Relu", "h", "y").output("y").read();
    assertThat(names(w)).containsExactly("node_c");
    assertThat(w.layers().get(0).operator()).isEqualTo(Operator.CONV);
  }

  @Test
  void unused_constants_inputs_and_nodes_are_left_out() {
    Workload w =
        conv().weight("unused", 1000).input("mask", 7).external("elsewhere", 3).node("Loop", "mask", "dead").output("c").read();
    assertThat(w.tensors()).containsOnlyKeys("x", "w", "c");
  }

  @Test
  void an_open_batch_counts_as_one_and_other_open_axes_take_the_given_value() {
    Workload batch =
        OnnxWriter.graph().openInput("x", "batch", 0, 8).weight("w", 8, 4).node("MatMul", "x w", "y").output("y").read();
    assertThat(batch.tensor("y").shape()).containsExactly(1, 4);
    Workload sequence = OnnxWriter.graph().openInput("x", "seq", 2, 0, 8).weight("w", 8, 4).node("MatMul", "x w", "y").output("y")
        .read(new OnnxReader.Options(java.util.OptionalInt.empty(), java.util.Map.of("seq", 128)));
    assertThat(sequence.tensor("y").shape()).containsExactly(2, 128, 4);
  }

  @Test
  void nodes_may_stand_in_any_order() {
    Workload w = OnnxWriter.graph().input("x", 2, 3).node("Tanh", "s", "y").node("Sigmoid", "x", "s").output("y").read();
    assertThat(names(w)).containsExactly("node_s", "node_y");
  }
}
