package dev.dovetail.models.linkslots.files;

import dev.dovetail.models.io.DataNode;

/**
 * A row of a slot table as it is written: {@code first-last message rest}.
 *
 * @param first slot
 * @param last slot, closed
 * @param message index
 * @param rest header or outputs, may be empty
 */
record TableRow(long first, long last, long message, String rest) {
  private static final int LONGEST = 18;

  /** Reads a row. */
  static TableRow parse(DataNode row) {
    String text = row.text();
    int dash = text.indexOf('-');
    int space = text.indexOf(' ');
    if (dash < 1 || space < dash) {
      throw wrong(row);
    }
    int second = text.indexOf(' ', space + 1);
    int end = second < 0 ? text.length() : second;
    return new TableRow(number(text.substring(0, dash), row), number(text.substring(dash + 1, space), row),
        number(text.substring(space + 1, end), row), second < 0 ? "" : text.substring(second + 1));
  }

  /** A number that is not negative. */
  static long number(String digits, DataNode row) {
    if (digits.isEmpty() || digits.length() > LONGEST || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw wrong(row);
    }
    return Long.parseLong(digits);
  }

  private static RuntimeException wrong(DataNode row) {
    return row.error("The row (%s) must be 'first-last message outputs'.".formatted(row.text()),
        "write, for example, '5-6 17 E,S,Local': in slots 5 and 6, message 17, to the east, the south and the tile.");
  }
}
