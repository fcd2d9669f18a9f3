package dev.dovetail.models.intracore.mapper;

import dev.dovetail.models.dataflow.LayerShape;
import java.util.List;

/**
 * A tile as directives see it: layers that run one after the other and together do the tile's multiply-accumulates exactly.
 *
 * @param pieces at least one
 * @param estimated whether the shapes stand for work that directives cannot say (dilation, transposed windows, unrolled windows)
 */
record TileWork(List<Piece> pieces, boolean estimated) {
  /**
   * Equal layers.
   *
   * @param shape what each of them is
   * @param times how many, at least 1
   */
  record Piece(LayerShape shape, long times) {}

  TileWork {
    pieces = List.copyOf(pieces);
  }
}
