package dev.dovetail.models.dataflow;

import dev.dovetail.models.dataflow.Directive.Kind;
import dev.dovetail.models.dataflow.ExpressionParser.Mistake;
import dev.dovetail.models.io.Suggestions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads one directive as a person writes it: {@code TemporalMap(Sz(R),1) Y}, {@code SpatialMap(tc,tc) C}, {@code Cluster(tc)}.
 *
 * <p>A semicolon at the end and MAESTRO's kind of a cluster ({@code Cluster(64, P)}) may stand there and mean nothing.
 */
final class DirectiveParser {
  private static final List<String> KEYWORDS = Arrays.stream(Kind.values()).map(Kind::keyword).toList();
  private static final String EXAMPLE = "write TemporalMap(Sz(R),1) Y, SpatialMap(1,1) K, or Cluster(64).";
  private static final int SHOWN = 40;

  /** A piece of the text and where it begins. */
  private record Piece(String text, int offset) {}

  private final String text;
  private int at;

  private DirectiveParser(String text) {
    this.text = text;
  }

  /**
   * Reads a directive that fills all of {@code text}.
   *
   * @throws Mistake if it is none, with its place
   */
  static DirectiveTemplate parse(String text) throws Mistake {
    return new DirectiveParser(text).directive();
  }

  /** The kind with a keyword of mapping files, or with its letter. */
  static Optional<Kind> kind(String word) {
    return Arrays.stream(Kind.values()).filter(k -> k.keyword().equals(word) || k.keyword().substring(0, 1).equals(word))
        .findFirst();
  }

  /** The way out where a keyword is not known. */
  static String insteadOfKeyword(String word) {
    return Suggestions.instead(shown(word), KEYWORDS);
  }

  /** A text as messages show it. */
  static String shown(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }

  private DirectiveTemplate directive() throws Mistake {
    Piece keyword = word();
    Kind kind =
        kind(keyword.text()).orElseThrow(() -> new Mistake("The directive (%s) is not known.".formatted(shown(keyword.text())),
            insteadOfKeyword(keyword.text()), keyword.offset()));
    List<Piece> arguments = arguments();
    DirectiveTemplate result = kind == Kind.CLUSTER ? cluster(arguments) : map(kind, arguments);
    skipSpace();
    if (at < text.length() && text.charAt(at) == ';') {
      at++;
      skipSpace();
    }
    if (at < text.length()) {
      throw new Mistake("The text (%s) after the directive is not understood.".formatted(shown(text.substring(at))), EXAMPLE, at);
    }
    return result;
  }

  private DirectiveTemplate cluster(List<Piece> arguments) throws Mistake {
    boolean withKind = arguments.size() == 2 && List.of("P", "L").contains(arguments.get(1).text().strip());
    if (arguments.size() != 1 && !withKind) {
      throw new Mistake("A Cluster has one argument, not %d.".formatted(arguments.size()), "write Cluster(64).",
          arguments.get(1).offset());
    }
    return new DirectiveTemplate(Kind.CLUSTER, size(arguments.get(0)), new SizeExpression.Constant(0), null);
  }

  private DirectiveTemplate map(Kind kind, List<Piece> arguments) throws Mistake {
    if (arguments.size() != 2) {
      throw new Mistake("A %s has two arguments, its size and its offset, not %d.".formatted(kind.keyword(), arguments.size()),
          "write %s(1,1) K.".formatted(kind.keyword()), arguments.get(0).offset());
    }
    SizeExpression size = size(arguments.get(0));
    SizeExpression offset = size(arguments.get(1));
    Piece dim = word();
    if (dim.text().isEmpty()) {
      throw new Mistake("The dimension of the %s is missing.".formatted(kind.keyword()), EXAMPLE, dim.offset());
    }
    LoopDim known =
        LoopDim.of(dim.text()).orElseThrow(() -> new Mistake("The dimension (%s) is not known.".formatted(shown(dim.text())),
            LoopDim.instead(dim.text()), dim.offset()));
    return new DirectiveTemplate(kind, size, offset, known);
  }

  private static SizeExpression size(Piece argument) throws Mistake {
    try {
      return ExpressionParser.parse(argument.text());
    } catch (Mistake e) {
      throw new Mistake(e.getMessage(), e.maybe(), argument.offset() + e.offset());
    }
  }

  private Piece word() {
    skipSpace();
    int start = at;
    while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || "_'".indexOf(text.charAt(at)) >= 0)) {
      at++;
    }
    return new Piece(text.substring(start, at), start);
  }

  private List<Piece> arguments() throws Mistake {
    skipSpace();
    if (at >= text.length() || text.charAt(at) != '(') {
      throw new Mistake("An opening parenthesis is missing.", EXAMPLE, at);
    }
    List<Piece> pieces = new ArrayList<>();
    int depth = 1;
    int start = ++at;
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth == 0 || depth == 1 && c == ',') {
        pieces.add(new Piece(text.substring(start, at), start));
        start = at + 1;
      }
      if (depth == 0) {
        at++;
        return pieces;
      }
    }
    throw new Mistake("A closing parenthesis is missing.", EXAMPLE, at);
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }
}
