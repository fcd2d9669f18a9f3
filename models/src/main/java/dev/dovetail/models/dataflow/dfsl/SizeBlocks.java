package dev.dovetail.models.dataflow.dfsl;

import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LayerType;
import dev.dovetail.models.dataflow.LoopDim;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The blocks {@code Stride} and {@code Dimensions} of one layer. */
final class SizeBlocks {
  private final TokenStream in;
  private final Map<String, Long> constants;
  private final Map<LoopDim, Long> sizes = new EnumMap<>(LoopDim.class);
  private final Map<LoopDim, Long> strides = new EnumMap<>(LoopDim.class);

  SizeBlocks(TokenStream in, Map<String, Long> constants) {
    this.in = in;
    this.constants = constants;
  }

  /** The sizes read so far. */
  Map<LoopDim, Long> sizes() {
    return sizes;
  }

  /** The layer; a stride counts only under the name under which its dimension is listed. */
  LayerShape shape(LayerType type) {
    long y = strides.getOrDefault(sizes.containsKey(LoopDim.Y) ? LoopDim.Y : LoopDim.Y_OUT, 1L);
    long x = strides.getOrDefault(sizes.containsKey(LoopDim.X) ? LoopDim.X : LoopDim.X_OUT, 1L);
    return new LayerShape(type, sizes, y, x);
  }

  /** Reads strides; of two for one dimension the later one counts. */
  void strides(Token opened) {
    if (!sizes.isEmpty()) {
      throw in.error(opened, "The block (Stride) stands behind the block (Dimensions).", "put it before that block.");
    }
    in.take("{", "the opening brace of the strides", opened);
    for (Token t = in.take("the closing brace of the strides", opened); !t.is("}");) {
      LoopDim dim = dim(t);
      strides.put(dim, in.number(in.take("the stride of " + dim, opened), "stride of " + dim, 1));
      t = in.take("the closing brace of the strides", opened);
    }
  }

  /** Reads sizes; the last dimension's name, if there is one. */
  Optional<String> dimensions(Token opened) {
    in.take("{", "the opening brace of the dimensions", opened);
    String last = null;
    for (Token t = in.take("the closing brace of the dimensions", opened); !t.is("}");) {
      LoopDim dim = dim(t);
      Token size = in.take("the size of " + dim, opened);
      Long constant = constants.get(size.text());
      long value = constant == null ? in.number(size, "size of " + dim, 1) : constant;
      if (value < 1) {
        throw in.error(size, "The constant (%s) is 0, which is no size of %s.".formatted(size.text(), dim),
            "give it another value.");
      }
      if (sizes.put(dim, value) != null) {
        throw in.error(t, "The dimension (%s) is listed twice in one layer.".formatted(dim), "remove one of the two.");
      }
      last = t.text();
      t = in.take("the closing brace of the dimensions", opened);
    }
    return Optional.ofNullable(last);
  }

  private LoopDim dim(Token token) {
    return dim(in, token);
  }

  /** The dimension that a token names. */
  static LoopDim dim(TokenStream in, Token token) {
    String name = TokenStream.shown(token.text());
    return LoopDim.of(token.text())
        .orElseThrow(() -> in.error(token, "The dimension (%s) is not known.".formatted(name),
            token.isBrace() ? "a closing brace is missing." : LoopDim.instead(token.text())));
  }
}
