/** Kind dram-schedule as a constraint model with order-encoded residencies. Role: what backends are asked. */
@NullMarked
package dev.dovetail.encodings.dramschedule;

import org.jspecify.annotations.NullMarked;
