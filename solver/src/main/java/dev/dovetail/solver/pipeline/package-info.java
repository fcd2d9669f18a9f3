/**
 * Methods of kind {@code pipeline}: the chain programme, its restrictions as baselines, and what goes beyond them.
 *
 * <p>Role: who answers.
 */
@NullMarked
package dev.dovetail.solver.pipeline;

import org.jspecify.annotations.NullMarked;
