/** A mesh of wormhole routers, cycle by cycle: the traditional network that slot tables are compared with. Role: the baseline of tables. */
@NullMarked
package dev.dovetail.benchmarks.wormhole;

import org.jspecify.annotations.NullMarked;
