package dev.dovetail.models.workload.networks;

import dev.dovetail.models.workload.AxisMap;
import dev.dovetail.models.workload.Dim;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.NetworkBuilder;
import dev.dovetail.models.workload.Operator;
import dev.dovetail.models.workload.SlidingWindow;
import dev.dovetail.models.workload.Value;
import java.util.List;
import java.util.Map;

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

  /** Each element is divided by a sum over five neighbouring channels (AlexNet, section 3.3). */
  static Value responseNormalisation(NetworkBuilder net, String name, Value x) {
    List<AxisMap> maps =
        List.of(new AxisMap.Same(0), new AxisMap.Window(1, 1, 1, 5, 2), new AxisMap.Same(2), new AxisMap.Same(3));
    return net.layer(new Layer(name, Operator.ELEMENTWISE, x.operands(maps), name, x.shape(),
        List.of(Dim.B, Dim.K, Dim.OY, Dim.OX), Map.of(Dim.C, 5), 1, List.of()));
  }

  /**
   * The rotary embedding of packed heads {@code [S, D]}: each pair of neighbouring elements is turned by an angle of its position
   * (Su et al., RoFormer, 2021, equation 34). Two multiplications and an addition per element; the angles are not read.
   */
  static Value rotaryEmbedding(NetworkBuilder net, String name, Value x) {
    List<AxisMap> maps = List.of(new AxisMap.Same(0), new AxisMap.Grouped(1, 2, 2));
    return net.layer(new Layer(name, Operator.ELEMENTWISE, x.operands(maps), name, x.shape(), List.of(Dim.OY, Dim.K),
        Map.of(Dim.C, 3), 1, List.of()));
  }
}
