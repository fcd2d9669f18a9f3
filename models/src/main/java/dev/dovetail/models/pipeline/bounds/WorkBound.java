package dev.dovetail.models.pipeline.bounds;

import dev.dovetail.models.Exact;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.LowerBounds;
import dev.dovetail.models.pipeline.LayerCosts;
import dev.dovetail.models.pipeline.PackageEnergy;
import dev.dovetail.models.pipeline.PipelineLayer;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelineProblem;
import java.util.List;

/**
 * The work that has to be done: multiply-accumulates on all arrays together, and where energy is the objective also loading the weights once.
 *
 * <p>Role: the bound that holds under every switch, since no array does more than its lanes allow in a cycle.
 */
public final class WorkBound implements LowerBounds<PipelineProblem> {
  private static final long BITS = 8;

  @Override
  public List<LowerBound> of(PipelineProblem problem) {
    long macs = problem.network().layers().stream().mapToLong(PipelineLayer::macs).reduce(0, Exact::add);
    if (problem.objective() == PipelineObjective.ENERGY) {
      return List.of(energy(problem, macs));
    }
    long samples = problem.objective() == PipelineObjective.TOTAL ? problem.samples() : 1;
    long rate = problem.module().types().stream().mapToLong(t -> t.count() * t.macsPerCycle()).sum();
    return List.of(new LowerBound("work", LayerCosts.ceil(Exact.multiply(samples, macs), rate),
        "%d samples of %d multiply-accumulates, %d per cycle on all arrays".formatted(samples, macs, rate)));
  }

  private static LowerBound energy(PipelineProblem problem, long macs) {
    PackageEnergy table = problem.module().energy();
    long weights = problem.network().weightBytes(0, problem.network().size() - 1);
    long computing = Exact.multiply(Exact.multiply(problem.samples(), macs), table.macFemtojoules().orElse(0));
    long loading = Exact.multiply(Exact.multiply(BITS, weights), table.dramFemtojoulesPerBit().orElse(0));
    return new LowerBound("work", Exact.add(computing, loading),
        "%d samples of %d multiply-accumulates, and %d bytes of weights from DRAM once".formatted(problem.samples(), macs,
            weights));
  }
}
