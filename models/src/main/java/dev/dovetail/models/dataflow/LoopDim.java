package dev.dovetail.models.dataflow;

import dev.dovetail.models.io.Suggestions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The loop dimensions that directives name, in MAESTRO's letters. */
public enum LoopDim {
  /** Batch of a convolution; columns of a matrix product. */
  N("N"),
  /** Groups. */
  G("G"),
  /** Output channels of one group; the summed axis of a matrix product. */
  K("K"),
  /** Input channels of one group. */
  C("C"),
  /** Rows of a matrix product. */
  M("M"),
  /** Kernel rows. */
  R("R"),
  /** Kernel columns. */
  S("S"),
  /** Input rows, padding included. */
  Y("Y"),
  /** Input columns, padding included. */
  X("X"),
  /** Output rows. */
  Y_OUT("Y'"),
  /** Output columns. */
  X_OUT("X'");

  private final String symbol;

  LoopDim(String symbol) {
    this.symbol = symbol;
  }

  /** The dimension with that symbol, for example {@code Y'}; empty if there is none. */
  public static Optional<LoopDim> of(String symbol) {
    return Arrays.stream(values()).filter(d -> d.symbol.equals(symbol)).findFirst();
  }

  /**
   * The way out, to be put behind "Maybe", where a symbol is not known: the one that was meant if only case or an apostrophe is
   * wrong, or all.
   */
  public static String instead(String symbol) {
    List<String> known = Arrays.stream(values()).map(LoopDim::symbol).toList();
    return known.stream().filter(k -> k.equalsIgnoreCase(symbol) || symbol.length() > 1 && symbol.startsWith(k))
        .reduce((shorter, longer) -> longer).map("you meant '%s'."::formatted)
        .orElseGet(() -> "use one of: %s.".formatted(Suggestions.list(known)));
  }

  /** As it stands in directives. */
  public String symbol() {
    return symbol;
  }

  @Override
  public String toString() {
    return symbol;
  }
}
