package dev.dovetail.models.workload.onnx;

import static dev.dovetail.models.workload.onnx.OnnxWriter.integer;
import static dev.dovetail.models.workload.onnx.OnnxWriter.ints;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Box;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Workload;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a tile of a convolution reads, against every index enumerated one by one. */
class OnnxFootprintTest {
  /** A 2-D convolution over 8 channels of 11 x 9; pads are top, left, bottom, right. */
  record Case(int k, int groups, int fy, int fx, int strideY, int strideX, int dilation, int top, int left, int bottom,
      int right) {
    Workload read() {
      return OnnxWriter.graph()
          .input("x", 1, 8, 11, 9)
          .weight("w", k, 8 / groups, fy, fx)
          .node("Conv", "x w", "y", ints("strides", strideY, strideX), ints("dilations", dilation, dilation),
              ints("pads", top, left, bottom, right), integer("group", groups))
          .output("y")
          .read();
    }

    int outY() {
      return (11 + top + bottom - dilation * (fy - 1) - 1) / strideY + 1;
    }

    int outX() {
      return (9 + left + right - dilation * (fx - 1) - 1) / strideX + 1;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case(4, 1, 3, 3, 1, 1, 1, 1, 1, 1, 1),
        new Case(4, 1, 3, 5, 2, 1, 1, 1, 2, 1, 2),
        new Case(8, 8, 3, 3, 2, 2, 1, 0, 0, 1, 1), // depthwise, asymmetric as with SAME_UPPER
        new Case(16, 4, 1, 1, 1, 3, 1, 0, 0, 0, 0),
        new Case(6, 2, 2, 4, 3, 2, 1, 2, 0, 0, 3),
        new Case(4, 1, 3, 3, 1, 1, 2, 2, 2, 2, 2), // dilated
        new Case(4, 2, 3, 2, 2, 1, 3, 0, 3, 4, 0));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void a_tile_reads_the_enclosing_box_of_all_indices_that_its_elements_read(Case c) {
    Layer layer = c.read().layers().get(0);
    assertThat(layer.shape()).containsExactly(1, c.k, c.outY(), c.outX());
    for (int k0 = 0; k0 < c.k; k0 += 2) {
      for (int y0 = 0; y0 < c.outY(); y0++) {
        for (int y1 = y0 + 1; y1 <= c.outY(); y1 += 2) {
          Box tile = Box.of(0, 1, k0, Math.min(c.k, k0 + 3), y0, y1, y0 % c.outX(), c.outX());
          Box needed = layer.operands().get(0).needed(tile);
          Box exact = enumerated(c, tile);
          if (exact.isEmpty()) {
            assertThat(needed.isEmpty()).as("input of %s, all padding", tile).isTrue();
          } else if (c.dilation == 1 && c.strideY <= c.fy && c.strideX <= c.fx) {
            assertThat(needed).as("input of %s", tile).isEqualTo(exact);
          } else {
            // The window is enclosed before it is clipped: where it has gaps, an index at the border may be read for nothing.
            assertThat(needed.contains(exact)).as("input of %s: %s holds %s", tile, needed, exact).isTrue();
          }
          assertThat(layer.operands().get(1).needed(tile))
              .isEqualTo(Box.of(tile.lo(1), tile.hi(1), 0, 8 / c.groups, 0, c.fy, 0, c.fx));
        }
      }
    }
  }

  private static Box enumerated(Case c, Box tile) {
    int[] b = {0, 1, 99, -1, 99, -1, 99, -1};
    for (int k = tile.lo(1); k < tile.hi(1); k++) {
      for (int y = tile.lo(2); y < tile.hi(2); y++) {
        for (int x = tile.lo(3); x < tile.hi(3); x++) {
          for (int f = 0; f < 8 / c.groups * c.fy * c.fx; f++) {
            int channel = k / (c.k / c.groups) * (8 / c.groups) + f / (c.fy * c.fx);
            int row = y * c.strideY + f / c.fx % c.fy * c.dilation - c.top;
            int column = x * c.strideX + f % c.fx * c.dilation - c.left;
            if (row >= 0 && row < 11 && column >= 0 && column < 9) {
              include(b, 1, channel);
              include(b, 2, row);
              include(b, 3, column);
            }
          }
        }
      }
    }
    return Box.of(b);
  }

  private static void include(int[] bounds, int axis, int index) {
    bounds[2 * axis] = Math.min(bounds[2 * axis], index);
    bounds[2 * axis + 1] = Math.max(bounds[2 * axis + 1], index + 1);
  }

  static Stream<List<Integer>> transposed() {
    // kernel, stride, pad, output padding
    return Stream.of(List.of(2, 2, 0, 0), List.of(3, 2, 1, 1), List.of(4, 2, 1, 0), List.of(3, 1, 1, 0), List.of(5, 3, 0, 2));
  }

  @ParameterizedTest
  @MethodSource("transposed")
  void a_tile_of_a_transposed_convolution_reads_all_inputs_that_reach_it(List<Integer> p) {
    int kernel = p.get(0);
    int stride = p.get(1);
    int pad = p.get(2);
    Layer layer = OnnxWriter.graph()
        .input("x", 1, 4, 6)
        .weight("w", 4, 3, kernel)
        .node("ConvTranspose", "x w", "y", ints("strides", stride), ints("pads", pad, pad), ints("output_padding", p.get(3)))
        .output("y")
        .read().layers().get(0);
    int out = stride * 5 + p.get(3) + kernel - 2 * pad;
    assertThat(layer.shape()).containsExactly(1, 3, out);
    for (int o0 = 0; o0 < out; o0++) {
      for (int o1 = o0 + 1; o1 <= out; o1++) {
        int lo = 99;
        int hi = -1;
        for (int i = 0; i < 6; i++) {
          for (int f = 0; f < kernel; f++) {
            int o = stride * i + f - pad;
            if (o >= o0 && o < o1) {
              lo = Math.min(lo, i);
              hi = Math.max(hi, i + 1);
            }
          }
        }
        Box needed = layer.operands().get(0).needed(Box.of(0, 1, 0, 3, o0, o1));
        assertThat(hi < 0 ? needed.isEmpty() : needed.equals(Box.of(0, 1, 0, 4, lo, hi))).as("%d to %d: %s", o0, o1, needed)
            .isTrue();
      }
    }
  }
}
