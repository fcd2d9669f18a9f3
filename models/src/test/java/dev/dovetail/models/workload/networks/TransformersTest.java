package dev.dovetail.models.workload.networks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Box;
import dev.dovetail.models.accelerator.Accelerators;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.intracore.array.PeArrayCostModel;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Tensor;
import dev.dovetail.models.workload.Workload;
import dev.dovetail.models.workload.Operator;
import dev.dovetail.models.workload.Operand;
import dev.dovetail.models.workload.AxisMap;
import dev.dovetail.models.workload.Dim;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TransformersTest {
  private final Workload bert = Networks.byName("bert-base").orElseThrow();

  @Test
  void aBertBlockHas7077888Weights() {
    // 4 * 768 * 768 + 2 * 768 * 3072
    assertThat(bert.weightElements()).isEqualTo(2_359_296 + 4_718_592);
    // S = 512: 512 * 7,077,888 for the weights, 2 * 512 * 512 * 768 for the attention products
    assertThat(bert.macs()).isEqualTo(512L * 7_077_888 + 2L * 512 * 512 * 768);
  }

  @Test
  void aBertBlockOf512TokensAgreesWithTheBoundsOfThePrototype() {
    // DRAM: (7,077,888 + 2 * 512 * 768) / 16 = 491,520 cycles
    assertThat(Traffic.dramBytes(bert)).isEqualTo(491_520 * 16);
    // scores and probabilities 2 * 12 * 512 * 512, gelu in and out 2 * 512 * 3072, into and out of the two sums 3 * 512 * 768
    assertThat(Traffic.bytesBetweenClasses(bert)).isEqualTo(6_291_456 + 3_145_728 + 1_179_648);
    // Both on one bus of 16 bytes per cycle: the prototype's bound is this and 48 cycles of heads and tails.
    assertThat((Traffic.dramBytes(bert) + Traffic.bytesBetweenClasses(bert)) / 16).isEqualTo(1_155_120 - 48);
  }

  @Test
  void aBertBlockOf512TokensTakesTheMatrixCyclesOfThePrototype() {
    // 32 x 32 array: projections 4 * 24 * 24 * 512 + feed-forward 2 * 24 * 96 * 512 = 3,538,944;
    // scores per head 2 * 16 * 512, context 16 * 2 * 512, 12 heads: 393,216. A quarter of the sum is 983,040; the prototype's bound
    // is 991,584, as the first rows wait for weights and the last ones for their normalisation.
    Core core = Accelerators.byNameOrFile("quad-core").cores().get(0);
    long cycles = bert.layers().stream().filter(l -> l.macs() > 0)
        .mapToLong(l -> new PeArrayCostModel().floor(bert, l, core).orElseThrow().cycles()).sum();
    assertThat(cycles).isEqualTo(3_538_944 + 393_216).isEqualTo(4 * 983_040);
  }

  @Test
  void aHeadsScoresNeedItsColumnsOfQueryAndKey() {
    Layer scores = bert.layer("scores");
    assertThat(scores).isNotNull();
    assertThat(scores.rowAxis()).isEqualTo(1);
    // head 3 owns columns [192, 256); rows [64, 128) of the query, all keys
    Box tile = scores.outputBox().with(0, 3, 4).with(1, 64, 128);
    assertThat(scores.operands().get(0).needed(tile)).isEqualTo(Box.of(64, 128, 192, 256));
    assertThat(scores.operands().get(1).needed(tile)).isEqualTo(Box.of(0, 512, 192, 256));
  }

  @Test
  void twoHeadsOfTheContextNeedTheirProbabilitiesAndTheirColumnsOfTheValue() {
    Layer context = bert.layer("context");
    assertThat(context).isNotNull();
    Box tile = context.outputBox().with(0, 0, 128).with(1, 128, 256);
    assertThat(context.operands().get(0).needed(tile)).isEqualTo(Box.of(2, 4, 0, 128, 0, 512));
    assertThat(context.operands().get(1).needed(tile)).isEqualTo(Box.of(0, 512, 128, 256));
  }

  @Test
  void softmaxIsCutByRowsAndHeadsButNeverAlongTheAxisItReadsWhole() {
    Layer softmax = bert.layer("softmax");
    assertThat(softmax).isNotNull();
    assertThat(List.of(softmax.rowAxis(), softmax.channelAxis())).isEqualTo(List.of(1, 0));
    assertThat(softmax.operands().get(0).needed(softmax.outputBox().with(1, 5, 6))).isEqualTo(Box.of(0, 12, 5, 6, 0, 512));
    Layer norm = bert.layer("ln1");
    assertThat(norm).isNotNull();
    assertThat(List.of(norm.rowAxis(), norm.channelAxis())).isEqualTo(List.of(0, -1));
  }

  @Test
  void scoresAreCutIntoHeadsBecauseEachHeadReadsItsOwnQueriesAndKeysOnly() {
    Layer scores = bert.layer("scores");
    Layer context = bert.layer("context");
    assertThat(scores).isNotNull();
    assertThat(context).isNotNull();
    assertThat(List.of(scores.rowAxis(), scores.channelAxis(), scores.chunkAxis())).isEqualTo(List.of(1, 2, 0));
    assertThat(List.of(context.rowAxis(), context.channelAxis(), context.chunkAxis())).isEqualTo(List.of(0, 1, 1));
  }

  @Test
  void theSamplesOfABatchAreNoChunksBecauseTheyShareTheWeights() {
    Layer layer =
        new Layer("conv", Operator.CONV,
            List.of(
                new Operand("x", List.of(4, 8), List.of(new AxisMap.Same(0),
                    new AxisMap.All()), List.of()),
                new Operand("w", List.of(16, 8), List.of(new AxisMap.Same(1),
                    new AxisMap.All()), List.of())),
            "y", List.of(4, 16, 6), List.of(Dim.B, Dim.K,
                Dim.OY),
            Map.of(Dim.C, 8), 1, List.of());
    assertThat(List.of(layer.rowAxis(), layer.chunkAxis())).isEqualTo(List.of(2, 1));
  }

  @Test
  void prefillStoresKeysAndValues() {
    Workload w = Networks.byName("gpt2-small-prefill(128)").orElseThrow();
    assertThat(w.weightElements()).isEqualTo(7_077_888);
    assertThat(w.tensors().values().stream().filter(Tensor::isOutput)).extracting("name").containsExactly("k", "v", "add2");
    assertThat(w.macs()).isEqualTo(128L * 7_077_888 + 2L * 128 * 128 * 768);
  }

  @Test
  void decodeReads512StoredKeysAndValuesAndMakesOneOfEach() {
    Workload w = Networks.byName("gpt2-small-decode").orElseThrow();
    // 7,077,888 for one token and 2 * 513 * 768 for the attention products
    assertThat(w.macs()).isEqualTo(7_077_888 + 2 * 513 * 768);
    // weights, the stored keys and values, the token; out: the token, a key, a value
    assertThat(Traffic.dramBytes(w)).isEqualTo(7_077_888 + 2 * 512 * 768 + 768 + 3 * 768);
    Layer scores = w.layer("scores");
    assertThat(scores).isNotNull();
    assertThat(scores.operands()).extracting("tensor").containsExactly("q", "stored_keys", "k");
    Box last = scores.outputBox().with(2, 512, 513);
    assertThat(scores.operands().get(1).needed(last).isEmpty()).isTrue();
    assertThat(scores.operands().get(2).needed(last)).isEqualTo(Box.of(0, 1, 0, 768));
  }

  @Test
  void aSoftmaxOfOneTokenIsNotCutAlongItsContext() {
    Layer softmax = Networks.byName("gpt2-small-decode").orElseThrow().layer("softmax");
    assertThat(softmax).isNotNull();
    assertThat(List.of(softmax.rowAxis(), softmax.channelAxis())).isEqualTo(List.of(0, -1));
  }

  @Test
  void aLlamaBlockHas202MillionWeights() {
    Workload w = Networks.byName("llama-7b-block").orElseThrow();
    // 4 * 4096 * 4096 + 3 * 4096 * 11008; 32 blocks and two tables of 32,000 * 4,096 words are 6.74 billion
    assertThat(w.weightElements()).isEqualTo(67_108_864 + 135_266_304);
    assertThat(32 * w.weightElements() + 2L * 32_000 * 4_096).isBetween(6_700_000_000L, 6_750_000_000L);
    assertThat(w.macs()).isEqualTo(512L * 202_375_168 + 2L * 512 * 512 * 4_096);
  }

  @Test
  void swigluHasTheFiveLayersAndTheTrafficOfStream() {
    Workload w = Networks.byName("swiglu(256,2048,8192,bits=16)").orElseThrow();
    assertThat(w.layers()).extracting("name").containsExactly("gemm_left", "gemm_right", "silu", "mul", "gemm_down");
    assertThat(w.macs()).isEqualTo(12_884_901_888L);
    // Stream counts 813,694,976 bits in and 8,388,608 bits out
    assertThat(Traffic.dramBytes(w) * 8).isEqualTo(813_694_976L + 8_388_608);
    assertThat(w.layers().get(3).operands()).extracting("tensor").containsExactly("silu", "gemm_right");
  }
}
