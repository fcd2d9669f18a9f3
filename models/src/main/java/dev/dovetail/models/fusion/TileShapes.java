package dev.dovetail.models.fusion;

import java.util.Arrays;
import java.util.List;

/**
 * Shapes of the tiles of a sub-group: layers that are computed tile by tile in turn.
 *
 * <p>Role: layers whose outputs nobody inside of the sub-group reads are cut evenly, first the samples, then rows and columns;
 * all others compute what their readers inside ask of them, in one box from the origin. So all tiles of a layer have one shape,
 * rows that nobody asks for are not computed, overlap is computed anew, and a layer that is concatenated with others for a
 * convolution, pool or pointwise layer is charged with all channels of the concatenation. Shapes depend on the set of layers
 * and the number of tiles alone. Source: the public program SET-Scheduling-Project/SoMa-HPCA2025. Not thread-safe: an instance
 * reuses its arrays.
 */
public final class TileShapes {
  /** Answer of {@link #fill} if all layers have a shape. */
  public static final int ALL_CUT = -1;

  /** Numbers per tile in the array of {@link #fill}: samples, channels, height, width. */
  public static final int NUMBERS = 4;

  private final FusionLayer[] layers;
  private final int[][] inputs;
  private final int[][] weightInputs;
  private final int batch;
  private final int[] place;
  private final int[] range = new int[NUMBERS];

  /**
   * @param network whose layers are cut
   * @param batch samples, at least 1
   */
  public TileShapes(FusionNetwork network, int batch) {
    this.layers = network.layers().toArray(FusionLayer[]::new);
    this.inputs = Arrays.stream(layers).map(l -> ints(l.inputs())).toArray(int[][]::new);
    this.weightInputs = Arrays.stream(layers).map(l -> ints(l.weightInputs())).toArray(int[][]::new);
    this.batch = batch;
    this.place = new int[layers.length];
    Arrays.fill(place, -1);
  }

  private static int[] ints(List<Integer> ids) {
    return ids.stream().mapToInt(i -> i).toArray();
  }

  /**
   * Computes all shapes of a sub-group.
   *
   * @param order layer ids in a topological order
   * @param from position of the sub-group's first layer
   * @param to one past the position of its last layer
   * @param tiles number of tiles, at least 1
   * @param shapes receives {@link #NUMBERS} numbers per layer of the sub-group, from index 0 on: b, c, h, w
   * @return {@link #ALL_CUT}, or the id of a layer whose rows or columns are fewer than the parts that they would be cut into
   */
  public int fill(int[] order, int from, int to, int tiles, int[] shapes) {
    return fill(order, from, to, tiles, false, false, shapes);
  }

  /**
   * As {@link #fill(int[], int, int, int, int[])} for some layers of a larger sub-group, none of whose other layers reads them.
   *
   * @param wholeRows whether transposes among the other layers forbid to cut rows
   * @param wholeColumns whether they forbid to cut columns
   */
  public int fill(int[] order, int from, int to, int tiles, boolean wholeRows, boolean wholeColumns, int[] shapes) {
    for (int p = from; p < to; p++) {
      place[order[p]] = (p - from) * NUMBERS;
    }
    Arrays.fill(shapes, 0, (to - from) * NUMBERS, 0);
    int uncut = infer(order, from, to, tiles, wholeRows, wholeColumns, shapes);
    for (int p = from; p < to; p++) {
      place[order[p]] = -1;
    }
    return uncut;
  }

  /**
   * How many parts the rows and columns of an output are cut into, as (rows, columns).
   *
   * @param parts their product, unless rows and columns must both stay whole
   * @param wholeRows whether rows are not cut
   * @param wholeColumns whether columns are not cut
   */
  static int[] factors(Extent out, int parts, boolean wholeRows, boolean wholeColumns) {
    if (wholeRows || wholeColumns) {
      return new int[] {wholeRows ? 1 : parts, wholeColumns ? 1 : parts};
    }
    // As square as possible: columns near sqrt(parts / (H / W)), by the nearer divisor of the two around it.
    double aspect = out.height() / (double) out.width();
    int root = (int) Math.floor(Math.sqrt(parts / aspect));
    int below = Math.min(root, parts);
    while (below > 0 && parts % below != 0) {
      below--;
    }
    int above = root + 1;
    while (above <= parts && parts % above != 0) {
      above++;
    }
    double distanceBelow = below == 0 ? Double.POSITIVE_INFINITY : Math.abs(parts / below - aspect * below);
    double distanceAbove = above > parts ? Double.POSITIVE_INFINITY : Math.abs(parts / above - aspect * above);
    int columns = distanceBelow < distanceAbove ? below : above;
    return new int[] {parts / columns, columns};
  }

  private int infer(int[] order, int from, int to, int tiles, boolean rowsGiven, boolean columnsGiven, int[] shapes) {
    boolean wholeRows = rowsGiven;
    boolean wholeColumns = columnsGiven;
    for (int p = from; p < to; p++) {
      FusionLayer l = layers[order[p]];
      if (l.kind() == LayerKind.TRANSPOSE && hasProducerInside(order[p])) {
        wholeRows |= l.axes().get(0) == 1;
        wholeColumns |= l.axes().get(0) == 2;
      }
    }
    int sampleParts = gcd(batch, tiles);
    for (int p = to - 1; p >= from; p--) {
      int id = order[p];
      int at = place[id];
      if (shapes[at] == 0) { // nobody inside asked: only outputs of the sub-group are cut
        Extent out = layers[id].out();
        int[] parts = factors(out, tiles / sampleParts, wholeRows, wholeColumns);
        if (out.height() < parts[0] || out.width() < parts[1]) {
          return id;
        }
        shapes[at] = batch / sampleParts;
        shapes[at + 1] = out.channels();
        shapes[at + 2] = InputRanges.ceil(out.height(), parts[0]);
        shapes[at + 3] = InputRanges.ceil(out.width(), parts[1]);
      }
      ask(id, at, shapes);
    }
    return ALL_CUT;
  }

  private void ask(int id, int at, int[] shapes) {
    if (anyInside(inputs[id])) {
      InputRanges.activation(layers[id], shapes, at, range);
      enlarge(inputs[id], shapes);
    }
    if (anyInside(weightInputs[id])) {
      InputRanges.weights(layers[id], shapes, at, range);
      enlarge(weightInputs[id], shapes);
    }
  }

  private void enlarge(int[] producers, int[] shapes) {
    for (int producer : producers) {
      int at = place[producer];
      if (at >= 0) {
        for (int i = 0; i < NUMBERS; i++) {
          shapes[at + i] = Math.max(shapes[at + i], range[i]);
        }
      }
    }
  }

  private boolean hasProducerInside(int id) {
    return anyInside(inputs[id]) || anyInside(weightInputs[id]);
  }

  private boolean anyInside(int[] ids) {
    for (int id : ids) {
      if (place[id] >= 0) {
        return true;
      }
    }
    return false;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
