package dev.dovetail.models.intracore.maestro;

import dev.dovetail.models.dataflow.Directive;
import dev.dovetail.models.dataflow.LoopDim;
import dev.dovetail.models.intracore.maestro.InvalidMappingException.Code;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a list of directives stands.
 *
 * @param layer the layer
 * @param level 0 outermost
 * @param above the complete directives of the level above; empty at level 0
 */
record LevelContext(LayerTensors layer, int level, List<Directive> above) {
  /** Whether the level's table of extents has the dimension: below the outermost level only what loops run over is handed down. */
  boolean knows(LoopDim dim) {
    return level == 0 ? layer.knows(dim) : layer.iterated().contains(dim);
  }

  /** The first directive on a dimension. */
  static @Nullable Directive first(List<Directive> directives, LoopDim dim) {
    int at = indexOf(directives, dim);
    return at < 0 ? null : directives.get(at);
  }

  /** The place of the first directive on a dimension; -1 if there is none. */
  static int indexOf(List<Directive> directives, LoopDim dim) {
    for (int i = 0; i < directives.size(); i++) {
      if (directives.get(i).dim() == dim) {
        return i;
      }
    }
    return -1;
  }

  /** The last directive on a dimension. */
  static @Nullable Directive last(List<Directive> directives, LoopDim dim) {
    for (int i = directives.size() - 1; i >= 0; i--) {
      if (directives.get(i).dim() == dim) {
        return directives.get(i);
      }
    }
    return null;
  }

  InvalidMappingException unknown(Directive d) {
    return new InvalidMappingException(Code.UNKNOWN_DIMENSION, level, d.dim(),
        "the directive (%s) at level %d is on a dimension that the tensors of the layer do not have there.".formatted(d, level),
        "the mapping is for another layer type.");
  }
}
