package dev.dovetail.models.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.Box;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tensor, Operand, Layer and Workload on a convolution and the sum of it with its input: x, conv(x), add(conv, x). */
class WorkloadTest {
  private final Tensor x = new Tensor("x", List.of(1, 4, 8, 8), 8, Tensor.Role.INPUT, false);
  private final Tensor w = new Tensor("w", List.of(4, 4, 3, 3), 4, Tensor.Role.WEIGHT, false);
  private final Tensor y = new Tensor("y", List.of(1, 4, 8, 8), 8, Tensor.Role.FEATURE, false);
  private final Tensor z = new Tensor("z", List.of(1, 4, 8, 8), 8, Tensor.Role.FEATURE, true);
  private final AxisMap[] same = {new AxisMap.Same(0), new AxisMap.Same(1), new AxisMap.Same(2), new AxisMap.Same(3)};
  private final Layer conv = new Layer("conv", Operator.CONV,
      List.of(
          Operand.direct(x, same[0], new AxisMap.All(), new AxisMap.Window(2, 1, 1, 3, 1), new AxisMap.Window(3, 1, 1, 3, 1)),
          Operand.direct(w, same[1], new AxisMap.All(), new AxisMap.All(), new AxisMap.All())),
      "y", y.shape(), List.of(Dim.B, Dim.K, Dim.OY, Dim.OX), Map.of(Dim.C, 4, Dim.FY, 3, Dim.FX, 3), 1, List.of());
  private final Layer add =
      new Layer("add", Operator.ADD, List.of(Operand.direct(y, same), Operand.direct(x, same)), "z", z.shape(),
          conv.axes(), Map.of(), 1, List.of());

  @Test
  void bytesAreRoundedUpToWholeOnes() {
    // 4 * 4 * 3 * 3 = 144 elements of 4 bits
    assertThat(w.bytes()).isEqualTo(72);
    assertThat(w.bytesOf(3)).isEqualTo(2);
    assertThat(new Tensor("s", List.of(), 1, Tensor.Role.INPUT, false).bytes()).as("a scalar of one bit").isEqualTo(1);
    assertThat(w.isFromDram()).isTrue();
    assertThat(y.isFromDram()).isFalse();
  }

  @Test
  void aTensorMustHavePositiveExtentsAndASensiblePrecision() {
    assertThatThrownBy(() -> new Tensor("t", List.of(1, 0), 8, Tensor.Role.INPUT, false)).hasMessageContaining("[1, 0]");
    assertThatThrownBy(() -> new Tensor("t", List.of(1), 65, Tensor.Role.INPUT, false)).hasMessageContaining("(65)");
  }

  @Test
  void aTileNeedsItsHaloClippedToTheTensor() {
    Operand operand = conv.operands().get(0);
    assertThat(operand.needed(conv.outputBox().with(2, 0, 4))).isEqualTo(Box.of(0, 1, 0, 4, 0, 5, 0, 8));
    assertThat(operand.needed(conv.outputBox().with(2, 4, 8))).isEqualTo(Box.of(0, 1, 0, 4, 3, 8, 0, 8));
  }

  @Test
  void aTileThatLiesInThePaddingNeedsNothing() {
    Operand padded = Operand.direct(x, same[0], same[1], new AxisMap.Window(2, 1, 1, 1, 3), same[3]);
    assertThat(padded.needed(Box.of(0, 1, 0, 4, 0, 3, 0, 8)).isEmpty()).isTrue();
    assertThat(padded.needed(Box.of(0, 1, 0, 4, 12, 14, 0, 8)).isEmpty()).isTrue();
    assertThat(padded.needed(Box.of(0, 1, 0, 4, 2, 4, 0, 8))).isEqualTo(Box.of(0, 1, 0, 4, 0, 1, 0, 8));
  }

  @Test
  void workIsTheTileTimesTheReductions() {
    Box tile = conv.outputBox().with(1, 0, 2).with(2, 0, 4);
    assertThat(conv.work(tile)).isEqualTo(2 * 4 * 8 * 36);
    assertThat(conv.macs()).isEqualTo(4 * 8 * 8 * 36);
    assertThat(add.macs()).isZero();
    assertThat(List.of(conv.extent(Dim.K, tile), conv.extent(Dim.OY, tile), conv.extent(Dim.C, tile), conv.extent(Dim.FX, tile)))
        .containsExactly(2L, 4L, 4L, 3L);
    assertThat(add.extent(Dim.C, tile)).isEqualTo(1);
  }

  @Test
  void rowsAreCutOnTheFirstAxisThatCanBe() {
    assertThat(cuts(Operator.ADD, List.of(1, 4, 8, 8), Dim.B, Dim.K, Dim.OY, Dim.OX)).containsExactly(2, 1);
    assertThat(cuts(Operator.ADD, List.of(1, 4, 1, 8), Dim.B, Dim.K, Dim.OY, Dim.OX)).containsExactly(3, 1);
    assertThat(cuts(Operator.ADD, List.of(5, 4, 1, 1), Dim.B, Dim.K, Dim.OY, Dim.OX)).containsExactly(0, 1);
    assertThat(cuts(Operator.ADD, List.of(1, 4, 1, 1), Dim.B, Dim.K, Dim.OY, Dim.OX)).containsExactly(-1, 1);
    assertThat(cuts(Operator.MATMUL, List.of(12, 64, 64), Dim.B, Dim.OY, Dim.K)).containsExactly(1, 2);
    assertThat(cuts(Operator.ADD, List.of(12, 64, 1), Dim.B, Dim.OY, Dim.K)).as("heads are chunks if there is no K")
        .containsExactly(1, 0);
    assertThat(cuts(Operator.ADD, List.of(12, 1, 1), Dim.B, Dim.OY, Dim.K)).as("never both").containsExactly(0, -1);
    assertThat(cuts(Operator.ADD, List.of())).containsExactly(-1, -1);
  }

  @Test
  void theAxisThatANormalisationReadsWholeIsNotCut() {
    assertThat(cuts(Operator.SOFTMAX, List.of(12, 64, 64), Dim.B, Dim.OY, Dim.OX)).containsExactly(1, 0);
    assertThat(cuts(Operator.SOFTMAX, List.of(12, 1, 64), Dim.B, Dim.OY, Dim.OX)).containsExactly(0, -1);
    assertThat(cuts(Operator.LAYER_NORM, List.of(1, 64), Dim.OY, Dim.OX)).containsExactly(-1, -1);
  }

  @Test
  void aWorkloadKnowsItsMakersItsWorkAndItsTensors() {
    Workload workload = workload(List.of(conv, add));
    assertThat(workload.producers()).containsOnly(Map.entry("y", 0), Map.entry("z", 1));
    assertThat(workload.macs()).isEqualTo(9_216);
    assertThat(workload.weightElements()).isEqualTo(144);
    assertThat(workload.usedTensors(Tensor.Role.INPUT)).as("read twice, named once").containsExactly(x);
    assertThat(workload.usedTensors(Tensor.Role.FEATURE)).containsExactly(y, z);
    assertThat(workload.layer("add")).isEqualTo(add);
    assertThat(workload.layer("mul")).isNull();
    assertThat(workload(List.of(conv)).weightElements()).isEqualTo(144);
  }

  @Test
  void aTensorMustBeMadeOnceAndBeforeItIsRead() {
    assertThatThrownBy(() -> workload(List.of(add, conv)))
        .hasMessage("The layer (add) reads the tensor (y) before any layer made it.");
    assertThatThrownBy(() -> workload(List.of(conv, conv))).hasMessageContaining("layer name (conv) must be unique");
    assertThatThrownBy(() -> workload(List.of(conv, renamed(conv, "conv2", conv.operands(), "y"))))
        .hasMessageContaining("tensor (y) must be made by one layer only");
    assertThatThrownBy(() -> workload(List.of(renamed(conv, "conv2", conv.operands(), "x"))))
        .hasMessageContaining("no feature tensor");
  }

  @Test
  void aLayerMustNotReadOutsideOfATensor() {
    Operand wide =
        new Operand("x", List.of(1, 4, 9, 8), List.of(same[0], new AxisMap.All(), new AxisMap.All(), same[3]), List.of());
    assertThatThrownBy(() -> workload(List.of(renamed(conv, "conv", List.of(wide), "y"))))
        .hasMessage("The layer (conv) reads [0:1,0:4,0:9,0:8] of the tensor (x), which has the shape [1, 4, 8, 8].");
    Operand flat = new Operand("x", List.of(1, 4), List.of(same[0], same[1]), List.of());
    assertThatThrownBy(() -> workload(List.of(renamed(conv, "conv", List.of(flat), "y"))))
        .hasMessageContaining("reads [0:1,0:4]");
  }

  @Test
  void mapsAndAxesMustBeAsManyAsTheShapeSays() {
    assertThatThrownBy(() -> Operand.direct(x, same[0])).hasMessageContaining("maps (1)").hasMessageContaining("axes (4)");
    assertThatThrownBy(() -> cuts(Operator.ADD, List.of(1, 4), Dim.B)).hasMessageContaining("must be as many");
  }

  private static List<Integer> cuts(Operator operator, List<Integer> shape, Dim... axes) {
    Layer layer = new Layer("l", operator, List.of(), "l", shape, List.of(axes), Map.of(), 1, List.of());
    return List.of(layer.rowAxis(), layer.channelAxis());
  }

  private static Layer renamed(Layer l, String name, List<Operand> operands, String output) {
    return new Layer(name, l.operator(), operands, output, l.shape(), l.axes(), l.reductions(), l.groups(), l.folded());
  }

  private Workload workload(List<Layer> layers) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    List.of(x, w, y, z).forEach(t -> tensors.put(t.name(), t));
    return new Workload("test", layers, tensors);
  }
}
