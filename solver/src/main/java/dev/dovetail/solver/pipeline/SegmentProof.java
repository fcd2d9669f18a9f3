package dev.dovetail.solver.pipeline;

import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.encodings.cp.ConstraintModel;
import dev.dovetail.encodings.pipeline.PathModel;
import dev.dovetail.encodings.pipeline.PathSpace;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelinePlan.Segment;
import dev.dovetail.models.pipeline.chain.ClusterTimes;
import dev.dovetail.solver.Backend;
import dev.dovetail.solver.BackendListener;
import dev.dovetail.solver.BackendResult;
import dev.dovetail.solver.BackendRun;
import dev.dovetail.solver.Outcome.Proof;
import dev.dovetail.solver.pipeline.Columns.Column;
import dev.dovetail.solver.pipeline.SegmentPlacer.Result;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The path model of one segment on a backend.
 *
 * <p>Role: raises the bound of a segment whose regions were not placed at it, or places them.
 */
final class SegmentProof {
  /** Share of the time that is left, for one segment. */
  private static final double SHARE = 0.5;

  private final Supplier<Backend> backend;
  private final BackendRun run;

  SegmentProof(Supplier<Backend> backend, BackendRun run) {
    this.backend = backend;
    this.run = run;
  }

  /**
   * Asks for the cheapest segment of a column.
   *
   * @param least known lower bound on its cost
   * @param known a segment of it that is placed, empty for none
   * @param most largest cost that is wanted
   */
  Result prove(SegmentPlacer placer, Column column, long least, Optional<Segment> known, long most) {
    PathModel model = new PathModel(PathSpace.ofSegment(placer.chain(), column.first(), column.last(), most), true);
    ConstraintModel asked = known.filter(s -> placer.price(s).cost() <= most)
        .map(s -> model.model().withHint(model.hint(new PipelinePlan(List.of(s))))).orElse(model.model());
    BackendResult result = BackendRun.ask(backend.get(), asked, run.left(SHARE), new Ear()).result();
    if (result == null) {
      return new Result(least, Optional.empty(), false);
    }
    if (result.proof() == Proof.INFEASIBLE) {
      return new Result(ClusterTimes.INFINITE, Optional.empty(), true);
    }
    long bound = Math.max(least, result.lowerBound().orElse(least));
    return new Result(bound, result.solution().map(a -> placed(placer, model, a)), result.isOptimal());
  }

  private static SegmentPlacer.Placed placed(SegmentPlacer placer, PathModel model, Assignment assignment) {
    return placer.finished(model.decode(assignment).segments().get(0));
  }

  private final class Ear implements BackendListener {
    @Override
    public boolean shouldStop() {
      return run.settled();
    }
  }
}
