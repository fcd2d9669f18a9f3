package dev.dovetail.solver.pipeline.traffic;

import dev.dovetail.models.pipeline.ChipletMesh;
import dev.dovetail.models.pipeline.MultiChipModule;
import dev.dovetail.models.pipeline.Partition;
import dev.dovetail.models.pipeline.PipelineLayer;
import dev.dovetail.models.pipeline.PipelineNetwork;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelinePlan.Cluster;
import dev.dovetail.models.pipeline.PipelinePlan.Segment;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches;
import dev.dovetail.models.pipeline.PipelineSwitches.Shape;
import java.util.List;

/** The worked example of the cost model, four layers and eight samples, on a mesh of 2 x 2 chiplets of 8x8 lanes. */
final class WorkedMesh {
  private WorkedMesh() {}

  /** With contention, regions of any shape. */
  static PipelineProblem problem(long ingress, long link) {
    PipelineNetwork chain = new PipelineNetwork("worked", List.of(
        layer("a", 4, 8, 12, 288, 0), layer("b", 8, 32, 6, 1152, 288), layer("c", 32, 16, 6, 576, 288),
        layer("d", 16, 16, 6, 576, 0)));
    MultiChipModule m = MultiChipModule.uniform(4, 8, 8, ingress, 2048, 16);
    MultiChipModule mesh = new MultiChipModule(m.types(), ingress, m.dramBytesPerCycle(), m.dramCapacityBytes(), m.clockHertz(),
        new ChipletMesh(2, 2, link), m.energy());
    return with(new PipelineProblem("worked", chain, mesh, 8, PipelineSwitches.BASE, PipelineObjective.TOTAL), Shape.ANY, true);
  }

  /** The same with regions of another shape, and slots for transfers or none. */
  static PipelineProblem with(PipelineProblem problem, Shape shape, boolean contention) {
    PipelineSwitches s = problem.switches();
    return problem.with(new PipelineSwitches(s.overlap(), s.weights(), s.loadOverlap(), s.timing(), s.border(), s.graph(), shape,
        s.haloAfterIsp(), s.dramShared(), s.idle(), s.dramCapacity(), contention));
  }

  /** A segment of one layer on all chiplets. */
  static Segment alone(int layer, long stage) {
    return new Segment(List.of(new Cluster(List.of(layer), List.of(Partition.INPUT_SHARED), List.of(0, 1, 2, 3))), stage);
  }

  private static PipelineLayer layer(String name, long inputs, long outputs, long map, long ofm, long skip) {
    long weights = outputs * inputs * 9;
    return new PipelineLayer(name, "conv", inputs, outputs, 3, 3, 1, map, map, map, map, inputs * map * map, ofm, weights,
        weights * map * map, skip);
  }
}
