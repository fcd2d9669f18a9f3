package dev.dovetail.models;

/**
 * Recomputes the cost of a mapping, and finds every rule that it breaks.
 *
 * <p>Role: the judge. It knows no solver and no encoding; it simulates the mapping event by event in exact long arithmetic.
 *
 * @param <P> problem
 * @param <M> mapping
 */
@FunctionalInterface
public interface Evaluator<P extends Problem, M extends Mapping> {
  /** Evaluates {@code mapping}; never throws for a bad mapping, it reports violations instead. */
  Evaluation evaluate(P problem, M mapping);
}
