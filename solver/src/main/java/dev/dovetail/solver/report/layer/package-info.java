/** Pictures of one layer under one mapping: its loop nest, its reuse, the data that move, and every statistic of the cost model. */
@NullMarked
package dev.dovetail.solver.report.layer;

import org.jspecify.annotations.NullMarked;
