/** The Choco backend. Role: the only package that may touch org.chocosolver. */
@NullMarked
package dev.dovetail.solver.choco;

import org.jspecify.annotations.NullMarked;
