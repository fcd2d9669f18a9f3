package dev.dovetail.solver.dramschedule.soma;

/**
 * SoMa's temperature and acceptance. Source: public program SET-Scheduling-Project/SoMa-HPCA2025.
 *
 * <p>Role: shared by all stages.
 */
public final class Cooling {
  private static final double START = 0.1;
  private static final double STEEPNESS = 8;

  private Cooling() {}

  /** The part of the rounds after which the search goes back to the best it has found, once. */
  public static final double RESTART = 0.9;

  /**
   * The temperature, {@code 0.1 (1 - x) / (1 + 8 x)}.
   *
   * @param progress x, rounds done of all rounds, at least 0 and below 1
   */
  public static double temperature(double progress) {
    return START * (1 - progress) / (1 + STEEPNESS * progress);
  }

  /**
   * Whether to go on from a candidate: always if it is no worse, else with probability {@code exp((old - next) / (old - floor) / T)}.
   *
   * @param floor what no cost is below; where {@code old} reaches it no worse candidate is accepted
   * @param progress see {@link #temperature}
   * @param draw uniform in [0, 1)
   */
  public static boolean accepts(double old, double next, double floor, double progress, double draw) {
    if (next <= old) {
      return true;
    }
    return old > floor && draw < Math.exp((old - next) / (old - floor) / temperature(progress));
  }

  /**
   * The cost from which on {@link #accepts} refuses for this draw: known before the candidate, so that a bound on its cost can refuse it.
   *
   * @param draw uniform in [0, 1)
   */
  public static double threshold(double old, double floor, double progress, double draw) {
    return old <= floor ? old : old - (old - floor) * temperature(progress) * Math.log(draw);
  }
}
