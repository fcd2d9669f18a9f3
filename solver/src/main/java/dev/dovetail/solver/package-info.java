/** Who answers: methods, backends, and the one place that knows the order of a solve. */
@NullMarked
package dev.dovetail.solver;

import org.jspecify.annotations.NullMarked;
