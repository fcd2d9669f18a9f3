package dev.dovetail.models.intracore.mapper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Box;
import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LayerTensor;
import dev.dovetail.models.dataflow.LayerType;
import dev.dovetail.models.dataflow.LoopDim;
import dev.dovetail.models.intracore.TestLayers;
import dev.dovetail.models.intracore.mapper.TileWork.Piece;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.NetworkBuilder;
import dev.dovetail.models.workload.SlidingWindow;
import dev.dovetail.models.workload.Value;
import dev.dovetail.models.workload.Workload;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TileShapesTest {
  private static final Set<LayerType> ALL = EnumSet.of(LayerType.CONV, LayerType.DSCONV, LayerType.NGCONV, LayerType.GEMM);

  private static Layer first(Workload workload) {
    return workload.layers().get(0);
  }

  private static Layer only(NetworkBuilder builder, Value output) {
    List<Layer> layers = builder.output(output).build().layers();
    return layers.get(layers.size() - 1);
  }

  /** {@code "K4 C2"} and so on: a dimension's letter, then its size. */
  private static LayerShape shape(LayerType type, long strideY, long strideX, String sizes) {
    Map<LoopDim, Long> map = new EnumMap<>(LoopDim.class);
    for (String word : sizes.split(" ")) {
      map.put(LoopDim.of(word.substring(0, 1)).orElseThrow(), Long.parseLong(word.substring(1)));
    }
    return new LayerShape(type, map, strideY, strideX);
  }

  private static TileWork of(Layer layer, Box tile, Set<LayerType> types) {
    TileWork work = TileShapes.of(layer, tile, types).orElseThrow();
    long macs = work.pieces().stream().mapToLong(p -> p.times() * ShapeVolumes.macs(p.shape())).sum();
    assertThat(macs).isEqualTo(layer.work(tile));
    return work;
  }

  @Test
  void aTileOfAConvolutionListsTheInputsItsWindowsSpanPaddingIncluded() {
    Layer layer = first(TestLayers.conv(3, 64, 112, 112, 7, 2, 3, 1));
    // Rows 0 to 3 and 16 channels: Y = 3*2+7 = 13, X = 111*2+7 = 229.
    TileWork work = of(layer, Box.of(0, 1, 0, 16, 0, 4, 0, 112), ALL);
    assertThat(work).isEqualTo(
        new TileWork(List.of(new Piece(shape(LayerType.CONV, 2, 2, "K16 C3 R7 S7 Y13 X229"), 1)), false));
  }

  @Test
  void whereATileStandsDoesNotMatter() {
    Layer layer = first(TestLayers.conv(8, 8, 20, 20, 3, 1, 1, 1));
    assertThat(of(layer, Box.of(0, 1, 0, 8, 0, 5, 0, 20), ALL)).isEqualTo(of(layer, Box.of(0, 1, 0, 8, 15, 20, 0, 20), ALL));
  }

  @Test
  void severalImagesAreDimensionN() {
    Layer layer = first(TestLayers.conv(4, 2, 3, 5, 6, 1, 1, 0, 1));
    assertThat(of(layer, layer.outputBox(), ALL).pieces()).containsExactly(
        new Piece(shape(LayerType.CONV, 1, 1, "N4 K3 C2 R1 S1 Y5 X6"), 1));
    assertThat(of(layer, Box.of(1, 2, 0, 3, 0, 5, 0, 6), ALL).pieces()).containsExactly(
        new Piece(shape(LayerType.CONV, 1, 1, "K3 C2 R1 S1 Y5 X6"), 1));
  }

  @Test
  void aDepthwiseTileHasItsChannelsOnly() {
    Layer layer = first(TestLayers.conv(32, 32, 10, 10, 3, 1, 1, 32));
    assertThat(of(layer, Box.of(0, 1, 5, 12, 0, 10, 0, 10), ALL).pieces()).containsExactly(
        new Piece(shape(LayerType.DSCONV, 1, 1, "C7 R3 S3 Y12 X12"), 1));
  }

  @Test
  void aChannelMultiplierMakesOneDepthwiseLayerPerOutputOfAChannel() {
    // 4 input channels, 12 outputs: outputs 0-2 belong to channel 0, and so on. [2, 10) is 1 of channel 0, 3 of 1, 3 of 2, 1 of 3:
    // the first outputs of 4 channels, the second and third ones of 2.
    Layer layer = first(TestLayers.conv(4, 12, 6, 6, 3, 1, 0, 4));
    assertThat(of(layer, Box.of(0, 1, 2, 10, 0, 6, 0, 6), ALL).pieces()).containsExactly(
        new Piece(shape(LayerType.DSCONV, 1, 1, "C4 R3 S3 Y8 X8"), 1),
        new Piece(shape(LayerType.DSCONV, 1, 1, "C2 R3 S3 Y8 X8"), 2));
  }

  @Test
  void groupsAreCutWhereTheTileCutsThem() {
    // 4 groups of 3 in and 5 out: [3, 16) is 2 of group 0, groups 1 and 2, 1 of group 3.
    Layer layer = first(TestLayers.conv(12, 20, 6, 6, 1, 1, 0, 4));
    Box tile = Box.of(0, 1, 3, 16, 0, 6, 0, 6);
    assertThat(of(layer, tile, ALL).pieces()).containsExactly(
        new Piece(shape(LayerType.NGCONV, 1, 1, "G1 K2 C3 R1 S1 Y6 X6"), 1),
        new Piece(shape(LayerType.NGCONV, 1, 1, "G2 K5 C3 R1 S1 Y6 X6"), 1),
        new Piece(shape(LayerType.NGCONV, 1, 1, "G1 K1 C3 R1 S1 Y6 X6"), 1));
    assertThat(of(layer, tile, Set.of(LayerType.CONV)).pieces()).containsExactly(
        new Piece(shape(LayerType.CONV, 1, 1, "K2 C3 R1 S1 Y6 X6"), 1),
        new Piece(shape(LayerType.CONV, 1, 1, "K5 C3 R1 S1 Y6 X6"), 2),
        new Piece(shape(LayerType.CONV, 1, 1, "K1 C3 R1 S1 Y6 X6"), 1));
  }

  @Test
  void aTileInsideOneGroupIsOneLayerAndEqualPartsOfTwoGroupsAreTwo() {
    // 4 groups of 3 in and 5 out: [6, 9) lies in group 1; [3, 7) is 2 of group 0 and 2 of group 1.
    Layer layer = first(TestLayers.conv(12, 20, 6, 6, 1, 1, 0, 4));
    assertThat(of(layer, Box.of(0, 1, 6, 9, 0, 6, 0, 6), ALL).pieces()).containsExactly(
        new Piece(shape(LayerType.NGCONV, 1, 1, "G1 K3 C3 R1 S1 Y6 X6"), 1));
    assertThat(of(layer, Box.of(0, 1, 3, 7, 0, 6, 0, 6), ALL).pieces()).containsExactly(
        new Piece(shape(LayerType.NGCONV, 1, 1, "G1 K2 C3 R1 S1 Y6 X6"), 2));
  }

  @Test
  void aWindowOfOneElementIsExactDilatedOrUnrolled() {
    NetworkBuilder b = NetworkBuilder.named("n");
    Value x = b.input("x", 1, 4, 20, 20);
    Layer layer = only(b, b.conv("c", x, 8, SlidingWindow.of(1).dilation(2)));
    assertThat(of(layer, layer.outputBox(), ALL)).isEqualTo(
        new TileWork(List.of(new Piece(shape(LayerType.CONV, 1, 1, "K8 C4 R1 S1 Y20 X20"), 1)), false));
    assertThat(of(layer, layer.outputBox(), Set.of(LayerType.GEMM))).isEqualTo(
        new TileWork(List.of(new Piece(shape(LayerType.GEMM, 1, 1, "M400 N8 K4"), 1)), false));
  }

  @Test
  void aDilatedWindowIsTakenAsDenseAndSaysSo() {
    NetworkBuilder b = NetworkBuilder.named("n");
    Value x = b.input("x", 1, 4, 20, 20);
    Layer layer = only(b, b.conv("c", x, 8, SlidingWindow.of(3).dilation(2)));
    // 20 - 2*2 = 16 outputs; a dense window needs 15 + 3 = 18 inputs, the dilated one reaches over 20.
    assertThat(of(layer, layer.outputBox(), ALL)).isEqualTo(
        new TileWork(List.of(new Piece(shape(LayerType.CONV, 1, 1, "K8 C4 R3 S3 Y18 X18"), 1)), true));
  }

  @Test
  void aTransposedConvolutionIsTheConvolutionOfItsOutputs() {
    NetworkBuilder b = NetworkBuilder.named("n");
    Value x = b.input("x", 1, 4, 5, 5);
    Layer layer = only(b, b.convTranspose("c", x, 6, SlidingWindow.of(4).stride(2).pad(1)));
    // 2*4 + 4 - 2 = 10 outputs of 4/2 = 2 taps per axis: Y = 9 + 2.
    assertThat(of(layer, layer.outputBox(), ALL)).isEqualTo(
        new TileWork(List.of(new Piece(shape(LayerType.CONV, 1, 1, "K6 C4 R2 S2 Y11 X11"), 1)), true));
  }

  @Test
  void withoutADataflowForConvolutionsTheirWindowsAreUnrolled() {
    Layer layer = first(TestLayers.conv(2, 3, 4, 5, 3, 1, 0, 1));
    assertThat(of(layer, layer.outputBox(), Set.of(LayerType.GEMM))).isEqualTo(
        new TileWork(List.of(new Piece(shape(LayerType.GEMM, 1, 1, "M20 N3 K18"), 1)), true));
  }

  @Test
  void aProductWithOneSetOfWeightsHasARowForEachPositionOfTheBatch() {
    NetworkBuilder b = NetworkBuilder.named("n");
    Value x = b.input("x", 2, 7, 16);
    Layer layer = only(b, b.matmul("m", x, b.weight("w", 16, 24)));
    assertThat(of(layer, Box.of(0, 2, 1, 4, 0, 10), ALL).pieces()).containsExactly(
        new Piece(shape(LayerType.GEMM, 1, 1, "M6 N10 K16"), 1));
  }

  @Test
  void productsOfABatchAreRepeated() {
    NetworkBuilder b = NetworkBuilder.named("n");
    Value q = b.input("q", 9, 32);
    Value k = b.input("k", 11, 32);
    Layer layer = only(b, b.attentionScores("s", q, k, 4));
    // Heads 1 to 3 of queries 0 to 4: three products of 5 x 8 by 8 x 11.
    assertThat(of(layer, Box.of(1, 4, 0, 5, 0, 11), ALL).pieces()).containsExactly(
        new Piece(shape(LayerType.GEMM, 1, 1, "M5 N11 K8"), 3));
    assertThat(of(layer, Box.of(1, 4, 0, 5, 0, 11), Set.of(LayerType.CONV)).pieces()).containsExactly(
        new Piece(shape(LayerType.CONV, 1, 1, "K11 C8 R1 S1 Y5 X1"), 3));
  }

  @Test
  void packedHeadsAreProductsOfTheirOwn() {
    NetworkBuilder b = NetworkBuilder.named("n");
    Value p = b.input("p", 4, 9, 11);
    Value v = b.input("v", 11, 32);
    Layer layer = only(b, b.attentionContext("c", p, v, 8));
    // Columns [4, 32) are half of head 0 and heads 1 to 3.
    assertThat(of(layer, Box.of(0, 9, 4, 32), ALL).pieces()).containsExactly(
        new Piece(shape(LayerType.GEMM, 1, 1, "M9 N4 K11"), 1),
        new Piece(shape(LayerType.GEMM, 1, 1, "M9 N8 K11"), 3));
  }

  @Test
  void withoutADataflowForProductsTheyAreConvolutionsWithoutAWindow() {
    NetworkBuilder b = NetworkBuilder.named("n");
    Value x = b.input("x", 7, 16);
    Layer layer = only(b, b.fc("fc", x, 24));
    assertThat(of(layer, layer.outputBox(), Set.of(LayerType.CONV))).isEqualTo(
        new TileWork(List.of(new Piece(shape(LayerType.CONV, 1, 1, "K24 C16 R1 S1 Y7 X1"), 1)), false));
  }

  @Test
  void whatNoTypeCanSayIsNotRun() {
    Layer layer = first(TestLayers.conv(2, 3, 4, 5, 3, 1, 0, 1));
    assertThat(TileShapes.of(layer, layer.outputBox(), Set.of(LayerType.DSCONV))).isEmpty();
    NetworkBuilder b = NetworkBuilder.named("n");
    Layer product = only(b, b.fc("fc", b.input("x", 7, 16), 24));
    assertThat(TileShapes.of(product, product.outputBox(), Set.of(LayerType.DSCONV))).isEmpty();
  }

  @Test
  void theInputOfAStrideAboveTheKernelIsCountedWithoutItsGaps() {
    // Stride 3, kernel 2: 4 outputs touch 4*2 = 8 of (4-1)*3+2 = 11 columns; both rows are one output of kernel 2.
    LayerShape shape = shape(LayerType.CONV, 3, 3, "K5 C2 R2 S2 Y2 X11");
    assertThat(ShapeVolumes.of(shape)).containsExactlyInAnyOrderEntriesOf(
        Map.of(LayerTensor.INPUT, 2L * 2 * 8, LayerTensor.FILTER, 5L * 2 * 2 * 2, LayerTensor.OUTPUT, 5L * 4));
    assertThat(ShapeVolumes.macs(shape)).isEqualTo(5 * 4 * 2 * 2 * 2);
  }
}
