package dev.dovetail.models.intracore.maestro;

import dev.dovetail.models.intracore.maestro.InvalidMappingException.Code;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the cases of a level, and of the levels below it.
 *
 * <p>What a level costs depends only on which of its extents are edge tiles of the level above; each such set is evaluated once. Not
 * for use by several threads.
 *
 * <p>Source: public program maestro-project/maestro, commit 4eb08d1.
 */
final class LevelEvaluator {
  private final LayerTensors layer;
  private final LevelPlan[] levels;
  private final MaestroHardware core;
  private final ModeRules rules;
  private final long latency;
  private final Known[] known;

  LevelEvaluator(LayerTensors layer, LevelPlan[] levels, MaestroHardware core, ModeRules rules) {
    this.layer = layer;
    this.levels = levels;
    this.core = core;
    this.rules = rules;
    latency = core.latency();
    known = new Known[levels.length];
    for (int i = 1; i < levels.length; i++) {
      known[i] = new Known();
    }
  }

  /** The totals of the outermost level. */
  LevelTotals evaluate() {
    checkRates();
    return evaluate(0, layer.extents());
  }

  private void checkRates() {
    if (core.nocBandwidth() == 0 || core.offChipBandwidth() == 0 || core.simd() == 0) {
      throw zero("a bandwidth or the vector width of the core is 0.");
    }
  }

  /**
   * The needs of buffers, without a cost: each level goes only as far as its first case with work.
   *
   * @return totals of the outermost level of which the sizes, also of its leaf, are final
   */
  LevelTotals needs() {
    long[] extents = layer.extents();
    LevelTotals top = new LevelTotals();
    LevelTotals r = top;
    for (int level = 0; true; level++) {
      CaseSweep sweep = sweep(level, extents);
      boolean more = true;
      while (more && r.accepted == 0) {
        buffers(r, levels[level], extents, sweep.inputIngress(), sweep.filterIngress(), sweep.egress());
        if (sweep.unitMacs() > 0) {
          r.accepted = 1;
        } else {
          more = sweep.next();
        }
      }
      if (r.accepted == 0 || level + 1 == levels.length) {
        return top;
      }
      int d = levels[level].firstSpatial;
      extents = levels[level].extentsBelow(sweep.smallBelow(sweep.atEdge(d) && sweep.sees(d)));
      LevelTotals below = new LevelTotals();
      r.first = below;
      r = below;
    }
  }

  /** What {@link #evaluate()} cannot be below, at the price of one case of the outermost level; empty if nothing is known. */
  Optional<MappingFloor> floor() {
    checkRates();
    CaseSweep sweep = sweep(0, layer.extents());
    return new FloorSweep(layer, levels[0], sweep)
        .floor(s -> new Work(new LevelTotals(), 0, s).compute, this::transfer, core.offChipBandwidth());
  }

  private CaseSweep sweep(int level, long[] extents) {
    IterationStates states = new IterationStates(levels[level], extents);
    long most = states.maxWeight();
    if (most > rules.maxOccurrences()) {
      throw new InvalidMappingException(Code.OVERFLOW, level, null,
          "a case at level %d occurs %d times; the mode counts to %d.".formatted(level, most, rules.maxOccurrences()),
          "larger tiles at level %d.".formatted(level));
    }
    return new CaseSweep(layer, levels[level], states);
  }

  private LevelTotals evaluate(int level, long[] extents) {
    LevelPlan plan = levels[level];
    CaseSweep sweep = sweep(level, extents);
    LevelTotals r = new LevelTotals();
    Sums sums = new Sums();
    do {
      long w = sweep.weight();
      long outputs = sweep.egress();
      long macs = sweep.totalMacs();
      boolean works = sweep.unitMacs() > 0;
      long inputs = 0;
      long weights = 0;
      if (works || r.accepted == 0) {
        inputs = sweep.inputIngress();
        weights = sweep.filterIngress();
      }
      if (r.accepted == 0) {
        buffers(r, plan, extents, inputs, weights, outputs);
      }
      sums.outputs = plus(sums.outputs, times(w, outputs));
      sums.allMacs = plus(sums.allMacs, times(w, macs));
      if (works) {
        sums.inputs = plus(sums.inputs, times(w, inputs));
        sums.weights = plus(sums.weights, times(w, weights));
        r.macs = plus(r.macs, times(w, macs));
        sums.lastMacs = macs;
        sums.lastIn = plus(inputs, weights);
        step(r, sums, level, sweep, sums.lastIn, outputs);
      }
    } while (sweep.next());
    sums.into(r);
    return r;
  }

  /** The delay and the busy units of one case with work. */
  private void step(LevelTotals r, Sums sums, int level, CaseSweep sweep, long in, long out) {
    long w = sweep.weight();
    Work work = new Work(r, level, sweep);
    long compute = work.compute;
    long ingress = transfer(in);
    long egress = transfer(out);
    long delay = sweep.allInit() ? plus(compute, ingress) : Math.max(egress, Math.max(compute, ingress));
    if (level == 0) {
      delay = offChip(r, delay, compute);
    }
    r.runtime = plus(r.runtime, times(w, delay));
    sums.busy += w * (work.active == 0 ? work.units : work.active);
    compute = Math.max(compute, 1);
    long most = Math.max(in, out);
    r.peakBandwidth = Math.max(r.peakBandwidth, most / compute);
    sums.bandwidth = plus(sums.bandwidth, times(w, most) / compute);
    r.ingress.add(w, ingress);
    r.egress.add(w, egress);
    r.compute.add(w, compute);
    r.steps = plus(r.steps, w);
    r.accepted++;
  }

  /** The delay of computing of the current case of a level, and its busy units. */
  private final class Work {
    private final long units;
    private final long compute;
    private final double active;

    private Work(LevelTotals r, int level, CaseSweep sweep) {
      LevelPlan plan = levels[level];
      boolean edge = sweep.atEdge(plan.firstSpatial);
      units = edge ? plan.edgeUnits : plan.units;
      if (level + 1 == levels.length) {
        compute = ModeRules.ceilDiv(sweep.unitMacs(), core.simd());
        active = 0;
        return;
      }
      long longest = 0;
      double sum = 0;
      long whole = units;
      if (edge && sweep.sees(plan.firstSpatial)) {
        LevelTotals part = below(r, level, sweep.smallBelow(true));
        longest = Math.max(0, part.runtime);
        sum = part.activeUnits;
        whole--;
      }
      if (whole > 0) {
        LevelTotals all = below(r, level, sweep.smallBelow(false));
        longest = Math.max(longest, all.runtime);
        sum += all.activeUnits * whole;
      }
      compute = longest;
      active = sum;
    }
  }

  /** Space, and the volumes of the tensors. Operands add up while no case had work: the public program does that. */
  private void buffers(LevelTotals r, LevelPlan plan, long[] extents, long inputs, long weights, long outputs) {
    r.upSize[LevelTotals.INPUT] = plus(r.upSize[LevelTotals.INPUT], times(2, inputs));
    r.upSize[LevelTotals.FILTER] = plus(r.upSize[LevelTotals.FILTER], times(2, weights));
    r.upSize[LevelTotals.OUTPUT] = times(2, outputs);
    r.upWrite[LevelTotals.INPUT] = layer.input().volume(extents);
    r.upWrite[LevelTotals.FILTER] = layer.filter().volume(extents);
    r.upRead[LevelTotals.OUTPUT] = layer.outputVolume(extents);
    r.downSize[LevelTotals.INPUT] = plus(r.downSize[LevelTotals.INPUT], times(2, layer.input().volume(plan.map)));
    r.downSize[LevelTotals.FILTER] = plus(r.downSize[LevelTotals.FILTER], times(2, layer.filter().volume(plan.map)));
    r.downSize[LevelTotals.OUTPUT] = times(2, layer.output().volume(plan.map));
  }

  private LevelTotals below(LevelTotals r, int level, int small) {
    int differing = small & levels[level].differing;
    LevelTotals totals = known[level + 1].get(differing);
    if (totals == null) {
      totals = evaluate(level + 1, levels[level].extentsBelow(differing));
      known[level + 1].put(differing, totals);
    }
    if (r.first == null) {
      r.first = totals;
    }
    return totals;
  }

  private long transfer(long elements) {
    long cycles = elements / core.nocBandwidth();
    return plus(latency, cycles * core.nocBandwidth() == elements ? cycles - 1 : cycles);
  }

  private long offChip(LevelTotals r, long delay, long compute) {
    if (compute == 0) {
      throw zero("a step at level 0 computes for 0 cycles.");
    }
    long in = plus(r.upSize[LevelTotals.INPUT], r.upSize[LevelTotals.FILTER]);
    long out = r.upSize[LevelTotals.OUTPUT];
    r.offChipBandwidth = Math.max(r.offChipBandwidth, Math.max(out, in) / compute) / 2;
    return Math.max(delay, Math.max(in, out) / core.offChipBandwidth() / 2);
  }

  private static InvalidMappingException zero(String what) {
    return new InvalidMappingException(Code.DIVISION_BY_ZERO, 0, null, what, "the tiles of a level below are empty.");
  }

  private static long plus(long a, long b) {
    return Math.addExact(a, b);
  }

  private static long times(long a, long b) {
    return Math.multiplyExact(a, b);
  }

  /** Sums over the cases of one evaluation that become several totals. */
  private static final class Sums {
    private long inputs;
    private long weights;
    private long outputs;
    private long allMacs;
    private long lastMacs;
    private long lastIn;
    private long bandwidth;
    private double busy;

    private void into(LevelTotals r) {
      int in = LevelTotals.INPUT;
      int filter = LevelTotals.FILTER;
      int out = LevelTotals.OUTPUT;
      r.upWrite[out] = outputs;
      r.downWrite[out] = allMacs;
      r.downRead[out] = allMacs;
      r.averageBandwidth = (double) bandwidth / r.steps;
      if (r.accepted == 0) {
        return;
      }
      r.upRead[in] = inputs;
      r.upRead[filter] = weights;
      r.downWrite[in] = inputs;
      r.downWrite[filter] = weights;
      r.downRead[in] = r.macs;
      r.downRead[filter] = r.macs;
      r.intensity = (double) lastMacs / lastIn;
      r.activeUnits = busy / r.steps;
    }
  }

  /** The totals of one level by the set of dimensions with edge tiles; few, so a list will do. */
  private static final class Known {
    private int[] keys = new int[4];
    private LevelTotals[] totals = new LevelTotals[4];
    private int size;

    private @Nullable LevelTotals get(int key) {
      for (int i = 0; i < size; i++) {
        if (keys[i] == key) {
          return totals[i];
        }
      }
      return null;
    }

    private void put(int key, LevelTotals value) {
      if (size == keys.length) {
        keys = Arrays.copyOf(keys, 2 * size);
        totals = Arrays.copyOf(totals, 2 * size);
      }
      keys[size] = key;
      totals[size++] = value;
    }
  }
}
