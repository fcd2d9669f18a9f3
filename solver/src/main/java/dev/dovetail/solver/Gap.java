package dev.dovetail.solver;

import java.util.Locale;

/** The relative gap {@code (objective - bound) / objective}: how far a mapping may be from the best one. */
public final class Gap {
  private Gap() {}

  /** The gap; 0 if the bound reaches the objective, 1 for a bound of 0 or less under a positive objective. */
  public static double of(long objective, long bound) {
    if (bound >= objective) {
      return 0;
    }
    return objective <= 0 || bound <= 0 ? 1 : (double) (objective - bound) / objective;
  }

  /** The gap in percent for people, for example {@code 2.92 %}; rounded up, so that 0.00 % means none. */
  public static String percent(double gap) {
    return String.format(Locale.ROOT, "%.2f %%", Math.max(0, Math.ceil(gap * 10_000 - 1e-9)) / 100);
  }
}
