/**
 * Pictures of kind {@code pipeline}.
 *
 * <p>Role: terminal, HTML report and trace of segments, clusters and regions.
 */
@NullMarked
package dev.dovetail.solver.report.pipeline;

import org.jspecify.annotations.NullMarked;
