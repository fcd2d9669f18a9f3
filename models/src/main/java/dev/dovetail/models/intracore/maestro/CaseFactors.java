package dev.dovetail.models.intracore.maestro;

import java.util.Arrays;

/**
 * What each state of each directive contributes to the volumes of a case, and what the directives with one state contribute always.
 *
 * <p>Every volume is a product over dimensions; only directives with several states ("slots") change from case to case. All that
 * belongs to a dimension stands at its serving directive, the last one on it. A volume comes in columns: for the first or a following
 * unit, whole or with a part of a tile.
 *
 * <p>Source: public program maestro-project/maestro, commit 4eb08d1; Kwon et al., Understanding Reuse, Performance, and Hardware Cost
 * of DNN Dataflows: A Data-Centric Approach, MICRO 2019.
 */
final class CaseFactors {
  /** Columns: outputs that leave the first unit, the first one with a part, a following one, a following one with a part. */
  static final int OUT_FIRST = 0;
  static final int OUT_FIRST_PART = 1;
  static final int OUT_NEXT = 2;
  static final int OUT_NEXT_PART = 3;
  /** Multiply-accumulates of the first unit, the first one with a part, a following one with a part. */
  static final int MACS_FIRST = 4;
  static final int MACS_FIRST_PART = 5;
  static final int MACS_NEXT_PART = 6;
  /** Operands of a unit while a later directive moves: input and filter, each whole and with a part. */
  static final int OPERANDS = 7;
  static final int COLUMNS = 11;
  /** Marks a step that brings nothing new. */
  static final long NOTHING_NEW = Long.MIN_VALUE;

  private final LayerTensors layer;
  private final LevelPlan plan;
  private final IterationStates states;
  /** By slot: the directive. */
  final int[] directive;
  /** The product of what directives with one state contribute; 1 in the operands' columns. */
  final long[] constant = new long[COLUMNS];
  /** By slot, state and column. */
  final long[] factor;
  /** Of the dimensions that are always at an edge, one bit each; likewise for parts. */
  final int constantEdge;
  final int constantSees;

  CaseFactors(LayerTensors layer, LevelPlan plan, IterationStates states) {
    this.layer = layer;
    this.plan = plan;
    this.states = states;
    int slots = 0;
    for (int length : states.length) {
      slots += length > 1 ? 1 : 0;
    }
    directive = new int[slots];
    factor = new long[slots * IterationStates.MAX * COLUMNS];
    Arrays.fill(constant, 1);
    int edge = 0;
    int sees = 0;
    int slot = 0;
    for (int j = 0; j < states.length.length; j++) {
      boolean serves = plan.serving[plan.dim[j]] == j;
      if (states.length[j] > 1) {
        directive[slot] = j;
        for (int k = 0; k < states.length[j]; k++) {
          fill(factor, (slot * IterationStates.MAX + k) * COLUMNS, j, states.flags[IterationStates.MAX * j + k], serves);
        }
        slot++;
      } else if (serves) {
        int flags = states.flags[IterationStates.MAX * j];
        fill(constant, 0, j, flags, true);
        Arrays.fill(constant, OPERANDS, COLUMNS, 1);
        edge |= (flags & IterationStates.EDGE) != 0 ? 1 << plan.dim[j] : 0;
        sees |= (flags & IterationStates.SEES) != 0 ? 1 << plan.dim[j] : 0;
      }
    }
    constantEdge = edge;
    constantSees = sees;
  }

  /** Writes the factors of a dimension in a state; into the constants they are multiplied. */
  private void fill(long[] into, int at, int j, int flags, boolean serves) {
    boolean accumulate = into == constant;
    for (int c = 0; c < COLUMNS; c++) {
      long value = serves ? value(c, plan.dim[j], flags) : 1;
      into[at + c] = accumulate ? Math.multiplyExact(into[at + c], value) : value;
    }
  }

  private long value(int column, int d, int flags) {
    return switch (column) {
      case OUT_FIRST -> output(d, flags, true, false, true);
      case OUT_FIRST_PART -> output(d, flags, true, true, true);
      case OUT_NEXT -> output(d, flags, false, false, true);
      case OUT_NEXT_PART -> output(d, flags, false, true, true);
      case MACS_FIRST -> macs(d, flags, true, false, true);
      case MACS_FIRST_PART -> macs(d, flags, true, true, true);
      case MACS_NEXT_PART -> macs(d, flags, false, true, false);
      default -> {
        TensorDims tensor = column < OPERANDS + 2 ? layer.input() : layer.filter();
        yield tensor.has(d) ? whole(d, flags, (column - OPERANDS) % 2 == 1) : 1;
      }
    };
  }

  private long macs(int d, int flags, boolean first, boolean part, boolean reuse) {
    if (layer.output().has(d)) {
      return output(d, flags, first, part, reuse);
    }
    long product = 1;
    for (int j = 0; j <= plan.serving[d]; j++) {
      if (plan.dim[j] == d) {
        product = Math.multiplyExact(product, plan.spatial[j] ? spatial(d, d, flags, true, first, part, reuse) : tile(d, flags));
      }
    }
    return product;
  }

  private long output(int d, int flags, boolean first, boolean part, boolean reuse) {
    if (!layer.output().has(d)) {
      return 1;
    }
    int key = layer.outputKey(d);
    if (plan.isSpatial(d)) {
      return spatial(key, d, flags, false, first, part, reuse);
    }
    return (flags & IterationStates.EDGE) != 0 ? plan.edgeMap[key] : plan.map[key];
  }

  private long spatial(int key, int d, int flags, boolean reduction, boolean first, boolean part, boolean reuse) {
    boolean init = (flags & IterationStates.MOVED) == 0;
    long whole = first ? plan.map[key] : plan.fresh[key] == 0 ? 1 : plan.fresh[key];
    if ((flags & IterationStates.STEADY) != 0 || init && !((flags & IterationStates.EDGE) != 0 && part)) {
      return whole;
    }
    if (plan.edgeUnits == 1) {
      // No following unit is asked for then.
      return plan.edgeMap[init ? key : d];
    }
    if (!part) {
      return whole;
    }
    return init && (reduction || !reuse) ? plan.edgeMap[key] : plan.edgeFresh[key];
  }

  /** The tile of a temporal directive. */
  private long tile(int d, int flags) {
    return (flags & IterationStates.EDGE) != 0 ? plan.edgeMap[d] : plan.map[d];
  }

  /** A unit's operand along a dimension whose directives all stand before the one that moves. */
  private long whole(int d, int flags, boolean part) {
    long product = 1;
    for (int j = 0; j <= plan.serving[d]; j++) {
      if (plan.dim[j] == d) {
        product = Math.multiplyExact(product, whole(j, d, flags, part));
      }
    }
    return product;
  }

  /** A temporal directive that has moved takes a full tile here, also at its edge. */
  private long whole(int j, int d, int flags, boolean part) {
    boolean small = plan.spatial[j] ? part : (flags & (IterationStates.MOVED | IterationStates.EDGE)) == IterationStates.EDGE;
    return small ? plan.edgeMap[d] : plan.map[d];
  }

  /**
   * What a unit takes in of an operand besides the slots before the moving one.
   *
   * @param slot of the directive that moves, on a dimension of the operand
   * @return the product, or {@link #NOTHING_NEW}
   */
  long tail(TensorDims tensor, int slot, boolean first, boolean part) {
    int moving = directive[slot];
    boolean restarts = restarts(tensor, moving);
    long product = 1;
    for (int j = 0; j < plan.dim.length; j++) {
      int d = plan.dim[j];
      int serving = plan.serving[d];
      if (!tensor.has(d) || serving < moving && states.length[serving] > 1) {
        continue;
      }
      int init = states.flags[IterationStates.MAX * serving];
      long value;
      if (j < moving) {
        value = whole(j, d, serving == moving ? IterationStates.MOVED : init, part);
      } else if (plan.spatial[j]) {
        boolean all = first || j == moving && restarts;
        value = all ? whole(j, d, init, part) : part ? plan.edgeFresh[d] : plan.fresh[d];
      } else if (j > moving) {
        value = tile(d, init);
      } else {
        value = restarts ? plan.map[d] : plan.fresh[d];
        if (value == 0 && !restarts) {
          return NOTHING_NEW;
        }
      }
      product = Math.multiplyExact(product, value);
    }
    return product;
  }

  /** Whether a dimension of the operand starts again behind the directive that moves. */
  private boolean restarts(TensorDims tensor, int moving) {
    for (int j = moving + 1; j < plan.dim.length; j++) {
      int d = plan.dim[j];
      if (tensor.has(d) && (states.flags[IterationStates.MAX * plan.serving[d]] & IterationStates.UNROLLED) == 0) {
        return true;
      }
    }
    return false;
  }

  /** A unit's operand when nothing has moved yet. */
  long start(TensorDims tensor, boolean first, boolean part) {
    long product = 1;
    for (int j = 0; j < plan.dim.length; j++) {
      int d = plan.dim[j];
      if (!tensor.has(d)) {
        continue;
      }
      boolean edge = (states.flags[IterationStates.MAX * plan.serving[d]] & IterationStates.EDGE) != 0;
      long value = edge ? plan.edgeMap[d] : plan.map[d];
      if (edge && plan.spatial[j]) {
        value = plan.edgeUnits == 1 ? first || part ? plan.edgeMap[d] : 1 : part ? plan.edgeMap[d] : plan.map[d];
      }
      product = Math.multiplyExact(product, value);
    }
    return product;
  }
}
