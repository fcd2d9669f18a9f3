/**
 * Tables of cases for MAESTRO's model, and its result files: rows of layers, mappings and hardware in, rows of statistics out.
 * Role: compares with the public program row by row, and evaluates its mapping files in file order.
 */
@NullMarked
package dev.dovetail.models.intracore.maestro.cases;

import org.jspecify.annotations.NullMarked;
