package dev.dovetail.models.dataflow.nest;

import dev.dovetail.models.dataflow.Directive;
import dev.dovetail.models.dataflow.Directive.Kind;
import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LoopDim;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A mapping as the loops that it stands for, level by level.
 *
 * <p>Role: pictures and tables for people. A stride counts as meant: rows and columns that no output needs are left out, and a tile
 * written for stride 1 moves on by whole strides.
 *
 * @param shape the layer
 * @param levels outermost first; never empty
 */
public record LoopNest(LayerShape shape, List<NestLevel> levels) {
  public LoopNest {
    levels = List.copyOf(levels);
  }

  /** The kernel dimension that slides over {@code dim}; null if none does. */
  static @Nullable LoopDim kernel(LoopDim dim) {
    return dim == LoopDim.Y ? LoopDim.R : dim == LoopDim.X ? LoopDim.S : null;
  }

  /**
   * The nest of a mapping that the cost model accepts.
   *
   * @param pes processing elements of the core
   * @throws IllegalArgumentException if they are fewer than one innermost unit per cluster
   */
  public static LoopNest of(LayerShape shape, List<Directive> mapping, long pes) {
    List<List<Directive>> groups = new ArrayList<>(List.of(new ArrayList<>()));
    List<Long> clusters = new ArrayList<>();
    for (Directive d : mapping) {
      if (d.kind() == Kind.CLUSTER) {
        clusters.add(d.size());
        groups.add(new ArrayList<>());
      } else {
        groups.get(groups.size() - 1).add(d);
      }
    }
    long inUnit = clusters.stream().reduce(1L, Math::multiplyExact);
    if (inUnit < 1 || pes < inUnit) {
      throw new IllegalArgumentException("The processing elements (%d) must be at least (%d).".formatted(pes, inUnit));
    }
    Builder builder = new Builder(shape);
    List<NestLevel> levels = new ArrayList<>();
    long units = pes / inUnit;
    for (int i = 0; i < groups.size(); i++) {
      if (i > 0) {
        units = clusters.get(i - 1);
        inUnit /= units;
      }
      levels.add(builder.level(i, units, inUnit, groups.get(i)));
    }
    return new LoopNest(shape, levels);
  }

  /** Elements of each dimension that one processing element works on in one step of the innermost level. */
  public Map<LoopDim, Long> innermostTile() {
    NestLevel last = levels.get(levels.size() - 1);
    EnumMap<LoopDim, Long> tile = new EnumMap<>(LoopDim.class);
    tile.putAll(last.whole());
    last.loops().forEach(l -> tile.put(l.dim(), last.tile(l.dim())));
    return tile;
  }

  /** Levels are made from the outermost to the innermost; each hands the sizes of its tile down. */
  private static final class Builder {
    private final LayerShape shape;
    private EnumMap<LoopDim, Long> sizes = new EnumMap<>(LoopDim.class);

    Builder(LayerShape shape) {
      this.shape = shape;
      shape.sizes().forEach((d, size) -> {
        if (!shape.type().slides() || d != LoopDim.Y_OUT && d != LoopDim.X_OUT) {
          sizes.put(d, size);
        }
      });
      if (shape.type().slides()) {
        for (LoopDim v : List.of(LoopDim.Y, LoopDim.X)) {
          sizes.put(v, (outputs(v) - 1) * stride(v) + fullKernel(v));
        }
      }
    }

    private long outputs(LoopDim v) {
      LoopDim out = v == LoopDim.Y ? LoopDim.Y_OUT : LoopDim.X_OUT;
      Long listed = shape.sizes().get(out);
      long raw = v == LoopDim.Y ? shape.strideY() : shape.strideX();
      return listed != null ? listed : (shape.sizes().getOrDefault(v, 1L) - fullKernel(v)) / raw + 1;
    }

    private long fullKernel(LoopDim v) {
      return shape.sizes().getOrDefault(Objects.requireNonNull(kernel(v)), 1L);
    }

    /** Rows between two windows; those beyond the kernel's length are read by nobody and left out. */
    private long stride(LoopDim v) {
      return Math.min(v == LoopDim.Y ? shape.strideY() : shape.strideX(), fullKernel(v));
    }

    NestLevel level(int index, long units, long inUnit, List<Directive> group) {
      List<Loop> loops = new ArrayList<>();
      for (Directive d : group) {
        loops.add(loop(d, group, units));
      }
      EnumMap<LoopDim, Long> whole = new EnumMap<>(sizes);
      loops.forEach(l -> whole.remove(l.dim()));
      NestLevel level = new NestLevel(index, units, inUnit, loops, whole);
      EnumMap<LoopDim, Long> inner = new EnumMap<>(LoopDim.class);
      sizes.keySet().forEach(d -> inner.put(d, level.tile(d)));
      sizes = inner;
      return level;
    }

    private Loop loop(Directive d, List<Directive> group, long units) {
      LoopDim dim = Objects.requireNonNull(d.dim());
      boolean ofOutputs = shape.type().slides() && (dim == LoopDim.Y_OUT || dim == LoopDim.X_OUT);
      LoopDim v = !ofOutputs ? dim : dim == LoopDim.Y_OUT ? LoopDim.Y : LoopDim.X;
      boolean spatial = d.kind() == Kind.SPATIAL;
      long extent = sizes.getOrDefault(v, 1L);
      LoopDim kernel = shape.type().slides() ? kernel(v) : null;
      if (kernel == null) {
        return new Loop(v, spatial, extent, d.size(), d.offset(), spatial ? units : 1, null);
      }
      long tile = d.size();
      long step = d.offset();
      long kernelExtent = sizes.getOrDefault(kernel, 1L);
      long kernelTile = group.stream().filter(g -> g.dim() == kernel).findFirst().map(Directive::size).orElse(kernelExtent);
      if (ofOutputs) {
        tile = (d.size() - 1) * stride(v) + kernelTile;
        step = d.offset() * stride(v);
      } else if ((v == LoopDim.Y ? shape.strideY() : shape.strideX()) != 1 && tile >= fullKernel(v)) {
        long outputs = (tile - fullKernel(v)) / stride(v) + 1;
        tile = (outputs - 1) * stride(v) + fullKernel(v);
        step = outputs * stride(v);
      }
      Loop.Window window =
          kernelTile >= kernelExtent && tile >= kernelTile && step % stride(v) == 0
              ? new Loop.Window(v == LoopDim.Y ? LoopDim.Y_OUT : LoopDim.X_OUT, (extent - kernelExtent) / stride(v) + 1,
                  (tile - kernelTile) / stride(v) + 1, step / stride(v))
              : null;
      return new Loop(v, spatial, extent, tile, step, spatial ? units : 1, window);
    }
  }
}
