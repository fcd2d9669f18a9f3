package dev.dovetail.solver.mapping;

import dev.dovetail.models.mapping.MappingProblem;
import dev.dovetail.models.mapping.NetworkMapping;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.allocation.AllocationMethods;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Every method that answers kind {@code mapping}, in the order in which they are listed. */
public final class MappingMethods {
  /** Methods that begin from the best staged answer. */
  private static final Set<String> SEARCHES = Set.of("local-search", "cp-sat", "choco");

  private MappingMethods() {}

  /** All methods; making the list loads no solver's classes. */
  public static List<Method<MappingProblem, NetworkMapping>> all() {
    List<Method<MappingProblem, NetworkMapping>> methods = new ArrayList<>();
    AllocationMethods.all().forEach(m -> methods.add(new JointMethod(m, SEARCHES.contains(m.name()))));
    methods.add(1, new StagedMethod());
    return List.copyOf(methods);
  }
}
