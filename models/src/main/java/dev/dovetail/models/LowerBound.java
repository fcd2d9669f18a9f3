package dev.dovetail.models;

import java.util.Objects;

/**
 * A proven lower bound on a problem's objective, valid for every mapping of the problem.
 *
 * @param name the bound's name, for example {@code dram-compulsory}
 * @param value the bound, rounded down where anything was rounded
 * @param witness what proves it, in words: the loaded link, the critical path, the compulsory bytes
 */
public record LowerBound(String name, long value, String witness) {
  public LowerBound {
    Objects.requireNonNull(name);
    Objects.requireNonNull(witness);
  }
}
