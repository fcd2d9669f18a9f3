package dev.dovetail.models.fusion;

import dev.dovetail.models.Mapping;
import dev.dovetail.models.dramschedule.DramSchedule;

/**
 * A fusion plan with the schedule of the DRAM tensors that it gives rise to.
 *
 * @param plan order, cuts, tile counts
 * @param schedule of the plan's tensors, by their index in the order of their creation
 */
public record FusionMapping(FusionPlan plan, DramSchedule schedule) implements Mapping {}
