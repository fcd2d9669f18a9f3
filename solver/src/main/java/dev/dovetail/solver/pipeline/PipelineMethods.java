package dev.dovetail.solver.pipeline;

import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.chain.Restriction;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.choco.ChocoBackend;
import dev.dovetail.solver.cpsat.CpSatBackend;
import dev.dovetail.solver.process.ProcessBackend;
import java.util.List;

/** Every method that answers kind {@code pipeline}, in the order in which they are listed. */
public final class PipelineMethods {
  private PipelineMethods() {}

  /** All methods; making the list loads no solver's classes. */
  public static List<Method<PipelineProblem, PipelinePlan>> all() {
    return List.of(
        new ConstraintMethod("cp-sat",
            "the chain programme, then regions and transfers; where a gap is left, OR-Tools CP-SAT on paths and rectangles",
            () -> new ProcessBackend(new CpSatBackend())),
        new ConstraintMethod("choco",
            "the chain programme, then regions and transfers; where a gap is left, Choco: small problems",
            () -> new ProcessBackend(new ChocoBackend())),
        new ProgrammeMethod(),
        new ThresholdMethod(),
        new BaselineMethod("sequential", "every segment one cluster on all chiplets: the best such plan, exactly",
            Restriction.SEQUENTIAL, "whose segments are single clusters"),
        new BaselineMethod("full-pipeline", "one segment, each layer a stage of its own: the best such plan, exactly",
            Restriction.FULL, "of one segment whose clusters are single layers"),
        new BaselineMethod("segmented", "any segments, each layer a stage of its own: the best such plan, exactly",
            Restriction.SEGMENTED, "whose clusters are single layers"),
        new ExhaustiveMethod());
  }
}
