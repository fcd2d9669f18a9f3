package dev.dovetail.models.intracore.maestro;

import dev.dovetail.models.dataflow.Directive;
import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LayerType;
import dev.dovetail.models.dataflow.LoopDim;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Small layers with mappings of one to four levels, of which most are legal and none is sensible. */
final class RandomMappings {
  /** One evaluation. */
  record Trial(LayerShape layer, List<Directive> mapping, MaestroHardware core) {}

  private final Random random;
  private final boolean twice;

  /**
   * @param twice whether a dimension may have two directives in a group
   */
  RandomMappings(long seed, boolean twice) {
    random = new Random(seed);
    this.twice = twice;
  }

  Trial next() {
    LayerShape layer = layer();
    int clusters = pick(10) < 5 ? pick(2) : pick(4);
    List<Directive> mapping = new ArrayList<>();
    long pes = 1 + pick(5);
    for (int level = 0; level <= clusters; level++) {
      if (level > 0) {
        long size = 1 + pick(4);
        pes *= size;
        mapping.add(Directive.cluster(size));
      }
      mapping.addAll(group(layer));
    }
    return new Trial(layer, mapping, new MaestroHardware(pes + pick(3), 1 + pick(16), pick(3), pick(3), 1 + pick(3), 1 + pick(40),
        20 + pick(200), 50 + pick(2000)));
  }

  private LayerShape layer() {
    LayerType type = LayerType.values()[pick(LayerType.values().length)];
    Map<LoopDim, Long> sizes = new EnumMap<>(LoopDim.class);
    if (type == LayerType.GEMM) {
      for (LoopDim dim : List.of(LoopDim.M, LoopDim.N, LoopDim.K)) {
        sizes.put(dim, 1L + pick(12));
      }
      return new LayerShape(type, sizes);
    }
    for (LoopDim dim : List.of(LoopDim.K, LoopDim.C)) {
      sizes.put(dim, 1L + pick(9));
    }
    long kernel = 1 + pick(4);
    sizes.put(LoopDim.R, kernel);
    sizes.put(LoopDim.S, pick(3) == 0 ? 1L + pick(4) : kernel);
    sizes.put(pick(8) == 0 ? LoopDim.Y_OUT : LoopDim.Y, kernel + pick(8));
    sizes.put(pick(8) == 0 ? LoopDim.X_OUT : LoopDim.X, sizes.get(LoopDim.S) + pick(8));
    if (pick(3) == 0) {
      sizes.put(LoopDim.N, 1L + pick(3));
    }
    if (type == LayerType.NGCONV) {
      sizes.put(LoopDim.G, 1L + pick(4));
    }
    long stride = pick(2) == 0 ? 1 : 1 + pick(3);
    return new LayerShape(type, sizes, stride, pick(4) == 0 ? 1 + pick(3) : stride);
  }

  private List<Directive> group(LayerShape layer) {
    List<LoopDim> dims = new ArrayList<>();
    for (LoopDim dim : List.of(LoopDim.N, LoopDim.G, LoopDim.K, LoopDim.C, LoopDim.M)) {
      if (layer.lists(dim) && !(dim == LoopDim.K && layer.type() == LayerType.DSCONV && pick(10) > 0)) {
        dims.add(dim);
      }
    }
    if (layer.type().slides()) {
      boolean outputs = pick(5) == 0;
      dims.add(outputs ? LoopDim.Y_OUT : LoopDim.Y);
      dims.add(outputs ? LoopDim.X_OUT : LoopDim.X);
    }
    Collections.shuffle(dims, random);
    dims = new ArrayList<>(dims.subList(0, dims.size() - pick(dims.size())));
    if (layer.type().slides() && pick(3) > 0) {
      dims.add(pick(dims.size() + 1), LoopDim.R);
      dims.add(pick(dims.size() + 1), LoopDim.S);
    }
    if (twice && pick(4) == 0) {
      dims.add(pick(dims.size() + 1), dims.get(pick(dims.size())));
    }
    int spatial = pick(dims.size());
    int second = pick(4) == 0 ? pick(dims.size()) : spatial;
    List<Directive> group = new ArrayList<>();
    for (int i = 0; i < dims.size(); i++) {
      group.add(directive(layer, dims.get(i), i == spatial || i == second));
    }
    return group;
  }

  private Directive directive(LayerShape layer, LoopDim dim, boolean spatial) {
    boolean kernel = dim == LoopDim.R || dim == LoopDim.S;
    long full = layer.sizes().getOrDefault(dim, 6L);
    if (kernel && !spatial) {
      return Directive.temporal(full, full, dim);
    }
    long size = 1 + pick((int) Math.min(full + 2, 8));
    boolean window = dim == LoopDim.Y || dim == LoopDim.X;
    if (window && pick(4) > 0) {
      long steps = 1 + pick(3);
      size = layer.sizes().get(dim == LoopDim.Y ? LoopDim.R : LoopDim.S) + steps - 1;
      return spatial ? Directive.spatial(size, steps, dim) : Directive.temporal(size, steps, dim);
    }
    long offset = pick(3) == 0 ? 1 + pick(4) : size;
    return spatial ? Directive.spatial(size, offset, dim) : Directive.temporal(size, offset, dim);
  }

  private int pick(int bound) {
    return random.nextInt(bound);
  }
}
