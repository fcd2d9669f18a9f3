package dev.dovetail.models.dataflow;

import dev.dovetail.models.dataflow.Directive.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * The short notation in which the dataflows that the program brings along are written.
 *
 * <p>Directives, outermost first, separated by semicolons: {@code T(size,offset) dim}, {@code S(size,offset) dim},
 * {@code Cluster(size)}; and three abbreviations for what stands in almost every dataflow: {@code RS} (the whole kernel), {@code Y1} and
 * {@code X1} (one output row or column at a time).
 */
public final class DirectiveText {
  private DirectiveText() {}

  /** The directives of a text. */
  public static List<DirectiveTemplate> parse(String text) {
    List<DirectiveTemplate> directives = new ArrayList<>();
    for (String item : text.split(";")) {
      switch (item.strip()) {
        case "RS" -> {
          directives.add(map("T(Sz(R),Sz(R)) R"));
          directives.add(map("T(Sz(S),Sz(S)) S"));
        }
        case "Y1" -> directives.add(map("T(Sz(R),1) Y"));
        case "X1" -> directives.add(map("T(Sz(S),1) X"));
        default -> directives.add(map(item.strip()));
      }
    }
    return List.copyOf(directives);
  }

  private static DirectiveTemplate map(String item) {
    int open = item.indexOf('(');
    int close = item.lastIndexOf(") ") < 0 ? item.length() - 1 : item.lastIndexOf(") ");
    String inner = item.substring(open + 1, close);
    if (item.startsWith("Cluster")) {
      return new DirectiveTemplate(Kind.CLUSTER, ExpressionParser.of(inner), new SizeExpression.Constant(0), null);
    }
    int comma = inner.indexOf(',');
    Kind kind = item.charAt(0) == 'S' ? Kind.SPATIAL : Kind.TEMPORAL;
    LoopDim dim = LoopDim.of(item.substring(close + 1).strip()).orElseThrow();
    return new DirectiveTemplate(
        kind,
        ExpressionParser.of(inner.substring(0, comma)),
        ExpressionParser.of(inner.substring(comma + 1)),
        dim);
  }
}
