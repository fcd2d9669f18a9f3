package dev.dovetail.models.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.BadInputException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FusionNetworksTest {
  @ParameterizedTest
  @ValueSource(strings = {"resnet50", "gpt2s_prefill", "gpt2s_decode"})
  void a_generated_network_is_that_of_the_reference_program_layer_for_layer(String name) {
    FusionNetwork expected = FusionNetworkReader.read(resource("/reference/soma/networks/" + name + ".json"));
    FusionNetwork found = network(name);

    assertThat(found.layers()).containsExactlyElementsOf(expected.layers());
    assertThat(found.externalInputs()).isEqualTo(expected.externalInputs());
  }

  @ParameterizedTest
  @CsvSource({
      // convolutions of 3 a block, 4 shortcuts, the first; sums, 2 pools, fc; weights of the published layer tables
      "resnet50, 72, 25502912", // 16 blocks: 49 + 4 + 16 + 2 + 1
      "resnet101, 140, 44442816", // 33 blocks: 100 + 4 + 33 + 2 + 1; 17 blocks of 1114112 bytes more
      "resnet152, 208, 60040384"}) // 50 blocks: 151 + 4 + 50 + 2 + 1; 4 blocks of 278528 and 30 of 1114112 more
  void deeper_resnets_have_more_blocks(String name, int layers, long weightBytes) {
    FusionNetwork network = network(name);

    assertThat(network.layers()).hasSize(layers);
    assertThat(network.layers().stream().mapToLong(FusionLayer::weightBytes).sum()).isEqualTo(weightBytes);
  }

  @Test
  void inception_resnet_has_the_extents_and_weights_of_its_figures() {
    FusionNetwork network = network("inception-resnet-v1");

    assertThat(layer(network, "stem_1").out()).isEqualTo(new Extent(32, 149, 149));
    assertThat(layer(network, "stem_pool").out()).isEqualTo(new Extent(64, 73, 73));
    assertThat(layer(network, "a4_res").out()).isEqualTo(new Extent(256, 35, 35));
    assertThat(layer(network, "a4_out").in()).isEqualTo(new Extent(96, 35, 35));
    assertThat(layer(network, "b9_res").out()).isEqualTo(new Extent(896, 17, 17));
    assertThat(layer(network, "c4_res").out()).isEqualTo(new Extent(1792, 8, 8));
    long stem = 9 * (3 * 32 + 32 * 32 + 32 * 64 + 80 * 192 + 192 * 256) + 64 * 80;
    long a = 256 * 96 + 9 * 3 * 32 * 32 + 96 * 256;
    long reductionA = 9 * 256 * 384 + 256 * 192 + 9 * (192 * 192 + 192 * 256);
    long b = 896 * 256 + 2 * 7 * 128 * 128 + 256 * 896;
    long reductionB = 896 * 3 * 256 + 9 * 256 * (384 + 256 + 256 + 256);
    long c = 1792 * 384 + 2 * 3 * 192 * 192 + 384 * 1792;
    assertThat(network.layers().stream().mapToLong(FusionLayer::weightBytes).sum())
        .isEqualTo(stem + 5 * a + reductionA + 10 * b + reductionB + 5 * c + 1792 * 1000);
  }

  @Test
  void gpt2_xl_has_25_heads_of_64() {
    FusionNetwork network = network("gpt2-xl-prefill");

    // norm, Q, 25 K and their transposes, their concatenation, V, QK, softmax, context, projection, and 6 from the sum on
    assertThat(network.layers()).hasSize(2 + 2 * 25 + 1 + 5 + 6);
    assertThat(network.layers().stream().mapToLong(FusionLayer::weightBytes).sum()).isEqualTo(12L * 1600 * 1600);
    assertThat(network.externalInputs()).extracting(ExternalInput::extent).containsExactly(new Extent(1600, 1024, 1));
    assertThat(layer(network, "attention_QK").out()).isEqualTo(new Extent(25 * 1024, 1024, 1));
  }

  @Test
  void a_decoder_reads_the_keys_and_values_before_its_token() {
    FusionNetwork network = network("gpt2xl_decode");

    assertThat(network.name()).isEqualTo("gpt2-xl-decode");
    assertThat(network.externalInputs()).extracting(ExternalInput::extent)
        .containsExactly(new Extent(1600, 1, 1), new Extent(25 * 1024, 64, 1), new Extent(1024, 1600, 1));
    assertThat(layer(network, "attention_QK").out()).isEqualTo(new Extent(25 * 1025, 1, 1));
    assertThat(layer(network, "attention_QKV").out()).isEqualTo(new Extent(1600, 1, 1));
  }

  @Test
  void the_sequence_is_a_parameter() {
    FusionNetwork network = FusionNetworks.byName("gpt2-small-prefill", OptionalInt.of(128)).orElseThrow();

    assertThat(network.name()).isEqualTo("gpt2-small-prefill(sequence=128)");
    assertThat(layer(network, "res2").out()).isEqualTo(new Extent(768, 128, 1));
    assertThat(layer(network, "attention_QK").out()).isEqualTo(new Extent(12 * 128, 128, 1));
  }

  @ParameterizedTest
  @CsvSource({"resnet50, 512, has no sequence", "gpt2-small-decode, 1, must be from 2",
      "gpt2-xl-prefill, 100000, must be from 1"})
  void a_sequence_that_cannot_be_is_refused(String name, int sequence, String message) {
    assertThatThrownBy(() -> FusionNetworks.byName(name, OptionalInt.of(sequence))).isInstanceOf(BadInputException.class)
        .hasMessageContaining(message).hasMessageContaining("Maybe");
  }

  @Test
  void an_unknown_name_is_answered_with_a_near_one() {
    assertThat(FusionNetworks.byName("resnet5", OptionalInt.empty())).isEmpty();
    assertThat(FusionNetworks.unknown("gpt2-small-prefil")).hasMessageContaining("you meant 'gpt2-small-prefill'");
    assertThat(FusionNetworks.names()).isEqualTo(List.of("resnet50", "resnet101", "resnet152",
        "inception-resnet-v1", "gpt2-small-prefill", "gpt2-small-decode", "gpt2-xl-prefill", "gpt2-xl-decode"));
  }

  private static FusionNetwork network(String name) {
    return FusionNetworks.byName(name, OptionalInt.empty()).orElseThrow();
  }

  private static FusionLayer layer(FusionNetwork network, String name) {
    return network.layers().stream().filter(l -> l.name().equals(name)).findFirst().orElseThrow();
  }

  private static Path resource(String name) {
    try {
      return Path.of(FusionNetworksTest.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
