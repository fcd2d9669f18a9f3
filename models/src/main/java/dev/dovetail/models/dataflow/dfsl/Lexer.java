package dev.dovetail.models.dataflow.dfsl;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a file into tokens.
 *
 * <p>Blanks, tabs, line ends and the characters {@code , - > ( ) : ;} separate tokens and mean nothing. A token that begins with two
 * slashes makes the rest of its line a comment. More lenient than the public program in two points: a brace is a token of its own also where it
 * touches a word, and lines may end in CR LF.
 */
final class Lexer {
  private static final String SEPARATORS = " ,->():\t;\r\n\f";

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line = 1;
  private int lineStart;

  private Lexer(String text) {
    this.text = text;
  }

  /** The tokens of a file, in order. */
  static List<Token> tokens(String text) {
    Lexer lexer = new Lexer(text);
    lexer.run();
    return List.copyOf(lexer.tokens);
  }

  private void run() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\n') {
        at++;
        line++;
        lineStart = at;
      } else if (isSeparator(c)) {
        at++;
      } else if (text.startsWith("//", at)) {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else {
        token();
      }
    }
  }

  private void token() {
    int start = at++;
    if (!isBrace(text.charAt(start))) {
      while (at < text.length() && !isSeparator(text.charAt(at)) && !isBrace(text.charAt(at))) {
        at++;
      }
    }
    boolean minus = start > 0 && text.charAt(start - 1) == '-';
    boolean joined = start > 1 && !isSeparator(text.charAt(start - 2));
    tokens.add(new Token(text.substring(start, at), line, start - lineStart + 1, start, minus && !joined));
  }

  private static boolean isBrace(char c) {
    return c == '{' || c == '}';
  }

  private static boolean isSeparator(char c) {
    return SEPARATORS.indexOf(c) >= 0 || c == '\uFEFF';
  }
}
