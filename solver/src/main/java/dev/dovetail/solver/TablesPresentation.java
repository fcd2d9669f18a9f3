package dev.dovetail.solver;

import dev.dovetail.models.Mapping;
import dev.dovetail.models.Problem;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A presentation of mappings that hardware is loaded with as tables.
 *
 * @param <P> problem
 * @param <M> mapping
 */
public interface TablesPresentation<P extends Problem, M extends Mapping> extends Presentation<P, M> {
  /** Writes the tables, one row per line, for simulators of the hardware. */
  void writeTables(P problem, M mapping, Path file) throws IOException;
}
