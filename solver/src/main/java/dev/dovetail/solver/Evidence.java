package dev.dovetail.solver;

import java.util.Locale;

/** What stands behind the word optimal (or infeasible), of all mappings or of a named part; strongest first. */
public enum Evidence {
  /** Our own lower bound equals the cost. */
  BOUNDED,
  /** Two complete methods proved the same. */
  AGREED,
  /** A complete enumeration found nothing better. */
  EXHAUSTED,
  /** One method says so. */
  CLAIMED;

  /** The word as files and tables write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
