package dev.dovetail.models.intracore.maestro.cases;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the results of a table of cases as CSV: its input columns, then the output columns in the order of the reference tables.
 *
 * <p>Integers are written in full, reals so that they read back to the same double, without an exponent where that is readable,
 * {@code inf}, and {@code -nan} as the public program writes it. If a row is invalid, a last column {@code error} holds its code, and the outputs of
 * that row are empty; without such a row there is no such column.
 */
public final class CaseWriter {
  private static final double PLAIN_FROM = 1e-7;
  private static final double PLAIN_TO = 1e17;

  private CaseWriter() {}

  /** Writes header and rows, lines ending in LF. */
  public static void write(Appendable out, List<String> inputColumns, List<CaseResult> results) throws IOException {
    boolean errors = results.stream().anyMatch(r -> r.outcome() instanceof Outcome.Invalid);
    List<String> header = new ArrayList<>(inputColumns);
    Column.ALL.forEach(c -> header.add(c.name()));
    if (errors) {
      header.add("error");
    }
    line(out, header);
    for (CaseResult r : results) {
      List<String> cells = new ArrayList<>(r.question().inputs());
      if (r.outcome() instanceof Outcome.Evaluated e) {
        Column.ALL.forEach(c -> cells.add(text(c.value().apply(e.statistics()))));
        if (errors) {
          cells.add("");
        }
      } else if (r.outcome() instanceof Outcome.Invalid i) {
        Column.ALL.forEach(c -> cells.add(""));
        cells.add(i.reason().code().name());
      }
      line(out, cells);
    }
  }

  private static void line(Appendable out, List<String> cells) throws IOException {
    for (int i = 0; i < cells.size(); i++) {
      out.append(i == 0 ? "" : ",").append(quoted(cells.get(i)));
    }
    out.append('\n');
  }

  private static String quoted(String cell) {
    boolean plain =
        cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '#' || c == '\n' || c == '\r') && cell.equals(cell.strip());
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }

  /** A value as the table holds it. */
  static String text(Object value) {
    return value instanceof Double d ? real(d) : value.toString();
  }

  private static String real(double value) {
    if (Double.isNaN(value)) {
      return "-nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    double size = Math.abs(value);
    if (size >= PLAIN_FROM && size < PLAIN_TO) {
      return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }
    return value == 0 ? MaestroCsv.sixDigits(value) : Double.toString(value);
  }
}
