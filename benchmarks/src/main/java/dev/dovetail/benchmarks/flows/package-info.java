/** Sets of flows made by rule: neighbours, collectives, random destinations, regions. Role: traffic for problems of kind link-slots. */
@NullMarked
package dev.dovetail.benchmarks.flows;

import org.jspecify.annotations.NullMarked;
