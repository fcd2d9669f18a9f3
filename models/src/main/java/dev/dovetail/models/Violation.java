package dev.dovetail.models;

import java.util.Objects;

/**
 * One broken rule of a mapping, with its place.
 *
 * @param rule short stable name of the rule, for example {@code core-overlap}
 * @param where the place: task, transfer, buffer, core or link, with its name
 * @param message what is wrong, with the values, expected and found
 */
public record Violation(String rule, String where, String message) {
  public Violation {
    Objects.requireNonNull(rule);
    Objects.requireNonNull(where);
    Objects.requireNonNull(message);
  }

  @Override
  public String toString() {
    return rule + " at " + where + ": " + message;
  }
}
