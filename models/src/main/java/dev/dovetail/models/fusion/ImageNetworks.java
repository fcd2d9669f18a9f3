package dev.dovetail.models.fusion;

import dev.dovetail.models.fusion.FusionNetworkBuilder.Source;
import dev.dovetail.models.fusion.FusionNetworkBuilder.Window;

/**
 * ResNets with bottlenecks on images of 224 x 224: He et al., Deep Residual Learning for Image Recognition, CVPR 2016, table 1.
 *
 * <p>The stride of a stage is in its first 1x1 convolution, as in the paper; layers are named and ordered as in the public
 * program SoMa-HPCA2025. Normalisations and activations are part of the layer before them.
 */
final class ImageNetworks {
  private static final int IMAGE = 224;
  private static final int CLASSES = 1000;
  private static final int STEM = 64;
  private static final int EXPANSION = 4;

  private ImageNetworks() {}

  /**
   * @param name of the network
   * @param blocks per stage
   */
  static FusionNetwork resnet(String name, int... blocks) {
    FusionNetworkBuilder net = new FusionNetworkBuilder(name);
    int side = IMAGE / 2;
    Source x = net.conv("conv1", new Extent(STEM, side, side), Window.square(7, 2), net.external("input", 3, IMAGE, IMAGE));
    side /= 2;
    x = net.pool("pool1", new Extent(STEM, side, side), Window.square(3, 2), x);
    for (int stage = 0; stage < blocks.length; stage++) {
      side = stage == 0 ? side : side / 2;
      for (int block = 0; block < blocks[stage]; block++) {
        x = bottleneck(net, "conv_" + (stage + 2) + "_", block, x, STEM << stage, side);
      }
    }
    x = net.pool("pool5", new Extent(x.extent().channels(), 1, 1), Window.square(side, side), x);
    net.fc("fc", CLASSES, x);
    return net.build();
  }

  private static Source bottleneck(FusionNetworkBuilder net, String stage, int block, Source x, int width, int side) {
    String name = stage + block + "_";
    Extent narrow = new Extent(width, side, side);
    Extent wide = new Extent(EXPANSION * width, side, side);
    Window first = Window.square(1, x.extent().height() / side);
    Source y = net.conv(name + "a", narrow, first, x);
    y = net.conv(name + "b", narrow, Window.square(3, 1), y);
    y = net.conv(name + "c", wide, Window.POINT, y);
    Source shortcut = block == 0 ? net.conv(stage + "br", wide, first, x) : x;
    return net.eltwise(name + "res", y, shortcut);
  }
}
