package dev.dovetail.models.intracore.maestro;

import static dev.dovetail.models.intracore.maestro.CaseFactors.COLUMNS;

import dev.dovetail.models.intracore.maestro.InvalidMappingException.Code;
import java.util.Arrays;

/**
 * Goes through the cases of a level, one per combination of states, in the order in which the public program takes them, and gives the
 * volumes of the current one.
 *
 * <p>That order is a counter whose digits start at their last value: the first case has every directive in its first state, the second
 * one has every directive in its next state, from there on the last directive changes fastest, until it would be the first case again.
 * Only the products from the changed directive on are made anew.
 */
final class CaseSweep {
  private static final int VARIANTS = 4;
  private static final int INPUT = 0;
  private static final int FILTER = 1;

  private final LayerTensors layer;
  private final LevelPlan plan;
  private final IterationStates states;
  private final CaseFactors factors;
  private final int slots;
  /** By slot: the state. */
  private final int[] state;
  /** Products over the slots before one, by slot and column. */
  private final long[] prefix;
  private final long[] weight;
  private final int[] edge;
  private final int[] sees;
  /** The last slot that has moved, of those before one. */
  private final int[] moved;
  /** By operand, slot and variant: what else a unit takes in when that slot moves; made when first asked for. */
  private final long[] tail;
  private final boolean[] known;
  private final int lastSpatialOfInput;
  private final int lastSpatialOfFilter;
  private final int lastSpatialOfOutput;
  private long left;

  CaseSweep(LayerTensors layer, LevelPlan plan, IterationStates states) {
    this.layer = layer;
    this.plan = plan;
    this.states = states;
    factors = new CaseFactors(layer, plan, states);
    slots = factors.directive.length;
    state = new int[slots];
    prefix = Arrays.copyOf(factors.constant, (slots + 1) * COLUMNS);
    weight = new long[slots + 1];
    weight[0] = 1;
    edge = new int[slots + 1];
    edge[0] = factors.constantEdge;
    sees = new int[slots + 1];
    sees[0] = factors.constantSees;
    moved = new int[slots + 1];
    moved[0] = -1;
    tail = new long[2 * slots * VARIANTS];
    known = new boolean[2 * slots * VARIANTS];
    lastSpatialOfInput = plan.lastSpatial(layer.input());
    lastSpatialOfFilter = plan.lastSpatial(layer.filter());
    lastSpatialOfOutput = plan.lastSpatial(layer.output());
    left = 1;
    for (int j : factors.directive) {
      left = times(left, states.length[j]);
    }
    extend(0);
  }

  /** Goes to the next case; false behind the last one. */
  boolean next() {
    if (--left == 0) {
      return false;
    }
    int slot = slots - 1;
    // In states, the counter's digit "last" is state 0; it carries when it leaves state 0.
    while (slot >= 0) {
      int length = states.length[factors.directive[slot]];
      boolean carries = state[slot] == 0;
      state[slot] = state[slot] + 1 == length ? 0 : state[slot] + 1;
      if (!carries) {
        break;
      }
      slot--;
    }
    extend(Math.max(slot, 0));
    return true;
  }

  /** Number of directives with several states. */
  int slots() {
    return slots;
  }

  /** How often the slot's directive is at a whole tile after its first. */
  long steady(int slot) {
    int at = IterationStates.MAX * factors.directive[slot] + 1;
    return (states.flags[at] & IterationStates.STEADY) != 0 ? states.occurrences[at] : 0;
  }

  /** Makes the case current in which the slot's directive is at the tile after its first, and all others at their first. */
  void moveOnly(int slot) {
    Arrays.fill(state, 0);
    state[slot] = 1;
    extend(0);
  }

  private void extend(int from) {
    for (int s = from; s < slots; s++) {
      int j = factors.directive[s];
      int at = IterationStates.MAX * j + state[s];
      int row = (s * IterationStates.MAX + state[s]) * COLUMNS;
      int old = s * COLUMNS;
      for (int c = 0; c < COLUMNS; c++) {
        prefix[old + COLUMNS + c] = Math.multiplyExact(prefix[old + c], factors.factor[row + c]);
      }
      weight[s + 1] = weight[s] * states.occurrences[at];
      int flags = plan.serving[plan.dim[j]] == j ? states.flags[at] : 0;
      int bit = 1 << plan.dim[j];
      edge[s + 1] = (flags & IterationStates.EDGE) != 0 ? edge[s] | bit : edge[s];
      sees[s + 1] = (flags & IterationStates.SEES) != 0 ? sees[s] | bit : sees[s];
      moved[s + 1] = (flags & IterationStates.MOVED) != 0 ? s : moved[s];
    }
  }

  /** How often the case occurs. */
  long weight() {
    return weight[slots];
  }

  /** Whether no directive has moved. */
  boolean allInit() {
    return moved[slots] < 0;
  }

  /** Whether the dimension is at its edge. */
  boolean atEdge(int d) {
    return (edge[slots] >> d & 1) != 0;
  }

  /** Whether a unit with a part of a tile of the dimension is among the busy ones. */
  boolean sees(int d) {
    return (sees[slots] >> d & 1) != 0;
  }

  /**
   * The dimensions of which the level below gets an edge tile, one bit each.
   *
   * @param partial for the unit with a part of a tile
   */
  int smallBelow(boolean partial) {
    return plan.edgeUnits == 1 || partial ? edge[slots] : edge[slots] & ~plan.spatialMask;
  }

  /** What the array takes in of the input. */
  long inputIngress() {
    return ingress(INPUT, layer.input(), lastSpatialOfInput);
  }

  /** What the array takes in of the weights. */
  long filterIngress() {
    return ingress(FILTER, layer.filter(), lastSpatialOfFilter);
  }

  private long ingress(int operand, TensorDims tensor, int lastSpatial) {
    int moving = moved[slots];
    if (moving >= 0 && !tensor.has(plan.dim[factors.directive[moving]])) {
      return 0;
    }
    if (lastSpatial < 0) {
      return unitIngress(operand, tensor, moving, true, false);
    }
    if ((edge[slots] & plan.spatialMask & tensor.mask()) == 0) {
      long sum = unitIngress(operand, tensor, moving, true, false);
      return plus(sum, times(plan.units - 1, unitIngress(operand, tensor, moving, false, false)));
    }
    boolean part = sees(lastSpatial);
    if (plan.edgeUnits == 1) {
      return unitIngress(operand, tensor, moving, true, part);
    }
    long sum = unitIngress(operand, tensor, moving, true, false);
    long others = plan.edgeUnits - (part ? 2 : 1);
    sum = plus(sum, times(others, unitIngress(operand, tensor, moving, false, false)));
    return part ? plus(sum, unitIngress(operand, tensor, moving, false, true)) : sum;
  }

  private long unitIngress(int operand, TensorDims tensor, int moving, boolean first, boolean part) {
    if (moving < 0) {
      return factors.start(tensor, first, part);
    }
    int at = (operand * slots + moving) * VARIANTS + (first ? 0 : 1) + (part ? 2 : 0);
    if (!known[at]) {
      tail[at] = factors.tail(tensor, moving, first, part);
      known[at] = true;
    }
    if (tail[at] == CaseFactors.NOTHING_NEW) {
      int d = plan.dim[factors.directive[moving]];
      throw new InvalidMappingException(Code.ZERO_UNIQUE, plan.level, LayerTensors.DIMS[d],
          "a step of %s at level %d brings nothing new.".formatted(LayerTensors.DIMS[d], plan.level),
          "the dimension has two directives.");
    }
    return times(prefix[moving * COLUMNS + CaseFactors.OPERANDS + 2 * operand + (part ? 1 : 0)], tail[at]);
  }

  /** What leaves the array of the output. */
  long egress() {
    int at = slots * COLUMNS;
    if (lastSpatialOfOutput < 0) {
      return prefix[at + CaseFactors.OUT_FIRST];
    }
    if ((edge[slots] & plan.spatialMask & layer.output().mask()) == 0) {
      return plus(prefix[at + CaseFactors.OUT_FIRST], times(plan.units - 1, prefix[at + CaseFactors.OUT_NEXT]));
    }
    boolean part = sees(lastSpatialOfOutput);
    if (plan.edgeUnits == 1) {
      return prefix[at + (part ? CaseFactors.OUT_FIRST_PART : CaseFactors.OUT_FIRST)];
    }
    long sum = plus(prefix[at + CaseFactors.OUT_FIRST],
        times(plan.edgeUnits - (part ? 2 : 1), prefix[at + CaseFactors.OUT_NEXT]));
    return part ? plus(sum, prefix[at + CaseFactors.OUT_NEXT_PART]) : sum;
  }

  /** Multiply-accumulates of all units. */
  long totalMacs() {
    int at = slots * COLUMNS;
    if ((edge[slots] & plan.anySpatialMask) == 0) {
      return times(plan.units, prefix[at + CaseFactors.MACS_FIRST]);
    }
    boolean part = sees(plan.lastSpatial);
    if (plan.edgeUnits == 1) {
      return prefix[at + (part ? CaseFactors.MACS_FIRST_PART : CaseFactors.MACS_FIRST)];
    }
    long sum = times(plan.edgeUnits - (part ? 1 : 0), prefix[at + CaseFactors.MACS_FIRST]);
    return part ? plus(sum, prefix[at + CaseFactors.MACS_NEXT_PART]) : sum;
  }

  /** Multiply-accumulates of the busiest unit. */
  long unitMacs() {
    boolean part = plan.edgeUnits == 1 && lastSpatialOfOutput >= 0 && sees(lastSpatialOfOutput);
    return prefix[slots * COLUMNS + (part ? CaseFactors.MACS_FIRST_PART : CaseFactors.MACS_FIRST)];
  }

  private static long plus(long a, long b) {
    return Math.addExact(a, b);
  }

  private static long times(long a, long b) {
    return Math.multiplyExact(a, b);
  }
}
