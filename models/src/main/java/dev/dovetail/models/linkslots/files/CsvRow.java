package dev.dovetail.models.linkslots.files;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.io.Suggestions;
import java.nio.file.Path;
import java.util.Map;

/**
 * A line of a large table of plain cells.
 *
 * @param file for messages
 * @param line from 1
 * @param cells without quotes
 */
record CsvRow(Path file, int line, String... cells) {
  private static final int LONGEST = 18;

  /** A cell. */
  String cell(int column) {
    return cells[column].strip();
  }

  /** Checks the number of cells. */
  void expect(int columns) {
    if (cells.length != columns) {
      throw error("The line has %d cells, but the header has %d.".formatted(cells.length, columns), "the file was cut off.");
    }
  }

  /** A number that is not negative. */
  long number(int column) {
    return number(cell(column));
  }

  /** A number that is not negative, out of a cell. */
  long number(String digits) {
    if (digits.isEmpty() || digits.length() > LONGEST || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw error("The value (%s) must be a whole number of at least 0.".formatted(digits), "the line was edited.");
    }
    return Long.parseLong(digits);
  }

  /** What a cell names. */
  int index(int column, Map<String, Integer> names, String what) {
    Integer index = names.get(cell(column));
    if (index == null) {
      throw error("The %s (%s) does not exist.".formatted(what, cell(column)), Suggestions.instead(cell(column), names.keySet()));
    }
    return index;
  }

  /** An error in this line. */
  BadInputException error(String message, String maybe) {
    return new BadInputException("%s:%d: %s".formatted(file, line, message), maybe);
  }
}
