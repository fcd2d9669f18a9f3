package dev.dovetail.models.workload.networks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Box;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Workload;
import java.util.List;
import org.junit.jupiter.api.Test;

/** MobileNetV2, SqueezeNet, GoogLeNet and U-Net against published totals and sums by hand. */
class CompactNetsTest {
  @Test
  void mobileNetV2HasThePublished300MillionMacsAnd3Point4MillionWeights() {
    Workload w = Networks.byName("mobilenet-v2").orElseThrow();
    // stage        weights      macs
    // conv1            864   10,838,016   3 * 32 * 9 at 112 * 112
    // 16, n=1          800   10,035,200   depthwise 32 * 9 = 288, project 32 * 16 = 512, at 112 * 112
    // 24, n=2       12,912   54,942,720
    // 32, n=3       37,392   37,443,840
    // 64, n=4      177,984   38,497,536
    // 96, n=3      296,448   58,103,808
    // 160, n=3     784,320   46,560,192
    // 320, n=1     469,440   23,002,560
    // conv2        409,600   20,070,400   320 * 1280 at 7 * 7
    // fc         1,280,000    1,280,000
    long weights = 864 + 800 + 12_912 + 37_392 + 177_984 + 296_448 + 784_320 + 469_440 + 409_600 + 1_280_000;
    long macs = 10_838_016 + 10_035_200 + 54_942_720 + 37_443_840 + 38_497_536 + 58_103_808 + 46_560_192 + 23_002_560
        + 20_070_400 + 1_280_000;
    assertThat(w.weightElements()).isEqualTo(weights);
    assertThat(w.macs()).isEqualTo(macs).isBetween(300_000_000L, 301_000_000L);
    // Published with batch normalisation (scale and shift of 17,056 channels) and the bias of fc: 3,504,872 parameters.
    assertThat(w.weightElements() + 2 * 17_056 + 1_000).isEqualTo(3_504_872);
    long channels = w.layers().stream().filter(l -> l.folded().stream().anyMatch(f -> f.endsWith(".bn")))
        .mapToLong(l -> l.shape().get(1)).sum();
    assertThat(channels).isEqualTo(17_056);
  }

  @Test
  void aDepthwiseTileNeedsItsOwnChannelsOnly() {
    Workload w = Networks.byName("mobilenet-v2").orElseThrow();
    Layer depthwise = w.layer("b2_depthwise");
    assertThat(depthwise).isNotNull();
    assertThat(depthwise.groups()).isEqualTo(96);
    // rows [0, 4) at stride 2, padding 1: [-1, 8) clipped to [0, 8)
    Box tile = depthwise.outputBox().with(1, 32, 64).with(2, 0, 4);
    assertThat(depthwise.operands().get(0).needed(tile)).isEqualTo(Box.of(0, 1, 32, 64, 0, 8, 0, 112));
    assertThat(depthwise.operands().get(1).needed(tile)).isEqualTo(Box.of(32, 64, 0, 1, 0, 3, 0, 3));
  }

  @Test
  void squeezeNetHasThePublished1248424Parameters() {
    Workload w = Networks.byName("squeezenet").orElseThrow();
    // conv1 14,112; fire modules 11,776 + 12,288 + 45,056 + 49,152 + 104,448 + 110,592 + 188,416 + 196,608; conv10 512,000
    long weights = 14_112 + 11_776 + 12_288 + 45_056 + 49_152 + 104_448 + 110_592 + 188_416 + 196_608 + 512_000;
    assertThat(w.weightElements()).isEqualTo(weights);
    // biases: conv1 96; squeeze + expand channels 2 * (144 + 288 + 432 + 576) = 2,880; conv10 1,000. Table 1 gives 1,248,424.
    assertThat(weights + 96 + 2_880 + 1_000).isEqualTo(1_248_424);
    // conv1 at 111 * 111; fire 2, 3, 4 at 55 * 55; fire 5 to 8 at 27 * 27; fire 9 and conv10 at 13 * 13
    assertThat(w.macs()).isEqualTo(14_112L * 12_321 + (11_776L + 12_288 + 45_056) * 3_025
        + (49_152L + 104_448 + 110_592 + 188_416) * 729 + (196_608L + 512_000) * 169);
  }

  @Test
  void theReaderOfAConcatenationGetsOneOperandPerPart() {
    Workload w = Networks.byName("squeezenet").orElseThrow();
    Layer squeeze = w.layer("fire3_squeeze");
    assertThat(squeeze).isNotNull();
    assertThat(squeeze.operands()).extracting("tensor")
        .containsExactly("fire2_expand1", "fire2_expand3", "fire3_squeeze.weight");
    Box tile = squeeze.outputBox().with(2, 10, 20);
    assertThat(squeeze.operands().get(1).needed(tile)).isEqualTo(Box.of(0, 1, 0, 64, 10, 20, 0, 55));
  }

  @Test
  void googLeNetHas6998552ParametersAndThePublished1Point5BillionOperations() {
    Workload w = Networks.byName("inception-v1").orElseThrow();
    // conv1 9,408; conv2 4,096 + 110,592; inceptions below; fc 1,024,000
    long inceptions = 163_328 + 388_096 + 375_552 + 448_512 + 509_440 + 604_672 + 867_328 + 1_042_432 + 1_442_816;
    long weights = 9_408 + 4_096 + 110_592 + inceptions + 1_024_000;
    assertThat(w.weightElements()).isEqualTo(weights);
    // The released model without auxiliary classifiers has 6,998,552 parameters; 8,280 of them are biases, one per channel.
    assertThat(weights + 8_280).isEqualTo(6_998_552);
    assertThat(w.layers().stream().filter(l -> l.macs() > 0).mapToLong(l -> l.shape().get(1)).sum()).isEqualTo(8_280);
    // 112 * 112 * 9,408 + 56 * 56 * 114,688 + 28 * 28 * (3a, 3b) + 14 * 14 * (4a .. 4e) + 7 * 7 * (5a, 5b) + fc
    assertThat(w.macs()).isEqualTo(12_544L * 9_408 + 3_136L * 114_688 + 784L * (163_328 + 388_096)
        + 196L * (375_552 + 448_512 + 509_440 + 604_672 + 867_328) + 49L * (1_042_432 + 1_442_816) + 1_024_000);
  }

  @Test
  void uNetHas31MillionWeightsAndGives388By388PixelsOfTwoClasses() {
    Workload w = Networks.byName("unet").orElseThrow();
    Layer classes = w.layers().get(w.layers().size() - 1);
    assertThat(classes.shape()).isEqualTo(List.of(1, 2, 388, 388));
    // down: 9 * (1*64 + 64*64 + 64*128 + 128*128 + 128*256 + 256*256 + 256*512 + 512*512 + 512*1024 + 1024*1024)
    // up convolutions: 4 * (1024*512 + 512*256 + 256*128 + 128*64)
    // behind them: 9 * (1024*512 + 512*512 + 512*256 + 256*256 + 256*128 + 128*128 + 128*64 + 64*64)
    long down = 9L * (64 + 4_096 + 8_192 + 16_384 + 32_768 + 65_536 + 131_072 + 262_144 + 524_288 + 1_048_576);
    long up = 4L * (524_288 + 131_072 + 32_768 + 8_192);
    long behind = 9L * (524_288 + 262_144 + 131_072 + 65_536 + 32_768 + 16_384 + 8_192 + 4_096);
    assertThat(w.weightElements()).isEqualTo(down + up + behind + 64 * 2).isBetween(31_000_000L, 31_100_000L);
  }

  @Test
  void uNetReadsTheMiddleOfACopyAndAllOfTheUpConvolution() {
    Layer first = Networks.byName("unet").orElseThrow().layer("up4_1");
    assertThat(first).isNotNull();
    assertThat(first.shape()).isEqualTo(List.of(1, 512, 54, 54));
    // The copy has 64 * 64 pixels, the middle 56 * 56 begins at 4: output rows [10, 20) read [10, 22) of it, so [14, 26).
    Box tile = first.outputBox().with(2, 10, 20);
    assertThat(first.operands().get(0).tensor()).isEqualTo("down4_2");
    assertThat(first.operands().get(0).needed(tile)).isEqualTo(Box.of(0, 1, 0, 512, 14, 26, 4, 60));
    assertThat(first.operands().get(1).tensor()).isEqualTo("up4");
    assertThat(first.operands().get(1).needed(tile)).isEqualTo(Box.of(0, 1, 0, 512, 10, 22, 0, 56));
  }
}
