package dev.dovetail.solver.report;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Builds markup that is well-formed as XML and means the same as HTML: balanced by construction, everything escaped.
 *
 * <p>Role: the only place that writes angle brackets. Names come from network files and are not to be trusted.
 */
public final class Html {
  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /** Opens an element with attribute names and values in turn. */
  public Html open(String tag, String... attributes) {
    start(tag, attributes);
    out.append('>');
    open.push(tag);
    return this;
  }

  /** Closes the innermost element. */
  public Html close() {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  /** Closes the innermost element and ends the line. */
  public Html closeLine() {
    close();
    out.append('\n');
    return this;
  }

  /** An element without content; only for void elements of HTML and for SVG, where browsers know the short form. */
  public Html empty(String tag, String... attributes) {
    start(tag, attributes);
    out.append("/>");
    return this;
  }

  /** An element that holds text alone. */
  public Html element(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close();
  }

  /** Text, escaped. */
  public Html text(String text) {
    out.append(escape(text));
    return this;
  }

  /** Content of a style or script element of our own, which must not hold the end of a CDATA section. */
  public Html code(String code) {
    out.append("/*<![CDATA[*/\n").append(code).append("\n/*]]>*/");
    return this;
  }

  /** JSON for a script element: inside its strings the characters that could end the element are written as escapes. */
  public Html json(String json) {
    out.append(clean(json).replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"));
    return this;
  }

  private void start(String tag, String... attributes) {
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"").append(escape(attributes[i + 1])).append('"');
    }
  }

  /** The markup; every element must be closed. */
  public String render() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("The element (%s) must be closed.".formatted(open.peek()));
    }
    return out.toString();
  }

  /** The text with the five special characters as references, and without characters that XML forbids or that reorder text. */
  static String escape(String text) {
    StringBuilder s = new StringBuilder(text.length() + 8);
    String clean = clean(text);
    for (int i = 0; i < clean.length(); i++) {
      char c = clean.charAt(i);
      switch (c) {
        case '&' -> s.append("&amp;");
        case '<' -> s.append("&lt;");
        case '>' -> s.append("&gt;");
        case '"' -> s.append("&quot;");
        case '\'' -> s.append("&#39;");
        default -> s.append(c);
      }
    }
    return s.toString();
  }

  private static String clean(String text) {
    StringBuilder s = new StringBuilder(text.length());
    text.codePoints().forEach(c -> s.appendCodePoint(isForbidden(c) ? 0xFFFD : c));
    return s.toString();
  }

  private static boolean isForbidden(int c) {
    boolean control = c < 0x20 && c != '\t' && c != '\n' && c != '\r' || c >= 0x7F && c < 0xA0;
    boolean reorders = c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069;
    return control || reorders || c >= 0xD800 && c <= 0xDFFF || (c & 0xFFFE) == 0xFFFE;
  }
}
