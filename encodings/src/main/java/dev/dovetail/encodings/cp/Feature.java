package dev.dovetail.encodings.cp;

import java.util.Locale;

/** What a constraint asks of a backend. A backend lists those it takes; a rewrite replaces the others. */
public enum Feature {
  /** {@link Linear} without enforcement. */
  LINEAR,
  /** {@link Linear} that holds only if literals are true. */
  ENFORCED_LINEAR,
  /** {@link BoolOr} without enforcement. */
  BOOL_OR,
  /** {@link BoolAnd} without enforcement. */
  BOOL_AND,
  /** {@link BoolOr} or {@link BoolAnd} that holds only if literals are true; implication is one. */
  ENFORCED_BOOL,
  EXACTLY_ONE,
  AT_MOST_ONE,
  ELEMENT,
  TABLE,
  MIN_EQUALITY,
  MAX_EQUALITY,
  ALL_DIFFERENT,
  /** The invariant start + size = end of an interval. */
  INTERVAL,
  /** The invariant of an interval that may be absent. */
  OPTIONAL_INTERVAL,
  /** {@link NoOverlap} of intervals that are always present. */
  NO_OVERLAP,
  /** {@link NoOverlap} with intervals that may be absent. */
  OPTIONAL_NO_OVERLAP,
  NO_OVERLAP_2D,
  /** {@link NoOverlap2d} with intervals that may be absent. */
  OPTIONAL_NO_OVERLAP_2D,
  CUMULATIVE,
  /** {@link Cumulative} with intervals that may be absent. */
  OPTIONAL_CUMULATIVE,
  CIRCUIT;

  /** The name in lists and messages, for example {@code no-overlap-2d}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
