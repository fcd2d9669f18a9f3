package dev.dovetail.models.intracore.maestro;

import dev.dovetail.models.intracore.maestro.InvalidMappingException.Code;

/**
 * How much of a tensor moves, and how much is computed, in the current case of a level.
 *
 * <p>Source: public program maestro-project/maestro, commit 4eb08d1; Kwon et al., Understanding Reuse, Performance, and Hardware Cost
 * of DNN Dataflows: A Data-Centric Approach, MICRO 2019.
 */
final class PlainVolumes {
  private final LayerTensors layer;
  private final LevelPlan plan;
  private final PlainStates states;
  private final int[] outputKey = new int[LayerTensors.DIMS.length];

  PlainVolumes(LayerTensors layer, LevelPlan plan, PlainStates states) {
    this.layer = layer;
    this.plan = plan;
    this.states = states;
    for (int d = 0; d < outputKey.length; d++) {
      outputKey[d] = d;
    }
    for (Window w : layer.windows()) {
      outputKey[w.input().ordinal()] = w.output().ordinal();
    }
  }

  /** What the array takes in of an operand, over all units. */
  long ingress(TensorDims tensor) {
    Spread s = spread(tensor);
    if (!s.spatial) {
      return unitIngress(tensor, true, false);
    }
    if (!s.edge) {
      return plus(unitIngress(tensor, true, false), times(plan.units - 1, unitIngress(tensor, false, false)));
    }
    long sum = unitIngress(tensor, true, plan.edgeUnits == 1 && s.sees);
    if (plan.edgeUnits > 1) {
      int partial = s.sees ? 1 : 0;
      sum = plus(sum, times(Math.max(plan.edgeUnits - partial - 1, 0), unitIngress(tensor, false, false)));
      sum = plus(sum, times(partial, unitIngress(tensor, false, true)));
    }
    return sum;
  }

  /** What leaves the array of the output. */
  long egress() {
    Spread s = spread(layer.output());
    if (!s.spatial) {
      return unitEgress(false, true, false, true);
    }
    if (!s.edge) {
      return plus(unitEgress(false, true, false, true), times(plan.units - 1, unitEgress(false, false, false, true)));
    }
    long sum = unitEgress(false, true, plan.edgeUnits == 1 && s.sees, true);
    if (plan.edgeUnits > 1) {
      int partial = s.sees ? 1 : 0;
      sum = plus(sum, times(Math.max(plan.edgeUnits - partial - 1, 0), unitEgress(false, false, false, true)));
      sum = plus(sum, times(partial, unitEgress(false, false, true, true)));
    }
    return sum;
  }

  /** Multiply-accumulates of all units. */
  long totalMacs() {
    boolean edge = spread(layer.output()).edge;
    for (int j = 0; j < plan.dim.length; j++) {
      edge |= plan.spatial[j] && states.edge[plan.dim[j]];
    }
    boolean sees = states.sees[plan.lastSpatial];
    if (!edge) {
      return times(plan.units, unitEgress(true, true, false, true));
    }
    long sum = unitEgress(true, true, plan.edgeUnits == 1 && sees, true);
    if (plan.edgeUnits > 1) {
      int partial = sees ? 1 : 0;
      sum = plus(sum, times(Math.max(plan.edgeUnits - partial - 1, 0), unitEgress(true, true, false, true)));
      sum = plus(sum, times(partial, unitEgress(true, false, true, false)));
    }
    return sum;
  }

  /** Multiply-accumulates of the busiest unit. */
  long unitMacs() {
    Spread s = spread(layer.output());
    return unitEgress(true, true, s.spatial && s.edge && plan.edgeUnits == 1 && s.sees, true);
  }

  /** The extents that the level below works on. */
  long[] below(boolean partial) {
    long[] extents = new long[LayerTensors.DIMS.length];
    for (int d : plan.dim) {
      boolean small = states.edge[d] && (!plan.isSpatial(d) || plan.edgeUnits == 1 || partial);
      extents[d] = small ? plan.edgeMap[d] : plan.map[d];
    }
    return extents;
  }

  private record Spread(boolean spatial, boolean edge, boolean sees) {}

  private Spread spread(TensorDims tensor) {
    boolean spatial = false;
    boolean edge = false;
    boolean sees = false;
    for (int d : tensor.ordinals()) {
      if (plan.isSpatial(d)) {
        spatial = true;
        edge |= states.edge[d];
        sees = states.sees[d];
      }
    }
    return new Spread(spatial, edge, sees);
  }

  private long tile(TensorDims tensor, boolean first, boolean edgeUnit) {
    long product = 1;
    for (int j = 0; j < plan.dim.length; j++) {
      int d = plan.dim[j];
      if (!tensor.has(d)) {
        continue;
      }
      boolean small = states.edge[d];
      if (plan.spatial[j] && small) {
        if (plan.edgeUnits == 1) {
          product = times(product, first || edgeUnit ? plan.edgeMap[d] : 1);
          continue;
        }
        small = edgeUnit;
      }
      product = times(product, small ? plan.edgeMap[d] : plan.map[d]);
    }
    return product;
  }

  private long unitIngress(TensorDims tensor, boolean first, boolean edgeUnit) {
    int moving = -1;
    for (int j = 0; j < plan.dim.length; j++) {
      if (states.position[plan.dim[j]] != PlainStates.INIT) {
        moving = j;
      }
    }
    if (moving < 0) {
      return tile(tensor, first, edgeUnit);
    }
    if (!tensor.has(plan.dim[moving])) {
      return 0;
    }
    boolean restarts = false;
    for (int j = moving + 1; j < plan.dim.length; j++) {
      int d = plan.dim[j];
      restarts |= tensor.has(d) && states.position[d] == PlainStates.INIT && !states.unrolled[d];
    }
    long product = 1;
    for (int j = 0; j < plan.dim.length; j++) {
      if (tensor.has(plan.dim[j])) {
        product = times(product, ingressFactor(j, moving, restarts, first, edgeUnit));
      }
    }
    return product;
  }

  private long ingressFactor(int j, int moving, boolean restarts, boolean first, boolean edgeUnit) {
    int d = plan.dim[j];
    boolean init = states.position[d] == PlainStates.INIT;
    boolean advances = j == moving && !restarts;
    if (!plan.spatial[j]) {
      if (init) {
        return states.edge[d] ? plan.edgeMap[d] : plan.map[d];
      }
      if (!advances) {
        return plan.map[d];
      }
      if (plan.fresh[d] == 0) {
        throw new InvalidMappingException(Code.ZERO_UNIQUE, plan.level, LayerTensors.DIMS[d],
            "a step of %s at level %d brings nothing new.".formatted(LayerTensors.DIMS[d], plan.level),
            "the dimension has two directives.");
      }
      return plan.fresh[d];
    }
    boolean onlyNew = init ? j > moving : advances;
    if (first || !onlyNew) {
      return edgeUnit ? plan.edgeMap[d] : plan.map[d];
    }
    return edgeUnit ? plan.edgeFresh[d] : plan.fresh[d];
  }

  private long unitEgress(boolean withReduction, boolean first, boolean edgeUnit, boolean reuseEdge) {
    long product = 1;
    if (withReduction) {
      for (int j = 0; j < plan.dim.length; j++) {
        int d = plan.dim[j];
        if (layer.output().has(d)) {
          continue;
        }
        if (plan.spatial[j]) {
          product = times(product, spatialFactor(d, d, true, first, edgeUnit, reuseEdge));
        } else {
          product = times(product, states.edge[d] ? plan.edgeMap[d] : plan.map[d]);
        }
      }
    }
    for (int d : layer.output().ordinals()) {
      int a = outputKey[d];
      if (plan.isSpatial(d)) {
        product = times(product, spatialFactor(a, d, false, first, edgeUnit, reuseEdge));
      } else {
        product = times(product, states.edge[d] ? plan.edgeMap[a] : plan.map[a]);
      }
    }
    return product;
  }

  private long spatialFactor(int a, int d, boolean reduction, boolean first, boolean edgeUnit, boolean reuseEdge) {
    byte position = states.position[d];
    boolean init = position == PlainStates.INIT;
    long whole = first ? plan.map[a] : plan.fresh[a] == 0 ? 1 : plan.fresh[a];
    if (position == PlainStates.STEADY || init && !(states.edge[d] && edgeUnit)) {
      return whole;
    }
    if (plan.edgeUnits == 1) {
      return first || edgeUnit ? plan.edgeMap[init ? a : d] : 1;
    }
    if (!edgeUnit) {
      return whole;
    }
    return init && (reduction || !reuseEdge) ? plan.edgeMap[a] : plan.edgeFresh[a];
  }

  private static long plus(long a, long b) {
    return Math.addExact(a, b);
  }

  private static long times(long a, long b) {
    return Math.multiplyExact(a, b);
  }
}
