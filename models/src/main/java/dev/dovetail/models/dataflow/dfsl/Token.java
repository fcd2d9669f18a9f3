package dev.dovetail.models.dataflow.dfsl;

/**
 * A word, a number or a brace of a file, with its place.
 *
 * @param text as written
 * @param line from 1
 * @param column from 1, in UTF-16 units
 * @param offset characters of the file before it
 * @param negative whether a minus sign stands right before it that does not join it to a word
 */
record Token(String text, int line, int column, int offset, boolean negative) {
  /** Characters of the file up to its end. */
  int end() {
    return offset + text.length();
  }

  boolean is(String other) {
    return text.equals(other);
  }

  boolean isBrace() {
    return is("{") || is("}");
  }
}
