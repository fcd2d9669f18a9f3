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
 * @param defaultMethods names of the methods that run if none is named: the first one answers, the next ones are asked where our bounds do
 *     not settle its answer, so that two proofs agree
 * @param encodings every way to ask it as a constraint model, in the order in which they are listed
 * @param presentation how its problems and mappings are shown
 * @param plans what turns plans of other tools into mappings; empty if nothing does
 */
public record KindMethods<P extends Problem, M extends Mapping>(
    ProblemKind<P, M> kind,
    List<Method<P, M>> methods,
    List<String> defaultMethods,
    List<Encoding<P, M>> encodings,
    Presentation<P, M> presentation,
    Optional<PlanImport<P, M>> plans) {
  public KindMethods {
    methods = List.copyOf(methods);
    defaultMethods = List.copyOf(defaultMethods);
    encodings = List.copyOf(encodings);
  }

  /** A kind that knows no plans of other tools. */
  public KindMethods(
      ProblemKind<P, M> kind,
      List<Method<P, M>> methods,
      List<String> defaultMethods,
      List<Encoding<P, M>> encodings,
      Presentation<P, M> presentation) {
    this(kind, methods, defaultMethods, encodings, presentation, Optional.empty());
  }

  /** Name of the method that answers if none is named. */
  public String defaultMethod() {
    return defaultMethods.get(0);
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
