package dev.dovetail.models.fusion;

import dev.dovetail.models.fusion.FusionNetworkBuilder.Source;
import dev.dovetail.models.fusion.FusionNetworkBuilder.Window;

/**
 * Inception-ResNet-v1 on images of 299 x 299: Szegedy et al., Inception-v4, Inception-ResNet and the Impact of Residual
 * Connections on Learning, AAAI 2017, figures 7 and 10 to 15.
 *
 * <p>Branches are concatenated by the convolution behind them, reductions by a layer of their own. Normalisations, activations
 * and the scaling of residuals are part of the layers beside them, dropout is left out.
 */
final class InceptionResNet {
  private static final int IMAGE = 299;
  private static final int CLASSES = 1000;
  private static final int BLOCKS_A = 5;
  private static final int BLOCKS_B = 10;
  private static final int BLOCKS_C = 5;

  private final FusionNetworkBuilder net;

  private InceptionResNet(String name) {
    net = new FusionNetworkBuilder(name);
  }

  static FusionNetwork v1(String name) {
    return new InceptionResNet(name).build();
  }

  private FusionNetwork build() {
    Source x = stem(net.external("input", 3, IMAGE, IMAGE));
    for (int i = 0; i < BLOCKS_A; i++) {
      x = blockA("a" + i + "_", x);
    }
    x = reduction("reduction_a_", x, valid("reduction_a_left", x, 384, 3, 2),
        valid("reduction_a_c", same("reduction_a_b", same("reduction_a_a", x, 192, 1, 1), 192, 3, 3), 256, 3, 2));
    for (int i = 0; i < BLOCKS_B; i++) {
      x = block("b" + i + "_", x, 128, 7);
    }
    x = reduction("reduction_b_", x, valid("reduction_b_left_b", same("reduction_b_left_a", x, 256, 1, 1), 384, 3, 2),
        valid("reduction_b_middle_b", same("reduction_b_middle_a", x, 256, 1, 1), 256, 3, 2), valid("reduction_b_right_c",
            same("reduction_b_right_b", same("reduction_b_right_a", x, 256, 1, 1), 256, 3, 3), 256, 3, 2));
    for (int i = 0; i < BLOCKS_C; i++) {
      x = block("c" + i + "_", x, 192, 3);
    }
    int side = x.extent().height();
    net.fc("fc", CLASSES, net.pool("pool", new Extent(x.extent().channels(), 1, 1), Window.square(side, side), x));
    return net.build();
  }

  private Source stem(Source image) {
    Source x = valid("stem_3", valid("stem_1", image, 32, 3, 2), 32, 3, 1);
    x = maxPool("stem_pool", same("stem_4", x, 64, 3, 3));
    x = valid("stem_6", same("stem_5", x, 80, 1, 1), 192, 3, 1);
    return valid("stem_7", x, 256, 3, 2);
  }

  private Source blockA(String name, Source x) {
    Source left = same(name + "left", x, 32, 1, 1);
    Source middle = same(name + "middle_b", same(name + "middle_a", x, 32, 1, 1), 32, 3, 3);
    Source right = same(name + "right_a", x, 32, 1, 1);
    right = same(name + "right_c", same(name + "right_b", right, 32, 3, 3), 32, 3, 3);
    return residual(name, x, left, middle, right);
  }

  /** Blocks B and C: kernels of one row and of one column. */
  private Source block(String name, Source x, int channels, int kernel) {
    Source left = same(name + "left", x, channels, 1, 1);
    Source right = same(name + "right_a", x, channels, 1, 1);
    right = same(name + "right_c", same(name + "right_b", right, channels, 1, kernel), channels, kernel, 1);
    return residual(name, x, left, right);
  }

  private Source residual(String name, Source x, Source... branches) {
    return net.eltwise(name + "res", x, net.conv(name + "out", x.extent(), Window.POINT, branches));
  }

  private Source reduction(String name, Source x, Source... branches) {
    Source[] all = new Source[branches.length + 1];
    System.arraycopy(branches, 0, all, 0, branches.length);
    all[branches.length] = maxPool(name + "pool", x);
    return net.pointwise(name + "concat", all);
  }

  /** As many rows and columns as the input. */
  private Source same(String layer, Source x, int channels, int kernelHeight, int kernelWidth) {
    return net.conv(layer, new Extent(channels, x.extent().height(), x.extent().width()),
        new Window(kernelHeight, kernelWidth, 1, 1), x);
  }

  /** Without padding. */
  private Source valid(String layer, Source x, int channels, int kernel, int stride) {
    int side = (x.extent().height() - kernel) / stride + 1;
    return net.conv(layer, new Extent(channels, side, side), Window.square(kernel, stride), x);
  }

  private Source maxPool(String layer, Source x) {
    int side = (x.extent().height() - 3) / 2 + 1;
    return net.pool(layer, new Extent(x.extent().channels(), side, side), Window.square(3, 2), x);
  }
}
