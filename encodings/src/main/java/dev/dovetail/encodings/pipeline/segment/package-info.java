/**
 * One segment of a merged pipeline as a constraint model: clusters of any shape, chiplets of several types, where each layer's weights are stored.
 *
 * <p>Role: what the chain programme has no words for; a search over segments puts them together.
 */
@NullMarked
package dev.dovetail.encodings.pipeline.segment;

import org.jspecify.annotations.NullMarked;
