package dev.dovetail.models;

import java.util.ArrayList;
import java.util.List;

/** Collects violations: all are counted, the first {@link #LISTED} are listed. */
public final class Findings {
  /** How many violations are listed one by one. */
  public static final int LISTED = 200;

  private final List<Violation> listed = new ArrayList<>();
  private long count;

  /** A violation at a place that is given in words. */
  public void add(String rule, String where, String message, Object... values) {
    count++;
    if (listed.size() < LISTED) {
      listed.add(new Violation(rule, where, message.formatted(values)));
    }
  }

  /** Whether nothing was found. */
  public boolean isEmpty() {
    return count == 0;
  }

  /** All violations; if there are more than {@link #LISTED}, the last entry says how many were left out. */
  public List<Violation> violations() {
    List<Violation> all = new ArrayList<>(listed);
    if (count > listed.size()) {
      all.add(new Violation("more", "mapping", "%d further violations are not listed.".formatted(count - listed.size())));
    }
    return all;
  }
}
