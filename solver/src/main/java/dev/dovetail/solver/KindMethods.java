package dev.dovetail.solver;

import dev.dovetail.encodings.Encoding;
import dev.dovetail.models.Mapping;
import dev.dovetail.models.Problem;
import dev.dovetail.models.ProblemKind;
import java.util.List;
import java.util.Optional;

/**
 * A problem kind with all that can be done with it.
 *
 * @param kind reader, writer, evaluator, bounds
 * @param methods every method that answers it, in the order in which they are listed
 * @param defaultMethod name of the method that runs if none is named
 * @param encodings every way to ask it as a constraint model, in the order in which they are listed
 * @param presentation how its problems and mappings are shown
 */
public record KindMethods<P extends Problem, M extends Mapping>(
    ProblemKind<P, M> kind,
    List<Method<P, M>> methods,
    String defaultMethod,
    List<Encoding<P, M>> encodings,
    Presentation<P, M> presentation) {
  public KindMethods {
    methods = List.copyOf(methods);
    encodings = List.copyOf(encodings);
  }

  /** Names of the methods, in order. */
  public List<String> names() {
    return methods.stream().map(Method::name).toList();
  }

  /** The method of that name. */
  public Optional<Method<P, M>> method(String name) {
    return methods.stream().filter(m -> m.name().equals(name)).findFirst();
  }
}
