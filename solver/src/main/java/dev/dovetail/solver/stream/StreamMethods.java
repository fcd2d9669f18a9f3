package dev.dovetail.solver.stream;

import dev.dovetail.models.stream.StreamMapping;
import dev.dovetail.models.stream.StreamProblem;
import dev.dovetail.solver.Method;
import java.util.List;

/** Every method that answers kind {@code stream}, in the order in which they are listed. */
public final class StreamMethods {
  private StreamMethods() {}

  /** All methods. */
  public static List<Method<StreamProblem, StreamMapping>> all() {
    return List.of(new TableSearchMethod(), new ExhaustiveMethod());
  }
}
