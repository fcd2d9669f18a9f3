package dev.dovetail.models.workload.networks;

import dev.dovetail.models.workload.NetworkBuilder;
import dev.dovetail.models.workload.SlidingWindow;
import dev.dovetail.models.workload.Value;
import java.util.List;
import java.util.Map;

/**
 * Networks that are one chain: AlexNet, VGG-16 and Darknet-19, for 1000 classes.
 *
 * <p>AlexNet is the version with two groups that was published with Caffe (227x227, local response normalisation before the first
 * two pools); VGG-16 is configuration D.
 */
final class PlainNets {
  private static final SlidingWindow ONE = SlidingWindow.of(1);
  private static final SlidingWindow THREE = SlidingWindow.of(3).pad(1);
  private static final SlidingWindow HALVE = SlidingWindow.of(2).stride(2);

  static final List<Family> FAMILIES = List.of(
      Family.images("alexnet", "Krizhevsky et al., NIPS 2012; two groups, 227x227, as published with Caffe", PlainNets::alexnet),
      Family.images("vgg16", "Simonyan and Zisserman, ICLR 2015, table 1, configuration D", PlainNets::vgg16),
      Family.images("darknet19", "Redmon and Farhadi, YOLO9000, CVPR 2017, table 6", PlainNets::darknet19));

  private PlainNets() {}

  private static void alexnet(NetworkBuilder net, Map<String, Integer> parameters) {
    SlidingWindow pool = SlidingWindow.of(3).stride(2);
    Value x = net.input("image", parameters.get("batch"), 3, 227, 227);
    x = Blocks.convRelu(net, "conv1", x, 96, SlidingWindow.of(11).stride(4));
    x = net.maxPool("pool1", Blocks.responseNormalisation(net, "norm1", x), pool);
    x = grouped(net, "conv2", x, 256, SlidingWindow.of(5).pad(2));
    x = net.maxPool("pool2", Blocks.responseNormalisation(net, "norm2", x), pool);
    x = Blocks.convRelu(net, "conv3", x, 384, THREE);
    x = grouped(net, "conv4", x, 384, THREE);
    x = grouped(net, "conv5", x, 256, THREE);
    x = net.maxPool("pool5", x, pool);
    x = net.fold(net.fc("fc6", x.flatten(1), 4096), "fc6.relu");
    x = net.fold(net.fc("fc7", x, 4096), "fc7.relu");
    net.output(net.fc("fc8", x, 1000));
  }

  private static Value grouped(NetworkBuilder net, String name, Value x, int channels, SlidingWindow window) {
    return net.fold(net.conv(name, x, channels, 2, List.of(window, window)), name + ".relu");
  }

  private static void vgg16(NetworkBuilder net, Map<String, Integer> parameters) {
    int[][] stages = {{64, 2}, {128, 2}, {256, 3}, {512, 3}, {512, 3}};
    Value x = net.input("image", parameters.get("batch"), 3, 224, 224);
    int conv = 0;
    for (int stage = 0; stage < stages.length; stage++) {
      for (int i = 0; i < stages[stage][1]; i++) {
        x = Blocks.convRelu(net, "conv" + ++conv, x, stages[stage][0], THREE);
      }
      x = net.maxPool("pool" + (stage + 1), x, HALVE);
    }
    x = net.fold(net.fc("fc1", x.flatten(1), 4096), "fc1.relu");
    x = net.fold(net.fc("fc2", x, 4096), "fc2.relu");
    net.output(net.fc("fc3", x, 1000));
  }

  private static void darknet19(NetworkBuilder net, Map<String, Integer> parameters) {
    // Table 6: the channels of each stage; 3x3 convolutions stand at even places, 1x1 between them.
    int[][] stages = {{32}, {64}, {128, 64, 128}, {256, 128, 256}, {512, 256, 512, 256, 512}, {1024, 512, 1024, 512, 1024}};
    Value x = net.input("image", parameters.get("batch"), 3, 224, 224);
    int conv = 0;
    for (int stage = 0; stage < stages.length; stage++) {
      for (int i = 0; i < stages[stage].length; i++) {
        x = Blocks.convBnRelu(net, "conv" + ++conv, x, stages[stage][i], i % 2 == 0 ? THREE : ONE);
      }
      if (stage < stages.length - 1) {
        x = net.maxPool("pool" + (stage + 1), x, HALVE);
      }
    }
    x = net.conv("conv19", x, 1000, ONE);
    net.output(net.globalAveragePool("pool6", x));
  }
}
