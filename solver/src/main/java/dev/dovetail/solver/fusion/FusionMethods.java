package dev.dovetail.solver.fusion;

import dev.dovetail.models.fusion.FusionMapping;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.dramschedule.DramScheduleMethods;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Every method that answers kind {@code fusion}, in the order in which they are listed. */
public final class FusionMethods {
  /** Methods of kind dram-schedule that prove a plan's schedule optimal, with what is said of the method that uses them. */
  private static final Map<String, String> PROVERS =
      Map.of(
          "cp-sat", "annealing over plans, then OR-Tools CP-SAT on the best plan's DRAM schedule",
          "choco", "annealing over plans, then Choco on the best plan's DRAM schedule",
          "branch-and-bound", "annealing over plans, then branch and bound on the best plan's DRAM schedule");

  /** What schedules single plans of the oracle: the first that there is. */
  private static final List<String> SCHEDULERS = List.of("branch-and-bound", "cp-sat");

  private FusionMethods() {}

  /** All methods; making the list loads no solver's classes. */
  public static List<Method<FusionProblem, FusionMapping>> all() {
    List<Method<FusionProblem, FusionMapping>> methods = new ArrayList<>();
    methods.add(new SearchMethod());
    methods.add(new DynamicProgramme());
    DramScheduleMethods.all().stream()
        .filter(m -> PROVERS.containsKey(m.name()))
        .forEach(m -> methods.add(new ProvingMethod(PROVERS.getOrDefault(m.name(), ""), m)));
    SCHEDULERS.stream()
        .flatMap(name -> DramScheduleMethods.all().stream().filter(m -> m.name().equals(name)))
        .findFirst()
        .ifPresent(m -> methods.add(new ExhaustiveMethod(m)));
    return methods;
  }
}
