/** Complete enumeration of tiny models. Role: the oracle that every other backend is measured against. */
@NullMarked
package dev.dovetail.solver.exhaustive;

import org.jspecify.annotations.NullMarked;
