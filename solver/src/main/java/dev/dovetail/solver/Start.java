package dev.dovetail.solver;

/**
 * A mapping that is known before a method begins, perhaps of a slightly different problem: what it decides is where the search starts.
 *
 * @param mapping the mapping; it need not be executable for the problem at hand
 * @param source where it comes from, for the progress table, for example {@code earlier mapping}
 * @param <M> mapping
 */
public record Start<M>(M mapping, String source) {}
