/**
 * What is asked and what an answer costs: problems, mappings, evaluators and lower bounds.
 *
 * <p>Role: the foundation module. It knows no solver; everything else depends on it.
 */
@NullMarked
package dev.dovetail.models;

import org.jspecify.annotations.NullMarked;
