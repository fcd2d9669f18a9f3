package dev.dovetail.models.workload.networks;

import dev.dovetail.models.workload.NetworkBuilder;
import dev.dovetail.models.workload.SlidingWindow;
import dev.dovetail.models.workload.Value;

/** Groups of operators that several networks share; the operators behind a convolution are folded into it. */
final class Blocks {
  private Blocks() {}

  /** Convolution and batch normalisation. */
  static Value convBn(NetworkBuilder net, String name, Value x, int channels, SlidingWindow window) {
    return net.fold(net.conv(name, x, channels, window), name + ".bn");
  }

  /** Convolution, batch normalisation and ReLU. */
  static Value convBnRelu(NetworkBuilder net, String name, Value x, int channels, SlidingWindow window) {
    return net.fold(net.conv(name, x, channels, window), name + ".bn", name + ".relu");
  }

  /** Convolution and ReLU. */
  static Value convRelu(NetworkBuilder net, String name, Value x, int channels, SlidingWindow window) {
    return net.fold(net.conv(name, x, channels, window), name + ".relu");
  }
}
