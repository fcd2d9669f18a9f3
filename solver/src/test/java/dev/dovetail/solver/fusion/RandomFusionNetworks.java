package dev.dovetail.solver.fusion;

import dev.dovetail.models.Objective;
import dev.dovetail.models.fusion.Extent;
import dev.dovetail.models.fusion.ExternalInput;
import dev.dovetail.models.fusion.FusionLayer;
import dev.dovetail.models.fusion.FusionNetwork;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.models.fusion.FusionRules;
import dev.dovetail.models.fusion.LayerKind;
import dev.dovetail.models.intracore.polar.PolarCore;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Small networks of all kinds of layers: branches, concatenations, transposes, weights that another layer computes, pools
 * before a classifier.
 */
final class RandomFusionNetworks {
  private final SplittableRandom random;
  private final List<FusionLayer> layers = new ArrayList<>();

  private RandomFusionNetworks(SplittableRandom random) {
    this.random = random;
  }

  /** A problem with so many layers on a small core. */
  static FusionProblem problem(long seed, int layers, FusionRules rules, Objective objective, long bufferBytes) {
    SplittableRandom random = new SplittableRandom(seed);
    FusionNetwork network = new RandomFusionNetworks(random).network(layers);
    return new FusionProblem(
        "random" + seed, network, 1 + random.nextInt(3), new PolarCore(2, 32, bufferBytes, 32), 4, rules, objective);
  }

  private FusionNetwork network(int count) {
    ExternalInput input = new ExternalInput(0, "image", new Extent(6, 8, 8));
    conv(List.of(), List.of(0), input.extent(), 8, 3, 1);
    while (layers.size() < count) {
      add();
    }
    return new FusionNetwork("random", List.of(input), layers);
  }

  private void add() {
    int p = random.nextInt(layers.size());
    Extent e = layers.get(p).out();
    switch (random.nextInt(9)) {
      case 0, 1 -> conv(List.of(p), List.of(), e, 4 + 4 * random.nextInt(3), 1, 1);
      case 2 -> {
        if (e.height() > 1 && e.width() > 1) {
          conv(List.of(p), List.of(), e, 8, 3, e.height() % 2 == 0 && e.width() % 2 == 0 ? 1 + random.nextInt(2) : 1);
        }
      }
      case 3 -> joined(p, e, LayerKind.ELTWISE);
      case 4 -> joined(p, e, LayerKind.POINTWISE);
      case 5 -> add(LayerKind.TRANSPOSE, List.of(p), List.of(), List.of(), new Extent(e.height(), e.channels(), e.width()), e, 1,
          1, 1, 0, List.of(1, 0, 2));
      case 6 -> {
        if (e.height() % 2 == 0 && e.width() % 2 == 0) {
          add(LayerKind.POOL, List.of(p), List.of(), List.of(), new Extent(e.channels(), e.height() / 2, e.width() / 2), e, 2, 2,
              1, 0, List.of());
        }
      }
      case 7 -> {
        if (e.channels() % 2 == 0) {
          int other = random.nextInt(layers.size());
          if (other != p) { // the weights are another layer's output
            add(LayerKind.GROUPCONV, List.of(p), List.of(other), List.of(), new Extent(4, e.height(), e.width()), e, 1, 1, 2, 0,
                List.of());
          }
        }
      }
      default -> {
        if (e.height() * e.width() <= 16) {
          add(LayerKind.FC, List.of(p), List.of(), List.of(), new Extent(10, 1, 1), e, e.height(), 1, 1,
              10L * e.channels() * e.height() * e.width(), List.of());
        }
      }
    }
  }

  private void joined(int p, Extent e, LayerKind kind) {
    int channels = 0;
    List<Integer> inputs = new ArrayList<>();
    for (FusionLayer l : layers) {
      boolean fits = l.out().equals(e) || kind == LayerKind.POINTWISE && l.out().height() == e.height()
          && l.out().width() == e.width();
      if (fits && (l.id() == p || inputs.size() < 3 && random.nextBoolean())) {
        inputs.add(l.id());
        channels += l.out().channels();
      }
    }
    Extent in = new Extent(channels, e.height(), e.width());
    int operands = kind == LayerKind.ELTWISE ? inputs.size() : 1;
    layers.add(
        new FusionLayer(layers.size(), "layer" + layers.size(), kind, inputs, List.of(), List.of(),
            kind == LayerKind.ELTWISE ? e : in, in, 1, 1, 1, 1, 0, 0, 1, operands, 0, List.of()));
  }

  private void conv(List<Integer> inputs, List<Integer> external, Extent in, int channels, int kernel, int stride) {
    Extent out = new Extent(channels, in.height() / stride, in.width() / stride);
    add(LayerKind.CONV, inputs, List.of(), external, out, in, kernel, stride, 1,
        (long) kernel * kernel * in.channels() * channels,
        List.of());
  }

  private void add(LayerKind kind, List<Integer> inputs, List<Integer> weights, List<Integer> external, Extent out, Extent in,
      int kernel, int stride, int groups, long weightBytes, List<Integer> axes) {
    int columns = kind == LayerKind.FC ? in.width() : kernel;
    int pad = kernel == 3 && stride == 1 ? 1 : 0;
    layers.add(
        new FusionLayer(layers.size(), "layer" + layers.size(), kind, inputs, weights, external, out, in, kernel, columns, stride,
            stride, pad, pad, groups, 1, weightBytes, axes));
  }
}
