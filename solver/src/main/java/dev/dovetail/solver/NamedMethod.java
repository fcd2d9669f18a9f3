package dev.dovetail.solver;

import dev.dovetail.models.Mapping;
import dev.dovetail.models.Problem;

/**
 * A method whose class has several instances, told apart by name.
 *
 * <p>Role: base of the constraint methods of all kinds, one for each backend, and of families of baselines.
 *
 * @param <P> problem
 * @param <M> mapping
 */
public abstract class NamedMethod<P extends Problem, M extends Mapping> implements Method<P, M> {
  private final String name;
  private final String description;

  /**
   * @param name that {@code --solver} takes
   * @param description one line of what it does
   */
  protected NamedMethod(String name, String description) {
    this.name = name;
    this.description = description;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final String description() {
    return description;
  }
}
