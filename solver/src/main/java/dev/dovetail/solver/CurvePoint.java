package dev.dovetail.solver;

import org.jspecify.annotations.Nullable;

/**
 * One point of an anytime curve: what was known at a time.
 *
 * @param nanos since the method started
 * @param objective of the best verified mapping, or null if there is none yet
 * @param bound the best lower bound, or null if there is none yet
 * @param source what made the step: what found the mapping, or the bound's name
 */
public record CurvePoint(long nanos, @Nullable Long objective, @Nullable Long bound, String source) {}
