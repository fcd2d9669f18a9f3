package dev.dovetail.solver.stream;

/**
 * The best found for a group.
 *
 * @param candidate its cores, splits and tile counts
 * @param order loops with several tiles, innermost first
 * @param units global loops that are tiled in one tile, inside of all others: they spare double buffers
 * @param total its cycles
 */
record GroupAnswer(Candidate candidate, int[] order, int[] units, long total) {}
