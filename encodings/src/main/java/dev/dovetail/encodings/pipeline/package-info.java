/** Merged pipelines as constraint models: paths of segments and clusters, regions as rectangles. Role: what the chain programme leaves out. */
@NullMarked
package dev.dovetail.encodings.pipeline;

import org.jspecify.annotations.NullMarked;
