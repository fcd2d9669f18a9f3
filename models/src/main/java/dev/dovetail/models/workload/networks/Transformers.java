package dev.dovetail.models.workload.networks;

import dev.dovetail.models.workload.NetworkBuilder;
import dev.dovetail.models.workload.Operator;
import dev.dovetail.models.workload.Value;
import java.util.List;
import java.util.Map;

/**
 * One block of well known transformers, and the feed-forward network with a gate.
 *
 * <p>Query, key and value are three products (the columns of a fused matrix); scale and causal mask are folded into the scores,
 * which are computed in full. Biases and the gains of the normalisations are not counted as weights. A softmax or a normalisation
 * reads its last axis whole.
 */
final class Transformers {
  static final List<Family> FAMILIES = List.of(
      block("gpt2-small-prefill", "Radford et al., Language Models are Unsupervised Multitask Learners, 2019, 117M; one block,"
          + " keys and values are stored for the decoder", Parameter.sequence(512), Transformers::gpt2Prefill),
      block("gpt2-small-decode", "Radford et al., 2019, 117M; one block, one token against the stored keys and values",
          new Parameter("context", 513, 2, 65536), Transformers::gpt2Decode),
      block("bert-base", "Devlin et al., BERT, NAACL 2019; one block, normalisation behind the sums", Parameter.sequence(512),
          Transformers::bert),
      block("llama-7b-block", "Touvron et al., LLaMA, 2023, 7B; one block, nothing is stored for a decoder",
          Parameter.sequence(512),
          Transformers::llama),
      new Family("swiglu", "Shazeer, GLU Variants Improve Transformer, 2020; the five layers of Stream's SwiGLU workload",
          List.of(Parameter.sequence(256), new Parameter("embedding", 2048, 1, 65536), new Parameter("hidden", 8192, 1, 65536),
              Parameter.BITS),
          Transformers::swiglu));

  private Transformers() {}

  private static Family block(String name, String source, Parameter length, Family.Plan plan) {
    return new Family(name, source, List.of(length, Parameter.BITS), plan);
  }

  private static void gpt2Prefill(NetworkBuilder net, Map<String, Integer> parameters) {
    Value x = net.input("hidden", parameters.get("sequence"), 768);
    Value norm = net.layerNorm("ln1", x, 1);
    Value k = net.fc("k", norm, 768);
    Value v = net.fc("v", norm, 768);
    net.output(k, v);
    Value context = attention(net, net.fc("q", norm, 768), k, v, 12);
    net.output(gpt2Tail(net, x, context));
  }

  private static void gpt2Decode(NetworkBuilder net, Map<String, Integer> parameters) {
    int stored = parameters.get("context") - 1;
    Value x = net.input("hidden", 1, 768);
    Value norm = net.layerNorm("ln1", x, 1);
    Value k = net.fc("k", norm, 768);
    Value v = net.fc("v", norm, 768);
    net.output(k, v);
    Value keys = Value.concat(0, net.input("stored_keys", stored, 768), k);
    Value values = Value.concat(0, net.input("stored_values", stored, 768), v);
    Value context = attention(net, net.fc("q", norm, 768), keys, values, 12);
    net.output(gpt2Tail(net, x, context));
  }

  private static Value gpt2Tail(NetworkBuilder net, Value x, Value context) {
    Value sum = net.add("add1", net.fc("proj", context, 768), x);
    Value y = net.fc("ffn1", net.layerNorm("ln2", sum, 1), 3072);
    y = net.fc("ffn2", net.elementwise("gelu", Operator.GELU, y), 768);
    return net.add("add2", y, sum);
  }

  /*
   * The standard sequence length of 512 is the one of the prototype behind the targets for transformer blocks, whose bounds
   * are (cycles of 16 bytes, 32x32 multiply-accumulates on each of 4 cores):
   *   compute: projections 4 * 24 * 24 * S, feed-forward 2 * 24 * 96 * S, products per head 2 * (2 * S/32) * S, 12 heads;
   *            S = 512: (6,912 * 512 + 12 * 4 * 16 * 512) / 4 = 983,040, with heads and tails 991,584;
   *   traffic: DRAM (12 * 768 * 768 + 2 * 768 * S) / 16, between classes (2 * 12 * S * S + 2 * 3072 * S + 3 * 768 * S) / 16;
   *            S = 512: 491,520 + 663,552 = 1,155,072, with heads and tails 1,155,120.
   */
  private static void bert(NetworkBuilder net, Map<String, Integer> parameters) {
    Value x = net.input("hidden", parameters.get("sequence"), 768);
    Value context = attention(net, net.fc("q", x, 768), net.fc("k", x, 768), net.fc("v", x, 768), 12);
    Value norm = net.layerNorm("ln1", net.add("add1", net.fc("proj", context, 768), x), 1);
    Value y = net.elementwise("gelu", Operator.GELU, net.fc("ffn1", norm, 3072));
    net.output(net.layerNorm("ln2", net.add("add2", net.fc("ffn2", y, 768), norm), 1));
  }

  private static void llama(NetworkBuilder net, Map<String, Integer> parameters) {
    Value x = net.input("hidden", parameters.get("sequence"), 4096);
    Value norm = net.rmsNorm("norm1", x, 1);
    Value q = Blocks.rotaryEmbedding(net, "rope_q", net.fc("q", norm, 4096));
    Value k = Blocks.rotaryEmbedding(net, "rope_k", net.fc("k", norm, 4096));
    Value context = attention(net, q, k, net.fc("v", norm, 4096), 32);
    Value sum = net.add("add1", net.fc("proj", context, 4096), x);
    norm = net.rmsNorm("norm2", sum, 1);
    Value gate = net.elementwise("silu", Operator.SILU, net.fc("gate", norm, 11008));
    Value y = net.fc("down", net.mul("mul", gate, net.fc("up", norm, 11008)), 4096);
    net.output(net.add("add2", y, sum));
  }

  private static void swiglu(NetworkBuilder net, Map<String, Integer> parameters) {
    int hidden = parameters.get("hidden");
    Value x = net.input("input", parameters.get("sequence"), parameters.get("embedding"));
    Value left = net.fc("gemm_left", x, hidden);
    Value right = net.fc("gemm_right", x, hidden);
    Value gated = net.mul("mul", net.elementwise("silu", Operator.SILU, left), right);
    net.output(net.fc("gemm_down", gated, parameters.get("embedding")));
  }

  private static Value attention(NetworkBuilder net, Value q, Value k, Value v, int heads) {
    Value p = net.softmax("softmax", net.attentionScores("scores", q, k, heads), 2);
    return net.attentionContext("context", p, v, q.extent(1) / heads);
  }
}
