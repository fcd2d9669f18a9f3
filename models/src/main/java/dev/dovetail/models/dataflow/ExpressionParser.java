package dev.dovetail.models.dataflow;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.io.Suggestions;
import java.util.List;

/**
 * Reads a {@link SizeExpression} by recursive descent.
 *
 * <p>An expression has at most {@value #LONGEST} characters and {@value #DEEPEST} parentheses inside of each other, so that whatever
 * walks through it stays within its stack.
 */
public final class ExpressionParser {
  /** A mistake in an expression, at a place in its text. */
  public static final class Mistake extends Exception {
    private static final long serialVersionUID = 1L;

    private final int offset;
    private final String maybe;

    Mistake(String message, String maybe, int offset) {
      super(message);
      this.maybe = maybe;
      this.offset = offset;
    }

    /** Characters before the mistake. */
    public int offset() {
      return offset;
    }

    /** The way out, without the leading word "Maybe". */
    public String maybe() {
      return maybe;
    }
  }

  private static final String EXAMPLE = "write a whole number, Sz(C), or an expression such as 8+Sz(S)-1.";

  /** Most characters of an expression. */
  static final int LONGEST = 2_000;

  /** Most parentheses inside of each other. */
  static final int DEEPEST = 50;

  private static final int SHOWN = 40;

  private final String text;
  private int at;
  private int depth;

  private ExpressionParser(String text) {
    this.text = text;
  }

  /**
   * Reads an expression that fills all of {@code text}.
   *
   * @throws Mistake if it is none, with its place
   */
  public static SizeExpression parse(String text) throws Mistake {
    if (text.length() > LONGEST) {
      throw new Mistake("The size has %d characters, more than %d.".formatted(text.length(), LONGEST), EXAMPLE, 0);
    }
    ExpressionParser parser = new ExpressionParser(text);
    SizeExpression expression = parser.sum();
    parser.skipSpace();
    if (parser.at < text.length()) {
      throw parser.mistake("The text (%s) after a size is not understood.".formatted(shown(text.substring(parser.at))), EXAMPLE);
    }
    return expression;
  }

  /**
   * Reads an expression that the program itself brings along or that has no place of its own.
   *
   * @throws BadInputException if it is none
   */
  public static SizeExpression of(String text) {
    try {
      return parse(text);
    } catch (Mistake e) {
      throw new BadInputException(
          "The size (%s) is wrong at column %d: %s".formatted(shown(text), e.offset() + 1, e.getMessage()), e.maybe(), e);
    }
  }

  /** What stands in parentheses. */
  private SizeExpression inner() throws Mistake {
    if (++depth > DEEPEST) {
      throw mistake("More than %d parentheses stand inside of each other.".formatted(DEEPEST), "one is too many.");
    }
    SizeExpression inner = sum();
    close();
    depth--;
    return inner;
  }

  private SizeExpression sum() throws Mistake {
    SizeExpression left = product();
    while (true) {
      if (take('+')) {
        left = new SizeExpression.Binary(SizeExpression.Operation.ADD, left, product());
      } else if (take('-')) {
        left = new SizeExpression.Binary(SizeExpression.Operation.SUBTRACT, left, product());
      } else {
        return left;
      }
    }
  }

  private SizeExpression product() throws Mistake {
    SizeExpression left = atom();
    while (true) {
      if (take('*')) {
        left = new SizeExpression.Binary(SizeExpression.Operation.MULTIPLY, left, atom());
      } else if (take('/')) {
        left = new SizeExpression.Binary(SizeExpression.Operation.DIVIDE, left, atom());
      } else {
        return left;
      }
    }
  }

  private SizeExpression atom() throws Mistake {
    skipSpace();
    if (take('(')) {
      return inner();
    }
    int start = at;
    while (at < text.length() && isWordPart(text.charAt(at))) {
      at++;
    }
    String word = text.substring(start, at);
    if (word.isEmpty()) {
      throw mistake(
          at < text.length() ? "The character (%c) is not a size.".formatted(text.charAt(at)) : "A size is missing.", EXAMPLE);
    }
    if (Character.isDigit(word.charAt(0))) {
      return constant(word, start);
    }
    if (take('(')) {
      return call(word, start);
    }
    return new SizeExpression.Parameter(word);
  }

  private SizeExpression constant(String word, int start) throws Mistake {
    try {
      return new SizeExpression.Constant(Long.parseLong(word));
    } catch (NumberFormatException e) {
      at = start;
      throw mistake("The number (%s) is not a whole number of 64 bits.".formatted(shown(word)), EXAMPLE);
    }
  }

  private SizeExpression call(String word, int start) throws Mistake {
    if (word.equals("Sz")) {
      skipSpace();
      int from = at;
      while (at < text.length() && (isWordPart(text.charAt(at)) || text.charAt(at) == '\'')) {
        at++;
      }
      String symbol = text.substring(from, at);
      LoopDim dim = LoopDim.of(symbol).orElse(null);
      if (dim == null) {
        at = from;
        throw mistake("The dimension (%s) of Sz() is not known.".formatted(shown(symbol)),
            LoopDim.instead(symbol));
      }
      close();
      return new SizeExpression.SizeOf(dim);
    }
    if (word.equals("ceil")) {
      SizeExpression inner = inner();
      if (!(inner instanceof SizeExpression.Binary b) || b.operation() != SizeExpression.Operation.DIVIDE) {
        at = start;
        throw mistake("The function ceil needs a quotient.", "write ceil(a/b).");
      }
      return new SizeExpression.Binary(SizeExpression.Operation.CEIL_DIVIDE, b.left(), b.right());
    }
    at = start;
    throw mistake("The function (%s) is not known.".formatted(shown(word)),
        Suggestions.instead(shown(word), List.of("Sz", "ceil")));
  }

  private void close() throws Mistake {
    if (!take(')')) {
      throw mistake("A closing parenthesis is missing.", EXAMPLE);
    }
  }

  private boolean take(char c) {
    skipSpace();
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private static boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }

  private static String shown(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }

  private Mistake mistake(String message, String maybe) {
    return new Mistake(message, maybe, at);
  }
}
