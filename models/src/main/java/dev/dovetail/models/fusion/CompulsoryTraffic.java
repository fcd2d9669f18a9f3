package dev.dovetail.models.fusion;

import dev.dovetail.models.Exact;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.LowerBounds;
import java.util.List;

/**
 * What every plan moves: all weights once, and the outputs of layers that nobody reads.
 *
 * <p>Role: a bound that needs no costs of tiles. External inputs are left out: a plan that computes only the rows that somebody asks for may read
 * fewer of them.
 */
final class CompulsoryTraffic implements LowerBounds<FusionProblem> {
  @Override
  public List<LowerBound> of(FusionProblem problem) {
    FusionFeasibility.check(problem);
    List<List<Integer>> consumers = problem.network().consumers();
    long weights = 0;
    long outputs = 0;
    for (FusionLayer l : problem.network().layers()) {
      weights = Exact.add(weights, l.weightBytes());
      outputs = Exact.add(outputs, consumers.get(l.id()).isEmpty() ? Exact.multiply(problem.batch(), l.out().volume()) : 0);
    }
    long bytes = Exact.add(weights, outputs);
    long cycles = bytes / problem.dramBytesPerCycle() + (bytes % problem.dramBytesPerCycle() == 0 ? 0 : 1);
    long energy = Exact.multiply(bytes, FusionProblem.DRAM_FEMTOJOULES_PER_BYTE);
    return List.of(new LowerBound("compulsory-traffic", problem.objective().boundOf(cycles, energy),
        "%d bytes of weights and %d of outputs over a channel of %d bytes per cycle".formatted(weights, outputs,
            problem.dramBytesPerCycle())));
  }
}
