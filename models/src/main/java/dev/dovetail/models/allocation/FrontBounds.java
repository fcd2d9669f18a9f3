package dev.dovetail.models.allocation;

import dev.dovetail.models.Exact;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.Objective;
import dev.dovetail.models.accelerator.Accelerator;
import java.util.Comparator;
import java.util.List;

/**
 * How little energy a mapping of a given latency can take, and what that says of energy times latency.
 *
 * <p>Role: bounds along the trade-off between latency and energy, valid for every grid, order, allocation and delivery.
 */
public final class FrontBounds {
  /** Neighbouring deadlines differ by this share of the smaller one: {@code 1 / STEP}. */
  private static final long STEP = 50;

  /** The last interval has no end, so that few deadlines suffice for any latency. */
  private static final int MOST_INTERVALS = 150;

  private final Accelerator accelerator;
  private final LowerBound latency;
  private final EnergyFloor floor;

  /**
   * Prepares the bounds of a problem, whatever its objective.
   *
   * @throws dev.dovetail.models.InfeasibleException if some layer fits nowhere
   */
  public FrontBounds(AllocationProblem problem) {
    this(new Demands(problem), best(new AllocationBounds().of(problem.withObjective(Objective.LATENCY))));
  }

  FrontBounds(Demands demands, LowerBound latency) {
    this.accelerator = demands.problem.accelerator();
    this.latency = latency;
    this.floor = new EnergyFloor(demands);
  }

  private static LowerBound best(List<LowerBound> bounds) {
    return bounds.stream().max(Comparator.comparingLong(LowerBound::value)).orElseThrow();
  }

  /** No mapping takes fewer cycles. */
  public long latencyCycles() {
    return latency.value();
  }

  /** No mapping that ends by {@code deadline} (cycles) takes less, in femtojoules, leakage included. */
  public long energyBy(long deadline) {
    return between(latency.value(), Math.max(latency.value(), deadline));
  }

  /** Least energy of a mapping with a latency from {@code least} to {@code most} cycles. */
  private long between(long least, long most) {
    return withLeakage(floor.by(most), least);
  }

  private long withLeakage(long energy, long cycles) {
    return Exact.add(energy, Exact.multiply(cycles, accelerator.leakageFemtojoulesPerCycle()));
  }

  /** Least energy of every mapping. */
  LowerBound energy() {
    return new LowerBound(
        "energy",
        withLeakage(floor.withoutDeadline(), latency.value()),
        "least energy of the work, %d bytes from and %d bytes to DRAM, %d bytes between cores, leakage over %d cycles"
            .formatted(floor.bytesIn, floor.bytesOut, floor.bytesMoved, latency.value()));
  }

  /**
   * Energy times latency: latencies are cut into intervals; a mapping in one of them takes at least the cycles that it starts with, and
   * at least the energy of its last deadline. The least product over all intervals is the bound.
   */
  LowerBound edp() {
    long free = floor.withoutDeadline();
    long from = latency.value();
    long least = Long.MAX_VALUE;
    long where = from;
    for (int i = 0; i < MOST_INTERVALS; i++) {
      long to = Exact.add(from, Math.max(1, from / STEP));
      long energy = i == MOST_INTERVALS - 1 ? free : floor.by(to);
      long product = Objective.EDP.boundOf(from, withLeakage(energy, from));
      if (product < least) {
        least = product;
        where = from;
      }
      if (energy == free) {
        break; // Later mappings take more cycles and no less energy.
      }
      from = Exact.add(to, 1);
    }
    return new LowerBound(
        "energy-times-latency",
        least,
        "energy by deadlines, least product for latencies from %d cycles (no mapping is faster than %d: %s)"
            .formatted(where, latency.value(), latency.name()));
  }
}
