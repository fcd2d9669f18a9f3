package dev.dovetail.models.dataflow.dfsl;

import dev.dovetail.models.dataflow.Directive;
import dev.dovetail.models.dataflow.ExpressionParser;
import dev.dovetail.models.dataflow.LoopDim;
import dev.dovetail.models.io.Suggestions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The block {@code Dataflow} of one layer.
 *
 * <p>Arguments are tokens, as in the public program: a number, a constant, or {@code Sz} and a listed dimension. Where they stand in
 * parentheses and one of them holds an operator, they are read as expressions instead.
 */
final class DirectiveBlock {
  private static final List<String> KEYWORDS = List.of("TemporalMap", "SpatialMap", "Cluster");

  private final TokenStream in;
  private final Map<String, Long> constants;
  private final Map<LoopDim, Long> sizes;

  DirectiveBlock(TokenStream in, Map<String, Long> constants, Map<LoopDim, Long> sizes) {
    this.in = in;
    this.constants = constants;
    this.sizes = sizes;
  }

  /** Reads the block and appends its directives. */
  void readInto(List<Directive> directives, Token opened) {
    in.take("{", "the opening brace of the dataflow", opened);
    for (Token t = in.take("the closing brace of the dataflow", opened); !t.is("}");) {
      directives.add(directive(t));
      t = in.take("the closing brace of the dataflow", opened);
    }
  }

  private Directive directive(Token keyword) {
    if (!KEYWORDS.contains(keyword.text())) {
      throw in.error(keyword, "The directive (%s) is not known.".formatted(TokenStream.shown(keyword.text())),
          keyword.isBrace() ? "a brace is too many." : Suggestions.instead(TokenStream.shown(keyword.text()), KEYWORDS));
    }
    Optional<Arguments> written = Arguments.after(keyword, in.text()).filter(Arguments::computed);
    if (keyword.is("Cluster")) {
      long size = written.isPresent() ? only(written.get(), 2, keyword).get(0) : value(keyword, "size of the cluster");
      kind(keyword);
      return Directive.cluster(size);
    }
    long size;
    long offset;
    if (written.isPresent()) {
      List<Long> both = only(written.get(), 2, keyword);
      size = both.get(0);
      offset = both.get(1);
    } else {
      size = value(keyword, "tile size");
      offset = value(keyword, "offset");
    }
    LoopDim dim = SizeBlocks.dim(in, in.take("the dimension of the directive", keyword));
    return keyword.is("TemporalMap") ? Directive.temporal(size, offset, dim) : Directive.spatial(size, offset, dim);
  }

  /** Whether a cluster is physical or logical changes nothing, but the public program goes astray where it is not said. */
  private void kind(Token keyword) {
    Token kind = in.take("P or L, the kind of the cluster", keyword);
    if (!kind.is("P") && !kind.is("L")) {
      throw in.error(kind,
          "The word (%s) stands where the kind of the cluster is expected.".formatted(TokenStream.shown(kind.text())),
          "write Cluster(64, P).");
    }
  }

  private long value(Token keyword, String what) {
    Token token = in.take("the " + what, keyword);
    if (token.is("Sz")) {
      Token dim = in.take("the dimension of Sz()", keyword);
      Long size = sizes.get(SizeBlocks.dim(in, dim));
      if (size == null) {
        throw in.error(dim, "The dimension (%s) of Sz() is not listed by the layer.".formatted(dim.text()), unlisted());
      }
      return size;
    }
    Long constant = constants.get(token.text());
    if (constant == null) {
      return in.number(token, what, 1);
    }
    return positive(constant, token.line(), token.column(), what, token.text());
  }

  private String unlisted() {
    return sizes.isEmpty()
        ? "the block (Dimensions) is to stand before the block (Dataflow)."
        : "use one of: %s.".formatted(sizes.keySet().stream().map(LoopDim::symbol).toList());
  }

  /** The values of arguments that are expressions; passes over their tokens. */
  private List<Long> only(Arguments arguments, int count, Token keyword) {
    if (arguments.texts().size() != count) {
      throw in.error(keyword,
          "The directive (%s) has %d arguments, not %d.".formatted(keyword.text(), arguments.texts().size(), count),
          "a comma is missing or too many.");
    }
    boolean cluster = keyword.is("Cluster");
    List<Long> values = arguments.texts().stream().limit(cluster ? 1 : count).map(a -> value(a, keyword)).toList();
    in.skipTo(cluster ? arguments.texts().get(1).offset() : arguments.end());
    return values;
  }

  private long value(Arguments.Text argument, Token keyword) {
    try {
      long value = ExpressionParser.parse(argument.text()).value(dim -> size(dim, argument), name -> constant(name, argument));
      return positive(value, argument.line(), argument.column(), "value of the size", argument.text().strip());
    } catch (ExpressionParser.Mistake e) {
      throw in.error(argument.line(), argument.column() + e.offset(), e.getMessage(), e.maybe());
    } catch (ArithmeticException e) {
      throw in.error(keyword,
          "The size (%s) has no value: %s.".formatted(TokenStream.shown(argument.text().strip()), e.getMessage()),
          "a divisor is 0, or a number is too large.");
    }
  }

  private long size(LoopDim dim, Arguments.Text argument) {
    Long size = sizes.get(dim);
    if (size == null) {
      throw in.error(argument.line(), argument.column(),
          "The dimension (%s) of Sz() is not listed by the layer.".formatted(dim), unlisted());
    }
    return size;
  }

  private long constant(String name, Arguments.Text argument) {
    Long value = constants.get(name);
    if (value == null) {
      throw in.error(argument.line(), argument.column(), "The constant (%s) is not declared.".formatted(TokenStream.shown(name)),
          constants.isEmpty()
              ? "write Constant NAME NUMBER before the network."
              : Suggestions.instead(TokenStream.shown(name), constants.keySet()));
    }
    return value;
  }

  private long positive(long value, int line, int column, String what, String written) {
    if (value < 1 || value > Integer.MAX_VALUE) {
      throw in.error(line, column,
          "The %s (%s) is %d; it must be from 1 to %d.".formatted(what, TokenStream.shown(written), value, Integer.MAX_VALUE),
          "a sign or a digit is wrong.");
    }
    return value;
  }
}
