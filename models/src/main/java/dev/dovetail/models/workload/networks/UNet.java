package dev.dovetail.models.workload.networks;

import dev.dovetail.models.workload.NetworkBuilder;
import dev.dovetail.models.workload.SlidingWindow;
import dev.dovetail.models.workload.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * U-Net as published: 572x572 pixels, convolutions without padding, cropped copies, 388x388 pixels of two classes.
 *
 * <p>Source: Ronneberger et al., "U-Net", MICCAI 2015, figure 1.
 */
final class UNet {
  static final List<Family> FAMILIES =
      List.of(Family.images("unet", "Ronneberger et al., MICCAI 2015, figure 1, 572x572 without padding", UNet::build));

  private static final SlidingWindow THREE = SlidingWindow.of(3);
  private static final SlidingWindow TWO = SlidingWindow.of(2).stride(2);
  private static final int DEPTH = 4;

  private UNet() {}

  private static void build(NetworkBuilder net, Map<String, Integer> parameters) {
    Value x = net.input("image", parameters.get("batch"), 1, 572, 572);
    List<Value> copies = new ArrayList<>();
    for (int level = 0; level < DEPTH; level++) {
      x = twice(net, "down%d_".formatted(level + 1), x, 64 << level);
      copies.add(x);
      x = net.maxPool("pool" + (level + 1), x, TWO);
    }
    x = twice(net, "bottom_", x, 64 << DEPTH);
    for (int level = DEPTH - 1; level >= 0; level--) {
      x = net.convTranspose("up%d".formatted(level + 1), x, 64 << level, TWO);
      x = twice(net, "up%d_".formatted(level + 1), Value.concat(1, cropped(copies.get(level), x), x), 64 << level);
    }
    net.output(net.conv("classes", x, 2, SlidingWindow.of(1)));
  }

  private static Value twice(NetworkBuilder net, String name, Value x, int channels) {
    return Blocks.convRelu(net, name + "2", Blocks.convRelu(net, name + "1", x, channels, THREE), channels, THREE);
  }

  /** The middle of {@code copy}, as large as {@code x}. */
  private static Value cropped(Value copy, Value x) {
    int border = (copy.extent(2) - x.extent(2)) / 2;
    return copy.slice(2, border, border + x.extent(2)).slice(3, border, border + x.extent(3));
  }
}
