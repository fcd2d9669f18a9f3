package dev.dovetail.models.intracore.maestro;

import dev.dovetail.models.dataflow.Dataflow;
import dev.dovetail.models.dataflow.Directive;
import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LayerType;
import dev.dovetail.models.dataflow.LoopDim;
import dev.dovetail.models.dataflow.NamedDataflows;
import dev.dovetail.models.dataflow.TileParameter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** Random small layers under the named dataflows with random tile sizes: legal mappings, most of them. */
final class RandomQuestions {
  private static final MaestroCostModel CORRECTED = new MaestroCostModel(MaestroMode.CORRECTED);

  private final Random random;

  RandomQuestions(Random random) {
    this.random = random;
  }

  /** A layer, a mapping and a core. */
  record Question(LayerShape layer, List<Directive> mapping, MaestroHardware core) {
    MaestroStatistics answer() {
      return CORRECTED.evaluate(layer, mapping, core);
    }

    Question on(MaestroHardware other) {
      return new Question(layer, mapping, other);
    }
  }

  /** A question that the corrected mode answers; tries until there is one. */
  Question valid() {
    while (true) {
      Question question = any();
      try {
        question.answer();
        return question;
      } catch (InvalidMappingException e) {
        continue;
      }
    }
  }

  private Question any() {
    LayerShape layer = layer();
    List<Dataflow> fitting = NamedDataflows.all().stream().filter(d -> d.layers().contains(layer.type())).toList();
    Dataflow dataflow = NamedDataflows.adapted(fitting.get(random.nextInt(fitting.size())), layer);
    Map<String, Long> values = new HashMap<>();
    for (TileParameter p : dataflow.parameters()) {
      values.put(p.name(), upTo(extent(layer, Objects.requireNonNull(p.dim()))));
    }
    return new Question(layer, dataflow.resolve(layer, values), core());
  }

  private MaestroHardware core() {
    return new MaestroHardware(
        1 + random.nextInt(200), 1 + random.nextInt(20), 1, random.nextInt(3), 1 + random.nextInt(4), 1 + random.nextInt(40),
        MaestroHardware.UNLIMITED, MaestroHardware.UNLIMITED);
  }

  private LayerShape layer() {
    Map<LoopDim, Long> sizes = new EnumMap<>(LoopDim.class);
    if (random.nextInt(3) == 0) {
      for (LoopDim d : List.of(LoopDim.M, LoopDim.N, LoopDim.K)) {
        sizes.put(d, upTo(20));
      }
      return new LayerShape(LayerType.GEMM, sizes);
    }
    boolean depthwise = random.nextInt(3) == 0;
    long stride = 1 + random.nextInt(2);
    sizes.put(LoopDim.C, upTo(9));
    for (List<LoopDim> pair : List.of(List.of(LoopDim.Y, LoopDim.R), List.of(LoopDim.X, LoopDim.S))) {
      long kernel = upTo(4);
      sizes.put(pair.get(1), kernel);
      sizes.put(pair.get(0), kernel + upTo(12) - 1);
    }
    if (!depthwise) {
      sizes.put(LoopDim.K, upTo(9));
    }
    return new LayerShape(depthwise ? LayerType.DSCONV : LayerType.CONV, sizes, stride, stride);
  }

  private static long extent(LayerShape layer, LoopDim dim) {
    return switch (dim) {
      case Y_OUT -> outputs(layer, LoopDim.Y, LoopDim.R, layer.strideY());
      case X_OUT -> outputs(layer, LoopDim.X, LoopDim.S, layer.strideX());
      default -> Objects.requireNonNullElse(layer.sizes().get(dim), 1L);
    };
  }

  static long outputs(LayerShape layer, LoopDim input, LoopDim kernel, long stride) {
    return (size(layer, input) - size(layer, kernel)) / stride + 1;
  }

  static long size(LayerShape layer, LoopDim dim) {
    return Objects.requireNonNull(layer.sizes().get(dim));
  }

  /** The mapping with dimensions renamed. */
  static List<Directive> renamed(List<Directive> mapping, Map<LoopDim, LoopDim> names) {
    List<Directive> renamed = new ArrayList<>();
    for (Directive d : mapping) {
      LoopDim dim = d.dim();
      renamed.add(dim == null ? d : new Directive(d.kind(), d.size(), d.offset(), names.getOrDefault(dim, dim)));
    }
    return renamed;
  }

  private long upTo(long most) {
    return 1 + random.nextInt((int) most);
  }
}
