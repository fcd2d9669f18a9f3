package dev.dovetail.models.allocation.tiles;

import dev.dovetail.models.Box;
import dev.dovetail.models.workload.Layer;
import java.util.ArrayList;
import java.util.List;

/**
 * How one layer is cut into computation nodes: row tiles times chunks of output channels, or of heads ({@link Layer#chunkAxis}).
 *
 * @param rows parts of the row axis, at least 1; capped by its extent
 * @param chunks parts of the chunk axis, at least 1; capped by the number of granules
 * @param granule chunk borders are multiples of this many channels or heads, at least 1
 */
public record LayerGrid(int rows, int chunks, int granule) {
  public LayerGrid {
    if (rows < 1 || chunks < 1 || granule < 1) {
      throw new IllegalArgumentException(
          "The grid (rows %d, chunks %d, granule %d) must be positive.".formatted(rows, chunks, granule));
    }
  }

  /** The same grid with no more parts than {@code layer} has rows and granules, so that no part is empty. */
  public LayerGrid fitted(Layer layer) {
    int r = layer.rowAxis() < 0 ? 1 : Math.min(rows, layer.shape().get(layer.rowAxis()));
    int units = layer.chunkAxis() < 0 ? 1 : units(layer);
    return new LayerGrid(r, Math.min(chunks, units), granule);
  }

  private int units(Layer layer) {
    int extent = layer.shape().get(layer.chunkAxis());
    return (extent + granule - 1) / granule;
  }

  /** The output boxes in row-major order (row, then chunk): box of (r, g) is at {@code r * chunks + g}. The grid must be fitted. */
  public List<Box> boxes(Layer layer) {
    List<Box> boxes = new ArrayList<>(rows * chunks);
    for (int r = 0; r < rows; r++) {
      Box band = band(layer, r);
      for (int g = 0; g < chunks; g++) {
        boxes.add(chunk(layer, band, r, g));
      }
    }
    return boxes;
  }

  /** The output box of one row and chunk. The grid must be fitted. */
  public Box box(Layer layer, int row, int chunk) {
    return chunk(layer, band(layer, row), row, chunk);
  }

  private Box band(Layer layer, int r) {
    Box whole = layer.outputBox();
    if (layer.rowAxis() < 0) {
      return whole;
    }
    long extent = layer.shape().get(layer.rowAxis());
    return whole.with(layer.rowAxis(), (int) (r * extent / rows), (int) ((r + 1) * extent / rows));
  }

  private Box chunk(Layer layer, Box band, int r, int g) {
    Box box = band;
    if (layer.chunkAxis() >= 0) {
      int extent = layer.shape().get(layer.chunkAxis());
      long units = units(layer);
      int lo = (int) Math.min(extent, granule * (g * units / chunks));
      int hi = (int) Math.min(extent, granule * ((g + 1) * units / chunks));
      box = band.with(layer.chunkAxis(), lo, hi);
    }
    if (box.isEmpty()) {
      throw new IllegalStateException(
          "The tile (%d,%d) of layer (%s) with grid (%s) is empty.".formatted(r, g, layer.name(), this));
    }
    return box;
  }
}
