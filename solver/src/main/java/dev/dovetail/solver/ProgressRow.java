package dev.dovetail.solver;

import org.jspecify.annotations.Nullable;

/**
 * One line of the progress table: what is known, and on disk, at a time.
 *
 * @param nanos since the solve started
 * @param method the method that runs
 * @param best objective of its best verified mapping, already on disk; null if there is none yet
 * @param bound the best lower bound; null if there is none yet
 * @param boundSource what proved the bound; empty if there is none
 * @param event what is new: what found the mapping, or which bound rose
 */
public record ProgressRow(
    long nanos, String method, @Nullable Long best, @Nullable Long bound, String boundSource, String event) {}
