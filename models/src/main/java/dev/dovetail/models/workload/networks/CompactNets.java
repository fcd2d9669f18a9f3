package dev.dovetail.models.workload.networks;

import dev.dovetail.models.workload.NetworkBuilder;
import dev.dovetail.models.workload.SlidingWindow;
import dev.dovetail.models.workload.Value;
import java.util.List;
import java.util.Map;

/** Networks made for few weights or little work: MobileNetV2, SqueezeNet 1.0 and GoogLeNet (Inception v1), for 1000 classes. */
final class CompactNets {
  private static final SlidingWindow ONE = SlidingWindow.of(1);
  private static final SlidingWindow THREE = SlidingWindow.of(3).pad(1);
  private static final SlidingWindow POOL = SlidingWindow.of(3).stride(2).roundedUp();

  static final List<Family> FAMILIES = List.of(
      Family.images("mobilenet-v2", "Sandler et al., MobileNetV2, CVPR 2018, table 2, 224x224, width 1.0",
          CompactNets::mobileNetV2),
      Family.images("squeezenet", "Iandola et al., SqueezeNet, 2016, table 1 (version 1.0, 227x227 so that conv1 gives 111x111)",
          CompactNets::squeezeNet),
      Family.images("inception-v1",
          "Szegedy et al., Going Deeper with Convolutions, CVPR 2015, table 1, without auxiliary classifiers",
          CompactNets::googLeNet));

  private CompactNets() {}

  private static void mobileNetV2(NetworkBuilder net, Map<String, Integer> parameters) {
    int[][] rows = { // expansion, channels, repetitions, stride: table 2
        {1, 16, 1, 1}, {6, 24, 2, 2}, {6, 32, 3, 2}, {6, 64, 4, 2}, {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}
    };
    Value x = net.input("image", parameters.get("batch"), 3, 224, 224);
    x = Blocks.convBnRelu(net, "conv1", x, 32, THREE.stride(2));
    int block = 0;
    for (int[] row : rows) {
      for (int i = 0; i < row[2]; i++) {
        x = invertedResidual(net, "b%d_".formatted(++block), x, row[0], row[1], i == 0 ? row[3] : 1);
      }
    }
    x = Blocks.convBnRelu(net, "conv2", x, 1280, ONE);
    x = net.globalAveragePool("pool", x);
    net.output(net.fc("fc", x.flatten(1), 1000));
  }

  private static Value invertedResidual(NetworkBuilder net, String name, Value x, int expansion, int channels, int stride) {
    Value y = x;
    if (expansion > 1) {
      y = Blocks.convBnRelu(net, name + "expand", y, expansion * x.extent(1), ONE);
    }
    y = net.fold(net.depthwise(name + "depthwise", y, THREE.stride(stride)), name + "depthwise.bn", name + "depthwise.relu");
    y = Blocks.convBn(net, name + "project", y, channels, ONE);
    return stride == 1 && x.extent(1) == channels ? net.add(name + "add", y, x) : y;
  }

  private static void squeezeNet(NetworkBuilder net, Map<String, Integer> parameters) {
    Value x = net.input("image", parameters.get("batch"), 3, 227, 227);
    x = Blocks.convRelu(net, "conv1", x, 96, SlidingWindow.of(7).stride(2));
    x = net.maxPool("pool1", x, POOL);
    x = fire(net, "fire2_", x, 16, 64);
    x = fire(net, "fire3_", x, 16, 64);
    x = net.maxPool("pool4", fire(net, "fire4_", x, 32, 128), POOL);
    x = fire(net, "fire5_", x, 32, 128);
    x = fire(net, "fire6_", x, 48, 192);
    x = fire(net, "fire7_", x, 48, 192);
    x = net.maxPool("pool8", fire(net, "fire8_", x, 64, 256), POOL);
    x = fire(net, "fire9_", x, 64, 256);
    x = Blocks.convRelu(net, "conv10", x, 1000, ONE);
    net.output(net.globalAveragePool("pool10", x));
  }

  private static Value fire(NetworkBuilder net, String name, Value x, int squeeze, int expand) {
    Value s = Blocks.convRelu(net, name + "squeeze", x, squeeze, ONE);
    return Value.concat(1, Blocks.convRelu(net, name + "expand1", s, expand, ONE),
        Blocks.convRelu(net, name + "expand3", s, expand, THREE));
  }

  private static void googLeNet(NetworkBuilder net, Map<String, Integer> parameters) {
    Value x = net.input("image", parameters.get("batch"), 3, 224, 224);
    x = Blocks.convRelu(net, "conv1", x, 64, SlidingWindow.of(7).stride(2).pad(3));
    x = Blocks.responseNormalisation(net, "norm1", net.maxPool("pool1", x, POOL));
    x = Blocks.convRelu(net, "conv2_reduce", x, 64, ONE);
    x = Blocks.convRelu(net, "conv2", x, 192, THREE);
    x = net.maxPool("pool2", Blocks.responseNormalisation(net, "norm2", x), POOL);
    x = inception(net, "3a_", x, 64, 96, 128, 16, 32, 32);
    x = inception(net, "3b_", x, 128, 128, 192, 32, 96, 64);
    x = net.maxPool("pool3", x, POOL);
    x = inception(net, "4a_", x, 192, 96, 208, 16, 48, 64);
    x = inception(net, "4b_", x, 160, 112, 224, 24, 64, 64);
    x = inception(net, "4c_", x, 128, 128, 256, 24, 64, 64);
    x = inception(net, "4d_", x, 112, 144, 288, 32, 64, 64);
    x = inception(net, "4e_", x, 256, 160, 320, 32, 128, 128);
    x = net.maxPool("pool4", x, POOL);
    x = inception(net, "5a_", x, 256, 160, 320, 32, 128, 128);
    x = inception(net, "5b_", x, 384, 192, 384, 48, 128, 128);
    x = net.globalAveragePool("pool5", x);
    net.output(net.fc("fc", x.flatten(1), 1000));
  }

  /** Table 1's columns: #1x1, #3x3 reduce, #3x3, #5x5 reduce, #5x5, pool proj. */
  private static Value inception(NetworkBuilder net, String name, Value x, int one, int reduce3, int three, int reduce5, int five,
      int pool) {
    Value a = Blocks.convRelu(net, name + "1x1", x, one, ONE);
    Value b = Blocks.convRelu(net, name + "3x3", Blocks.convRelu(net, name + "3x3_reduce", x, reduce3, ONE), three, THREE);
    SlidingWindow fiveByFive = SlidingWindow.of(5).pad(2);
    Value c = Blocks.convRelu(net, name + "5x5", Blocks.convRelu(net, name + "5x5_reduce", x, reduce5, ONE), five, fiveByFive);
    Value d = Blocks.convRelu(net, name + "pool_proj", net.maxPool(name + "pool", x, THREE), pool, ONE);
    return Value.concat(1, a, b, c, d);
  }
}
