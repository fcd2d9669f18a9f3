package dev.dovetail.models.dataflow.dfsl;

import dev.dovetail.models.BadInputException;
import java.util.List;

/** The tokens of one file, read from first to last; makes the messages about them. */
final class TokenStream {
  private static final int SHOWN = 60;

  private final String source;
  private final String text;
  private final List<Token> tokens;
  private int next;

  TokenStream(String text, String source) {
    this.source = source;
    this.text = text;
    this.tokens = Lexer.tokens(text);
  }

  String text() {
    return text;
  }

  boolean hasNext() {
    return next < tokens.size();
  }

  /** The next token, which stays the next one. */
  Token peek() {
    return tokens.get(next);
  }

  /**
   * Takes the next token.
   *
   * @param expected what is asked for, for the message
   * @param opened the token that began what is not at its end yet
   */
  Token take(String expected, Token opened) {
    if (!hasNext()) {
      throw error(opened,
          "The file ends before %s; what begins here (%s) is not complete.".formatted(expected, shown(opened.text())),
          "the file was cut off, or a closing brace is missing.");
    }
    return tokens.get(next++);
  }

  /** Takes the next token, which must be {@code text}. */
  Token take(String text, String expected, Token opened) {
    Token token = take(expected, opened);
    if (!token.is(text)) {
      throw error(token, "The word (%s) stands where %s is expected.".formatted(shown(token.text()), expected),
          "a brace or a word before it is missing.");
    }
    return token;
  }

  /** Passes over all tokens that begin before {@code offset}. */
  void skipTo(int offset) {
    while (hasNext() && peek().offset() < offset) {
      next++;
    }
  }

  /** A whole number from {@code min} to 2^31-1, the integers of the public program. */
  long number(Token token, String what, long min) {
    if (token.negative()) {
      throw error(token, "The %s (-%s) must be at least %d.".formatted(what, shown(token.text()), min), "remove the minus sign.");
    }
    if (!token.text().chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw error(token, "The %s (%s) must be a whole number.".formatted(what, shown(token.text())),
          "it is the name of a constant that is not declared before, or a letter was typed.");
    }
    String digits = token.text().replaceFirst("^0+(?=.)", "");
    long value = digits.length() > 10 ? Long.MAX_VALUE : Long.parseLong(digits);
    if (value < min || value > Integer.MAX_VALUE) {
      throw error(token, "The %s (%s) must be from %d to %d.".formatted(what, shown(token.text()), min, Integer.MAX_VALUE),
          "a digit is wrong.");
    }
    return value;
  }

  /** An error about a token. */
  BadInputException error(Token token, String message, String maybe) {
    return new BadInputException("%s: %s".formatted(where(token), message), maybe);
  }

  /** File, line and column. */
  String where(Token token) {
    return "%s:%d:%d".formatted(source, token.line(), token.column());
  }

  /** An error about a place in the text of a token's line. */
  BadInputException error(int line, int column, String message, String maybe) {
    return new BadInputException("%s:%d:%d: %s".formatted(source, line, column, message), maybe);
  }

  /** A text of the file as messages show it: not longer than a line. */
  static String shown(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }
}
