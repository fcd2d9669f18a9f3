package dev.dovetail.models.intracore.maestro;

/**
 * A delay over all steps of the outermost level, cycles.
 *
 * @param min shortest
 * @param max longest
 * @param mean average over all steps, truncated
 */
public record DelayStatistics(long min, long max, long mean) {}
