package dev.dovetail.models.intracore.maestro.cases;

import java.util.List;

/**
 * A table of cases.
 *
 * @param inputColumns the names of the input columns, in the order in which they are written
 * @param cases in file order
 */
public record CaseTable(List<String> inputColumns, List<Case> cases) {
  public CaseTable {
    inputColumns = List.copyOf(inputColumns);
    cases = List.copyOf(cases);
  }
}
