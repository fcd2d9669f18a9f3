/**
 * Pictures of kind {@code link-slots}.
 *
 * <p>Role: terminal, HTML report and trace of routes and slots: heat of the links, their slots over time, the critical link.
 */
@NullMarked
package dev.dovetail.solver.report.linkslots;

import org.jspecify.annotations.NullMarked;
