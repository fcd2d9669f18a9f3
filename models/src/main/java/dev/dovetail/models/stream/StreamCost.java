package dev.dovetail.models.stream;

/**
 * What a node's share of one iteration costs on one core.
 *
 * @param cycles at least 0
 * @param femtojoules on-core energy; 0 if it is an estimate
 * @param estimated whether it is no mapped cost but Stream's fallback, iterations over array units
 */
public record StreamCost(long cycles, long femtojoules, boolean estimated) {}
