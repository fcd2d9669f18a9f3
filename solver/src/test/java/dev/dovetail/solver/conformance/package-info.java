/** The conformance kit: what every backend must do. Role: a backend's author extends {@link BackendConformance} and runs it. */
@NullMarked
package dev.dovetail.solver.conformance;

import org.jspecify.annotations.NullMarked;
