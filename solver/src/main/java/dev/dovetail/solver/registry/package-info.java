/** Every problem kind with its methods. Role: the one place that names them all, so that neither Solve nor a method knows another. */
@NullMarked
package dev.dovetail.solver.registry;

import org.jspecify.annotations.NullMarked;
