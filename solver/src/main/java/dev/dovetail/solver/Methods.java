package dev.dovetail.solver;

import java.util.List;

/**
 * Every problem kind and every method that answers it.
 *
 * <p>Role: the one registry; a new kind or method is one line here. Listing loads no solver's classes.
 */
public final class Methods {
  private Methods() {}

  /** Every problem kind with its methods. */
  public static List<KindMethods<?, ?>> kinds() {
    return List.of();
  }
}
