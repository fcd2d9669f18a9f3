package dev.dovetail.solver;

import dev.dovetail.models.Mapping;
import dev.dovetail.models.Problem;
import java.nio.file.Path;
import java.util.List;

/**
 * Judges plans of other tools, which decide a part of a mapping: the rest is decided for them, and the result is judged like any mapping.
 *
 * @param <P> problem
 * @param <M> mapping
 */
public interface PlanImport<P extends Problem, M extends Mapping> {
  /** Whether a file holds such a plan. */
  boolean reads(Path file);

  /**
   * The problem in which only mappings with the plan's decisions are left.
   *
   * @throws dev.dovetail.models.BadInputException if the file is no plan for this problem
   * @throws dev.dovetail.models.InfeasibleException if no mapping has these decisions
   */
  Imposed<P> imposed(P problem, Path file);

  /**
   * A mapping with the plan's decisions, found without a search over them.
   *
   * @throws dev.dovetail.models.BadInputException if the file is no plan for this problem, or nothing with its decisions was found
   */
  Realised<P, M> realised(P problem, Path file);

  /**
   * A plan's decisions as requirements.
   *
   * @param problem the problem under them
   * @param source what the plan is, for people
   * @param remarks what of the plan could not be taken over, for people
   */
  record Imposed<P extends Problem>(P problem, String source, List<String> remarks) {
    public Imposed {
      remarks = List.copyOf(remarks);
    }
  }

  /**
   * A plan that became a mapping.
   *
   * @param imposed its decisions
   * @param mapping a mapping of the imposed problem, which thereby also is one of the problem itself
   */
  record Realised<P extends Problem, M extends Mapping>(Imposed<P> imposed, M mapping) {}
}
