package dev.dovetail.models.intracore.maestro;

import dev.dovetail.models.intracore.maestro.InvalidMappingException.Code;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The oracle: the same model as {@link LevelEvaluator}, written down rule by rule, each case by itself and each level again and again.
 * It shares the tables of a level with the product, nothing of what is done with them.
 */
final class PlainEvaluator {
  private final LayerTensors layer;
  private final LevelPlan[] levels;
  private final MaestroHardware core;
  private final ModeRules rules;
  private final long latency;

  PlainEvaluator(LayerTensors layer, LevelPlan[] levels, MaestroHardware core, ModeRules rules) {
    this.layer = layer;
    this.levels = levels;
    this.core = core;
    this.rules = rules;
    latency = core.latency();
  }

  LevelTotals evaluate() {
    if (core.nocBandwidth() == 0 || core.offChipBandwidth() == 0 || core.simd() == 0) {
      throw zero("a bandwidth or the vector width of the core is 0.");
    }
    return evaluate(0, layer.extents());
  }

  /**
   * One case of a level; the volumes in elements, the delays in cycles.
   *
   * @param states of the directives that have more than one
   */
  record Case(String states, long weight, long input, long filter, long output, long macs, long unitMacs, long ingress,
      long egress,
      long compute, long delay) {}

  /** The cases of a level for the extents that it has in the layer's own tables, in order. */
  List<Case> cases(int level, long[] extents) {
    List<Case> seen = new ArrayList<>();
    evaluate(level, extents, seen);
    return seen;
  }

  private LevelTotals evaluate(int level, long[] extents) {
    return evaluate(level, extents, null);
  }

  private LevelTotals evaluate(int level, long[] extents, @Nullable List<Case> seen) {
    LevelPlan plan = levels[level];
    PlainStates states = new PlainStates(plan, extents);
    if (states.maxWeight() > rules.maxOccurrences()) {
      throw new InvalidMappingException(Code.OVERFLOW, level, null,
          "a case at level %d occurs %d times; the mode counts to %d.".formatted(level, states.maxWeight(),
              rules.maxOccurrences()),
          "larger tiles at level %d.".formatted(level));
    }
    PlainVolumes volumes = new PlainVolumes(layer, plan, states);
    LevelTotals r = new LevelTotals();
    double busy = 0;
    long bandwidth = 0;
    for (long number = 0; number < states.cases(); number++) {
      long w = states.select(number);
      long outputs = volumes.egress();
      long macs = volumes.totalMacs();
      long unitMacs = volumes.unitMacs();
      boolean needed = r.accepted == 0 || unitMacs > 0;
      long inputs = needed ? volumes.ingress(layer.input()) : 0;
      long weights = needed ? volumes.ingress(layer.filter()) : 0;
      if (r.accepted == 0) {
        buffers(r, plan, extents, inputs, weights, outputs);
      }
      long wMacs = Math.multiplyExact(w, macs);
      r.upWrite[LevelTotals.OUTPUT] = plus(r.upWrite[LevelTotals.OUTPUT], Math.multiplyExact(w, outputs));
      r.downWrite[LevelTotals.OUTPUT] = plus(r.downWrite[LevelTotals.OUTPUT], wMacs);
      r.downRead[LevelTotals.OUTPUT] = plus(r.downRead[LevelTotals.OUTPUT], wMacs);
      if (unitMacs <= 0) {
        continue;
      }
      operand(r, LevelTotals.INPUT, w, inputs, wMacs);
      operand(r, LevelTotals.FILTER, w, weights, wMacs);
      long in = plus(inputs, weights);
      r.intensity = (double) macs / in;
      long compute;
      double active;
      boolean edge = states.edge[plan.firstSpatial];
      long units = edge ? plan.edgeUnits : plan.units;
      if (level + 1 == levels.length) {
        compute = ModeRules.ceilDiv(unitMacs, core.simd());
        active = 0;
      } else {
        compute = 0;
        active = 0;
        if (edge && states.sees[plan.firstSpatial]) {
          LevelTotals part = below(r, level, volumes.below(true));
          compute = Math.max(compute, part.runtime);
          active += part.activeUnits;
          units = plan.edgeUnits - 1;
        }
        if (units > 0) {
          LevelTotals whole = below(r, level, volumes.below(false));
          compute = Math.max(compute, whole.runtime);
          active += whole.activeUnits * units;
        }
        units = edge ? plan.edgeUnits : plan.units;
      }
      long ingress = transfer(in);
      long egress = transfer(outputs);
      long delay = states.allInit() ? plus(compute, ingress) : Math.max(egress, Math.max(compute, ingress));
      if (level == 0) {
        delay = offChip(r, delay, compute);
      }
      if (seen != null) {
        seen.add(new Case(states.letters(), w, inputs, weights, outputs, macs, unitMacs, ingress, egress, compute, delay));
      }
      r.runtime = plus(r.runtime, Math.multiplyExact(w, delay));
      r.macs = plus(r.macs, wMacs);
      busy += w * (active == 0 ? units : active);
      compute = Math.max(compute, 1);
      long most = Math.max(in, outputs);
      r.peakBandwidth = Math.max(r.peakBandwidth, most / compute);
      bandwidth = plus(bandwidth, Math.multiplyExact(w, most) / compute);
      r.ingress.add(w, ingress);
      r.egress.add(w, egress);
      r.compute.add(w, compute);
      r.steps = plus(r.steps, w);
      r.accepted++;
    }
    r.averageBandwidth = (double) bandwidth / r.steps;
    r.activeUnits = r.steps == 0 ? 0 : busy / r.steps;
    return r;
  }

  /** Space, and the volumes of the tensors. Operands add up while no case was accepted: the public program does that. */
  private void buffers(LevelTotals r, LevelPlan plan, long[] extents, long inputs, long weights, long outputs) {
    int i = LevelTotals.INPUT;
    for (TensorDims tensor : new TensorDims[] {layer.input(), layer.filter()}) {
      r.upSize[i] = plus(r.upSize[i], Math.multiplyExact(2, i == LevelTotals.INPUT ? inputs : weights));
      r.upWrite[i] = tensor.volume(extents);
      r.downSize[i] = plus(r.downSize[i], Math.multiplyExact(2, tensor.volume(plan.map)));
      i++;
    }
    long volume = 1;
    for (int d : layer.output().ordinals()) {
      long extent = extents[d];
      for (Window w : layer.windows()) {
        if (w.input().ordinal() == d) {
          extent = w.outputs(extent, extents[w.kernel().ordinal()]);
        }
      }
      volume = Math.multiplyExact(volume, extent);
    }
    r.upRead[LevelTotals.OUTPUT] = volume;
    r.upSize[LevelTotals.OUTPUT] = Math.multiplyExact(2, outputs);
    r.downSize[LevelTotals.OUTPUT] = Math.multiplyExact(2, layer.output().volume(plan.map));
  }

  private static void operand(LevelTotals r, int tensor, long w, long volume, long wMacs) {
    r.upRead[tensor] = plus(r.upRead[tensor], Math.multiplyExact(w, volume));
    r.downWrite[tensor] = r.upRead[tensor];
    r.downRead[tensor] = plus(r.downRead[tensor], wMacs);
  }

  private LevelTotals below(LevelTotals r, int level, long[] extents) {
    LevelTotals totals = evaluate(level + 1, extents);
    if (r.first == null) {
      r.first = totals;
    }
    return totals;
  }

  private long transfer(long elements) {
    long cycles = elements / core.nocBandwidth();
    return plus(latency, cycles - 1 + (elements % core.nocBandwidth() == 0 ? 0 : 1));
  }

  private long offChip(LevelTotals r, long delay, long compute) {
    if (compute == 0) {
      throw zero("a step at level 0 computes for 0 cycles.");
    }
    long in = plus(r.upSize[LevelTotals.INPUT], r.upSize[LevelTotals.FILTER]);
    long out = r.upSize[LevelTotals.OUTPUT];
    r.offChipBandwidth = Math.max(r.offChipBandwidth, Math.max(out / compute, in / compute)) / 2;
    return Math.max(in / core.offChipBandwidth() / 2, Math.max(delay, out / core.offChipBandwidth() / 2));
  }

  private static InvalidMappingException zero(String what) {
    return new InvalidMappingException(Code.DIVISION_BY_ZERO, 0, null, what, "the tiles of a level below are empty.");
  }

  private static long plus(long a, long b) {
    return Math.addExact(a, b);
  }
}
