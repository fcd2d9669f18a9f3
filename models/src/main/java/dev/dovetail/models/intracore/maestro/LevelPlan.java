package dev.dovetail.models.intracore.maestro;

import dev.dovetail.models.dataflow.Directive;
import dev.dovetail.models.dataflow.LoopDim;
import java.util.List;

/**
 * One level of a mapping: its units, its complete directives, and the tables of tile sizes that all its evaluations share.
 *
 * <p>The tables are made from the extents that the level above hands down at most; evaluations may have smaller ones. Arrays are
 * indexed by the ordinal of a dimension or by the position of a directive.
 */
final class LevelPlan {
  /** 0 outermost. */
  final int level;
  /** Units among which the spatial directives distribute. */
  final long units;
  /** Complete directives, outermost first. */
  final List<Directive> directives;
  /** By position: the ordinal of the dimension. */
  final int[] dim;
  /** By position: whether the directive is spatial. */
  final boolean[] spatial;
  /** By position. */
  final long[] size;
  /** By position. */
  final long[] offset;
  /** One bit per dimension whose first directive is spatial. */
  final int spatialMask;
  /** By dimension: the position of the last directive on it, whose state serves them all; means nothing if there is none. */
  final int[] serving = new int[LayerTensors.DIMS.length];
  /** One bit per dimension that has a spatial directive. */
  final int anySpatialMask;
  /** One bit per dimension whose edge tile is smaller than, or unlike, its tile. */
  final int differing;
  /** The dimension of the first spatial directive. */
  final int firstSpatial;
  /** The dimension of the last spatial directive. */
  final int lastSpatial;
  /** Units that are busy at the spatial edge. */
  final long edgeUnits;
  /** By dimension, outputs included: the tile. */
  final long[] map = new long[LayerTensors.DIMS.length];
  /** What is new in the next tile. */
  final long[] fresh = new long[LayerTensors.DIMS.length];
  /** The last tile, smaller if the extent is no multiple. */
  final long[] edgeMap = new long[LayerTensors.DIMS.length];
  /** What is new in the last tile. */
  final long[] edgeFresh = new long[LayerTensors.DIMS.length];

  /**
   * @param extents by ordinal, of the dimensions that the level knows
   */
  LevelPlan(LayerTensors layer, int level, long units, List<Directive> directives, long[] extents, ModeRules rules) {
    this.level = level;
    this.units = units;
    this.directives = List.copyOf(directives);
    int count = directives.size();
    dim = new int[count];
    spatial = new boolean[count];
    size = new long[count];
    offset = new long[count];
    int first = -1;
    int last = -1;
    int seen = 0;
    int spatialDims = 0;
    int anySpatial = 0;
    for (int j = 0; j < count; j++) {
      Directive d = directives.get(j);
      dim[j] = d.dim().ordinal();
      spatial[j] = d.kind() == Directive.Kind.SPATIAL;
      size[j] = d.size();
      offset[j] = d.offset();
      serving[dim[j]] = j;
      if (spatial[j]) {
        first = first < 0 ? j : first;
        last = j;
        anySpatial |= 1 << dim[j];
      }
      if (spatial[j] && (seen >> dim[j] & 1) == 0) {
        spatialDims |= 1 << dim[j];
      }
      seen |= 1 << dim[j];
      tile(j, extents[dim[j]]);
    }
    spatialMask = spatialDims;
    anySpatialMask = anySpatial;
    int unlike = 0;
    for (int d : dim) {
      unlike |= map[d] != edgeMap[d] ? 1 << d : 0;
    }
    differing = unlike;
    firstSpatial = dim[first];
    lastSpatial = dim[last];
    edgeUnits = edgeUnits(size[first], offset[first], extents[dim[first]], rules);
    for (int j = 0; j < count; j++) {
      for (Window w : layer.windows()) {
        if (w.input().ordinal() == dim[j]) {
          outputTile(w, directives.get(j), rules);
        }
      }
    }
  }

  private void tile(int j, long extent) {
    int d = dim[j];
    long m = size[j];
    long o = offset[j];
    long steps = Math.max((extent - m) / o, 0);
    long rest = Math.subtractExact(extent, Math.multiplyExact(Math.addExact(steps, 1), o));
    long edge = rest < 0 ? extent : rest;
    map[d] = m;
    fresh[d] = !spatial[j] && extent <= m ? 0 : Math.min(m, o);
    edgeMap[d] = steps * o + m < extent || m > extent ? edge : m;
    edgeFresh[d] = Math.max(o - (m - edge), 0);
  }

  private void outputTile(Window w, Directive onInputs, ModeRules rules) {
    int in = w.input().ordinal();
    int kernel = w.kernel().ordinal();
    int out = w.output().ordinal();
    map[out] = w.outputs(map[in], map[kernel]);
    fresh[out] = rules.newOutputs(onInputs, map[out], w.step());
    edgeMap[out] = rules.edgeOutputs(w.outputs(edgeMap[in], edgeMap[kernel]));
    edgeFresh[out] = Math.min(ModeRules.ceilDiv(onInputs.offset(), w.step()), edgeMap[out]);
  }

  private long edgeUnits(long m, long o, long extent, ModeRules rules) {
    long covered = Math.addExact(Math.multiplyExact(o, units - 1), m);
    if (extent <= m) {
      return 1;
    }
    if (extent > covered) {
      long steps = ((extent - m) / o + 1) / units - 1;
      long rest = extent - (steps + 1) * o * units;
      return rules.edgeUnits(rest < m ? 1 : (rest - m) / o + 1, rest, m, o);
    }
    long whole = (extent - m) / o + 1;
    return o * (whole - 1) + m < extent ? whole + 1 : whole;
  }

  /** Whether the dimension's first directive is spatial. */
  boolean isSpatial(int d) {
    return (spatialMask >> d & 1) != 0;
  }

  /** The last spatial dimension of a tensor in the model's order; -1 if it has none. */
  int lastSpatial(TensorDims tensor) {
    int last = -1;
    for (int d : tensor.ordinals()) {
      last = isSpatial(d) ? d : last;
    }
    return last;
  }

  /** The extents of the level below when the dimensions in {@code small} (one bit each) have their edge tile. */
  long[] extentsBelow(int small) {
    long[] below = new long[map.length];
    for (int d = 0; d < below.length; d++) {
      below[d] = (small >> d & 1) != 0 ? edgeMap[d] : map[d];
    }
    return below;
  }

  /** The extents that the level below knows: a tile, at most the extent. */
  long[] tileExtents(LayerTensors layer, long[] extents) {
    long[] below = new long[extents.length];
    for (LoopDim d : layer.iterated()) {
      int at = LevelContext.indexOf(directives, d);
      below[d.ordinal()] = Math.min(directives.get(at).size(), extents[d.ordinal()]);
    }
    return below;
  }
}
