package dev.dovetail.models.fusion.bounds;

import dev.dovetail.models.fusion.FusionLayer;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.models.fusion.LayerKind;
import java.util.Arrays;
import java.util.List;

/**
 * How much of each layer's output is computed at least, over all tiles, whatever the plan.
 *
 * <p>Role: rows that no reader in the sub-group asks for are not computed, so less than the output may do; reads and writes of DRAM,
 * operations and residency are counted from here. All tiles of a layer have one shape. If the axis of the output from which it was inferred is cut into f
 * parts, the layer computes f tiles of some extent along it: at least f times the least extent that any chain of readers asks for at that f. Axes
 * are taken apart; a transpose that exchanges the channels with an axis forbids to cut that axis. Where other transposes could bring parts of the other axis there,
 * transposes count as asking for one element only.
 */
final class Coverage {
  private static final long NEVER = Long.MAX_VALUE / 4;
  private static final int ROWS = 1;
  private static final int COLUMNS = 2;

  private final int batch;
  private final int most;
  private final boolean anyCount;
  private final boolean mixing;
  private final boolean tangled;
  private final LayerGraph graph;
  /** Least channels, all parts together. */
  private final long[] channels;
  /** Least extent of a tile by layer, axis (rows, columns) and number of parts. */
  private final long[][][] extents;

  Coverage(FusionProblem problem, LayerGraph graph) {
    this.batch = problem.batch();
    this.graph = graph;
    this.anyCount = problem.rules().anyTileCount();
    this.mixing = problem.network().layers().stream().anyMatch(l -> l.kind() == LayerKind.TRANSPOSE);
    this.tangled = isTangled(problem.network().layers());
    this.most = problem.network().layers().stream().mapToInt(l -> Math.max(l.out().height(), l.out().width())).max().orElse(1);
    channels = new long[graph.size()];
    extents = new long[graph.size()][3][];
    for (int l = graph.size() - 1; l >= 0; l--) {
      FusionLayer layer = graph.layer(l);
      channels[l] = layer.out().channels();
      extents[l][ROWS] = output(layer.out().height());
      extents[l][COLUMNS] = output(layer.out().width());
      for (int c : graph.consumers(l)) {
        lower(l, asked(l, c));
      }
    }
  }

  /**
   * What is asked of a layer at least in a sub-group with one of its readers. Between the two stand all other readers that precede that one, so these ask, too; where
   * transposes mix axes, parts of one axis cannot be told from those of another one, and the reader counts alone.
   */
  private long[][] asked(int l, int reader) {
    long[][] asked = ask(l, graph.layer(reader));
    for (int c : graph.consumers(l)) {
      if (!mixing && graph.ancestors(reader).get(c)) {
        long[][] other = ask(l, graph.layer(c));
        for (int axis = 0; axis < asked.length; axis++) {
          for (int f = 0; f < asked[axis].length; f++) {
            asked[axis][f] = Math.max(asked[axis][f], other[axis][f]);
          }
        }
      }
    }
    return asked;
  }

  private long[] output(int extent) {
    long[] parts = new long[most + 1];
    Arrays.fill(parts, NEVER);
    for (int f = 1; f <= extent; f++) {
      if (anyCount || Integer.bitCount(f) == 1) {
        parts[f] = ceil(extent, f);
      }
    }
    return parts;
  }

  private long[][] ask(int l, FusionLayer reader) {
    if (reader.weightInputs().contains(l)) { // a layer that is read as both takes the larger range of the two: either is a bound
      return new long[][] {{channels[reader.id()]}, constant(weightRows(reader)), constant(weightColumns(reader))};
    }
    long[][] in = activation(reader, extents[reader.id()], channels[reader.id()]);
    return new long[][] {{in[0][0]}, in[ROWS].clone(), in[COLUMNS].clone()};
  }

  private void lower(int l, long[][] asked) {
    channels[l] = Math.min(channels[l], asked[0][0]);
    for (int f = 1; f <= most; f++) {
      extents[l][ROWS][f] = Math.min(extents[l][ROWS][f], asked[ROWS][f]);
      extents[l][COLUMNS][f] = Math.min(extents[l][COLUMNS][f], asked[COLUMNS][f]);
    }
  }

  private long[] constant(long extent) {
    long[] parts = new long[most + 1];
    Arrays.fill(parts, extent);
    return parts;
  }

  private static long weightRows(FusionLayer l) {
    return l.in().channels() / l.groups();
  }

  private static long weightColumns(FusionLayer l) {
    return (long) l.kernelHeight() * l.kernelWidth();
  }

  /** What a layer with such channels and tile extents asks of those whose activations it reads: {channels}, rows, columns by parts. */
  private long[][] activation(FusionLayer l, long[][] tile, long c) {
    return switch (l.kind()) {
      case CONV -> windows(l, l.in().channels(), tile);
      case GROUPCONV -> windows(l, ceil(c, l.out().channels() / l.groups()) * (l.in().channels() / l.groups()), tile);
      case POOL -> windows(l, c, tile);
      case FC -> new long[][] {{l.in().channels()}, constant(Math.max(0, l.kernelHeight() - l.padHeight())),
          constant(Math.max(0, l.kernelWidth() - l.padWidth()))};
      case ELTWISE, POINTWISE -> new long[][] {{c}, tile[ROWS], tile[COLUMNS]};
      case TRANSPOSE -> transposed(l, tile, c);
      case UPSAMPLE -> new long[][] {{ceil(c, Math.max(1, l.out().channels() / l.in().channels()))},
          shrunk(tile[ROWS], Math.max(1, l.out().height() / l.in().height())),
          shrunk(tile[COLUMNS], Math.max(1, l.out().width() / l.in().width()))};
    };
  }

  /** Whether some transposes move the channels and some exchange rows with columns: parts of an axis may then come back as parts of any other. */
  private static boolean isTangled(List<FusionLayer> layers) {
    List<List<Integer>> axes = layers.stream().filter(l -> l.kind() == LayerKind.TRANSPOSE).map(FusionLayer::axes).toList();
    return axes.stream().anyMatch(a -> a.get(0) != 0)
        && axes.stream().anyMatch(a -> a.get(ROWS) == COLUMNS || a.get(COLUMNS) == ROWS);
  }

  private long[][] transposed(FusionLayer l, long[][] tile, long c) {
    if (tangled) {
      return new long[][] {{1}, constant(1), constant(1)};
    }
    long[][] in = new long[3][];
    int whole = l.axes().get(0); // it may not be cut, unless it is the channels
    for (int axis = 0; axis < 3; axis++) {
      long[] from;
      if (axis == 0) {
        from = constant(c);
      } else {
        from = axis == whole ? uncut(tile[axis]) : tile[axis];
      }
      int to = l.axes().get(axis);
      in[to] = to == 0 ? new long[] {least(from, axis == 0)} : from;
    }
    for (int to = ROWS; to <= COLUMNS; to++) {
      in[to] = to == whole ? uncut(in[to]) : in[to];
    }
    return in;
  }

  /** Only one part: others are forbidden. */
  private long[] uncut(long[] parts) {
    long[] one = constant(NEVER);
    one[1] = parts[1];
    return one;
  }

  private static long least(long[] parts, boolean channelsOnly) {
    if (channelsOnly) {
      return parts[1];
    }
    long least = NEVER;
    for (int f = 1; f < parts.length; f++) {
      least = parts[f] >= NEVER ? least : Math.min(least, f * parts[f]);
    }
    return least;
  }

  private long[][] windows(FusionLayer l, long c, long[][] tile) {
    return new long[][] {{c}, windows(tile[ROWS], l.strideHeight(), l.kernelHeight() - l.padHeight(), l.in().height()),
        windows(tile[COLUMNS], l.strideWidth(), l.kernelWidth() - l.padWidth(), l.in().width())};
  }

  private static long[] windows(long[] tile, int stride, int first, int all) {
    long[] in = new long[tile.length];
    for (int f = 0; f < tile.length; f++) {
      in[f] = tile[f] >= NEVER ? NEVER : Math.max(0, Math.min((tile[f] - 1) * stride + first, all));
    }
    return in;
  }

  private static long[] shrunk(long[] tile, int factor) {
    long[] in = new long[tile.length];
    for (int f = 0; f < tile.length; f++) {
      in[f] = tile[f] >= NEVER ? NEVER : ceil(tile[f], factor);
    }
    return in;
  }

  static long ceil(long a, long b) {
    return (a + b - 1) / b;
  }

  /** Rows times columns times samples that a layer computes at least. */
  long positions(int l) {
    return batch * least(extents[l][ROWS], false) * least(extents[l][COLUMNS], false);
  }

  /** Channels that a layer computes at least: its own, more if it is charged with a concatenation in every sub-group. */
  long channels(int l) {
    return channels[l];
  }

  /** Bytes of a layer's output over all tiles at least. */
  long bytes(int l) {
    return channels[l] * positions(l);
  }

  /** Bytes of a layer's output at least if it is computed in one tile. */
  long wholeBytes(int l) {
    return channels[l] * batch * extents[l][ROWS][1] * extents[l][COLUMNS][1];
  }

  /** Bytes that a layer reads at least of something with so many channels, as activations; of one tile only if {@code whole}. */
  long readBytes(int reader, long ofChannels, boolean whole) {
    long[][] in = activation(graph.layer(reader), extents[reader], channels[reader]);
    long rows = whole ? in[ROWS][1] : least(in[ROWS], false);
    long columns = whole ? in[COLUMNS][1] : least(in[COLUMNS], false);
    return rows >= NEVER || columns >= NEVER ? 0 : ofChannels * batch * rows * columns;
  }

  /** Bytes that a layer reads at least of all its external inputs. */
  long externalBytes(int reader) {
    return graph.layer(reader).externalInputs().stream()
        .mapToLong(x -> readBytes(reader, graph.network().externalInputs().get(x).extent().channels(), false)).sum();
  }

  /** Bytes that a layer reads at least of another layer's output with so many channels, as weights. */
  long readWeightBytes(int reader, long ofChannels) {
    FusionLayer l = graph.layer(reader);
    return ofChannels * batch * weightRows(l) * weightColumns(l);
  }
}
