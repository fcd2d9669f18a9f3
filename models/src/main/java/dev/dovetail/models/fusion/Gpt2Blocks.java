package dev.dovetail.models.fusion;

import dev.dovetail.models.fusion.FusionNetworkBuilder.Source;
import dev.dovetail.models.fusion.FusionNetworkBuilder.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * One block of GPT-2: Radford et al., Language Models are Unsupervised Multitask Learners, 2019.
 *
 * <p>Tokens lie on H, features on C. Keys are computed and transposed head by head, then concatenated; scores and contexts are
 * grouped convolutions, one group per head, whose weights are the keys and the values. Layers are named and ordered as in the
 * public program SoMa-HPCA2025. Scale, mask and biases are part of the layers beside them.
 *
 * @param width features of a token
 * @param heads of attention, which divide the width
 */
record Gpt2Blocks(int width, int heads) {
  /** The model of 117 million parameters. */
  static final Gpt2Blocks SMALL = new Gpt2Blocks(768, 12);

  /** The model of 1542 million parameters. */
  static final Gpt2Blocks XL = new Gpt2Blocks(1600, 25);

  private static final int EXPANSION = 4;

  /** All {@code tokens} at once. */
  FusionNetwork prefill(String name, int tokens) {
    FusionNetworkBuilder net = new FusionNetworkBuilder(name);
    Source x = net.external("input_qkv", width, tokens, 1);
    Source norm = net.pointwise("norm1", x);
    Source q = project(net, "attention_Q", norm, width);
    List<Source> headKeys = new ArrayList<>();
    for (int h = 0; h < heads; h++) {
      Source k = project(net, "attention_K" + h, norm, width / heads);
      headKeys.add(exchange(net, "attention_Kt" + h, k));
    }
    Source keys = net.pointwise("attention_K", headKeys.toArray(Source[]::new));
    Source values = project(net, "attention_V", norm, width);
    Source context = attention(net, q, keys, values, tokens);
    feedForward(net, x, project(net, "attention_FC", context, width));
    return net.build();
  }

  /** One token, with keys and values of all before it; {@code tokens} counts it too. */
  FusionNetwork decode(String name, int tokens) {
    FusionNetworkBuilder net = new FusionNetworkBuilder(name);
    Source x = net.external("input_q", width, 1, 1);
    Source oldKeys = net.external("k_cache", heads * (tokens - 1), width / heads, 1);
    Source oldValues = net.external("v_cache", tokens - 1, width, 1);
    Source norm = net.pointwise("norm1", x);
    Source q = project(net, "attention_Q", norm, width);
    List<Source> headKeys = new ArrayList<>();
    for (int h = 0; h < heads; h++) {
      Source k = project(net, "attention_newK_head_" + h, norm, width / heads);
      headKeys.add(exchange(net, "attention_newKt_head_" + h, k));
    }
    Source newKeys = net.pointwise("attention_newK", headKeys.toArray(Source[]::new));
    Source newValues = project(net, "attention_newV", norm, width);
    Source keys = net.pointwise("attention_K", oldKeys, newKeys);
    Source allValues = net.pointwise("attention_Vt_concat", oldValues, exchange(net, "attention_newVt", newValues));
    Source context = attention(net, q, keys, exchange(net, "attention_V", allValues), tokens);
    feedForward(net, x, project(net, "attention_Out_proj", context, width));
    return net.build();
  }

  private Source attention(FusionNetworkBuilder net, Source q, Source keys, Source values, int tokens) {
    int rows = q.extent().height();
    Source scores = net.convolution("attention_QK", LayerKind.GROUPCONV, new Extent(heads * tokens, rows, 1), Window.POINT, heads,
        List.of(q), List.of(keys));
    Source softmax = net.pointwise("attention_QK_elt", scores);
    return net.convolution("attention_QKV", LayerKind.GROUPCONV, new Extent(width, rows, 1), Window.POINT, heads,
        List.of(softmax),
        List.of(values));
  }

  private void feedForward(FusionNetworkBuilder net, Source x, Source projected) {
    Source sum = net.eltwise("res1", x, projected);
    Source hidden = project(net, "ffn1", net.pointwise("norm2", sum), EXPANSION * width);
    Source y = project(net, "ffn2", net.pointwise("GeLU", hidden), width);
    net.eltwise("res2", sum, y);
  }

  private static Source project(FusionNetworkBuilder net, String layer, Source x, int features) {
    return net.conv(layer, new Extent(features, x.extent().height(), 1), Window.POINT, x);
  }

  private static Source exchange(FusionNetworkBuilder net, String layer, Source x) {
    return net.transpose(layer, x, 1, 0, 2);
  }
}
