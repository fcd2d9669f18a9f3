/** Pictures of mappings of whole networks. Role: what kind {@code allocation} shows, with fusion groups and the period. */
@NullMarked
package dev.dovetail.solver.report.mapping;

import org.jspecify.annotations.NullMarked;
