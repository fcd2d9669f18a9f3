package dev.dovetail.solver.registry;

import dev.dovetail.encodings.allocation.JointEncoding;
import dev.dovetail.encodings.dramschedule.DramScheduleEncoding;
import dev.dovetail.encodings.linkslots.LinkSlotsEncoding;
import dev.dovetail.encodings.pipeline.PathEncoding;
import dev.dovetail.models.allocation.AllocationKind;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.dramschedule.DramSchedule;
import dev.dovetail.models.dramschedule.DramScheduleKind;
import dev.dovetail.models.dramschedule.DramScheduleProblem;
import dev.dovetail.models.fusion.FusionKind;
import dev.dovetail.models.fusion.FusionMapping;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.models.fusion.bounds.FusionBounds;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.bounds.LinkSlotsBounds;
import dev.dovetail.models.linkslots.files.LinkSlotsKind;
import dev.dovetail.models.mapping.MappingProblem;
import dev.dovetail.models.mapping.NetworkMapping;
import dev.dovetail.models.mapping.files.MappingKind;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.bounds.PipelineBounds;
import dev.dovetail.models.pipeline.files.PipelineKind;
import dev.dovetail.models.stream.StreamMapping;
import dev.dovetail.models.stream.StreamProblem;
import dev.dovetail.models.stream.bounds.StreamBounds;
import dev.dovetail.models.stream.files.StreamKind;
import dev.dovetail.solver.KindMethods;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.allocation.AllocationMethods;
import dev.dovetail.solver.dramschedule.DramScheduleMethods;
import dev.dovetail.solver.fusion.FusionMethods;
import dev.dovetail.solver.fusion.soma.Baselines;
import dev.dovetail.solver.linkslots.LinkSlotsMethods;
import dev.dovetail.solver.linkslots.metro.MetroMethod;
import dev.dovetail.solver.mapping.MappingMethods;
import dev.dovetail.solver.mapping.MappingPlanImport;
import dev.dovetail.solver.pipeline.PipelineMethods;
import dev.dovetail.solver.pipeline.scope.ScopeMethod;
import dev.dovetail.solver.report.allocation.AllocationPresentation;
import dev.dovetail.solver.report.dramschedule.DramSchedulePresentation;
import dev.dovetail.solver.report.fusion.FusionPresentation;
import dev.dovetail.solver.report.linkslots.LinkSlotsPresentation;
import dev.dovetail.solver.report.mapping.MappingPresentation;
import dev.dovetail.solver.report.pipeline.PipelinePresentation;
import dev.dovetail.solver.report.stream.StreamPresentation;
import dev.dovetail.solver.stream.GivenMethod;
import dev.dovetail.solver.stream.StreamMethods;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Every problem kind and every method that answers it.
 *
 * <p>Role: the one registry; a new kind is one line here. Listing loads no solver's classes.
 */
public final class Methods {
  private static final String DEFAULT = "cp-sat";

  private Methods() {}

  /** Every problem kind with its methods. */
  public static List<KindMethods<?, ?>> kinds() {
    return List.of(mapping(), allocation(), dramSchedule(), fusion(), linkSlots(), pipeline(), stream());
  }

  /** Kind {@code allocation}; the default is CP-SAT where it is there, else the last method in the list. */
  public static KindMethods<AllocationProblem, Schedule> allocation() {
    List<Method<AllocationProblem, Schedule>> methods = AllocationMethods.all();
    boolean hasDefault = methods.stream().anyMatch(m -> m.name().equals(DEFAULT));
    return new KindMethods<>(
        new AllocationKind(),
        methods,
        List.of(hasDefault ? DEFAULT : methods.get(methods.size() - 1).name()),
        List.of(new JointEncoding(), new JointEncoding(true)),
        new AllocationPresentation());
  }

  /** Kind {@code mapping}, which the command map solves; the default is that of kind allocation. */
  public static KindMethods<MappingProblem, NetworkMapping> mapping() {
    return new KindMethods<>(
        new MappingKind(), MappingMethods.all(), allocation().defaultMethods(), List.of(), new MappingPresentation(),
        Optional.of(new MappingPlanImport()));
  }

  /** Kind {@code dram-schedule}; where no bound of ours proves the optimum, an exact search and CP-SAT must agree. */
  public static KindMethods<DramScheduleProblem, DramSchedule> dramSchedule() {
    return new KindMethods<>(
        new DramScheduleKind(),
        DramScheduleMethods.all(),
        List.of("branch-and-bound", DEFAULT),
        List.of(new DramScheduleEncoding(), new DramScheduleEncoding(true)),
        new DramSchedulePresentation());
  }

  /** Kind {@code fusion}, with the literature's methods. */
  public static KindMethods<FusionProblem, FusionMapping> fusion() {
    List<Method<FusionProblem, FusionMapping>> methods = new ArrayList<>(FusionMethods.all());
    methods.addAll(Baselines.all());
    boolean hasDefault = methods.stream().anyMatch(m -> m.name().equals(DEFAULT));
    return new KindMethods<>(
        new FusionKind(new FusionBounds()), methods, List.of(hasDefault ? DEFAULT : methods.get(0).name()), List.of(),
        new FusionPresentation());
  }

  /** Kind {@code link-slots}; the default begins with local search and leaves large problems to it. */
  public static KindMethods<LinkSlotsProblem, SlotTable> linkSlots() {
    List<Method<LinkSlotsProblem, SlotTable>> methods = new ArrayList<>(LinkSlotsMethods.all());
    methods.add(new MetroMethod());
    return new KindMethods<>(
        new LinkSlotsKind(new LinkSlotsBounds()), methods, List.of(DEFAULT),
        List.of(new LinkSlotsEncoding()), new LinkSlotsPresentation());
  }

  /** Kind {@code pipeline}; the default begins with the chain programme, which settles the base model. */
  public static KindMethods<PipelineProblem, PipelinePlan> pipeline() {
    List<Method<PipelineProblem, PipelinePlan>> methods = new ArrayList<>(PipelineMethods.all());
    methods.add(new ScopeMethod());
    return new KindMethods<>(
        new PipelineKind(new PipelineBounds()), methods, List.of(DEFAULT), List.of(new PathEncoding()),
        new PipelinePresentation());
  }

  /** Kind {@code stream}: Stream's own decision space under Stream's own cost model; the given mapping is a baseline. */
  public static KindMethods<StreamProblem, StreamMapping> stream() {
    List<Method<StreamProblem, StreamMapping>> methods = new ArrayList<>(StreamMethods.all());
    methods.add(new GivenMethod());
    return new KindMethods<>(new StreamKind(new StreamBounds()), methods, List.of(methods.get(0).name()), List.of(),
        new StreamPresentation());
  }
}
