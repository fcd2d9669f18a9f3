package dev.dovetail.models.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.Box;
import dev.dovetail.models.testing.Indices;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class NetworkBuilderTest {
  private final NetworkBuilder net = NetworkBuilder.named("test");

  /** A convolution with random groups, strides, dilations and pads, and every element that a random tile of it reads. */
  @Property(tries = 300, seed = "1")
  void aConvolutionTileNeedsTheSmallestBoxAroundTheElementsItReads(@ForAll Random random) {
    int groups = 1 + random.nextInt(3);
    int c = 1 + random.nextInt(3);
    int kPerGroup = 1 + random.nextInt(3);
    SlidingWindow rows = window(random);
    SlidingWindow columns = window(random);
    int h = rows.reach() + random.nextInt(6);
    int w = columns.reach() + random.nextInt(6);
    NetworkBuilder builder = NetworkBuilder.named("conv");
    Value x = builder.input("x", 1, groups * c, h, w);
    builder.output(builder.conv("conv", x, groups * kPerGroup, groups, List.of(rows, columns)));
    Layer conv = builder.build().layers().get(0);
    Box tile = Indices.randomBox(random, conv.shape());
    Set<List<Integer>> inputs = new HashSet<>();
    Set<List<Integer>> weights = new HashSet<>();
    long macs = 0;
    for (List<Integer> o : Indices.of(tile)) {
      for (List<Integer> r : Indices.of(Box.of(0, c, 0, rows.kernel(), 0, columns.kernel()))) {
        int y = rows.stride() * o.get(2) + rows.dilation() * r.get(1) - rows.padBefore();
        int xx = columns.stride() * o.get(3) + columns.dilation() * r.get(2) - columns.padBefore();
        weights.add(List.of(o.get(1), r.get(0), r.get(1), r.get(2)));
        macs++;
        if (y >= 0 && y < h && xx >= 0 && xx < w) {
          inputs.add(List.of(o.get(0), o.get(1) / kPerGroup * c + r.get(0), y, xx));
        }
      }
    }
    assertThat(conv.work(tile)).isEqualTo(macs);
    assertThat(Indices.of(conv.operands().get(1).needed(tile))).isEqualTo(weights);
    Box needed = conv.operands().get(0).needed(tile);
    assertThat(Indices.of(needed)).containsAll(inputs);
    if (rows.dilation() == 1 && columns.dilation() == 1 && !inputs.isEmpty()) {
      // Clipping may leave the gap of a stride larger than the kernel at the border; without it the box is the smallest.
      boolean dense = rows.stride() <= rows.kernel() && columns.stride() <= columns.kernel();
      assertThat(!dense || needed.equals(Indices.around(inputs))).as("%s around %s", needed, Indices.around(inputs)).isTrue();
    }
  }

  /** A transposed convolution, and every input element that reaches a random tile. */
  @Property(tries = 300, seed = "2")
  void aTransposedConvolutionTileNeedsTheInputsThatReachIt(@ForAll Random random) {
    int stride = 1 + random.nextInt(3);
    SlidingWindow window = SlidingWindow.of(1 + random.nextInt(4)).stride(stride);
    int in = 2 + random.nextInt(4);
    NetworkBuilder builder = NetworkBuilder.named("up");
    builder.output(builder.convTranspose("up", builder.input("x", 1, 2, in, in), 3, window));
    Layer up = builder.build().layers().get(0);
    int out = stride * (in - 1) + window.kernel();
    assertThat(up.shape()).isEqualTo(List.of(1, 3, out, out));
    Box tile = Indices.randomBox(random, up.shape());
    Set<List<Integer>> inputs = new HashSet<>();
    for (List<Integer> i : Indices.of(Box.of(0, in, 0, in, 0, window.kernel(), 0, window.kernel()))) {
      int y = stride * i.get(0) + i.get(2);
      int x = stride * i.get(1) + i.get(3);
      if (y >= tile.lo(2) && y < tile.hi(2) && x >= tile.lo(3) && x < tile.hi(3)) {
        inputs.add(List.of(0, 0, i.get(0), i.get(1)));
        inputs.add(List.of(0, 1, i.get(0), i.get(1)));
      }
    }
    assertThat(Indices.of(up.operands().get(0).needed(tile))).isEqualTo(inputs);
    assertThat(up.operands().get(1).needed(tile))
        .isEqualTo(Box.of(0, 2, tile.lo(1), tile.hi(1), 0, window.kernel(), 0, window.kernel()));
  }

  @Test
  void aGroupedTransposedConvolutionNeedsItsGroupsOnly() {
    Value x = net.input("x", 1, 4, 5, 5);
    Value weight = net.weight("w", 4, 3, 2, 2);
    SlidingWindow two = SlidingWindow.of(2).stride(2);
    net.output(net.convTranspose("up", x, weight, 2, List.of(two, two), List.of(11, 10)));
    Layer up = net.build().layers().get(0);
    assertThat(up.shape()).isEqualTo(List.of(1, 6, 11, 10));
    // channels [3, 6) are group 1: input channels [2, 4), and their weights
    Box tile = up.outputBox().with(1, 3, 6);
    assertThat(up.operands().get(0).needed(tile)).isEqualTo(Box.of(0, 1, 2, 4, 0, 5, 0, 5));
    assertThat(up.operands().get(1).needed(tile)).isEqualTo(Box.of(2, 4, 0, 3, 0, 2, 0, 2));
    // each output has one input per axis: 1 * 6 * 11 * 10 outputs times 2 input channels
    assertThat(up.macs()).isEqualTo(660 * 2);
  }

  @Test
  void aConvolutionInOneDimensionHasRowsOnly() {
    net.output(net.conv("conv", net.input("x", 1, 8, 100), 16, 1, List.of(SlidingWindow.of(5).pad(4, 0))));
    Layer conv = net.build().layers().get(0);
    assertThat(conv.axes()).containsExactly(Dim.B, Dim.K, Dim.OY);
    assertThat(conv.reductions()).isEqualTo(Map.of(Dim.C, 8, Dim.FY, 5));
    // causal padding: outputs [10, 20) need [6, 20)
    assertThat(conv.operands().get(0).needed(Box.of(0, 1, 0, 16, 10, 20))).isEqualTo(Box.of(0, 1, 0, 8, 6, 20));
  }

  @Test
  void matrixProductsBroadcastTheirLeadingAxes() {
    Value a = net.input("a", 2, 12, 10, 64);
    Value b = net.input("b", 12, 64, 20);
    net.output(net.matmul("product", a, b));
    Layer product = net.build().layers().get(0);
    assertThat(product.shape()).isEqualTo(List.of(2, 12, 10, 20));
    assertThat(product.axes()).containsExactly(Dim.B, Dim.B, Dim.OY, Dim.K);
    assertThat(product.macs()).isEqualTo(2L * 12 * 10 * 20 * 64);
    Box tile = Box.of(1, 2, 3, 5, 4, 6, 7, 9);
    assertThat(product.operands().get(0).needed(tile)).isEqualTo(Box.of(1, 2, 3, 5, 4, 6, 0, 64));
    assertThat(product.operands().get(1).needed(tile)).isEqualTo(Box.of(3, 5, 0, 64, 7, 9));
  }

  @Test
  void elementwiseOperandsAreBroadcastLikeInNumpy() {
    Value x = net.input("x", 1, 8, 6, 6);
    Value scale = net.weight("scale", 8, 1, 1);
    net.output(net.mul("mul", x, scale));
    Layer mul = net.build().layers().get(0);
    assertThat(mul.shape()).isEqualTo(List.of(1, 8, 6, 6));
    assertThat(mul.operands().get(1).needed(Box.of(0, 1, 2, 5, 3, 4, 0, 6))).isEqualTo(Box.of(2, 5, 0, 1, 0, 1));
  }

  @Test
  void attentionWithSharedKeysReadsThemOncePerGroupOfHeads() {
    // 8 query heads of 16 on 2 key heads: query heads [4, 8) share key head 1
    Value q = net.input("q", 10, 128);
    Value k = net.input("k", 20, 32);
    Value p = net.softmax("p", net.attentionScores("s", q, k, 8), 2);
    net.output(net.attentionContext("o", p, k, 16));
    Workload w = net.build();
    Layer s = w.layers().get(0);
    assertThat(s.operands().get(0).needed(s.outputBox().with(0, 5, 6))).isEqualTo(Box.of(0, 10, 80, 96));
    assertThat(s.operands().get(1).needed(s.outputBox().with(0, 5, 6))).isEqualTo(Box.of(0, 20, 16, 32));
    Layer o = w.layers().get(2);
    assertThat(o.shape()).isEqualTo(List.of(10, 128));
    assertThat(o.operands().get(1).needed(o.outputBox().with(1, 80, 96))).isEqualTo(Box.of(0, 20, 16, 32));
  }

  @Test
  void poolsReduceOverTheirWindowAndTheGlobalOneOverAll() {
    Value x = net.input("x", 1, 8, 7, 9);
    Value pool = net.averagePool("pool", x, SlidingWindow.of(3).stride(2));
    net.output(net.globalAveragePool("global", pool));
    Workload w = net.build();
    assertThat(w.layers().get(0).shape()).isEqualTo(List.of(1, 8, 3, 4));
    assertThat(w.layers().get(0).reductions()).isEqualTo(Map.of(Dim.FY, 3, Dim.FX, 3));
    Layer global = w.layers().get(1);
    assertThat(global.shape()).isEqualTo(List.of(1, 8, 1, 1));
    assertThat(global.reductions()).isEqualTo(Map.of(Dim.FY, 3, Dim.FX, 4));
    assertThat(global.operands().get(0).needed(global.outputBox().with(1, 2, 4))).isEqualTo(Box.of(0, 1, 2, 4, 0, 3, 0, 4));
    assertThat(w.macs()).as("a pool has no multiply-accumulates").isZero();
  }

  @Test
  void foldedNodesCostNothingAndAreNotedInEveryPartOfAConcatenation() {
    Value x = net.input("x", 1, 4, 8, 8);
    Value a = net.conv("a", x, 4, SlidingWindow.of(1));
    Value b = net.conv("b", x, 4, SlidingWindow.of(1));
    Value both = Value.concat(1, a, b);
    net.output(net.fold(both, "relu"));
    Workload w = net.build();
    assertThat(w.layers()).hasSize(2).allSatisfy(l -> assertThat(l.folded()).containsExactly("relu"));
    assertThatThrownBy(() -> net.fold(x, "relu")).hasMessageContaining("(x) is made by no layer");
  }

  @Test
  void aVectorOperatorKeepsTheAxesOfItsProducer() {
    Value scores = net.attentionScores("s", net.input("q", 10, 64), net.input("k", 10, 64), 4);
    net.output(net.elementwise("mask", Operator.ELEMENTWISE, scores));
    assertThat(net.build().layers().get(1).axes()).containsExactly(Dim.B, Dim.OY, Dim.K);
  }

  @Test
  void whatDoesNotFitIsRefusedWithTheNameOfTheLayer() {
    Value x = net.input("x", 1, 6, 8, 8);
    SlidingWindow three = SlidingWindow.of(3);
    assertThatThrownBy(() -> net.conv("c1", x, 8, 4, List.of(three, three))).hasMessageContaining("(c1)")
        .hasMessageContaining("(4)");
    assertThatThrownBy(() -> net.conv("c2", x, 8, SlidingWindow.of(9))).hasMessageContaining("(c2)")
        .hasMessageContaining("positive");
    assertThatThrownBy(() -> net.matmul("m", x, net.input("n", 9, 8))).hasMessageContaining("(m)")
        .hasMessageContaining("summed axis");
    assertThatThrownBy(() -> net.add("a", x, net.input("y", 1, 5, 8, 8))).hasMessageContaining("(a)");
    assertThatThrownBy(() -> net.input("x", 3)).hasMessageContaining("tensor name (x) must be unique");
    assertThatThrownBy(() -> Value.concat(1, x, net.input("z", 1, 6, 7, 8))).hasMessageContaining("concatenation");
    assertThatThrownBy(() -> x.slice(2, 5, 5)).hasMessageContaining("(5:5:1)");
    assertThatThrownBy(() -> x.transpose(0, 1, 1, 2)).hasMessageContaining("permutation");
    assertThatThrownBy(() -> x.reshape(5, 5)).hasMessageContaining("keep the number of elements");
  }

  @Test
  void viewsOfAValueComposeFromTheReaderToTheTensor() {
    // [4, 6] -> columns 2, 4 -> [4, 2] -> turned [2, 4] -> flat [8]: elements [4, 8) are column 4
    Value x = net.input("x", 4, 6);
    Value flat = x.slice(1, 2, 6, 2).transpose(1, 0).reshape(8);
    assertThat(flat.shape()).isEqualTo(List.of(8));
    Operand operand = flat.operands(List.of(new AxisMap.Same(0))).get(0);
    assertThat(operand.needed(Box.of(4, 8))).isEqualTo(Box.of(0, 4, 4, 5));
    assertThat(operand.needed(Box.of(1, 3))).isEqualTo(Box.of(1, 3, 2, 3));
    assertThat(x.slice(1, 0, 6).transpose(0, 1).reshape(4, 6)).as("views that change nothing vanish").isSameAs(x);
  }

  private static SlidingWindow window(Random random) {
    return SlidingWindow.of(1 + random.nextInt(4)).stride(1 + random.nextInt(3)).dilation(1 + random.nextInt(2))
        .pad(random.nextInt(3), random.nextInt(3));
  }
}
