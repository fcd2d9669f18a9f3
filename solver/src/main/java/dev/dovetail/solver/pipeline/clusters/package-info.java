/**
 * Segments whose clusters are more than intervals on equal chiplets: branches in different clusters, several types of chiplets, replicated weights.
 *
 * <p>Role: a programme and local search find plans, constraint models of single segments prove them.
 */
@NullMarked
package dev.dovetail.solver.pipeline.clusters;

import org.jspecify.annotations.NullMarked;
