package dev.dovetail.models.intracore.maestro;

/**
 * The states that each directive of a level goes through, for the extents of one evaluation, and the cases: one per combination of
 * states, in the order in which the public program takes them.
 *
 * <p>Role: {@link #select} makes a case current; volumes read its states by dimension. A dimension with two directives has the state
 * of the last one.
 */
final class PlainStates {
  static final byte INIT = 0;
  static final byte STEADY = 1;
  static final byte EDGE = 2;
  private static final int MAX_STATES = 3;

  private final LevelPlan plan;
  private final int count;
  private final int[] length;
  private final byte[][] positions;
  private final long[][] occurrences;
  private final boolean[] initUnrolled;
  private final boolean[] initEdge;
  private final boolean[] initSees;
  private final boolean[] edgeSees;
  private final long[] divisor;
  private final long cases;

  /** By dimension. */
  final byte[] position = new byte[LayerTensors.DIMS.length];
  /** By dimension: the whole extent is covered at once. */
  final boolean[] unrolled = new boolean[LayerTensors.DIMS.length];
  /** By dimension: the tile is the last, smaller one. */
  final boolean[] edge = new boolean[LayerTensors.DIMS.length];
  /** By dimension: a unit with a part of a tile is among the busy ones. */
  final boolean[] sees = new boolean[LayerTensors.DIMS.length];

  PlainStates(LevelPlan plan, long[] extents) {
    this.plan = plan;
    count = plan.dim.length;
    length = new int[count];
    positions = new byte[count][MAX_STATES];
    occurrences = new long[count][MAX_STATES];
    initUnrolled = new boolean[count];
    initEdge = new boolean[count];
    initSees = new boolean[count];
    edgeSees = new boolean[count];
    for (int j = 0; j < count; j++) {
      add(j, INIT, 1);
      if (plan.spatial[j]) {
        spatial(j, extents[plan.dim[j]]);
      } else {
        temporal(j, extents[plan.dim[j]]);
      }
    }
    divisor = new long[count];
    long product = 1;
    for (int j = count - 1; j >= 0; j--) {
      divisor[j] = product;
      product = Math.multiplyExact(product, length[j]);
    }
    cases = product;
  }

  private void add(int j, byte state, long times) {
    positions[j][length[j]] = state;
    occurrences[j][length[j]] = times;
    length[j]++;
  }

  private void temporal(int j, long extent) {
    long m = plan.size[j];
    long o = plan.offset[j];
    long steps = (extent - m) / o;
    initUnrolled[j] = extent <= m;
    initEdge[j] = extent < m;
    if (m < extent && steps > 0) {
      add(j, STEADY, steps);
    }
    if (extent >= m && steps * o + m < extent) {
      add(j, EDGE, 1);
    }
  }

  private void spatial(int j, long extent) {
    long m = plan.size[j];
    long o = plan.offset[j];
    long n = plan.units;
    long covered = Math.addExact(m, Math.multiplyExact(o, n - 1));
    initUnrolled[j] = extent <= covered;
    initEdge[j] = extent < covered;
    initSees[j] = extent < covered;
    long steps = ((extent - m) / o + 1) / n - 1;
    if (covered < extent && steps > 0) {
      add(j, STEADY, steps);
    }
    long rest = extent - (steps + 1) * o * n;
    long active = rest < m ? 1 : (rest - m) / o + 1;
    if (extent > covered && (steps + 1) * o * n + covered > extent && steps * o * n + covered != extent) {
      add(j, EDGE, 1);
      edgeSees[j] = (active - 1) * o + m < rest;
    }
  }

  long cases() {
    return cases;
  }

  /** How often the most frequent case occurs: the product of the largest occurrences. */
  long maxWeight() {
    long product = 1;
    for (int j = 0; j < count; j++) {
      long most = 1;
      for (int k = 0; k < length[j]; k++) {
        most = Math.max(most, occurrences[j][k]);
      }
      product = Math.multiplyExact(product, most);
    }
    return product;
  }

  /** Makes a case current and returns how often it occurs. */
  long select(long number) {
    long weight = 1;
    for (int j = 0; j < count; j++) {
      int k = (int) ((number + divisor[j] - 1) / divisor[j] % length[j]);
      int d = plan.dim[j];
      byte state = positions[j][k];
      position[d] = state;
      unrolled[d] = state == INIT && initUnrolled[j];
      edge[d] = state == EDGE || state == INIT && initEdge[j];
      sees[d] = state == INIT ? initSees[j] : state == EDGE && edgeSees[j];
      weight *= occurrences[j][k];
    }
    return weight;
  }

  /** The state of each directive that has more than one, for example {@code "K:Steady X:Edge"}. */
  String letters() {
    StringBuilder text = new StringBuilder();
    for (int j = 0; j < count; j++) {
      if (length[j] > 1) {
        String state = switch (position[plan.dim[j]]) {
          case INIT -> "Init";
          case STEADY -> "Steady";
          default -> "Edge";
        };
        text.append(text.isEmpty() ? "" : " ").append(LayerTensors.DIMS[plan.dim[j]]).append(':').append(state);
      }
    }
    return text.toString();
  }

  boolean allInit() {
    for (byte p : position) {
      if (p != INIT) {
        return false;
      }
    }
    return true;
  }
}
