package dev.dovetail.solver.report.dramschedule;

import java.util.List;

/**
 * Bands of one kind, which stand in one row of a picture.
 *
 * @param name of the row, for example {@code layer groups}
 * @param bands by their first tile; none overlap
 */
public record BandRow(String name, List<Band> bands) {
  public BandRow {
    bands = List.copyOf(bands);
  }
}
