package dev.dovetail.models.workload.networks;

import dev.dovetail.models.workload.NetworkBuilder;
import dev.dovetail.models.workload.SlidingWindow;
import dev.dovetail.models.workload.Value;
import java.util.List;
import java.util.Map;

/**
 * ResNet-18, -34, -50, -101 and -152 for 224x224 images and 1000 classes.
 *
 * <p>Source: He et al., "Deep Residual Learning for Image Recognition", CVPR 2016, table 1; shortcuts of option B (a projection
 * where the shape changes); bottlenecks of version 1.5, with the stride on the 3x3 convolution. Layer names: stage, block, place.
 */
final class ResNets {
  private static final String SOURCE = "He et al., CVPR 2016, table 1, projection shortcuts";
  private static final SlidingWindow ONE = SlidingWindow.of(1);
  private static final SlidingWindow THREE = SlidingWindow.of(3).pad(1);

  static final List<Family> FAMILIES = List.of(
      Family.images("resnet18", SOURCE, (net, p) -> build(net, p, false, 2, 2, 2, 2)),
      Family.images("resnet34", SOURCE, (net, p) -> build(net, p, false, 3, 4, 6, 3)),
      Family.images("resnet50", SOURCE + ", bottlenecks v1.5", (net, p) -> build(net, p, true, 3, 4, 6, 3)),
      Family.images("resnet101", SOURCE + ", bottlenecks v1.5", (net, p) -> build(net, p, true, 3, 4, 23, 3)),
      Family.images("resnet152", SOURCE + ", bottlenecks v1.5", (net, p) -> build(net, p, true, 3, 8, 36, 3)));

  private ResNets() {}

  private static void build(NetworkBuilder net, Map<String, Integer> parameters, boolean bottleneck, int... blocks) {
    Value x = net.input("image", parameters.get("batch"), 3, 224, 224);
    x = Blocks.convBnRelu(net, "conv1", x, 64, SlidingWindow.of(7).stride(2).pad(3));
    x = net.maxPool("pool1", x, SlidingWindow.of(3).stride(2).pad(1));
    for (int stage = 0; stage < blocks.length; stage++) {
      for (int block = 0; block < blocks[stage]; block++) {
        int stride = stage > 0 && block == 0 ? 2 : 1;
        x = block(net, "s%db%d_".formatted(stage + 2, block + 1), x, 64 << stage, stride, bottleneck);
      }
    }
    x = net.globalAveragePool("pool5", x);
    net.output(net.fc("fc", x.flatten(1), 1000));
  }

  private static Value block(NetworkBuilder net, String name, Value x, int width, int stride, boolean bottleneck) {
    int out = bottleneck ? 4 * width : width;
    Value shortcut = x;
    if (stride != 1 || x.extent(1) != out) {
      shortcut = Blocks.convBn(net, name + "proj", x, out, ONE.stride(stride));
    }
    Value y;
    if (bottleneck) {
      y = Blocks.convBnRelu(net, name + "1", x, width, ONE);
      y = Blocks.convBnRelu(net, name + "2", y, width, THREE.stride(stride));
      y = Blocks.convBn(net, name + "3", y, out, ONE);
    } else {
      y = Blocks.convBnRelu(net, name + "1", x, width, THREE.stride(stride));
      y = Blocks.convBn(net, name + "2", y, out, THREE);
    }
    return net.fold(net.add(name + "add", y, shortcut), name + "relu");
  }
}
