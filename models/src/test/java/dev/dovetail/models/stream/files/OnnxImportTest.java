package dev.dovetail.models.stream.files;

import static dev.dovetail.models.workload.onnx.OnnxWriter.FLOAT16;
import static dev.dovetail.models.workload.onnx.OnnxWriter.graph;
import static dev.dovetail.models.workload.onnx.OnnxWriter.integer;
import static dev.dovetail.models.workload.onnx.OnnxWriter.ints;
import static dev.dovetail.models.workload.onnx.OnnxWriter.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.stream.AxisIndex;
import dev.dovetail.models.stream.StreamNode;
import dev.dovetail.models.stream.StreamOperand;
import dev.dovetail.models.stream.StreamTensor;
import dev.dovetail.models.stream.StreamWorkload;
import dev.dovetail.models.workload.onnx.OnnxReader;
import dev.dovetail.models.workload.onnx.OnnxWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxImportTest {
  @TempDir
  Path folder;

  private ImportedNetwork read(OnnxWriter file) {
    return OnnxImport.read(file.write(folder, "net.onnx"));
  }

  private ImportedNetwork read(OnnxWriter file, boolean biases) {
    return OnnxImport.read(file.write(folder, "net.onnx"), new OnnxImport.Options(OnnxReader.Options.asInFile(), biases));
  }

  /** The two convolutions of the reference instances: 8 to 16 and 16 to 32 channels, 3x3, 32x32, 16 bits. */
  static OnnxWriter twoConvolutions() {
    return graph().inputOf(FLOAT16, "input", 1, 8, 32, 32)
        .weightOf(FLOAT16, "weights_1", 16, 8, 3, 3).weightOf(FLOAT16, "weights_2", 32, 16, 3, 3)
        .nodeNamed("Conv1", "", "Conv", "input weights_1", "conv1_out", ints("kernel_shape", 3, 3), ints("pads", 1, 1, 1, 1))
        .nodeNamed("Conv2", "", "Conv", "conv1_out weights_2", "output", ints("kernel_shape", 3, 3), ints("pads", 1, 1, 1, 1))
        .output("output");
  }

  @Test
  void convolutionsHaveStreamsLoopsInStreamsOrder() {
    ImportedNetwork net = read(twoConvolutions());
    StreamWorkload w = net.workload();
    assertThat(w.nodes()).extracting(StreamNode::name).containsExactly("Conv1", "Conv2");
    assertThat(w.node(0).sizes()).containsExactly(1, 32, 32, 3, 3, 8, 16);
    assertThat(w.node(1).sizes()).containsExactly(1, 32, 32, 3, 3, 16, 32);
    assertThat(w.node(1).dims()).extracting(StreamNode.Loop::letter).containsExactly("b", "ox", "oy", "fx", "fy", "c", "k");
    assertThat(w.tensors()).extracting(StreamTensor::name)
        .containsExactly("input", "weights_1", "weights_2", "conv1_out", "output");
    assertThat(w.tensors()).extracting(StreamTensor::constant).containsExactly(false, true, true, false, false);
    assertThat(w.tensors()).allMatch(t -> t.bits() == 16);
    assertThat(w.inputs()).containsExactly(0);
    assertThat(w.outputs()).containsExactly(4);
    assertThat(net.notes()).isEmpty();
    assertThat(net.isComparable()).isTrue();
  }

  @Test
  void aConstantThatNothingReadsIsDroppedWithOneNote() {
    ImportedNetwork net = read(twoConvolutions().weight("left_over", 3, 3).weight("another", 1));
    assertThat(net.workload().tensorNamed("left_over")).isEqualTo(-1);
    assertThat(net.notes()).containsExactly("2 constants that no node reads are dropped: left_over, another.");
    assertThat(net.isComparable()).isTrue();
  }

  @Test
  void thePrecisionMayBeChosenAtImport() {
    Path file = twoConvolutions().write(folder, "net.onnx");
    OnnxReader.Options eight = new OnnxReader.Options(OptionalInt.of(8), Map.of());
    assertThat(OnnxImport.read(file, new OnnxImport.Options(eight, true)).workload().tensors()).allMatch(t -> t.bits() == 8);
  }

  @Test
  void biasesAreOperandsUnlessLeftOutAsStreamDoes() {
    OnnxWriter file =
        graph().input("x", 1, 4, 8, 8).weight("w", 6, 4, 1, 1).weight("b", 6).node("Conv", "x w b", "y").output("y");
    ImportedNetwork kept = read(file, true);
    StreamNode node = kept.workload().node(0);
    assertThat(node.inputs()).hasSize(3);
    assertThat(node.inputs().get(2).axes()).containsExactly(AxisIndex.of(6));
    assertThat(kept.differences()).containsExactly("Stream drops the bias of node node_y.");
    ImportedNetwork dropped = read(file, false);
    assertThat(dropped.workload().node(0).inputs()).hasSize(2);
    assertThat(dropped.isComparable()).isTrue();
  }

  /** What an operand axis reaches for one output element, without padding. */
  private static Set<Long> reached(StreamNode node, StreamOperand operand, int axis, Map<Integer, Long> fixed, long limit) {
    Set<Long> found = new TreeSet<>();
    long[] loops = new long[node.dims().size()];
    walk(node, operand.axes().get(axis), 0, loops, fixed, limit, found);
    return found;
  }

  private static void walk(
      StreamNode node, AxisIndex index, int d, long[] loops, Map<Integer, Long> fixed, long limit, Set<Long> found) {
    if (d == loops.length) {
      long at = index.at(loops);
      if (at >= 0 && at < limit) {
        found.add(at);
      }
      return;
    }
    Long value = fixed.get(d);
    long end = index.uses(d) ? node.dims().get(d).size() : 1;
    for (long v = value == null ? 0 : value; v < (value == null ? end : value + 1); v++) {
      loops[d] = v;
      walk(node, index, d + 1, loops, fixed, limit, found);
    }
    loops[d] = 0;
  }

  @ParameterizedTest
  @CsvSource({
      "4, 4, 4, 1, 1, 1, 1, 1, 1", "4, 8, 2, 2, 1, 3, 2, 2, 1", "6, 6, 3, 1, 2, 2, 3, 0, 2", "6, 12, 6, 3, 3, 1, 1, 3, 0",
      "8, 4, 1, 2, 2, 1, 2, 1, 1", "4, 4, 4, 2, 1, 1, 1, 0, 0"})
  void footprintsOfGroupedAndDilatedConvolutionsAreThoseOfTheDefinition(
      int c, int k, int groups, int sy, int sx, int dy, int dx, int pt, int pl) {
    int h = 11;
    int wide = 13;
    int fy = 3;
    int fx = 2;
    StreamWorkload w = read(graph().input("x", 1, c, h, wide).weight("w", k, c / groups, fy, fx)
        .node("Conv", "x w", "y", integer("group", groups), ints("strides", sy, sx), ints("dilations", dy, dx),
            ints("pads", pt, pl, 1, 2))
        .output("y")).workload();
    StreamNode node = w.node(0);
    List<Long> y = w.tensor(node.outputs().get(0).tensor()).shape();
    assertThat(y).containsExactly(1L, (long) k, (h + pt + 1L - dy * (fy - 1) - 1) / sy + 1,
        (wide + pl + 2L - dx * (fx - 1) - 1) / sx + 1);
    StreamOperand in = node.inputs().get(0);
    StreamOperand weights = node.inputs().get(1);
    StreamOperand out = node.outputs().get(0);
    boolean grouped = groups > 1;
    int dimOy = 2;
    int dimOx = grouped ? 3 : 1;
    long all = 1;
    for (long s : node.sizes()) {
      all *= s;
    }
    assertThat(all).isEqualTo(y.get(1) * y.get(2) * y.get(3) * (c / groups) * fy * fx);
    for (int channel = 0; channel < k; channel++) {
      int outPerGroup = k / groups;
      Map<Integer, Long> fixed = grouped
          ? Map.of(1, (long) (channel / outPerGroup), 4, (long) (channel % outPerGroup))
          : Map.of(6, (long) channel);
      assertThat(reached(node, out, 1, fixed, k)).containsExactly((long) channel);
      assertThat(reached(node, weights, 0, fixed, k)).containsExactly((long) channel);
      Set<Long> channels = new TreeSet<>();
      for (int i = 0; i < c / groups; i++) {
        channels.add((long) channel / outPerGroup * (c / groups) + i);
      }
      assertThat(reached(node, in, 1, fixed, c)).isEqualTo(channels);
    }
    for (long oy = 0; oy < y.get(2); oy++) {
      assertThat(reached(node, in, 2, Map.of(dimOy, oy), h)).isEqualTo(window(oy * sy - pt, fy, dy, h));
    }
    for (long ox = 0; ox < y.get(3); ox++) {
      assertThat(reached(node, in, 3, Map.of(dimOx, ox), wide)).isEqualTo(window(ox * sx - pl, fx, dx, wide));
    }
  }

  private static Set<Long> window(long first, int kernel, int dilation, int limit) {
    Set<Long> rows = new TreeSet<>();
    for (int f = 0; f < kernel; f++) {
      long at = first + (long) f * dilation;
      if (at >= 0 && at < limit) {
        rows.add(at);
      }
    }
    return rows;
  }

  @Test
  void whatStreamCountsOtherwiseIsReported() {
    List<String> differences = read(graph().input("x", 1, 4, 9, 9).weight("w", 4, 1, 3, 3)
        .node("Conv", "x w", "y", integer("group", 4), ints("strides", 2, 1), ints("dilations", 2, 2), ints("pads", 0, 0, 1, 1))
        .node("Exp", "y", "z").output("y", "z")).differences();
    assertThat(differences).hasSize(6).anyMatch(d -> d.contains("ignores the 4 groups of node node_y"))
        .anyMatch(d -> d.contains("row stride 2 for columns too"))
        .anyMatch(d -> d.contains("ignores the dilation [2, 2]")).anyMatch(d -> d.contains("padding below and on the right"))
        .anyMatch(d -> d.contains("no parser for operator Exp")).anyMatch(d -> d.contains("2 outputs"));
  }

  @Test
  void automaticPaddingIsResolved() {
    StreamNode node = read(graph().input("x", 1, 1, 8, 8).weight("w", 1, 1, 4, 4)
        .node("Conv", "x w", "y", text("auto_pad", "SAME_LOWER")).output("y")).workload().node(0);
    // 3 rows of padding, the odd one above: 2 above, 1 below.
    assertThat(node.inputs().get(0).axes().get(2).offset()).isEqualTo(-2);
    assertThat(node.sizes()).containsExactly(1, 8, 8, 4, 4, 1, 1);
  }

  @Test
  void matrixProductsHaveTheirTwoOrders() {
    StreamWorkload w = read(graph().input("a", 4, 6).weight("b", 10, 6).weight("c", 10)
        .node("Gemm", "a b c", "y", integer("transB", 1))
        .input("p", 2, 3, 4, 6).input("q", 6, 5).node("MatMul", "p q", "z").output("y", "z")).workload();
    StreamNode gemm = w.node(0);
    assertThat(gemm.sizes()).containsExactly(4, 6, 10);
    assertThat(gemm.inputs().get(1).axes()).containsExactly(AxisIndex.of(2), AxisIndex.of(1));
    assertThat(gemm.inputs().get(2).axes()).containsExactly(AxisIndex.of(2));
    StreamNode product = w.node(1);
    assertThat(product.sizes()).containsExactly(2, 3, 4, 5, 6);
    assertThat(product.inputs().get(1).axes()).containsExactly(AxisIndex.of(4), AxisIndex.of(3));
    assertThat(product.outputs().get(0).axes())
        .containsExactly(AxisIndex.of(0), AxisIndex.of(1), AxisIndex.of(2), AxisIndex.of(3));
  }

  @Test
  void aSoftmaxBecomesFourNodes() {
    StreamWorkload w = read(graph().input("x", 2, 3, 5).node("Softmax", "x", "y", integer("axis", -1)).output("y")).workload();
    assertThat(w.nodes()).extracting(StreamNode::name)
        .containsExactly("node_y_max", "node_y_exp", "node_y_sum", "node_y_div");
    assertThat(w.nodes()).extracting(StreamNode::op).containsExactly("ReduceMax", "Exp", "ReduceSum", "Div");
    assertThat(w.node(0).dims()).extracting(StreamNode.Loop::reduction).containsExactly(false, false, true);
    assertThat(w.node(1).dims()).extracting(StreamNode.Loop::reduction).containsExactly(false, false, false);
    assertThat(w.node(1).inputs().get(1).axes()).containsExactly(AxisIndex.of(0), AxisIndex.of(1));
    assertThat(w.tensor(w.tensorNamed("node_y_sum")).shape()).containsExactly(2L, 3L);
    assertThat(w.node(3).outputs().get(0).tensor()).isEqualTo(w.tensorNamed("y"));
  }

  @Test
  void aLayerNormReducesFromItsAxisOnAndScalesAtTheEnd() {
    StreamWorkload w = read(graph().input("x", 2, 3, 5).weight("scale", 3, 5)
        .node("LayerNormalization", "x scale", "y", integer("axis", 1)).output("y")).workload();
    assertThat(w.node(0).dims()).extracting(StreamNode.Loop::reduction).containsExactly(false, true, true);
    assertThat(w.node(3).inputs()).hasSize(3);
    assertThat(w.node(3).inputs().get(2).axes()).containsExactly(AxisIndex.of(1), AxisIndex.of(2));
  }

  @Test
  void nodesWithoutNamesAreNumberedAndSmallAxesAreBroadcast() {
    StreamWorkload w = read(graph().input("x", 2, 3, 5).weight("row", 5).weight("column", 2, 1, 5)
        .nodeNamed("", "", "Add", "x row", "a").node("Mul", "a column", "b").nodeNamed("", "", "Relu", "b", "y").output("y"))
            .workload();
    assertThat(w.nodes()).extracting(StreamNode::name).containsExactly("Op0", "node_b", "Op1");
    assertThat(w.node(0).inputs().get(1).axes()).containsExactly(AxisIndex.of(2));
    assertThat(w.node(1).inputs().get(1).axes()).containsExactly(AxisIndex.of(0), AxisIndex.FIXED, AxisIndex.of(2));
  }

  @Test
  void layoutChangesAreNodesOfTheirOwnAndIdentitiesVanish() {
    ImportedNetwork net = read(graph().input("x", 2, 4, 1, 1).node("Flatten", "x", "f").node("Identity", "f", "i")
        .node("Relu", "i", "y").output("y"));
    assertThat(net.workload().nodes()).extracting(StreamNode::role)
        .containsExactly(StreamNode.Role.LAYOUT, StreamNode.Role.COMPUTE);
    assertThat(net.workload().node(1).inputs().get(0).tensor()).isEqualTo(net.workload().tensorNamed("f"));
    assertThat(net.notes()).hasSize(1);
  }

  @Test
  void poolsAndReductionsHaveTheirLoops() {
    StreamWorkload w = read(graph().input("x", 1, 4, 8, 8)
        .node("MaxPool", "x", "p", ints("kernel_shape", 3, 2), ints("strides", 2, 2), ints("pads", 1, 0, 1, 0))
        .node("ReduceMean", "p", "m", ints("axes", 2, 3), integer("keepdims", 0))
        .node("GlobalAveragePool", "p", "y").output("y", "m")).workload();
    assertThat(w.node(0).sizes()).containsExactly(1, 4, 4, 4, 3, 2);
    assertThat(w.node(0).inputs().get(0).axes().get(2)).isEqualTo(AxisIndex.sum(2, 2, 4, 1, -1));
    assertThat(w.node(1).sizes()).containsExactly(1, 4, 4, 4);
    assertThat(w.node(1).outputs().get(0).axes()).containsExactly(AxisIndex.of(0), AxisIndex.of(1));
    assertThat(w.node(2).sizes()).containsExactly(1, 4, 1, 1, 4, 4);
  }

  @Test
  void oneDimensionalAndTransposedConvolutionsAreAffineToo() {
    ImportedNetwork net = read(graph().input("x", 1, 4, 16).weight("w", 8, 4, 3).weight("t", 8, 2, 4)
        .node("Conv", "x w", "a", ints("pads", 1, 1)).node("ConvTranspose", "a t", "y", ints("strides", 2), ints("pads", 1, 1))
        .output("y"));
    StreamWorkload w = net.workload();
    assertThat(w.node(0).sizes()).containsExactly(1, 16, 1, 3, 1, 4, 8);
    assertThat(w.node(0).inputs().get(0).axes()).hasSize(3);
    assertThat(w.node(1).sizes()).containsExactly(1, 16, 1, 4, 1, 8, 2);
    assertThat(w.node(1).outputs().get(0).axes().get(2)).isEqualTo(AxisIndex.sum(1, 2, 3, 1, -1));
    assertThat(w.tensor(w.tensorNamed("y")).shape()).containsExactly(1L, 2L, 32L);
    assertThat(net.isComparable()).isFalse();
  }

  @Test
  void operatorsThatAreNotReadComeInOneErrorWithWhatToUseInstead() {
    assertThatThrownBy(() -> read(graph().input("x", 1, 4, 8, 8).node("LRN", "x", "a", integer("size", 3))
        .node("ArgMax", "a", "y", integer("axis", 1)).output("y")))
            .isInstanceOf(BadInputException.class).hasMessageContaining("net.onnx: 2 nodes are of operators")
            .hasMessageContaining("LRN in node_a (instead: Mul, AveragePool, Pow and Div)")
            .hasMessageContaining("ArgMax in node_y");
  }
}
