package dev.dovetail.encodings.cp.rewrite;

import dev.dovetail.encodings.cp.Constraint;
import dev.dovetail.encodings.cp.Feature;
import java.util.Set;

/**
 * Replaces one constraint by others. Stateless. The solutions of the new constraints, restricted to the variables of the old one,
 * are exactly the solutions of the old one.
 */
public interface Rewrite {
  /** The features that it takes away. */
  Set<Feature> source();

  /** The features that it may ask for instead. */
  Set<Feature> target();

  /** Whether it takes this very constraint, of a feature in {@link #source()}. */
  default boolean appliesTo(Constraint constraint) {
    return true;
  }

  /** Adds the replacement of a constraint. */
  void apply(Constraint constraint, Rewriting out);

  /** Its name: that of its class. */
  default String name() {
    return getClass().getSimpleName();
  }
}
