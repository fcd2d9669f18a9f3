package dev.dovetail.models.registry;

import dev.dovetail.models.ProblemKind;
import dev.dovetail.models.allocation.AllocationKind;
import dev.dovetail.models.dramschedule.DramScheduleKind;
import dev.dovetail.models.fusion.FusionKind;
import dev.dovetail.models.fusion.bounds.FusionBounds;
import dev.dovetail.models.linkslots.bounds.LinkSlotsBounds;
import dev.dovetail.models.linkslots.files.LinkSlotsKind;
import dev.dovetail.models.mapping.files.MappingKind;
import dev.dovetail.models.pipeline.bounds.PipelineBounds;
import dev.dovetail.models.pipeline.files.PipelineKind;
import dev.dovetail.models.stream.bounds.StreamBounds;
import dev.dovetail.models.stream.files.StreamKind;
import java.util.List;

/**
 * Every problem kind there is.
 *
 * <p>Role: the one list of kinds in this module; a new kind is one line here. What answers a kind is listed in the solver module.
 */
public final class ProblemKinds {
  private ProblemKinds() {}

  /** Every kind, in the order in which they are listed. */
  public static List<ProblemKind<?, ?>> all() {
    return List.of(new MappingKind(), new AllocationKind(), new DramScheduleKind(), new FusionKind(new FusionBounds()),
        new LinkSlotsKind(new LinkSlotsBounds()), new PipelineKind(new PipelineBounds()),
        new StreamKind(new StreamBounds()));
  }
}
