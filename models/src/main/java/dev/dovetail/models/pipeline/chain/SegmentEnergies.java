package dev.dovetail.models.pipeline.chain;

import dev.dovetail.models.Exact;
import dev.dovetail.models.pipeline.LayerCosts;
import dev.dovetail.models.pipeline.PackageEnergy;
import dev.dovetail.models.pipeline.PipelineLayer;
import dev.dovetail.models.pipeline.PipelineProblem;

/** Energy that does not depend on a segment's clusters: computing, and what it reads from and writes to DRAM for each sample. */
final class SegmentEnergies {
  private final PipelineProblem problem;
  private final LayerCosts costs;
  private final long perMac;
  private final long perStoredByte;

  SegmentEnergies(PipelineProblem problem) {
    PackageEnergy table = problem.module().energy();
    this.problem = problem;
    this.costs = new LayerCosts(problem);
    this.perMac = Exact.multiply(table.macFemtojoules().orElseThrow(), problem.samples());
    this.perStoredByte = Exact.multiply(Exact.multiply(8, table.dramFemtojoulesPerBit().orElseThrow()), problem.samples());
  }

  int longest(StageCosts stages, int first) {
    int last = first;
    while (last + 1 < problem.network().size() && stages.exists(first, last + 1)) {
      last++;
    }
    return last;
  }

  long fixed(int first, int last) {
    long macs = problem.network().layers().subList(first, last + 1).stream().mapToLong(PipelineLayer::macs).sum();
    return Exact.add(Exact.multiply(macs, perMac), Exact.multiply(costs.borderBytes(first, last), perStoredByte));
  }
}
