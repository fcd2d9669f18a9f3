package dev.dovetail.models.intracore.polar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.intracore.polar.PolarLayer.Kind;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds for every tile. */
class PolarCostPropertiesTest {
  private static final PolarCore EDGE = new PolarCore(4, 512, 8 << 20, 256);
  private static final PolarCostModel MODEL = new PolarCostModel(EDGE);
  private static final long MACS_PER_CYCLE = 512 * 16;
  private static final double LEAST_PER_MAC = 0.018;

  @Property(tries = 500)
  void no_convolution_beats_the_multiply_accumulators(@ForAll @IntRange(min = 1, max = 8) int groups,
      @ForAll @IntRange(min = 1, max = 200) int channels, @ForAll @IntRange(min = 1, max = 200) int outChannels,
      @ForAll @IntRange(min = 1, max = 5) int kernel, @ForAll @IntRange(min = 1, max = 3) int stride,
      @ForAll @IntRange(min = 1, max = 5) int b, @ForAll @IntRange(min = 1, max = 30) int h,
      @ForAll @IntRange(min = 1, max = 30) int w) {
    PolarLayer layer = new PolarLayer(groups == 1 ? Kind.CONV : Kind.GROUPCONV, groups * channels, groups * outChannels, kernel,
        kernel, stride, stride, groups, 1, false);
    TileCost cost = MODEL.cost(layer, b, groups * outChannels, h, w);
    long macs = (long) groups * channels * outChannels * kernel * kernel * b * h * w;

    assertThat(cost.isPossible()).isTrue();
    assertThat(cost.cycles() * MACS_PER_CYCLE).isGreaterThanOrEqualTo(macs);
    assertThat(cost.picojoules()).isGreaterThan(LEAST_PER_MAC * macs);
  }

  @Property(tries = 300)
  void one_convolution_reads_its_inputs_and_weights_from_the_buffer(@ForAll @IntRange(min = 1, max = 600) int channels,
      @ForAll @IntRange(min = 1, max = 600) int outChannels, @ForAll @IntRange(min = 1, max = 3) int b,
      @ForAll @IntRange(min = 1, max = 20) int h) {
    TileCost cost = MODEL.cost(new PolarLayer(Kind.CONV, channels, outChannels, 1, 1, 1, 1, 1, 1, false), b, outChannels, h, h);

    assertThat(cost.cycles() * EDGE.bufferReadBytesPerCycle())
        .isGreaterThanOrEqualTo((long) channels * b * h * h + (long) channels * outChannels);
  }

  @Property(tries = 200)
  void groups_of_one_are_a_convolution_and_fc_is_one_too(@ForAll @IntRange(min = 1, max = 300) int channels,
      @ForAll @IntRange(min = 1, max = 300) int outChannels, @ForAll @IntRange(min = 1, max = 7) int kernel,
      @ForAll @IntRange(min = 1, max = 4) int b) {
    PolarLayer conv = new PolarLayer(Kind.CONV, channels, outChannels, kernel, kernel, 1, 1, 1, 1, false);
    PolarLayer grouped = new PolarLayer(Kind.GROUPCONV, channels, outChannels, kernel, kernel, 1, 1, 1, 1, false);
    PolarLayer fc = new PolarLayer(Kind.FC, channels, outChannels, kernel, kernel, 1, 1, 1, 1, false);
    TileCost cost = MODEL.cost(conv, b, outChannels, 1, 1);

    assertThat(MODEL.cost(grouped, b, outChannels, 1, 1)).isEqualTo(cost);
    assertThat(MODEL.cost(fc, b, outChannels, 1, 1)).isEqualTo(cost);
  }

  @Property(tries = 200)
  void kernels_smaller_than_the_stride_cost_something(@ForAll @IntRange(min = 1, max = 100) int channels,
      @ForAll @IntRange(min = 2, max = 9) int stride, @ForAll @IntRange(min = 1, max = 40) int h,
      @ForAll @IntRange(min = 1, max = 40) int w) {
    TileCost cost = MODEL.cost(new PolarLayer(Kind.CONV, channels, 7, 1, 1, stride, stride, 1, 1, false), 1, 7, h, w);

    assertThat(cost.cycles()).isPositive();
    assertThat(cost.picojoules()).isPositive();
  }

  @Property(tries = 200)
  void a_memo_says_what_the_model_says(@ForAll @IntRange(min = 1, max = 3) int b, @ForAll @IntRange(min = 1, max = 40) int c,
      @ForAll @IntRange(min = 0, max = 40) int h, @ForAll @IntRange(min = 1, max = 40) int w) {
    TileCostMemo memo = new TileCostMemo(MODEL);
    PolarLayer layer = new PolarLayer(Kind.CONV, 30, 40, 3, 3, 2, 2, 1, 1, false);

    assertThat(memo.cost(layer, b, c, h, w)).isEqualTo(MODEL.cost(layer, b, c, h, w));
    assertThat(memo.of(layer).cost(b, c, h, w)).isSameAs(memo.cost(layer, b, c, h, w));
    assertThat(memo.cost(layer, b, c, w, h)).isEqualTo(MODEL.cost(layer, b, c, w, h));
  }
}
