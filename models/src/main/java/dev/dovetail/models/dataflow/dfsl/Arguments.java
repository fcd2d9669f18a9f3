package dev.dovetail.models.dataflow.dfsl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The arguments of a directive as they stand in the file, between its parentheses.
 *
 * @param texts split at the commas that are in no inner parentheses
 * @param end characters of the file up to the closing parenthesis
 */
record Arguments(List<Text> texts, int end) {
  /** Longest text between two parentheses that is looked at; more is no list of sizes. */
  private static final int LONGEST = 4_000;

  /**
   * One argument.
   *
   * @param text as written, blanks included
   * @param offset characters of the file before it
   * @param line from 1
   * @param column from 1
   */
  record Text(String text, int offset, int line, int column) {}

  /** The arguments behind a keyword, if they stand in parentheses on its line. */
  static Optional<Arguments> after(Token keyword, String file) {
    int open = keyword.end();
    while (open < file.length() && (file.charAt(open) == ' ' || file.charAt(open) == '\t')) {
      open++;
    }
    if (open >= file.length() || file.charAt(open) != '(') {
      return Optional.empty();
    }
    List<Text> texts = new ArrayList<>();
    int depth = 1;
    int start = open + 1;
    for (int at = start; at < file.length() && at - open < LONGEST && "{};\n".indexOf(file.charAt(at)) < 0; at++) {
      char c = file.charAt(at);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth == 0 || depth == 1 && c == ',') {
        texts.add(new Text(file.substring(start, at), start, keyword.line(), keyword.column() + start - keyword.offset()));
        start = at + 1;
      }
      if (depth == 0) {
        return Optional.of(new Arguments(List.copyOf(texts), at));
      }
    }
    return Optional.empty();
  }

  /** Whether one of them holds an operator, so that they are to be read as expressions. */
  boolean computed() {
    return texts.stream().anyMatch(t -> !t.text().contains("//") && !t.text().contains("->")
        && t.text().chars().anyMatch(c -> "+-*/".indexOf(c) >= 0));
  }
}
