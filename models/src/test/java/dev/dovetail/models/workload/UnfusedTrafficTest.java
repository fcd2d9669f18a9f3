package dev.dovetail.models.workload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Traffic without fusion through a buffer of any size: the optima that the public program AccelForge (commit 1c1929c2) has as regression
 * tests of its architecture "snowcat", which has two levels.
 */
class UnfusedTrafficTest {
  @Test
  void two_products_move_three_matrices_each() {
    assertThat(products(2, 64).unfusedBits()).isEqualTo(2 * 3 * 64 * 64 * 8).isEqualTo(196_608);
  }

  @Test
  void three_products_move_three_matrices_each() {
    assertThat(products(3, 128).unfusedBits()).isEqualTo(3 * 3 * 128 * 128 * 8).isEqualTo(1_179_648);
  }

  @ParameterizedTest
  @CsvSource({"256, 4096, 16384, 32, 3724541952", "256, 12288, 49152, 96, 30500978688"}) // GPT3 of 6.7 and of 175 thousand million
  void a_transformer_block_moves_its_activations_weights_and_scores(int t, int d, int c, int heads, long bits) {
    // tokens x features: input and output of q, k, v and the projection, both operands of the scores, one operand and the output of
    // the context, input of the first and output of the second product: 8 + 2 + 2 + 2; scores: made, read and written by softmax, read
    long formula = 16 * (14L * t * d + 4L * d * d + 4L * heads * t * t + 2L * d * c + 2L * t * c);

    assertThat(block(t, d, c, heads).unfusedBits()).isEqualTo(formula).isEqualTo(bits);
  }

  @Test
  void a_tensor_that_a_layer_reads_twice_is_moved_once_and_one_that_two_layers_read_twice() {
    NetworkBuilder net = NetworkBuilder.named("square");
    Value x = net.fc("x", net.input("in", 4, 8), 8);
    net.output(net.add("sum", net.mul("square", x, x), x));

    // x: 32 + 64 + 32; square: 32 + 32; sum: 32 + 32 + 32 elements
    assertThat(net.build().unfusedBits()).isEqualTo((128 + 64 + 96) * 8);
  }

  private static Workload products(int count, int size) {
    NetworkBuilder net = NetworkBuilder.named("products");
    Value x = net.input("t0", size, size);
    for (int i = 0; i < count; i++) {
      x = net.fc("product" + i, x, size);
    }
    net.output(x);
    return net.build();
  }

  private static Workload block(int t, int d, int c, int heads) {
    NetworkBuilder net = NetworkBuilder.named("block").bits(16);
    Value x = net.input("x", t, d);
    Value scores = net.attentionScores("scores", net.fc("q", x, d), net.fc("k", x, d), heads);
    Value context = net.attentionContext("context", net.softmax("softmax", scores, 2), net.fc("v", x, d), d / heads);
    net.output(net.fc("ffn2", net.fc("ffn1", net.fc("projection", context, d), c), d));
    return net.build();
  }
}
