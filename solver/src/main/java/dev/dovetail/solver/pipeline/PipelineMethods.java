package dev.dovetail.solver.pipeline;

import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.chain.Restriction;
import dev.dovetail.solver.Method;
import java.util.List;

/** Every method that answers kind {@code pipeline}, in the order in which they are listed. */
public final class PipelineMethods {
  private PipelineMethods() {}

  /** All methods; making the list loads no solver's classes. */
  public static List<Method<PipelineProblem, PipelinePlan>> all() {
    return List.of(
        new ProgrammeMethod(),
        new BaselineMethod("sequential", "every segment one cluster on all chiplets: the best such plan, exactly",
            Restriction.SEQUENTIAL, "whose segments are single clusters"),
        new BaselineMethod("full-pipeline", "one segment, each layer a stage of its own: the best such plan, exactly",
            Restriction.FULL, "of one segment whose clusters are single layers"),
        new BaselineMethod("segmented", "any segments, each layer a stage of its own: the best such plan, exactly",
            Restriction.SEGMENTED, "whose clusters are single layers"));
  }
}
