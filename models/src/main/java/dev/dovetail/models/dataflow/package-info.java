/** Data-centric dataflow directives: the language in which a mapping of one layer onto one core is written. */
@NullMarked
package dev.dovetail.models.dataflow;

import org.jspecify.annotations.NullMarked;
