package dev.dovetail.models.pipeline.files;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.io.CsvFile;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.io.Suggestions;
import dev.dovetail.models.pipeline.PipelineLayer;
import dev.dovetail.models.pipeline.PipelineNetwork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a network from a table of layers, a CSV file with the columns {@code
 * idx,name,type,C,K,R,S,stride,pad,groups,IH,IW,OH,OW,ifm,ofm,weights,macs,skip} in any order.
 *
 * <p>Role: networks as architects keep them in spreadsheets. Volumes ({@code ifm}, {@code ofm}, {@code weights}, {@code skip}) are bytes of 8-bit
 * data; {@code ofm} is the output after fused pooling, {@code skip} what else is alive after the layer. Whatever follows from other columns is
 * compared with them, and inputs and skipped tensors with what is alive ({@link LiveTensors}).
 */
public final class LayerTable {
  /** All columns, each of which must be there. */
  public static final List<String> COLUMNS = List.of("idx", "name", "type", "C", "K", "R", "S", "stride", "pad", "groups", "IH",
      "IW", "OH", "OW", "ifm", "ofm", "weights", "macs", "skip");

  /** Most layers of a network. */
  public static final int MOST_LAYERS = 10_000;

  /** Largest extent of a dimension. */
  private static final long LARGEST_EXTENT = 1L << 30;

  /** Largest volume, bytes, and number of multiply-accumulates of a layer: sums over all layers stay far inside of a long. */
  private static final long LARGEST_VOLUME = 1L << 44;

  private final DataNode row;

  private LayerTable(DataNode row) {
    this.row = row;
  }

  /**
   * Reads a table.
   *
   * @throws BadInputException if it cannot be read, or anything in it is wrong
   */
  public static PipelineNetwork read(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return parse(DataFile.text(file), file.toString(), dot > 0 ? name.substring(0, dot) : name);
  }

  /**
   * Parses a table.
   *
   * @param text the CSV file
   * @param source its name, for messages
   * @param name of the network
   */
  public static PipelineNetwork parse(String text, String source, String name) {
    CsvFile.Table table = CsvFile.table(text, source);
    checkHeader(table.header());
    if (table.rows().isEmpty()) {
      throw new BadInputException("%s:1: The table has no layers.".formatted(source), "only its header was saved.");
    }
    if (table.rows().size() > MOST_LAYERS) {
      throw new BadInputException("%s: The table has %d layers, more than %d.".formatted(source, table.rows().size(),
          MOST_LAYERS), "it is another table.");
    }
    List<PipelineLayer> layers = new ArrayList<>();
    LiveTensors live = new LiveTensors();
    Map<String, DataNode> names = new HashMap<>();
    Map<Long, DataNode> indices = new HashMap<>();
    for (DataNode row : table.rows()) {
      LayerTable reader = new LayerTable(row);
      reader.checkIndex(indices, layers.isEmpty());
      PipelineLayer layer = reader.layer();
      DataNode other = names.put(layer.name(), row);
      if (other != null) {
        throw reader.cell("name").error(
            "The name (%s) is also that of the layer in line %d.".formatted(layer.name(), other.line()),
            "a row was copied; names are unique.");
      }
      live.accept(layer, reader.cell("ifm"), reader.cell("skip"));
      layers.add(layer);
    }
    return new PipelineNetwork(name, layers);
  }

  private static void checkHeader(List<DataNode> header) {
    for (DataNode column : header) {
      if (!COLUMNS.contains(column.cellText())) {
        throw column.error("The column (%s) is not known.".formatted(column.cellText()),
            Suggestions.instead(column.cellText(), COLUMNS));
      }
    }
    List<String> names = header.stream().map(DataNode::cellText).toList();
    for (String needed : COLUMNS) {
      if (!names.contains(needed)) {
        throw header.get(0).error("The column (%s) is missing in the header.".formatted(needed),
            "a layer table has the columns %s.".formatted(String.join(",", COLUMNS)));
      }
    }
  }

  private void checkIndex(Map<Long, DataNode> indices, boolean isFirst) {
    DataNode cell = cell("idx");
    long index = cell.longValue(0, Integer.MAX_VALUE);
    DataNode other = indices.put(index, row);
    if (other != null) {
      throw cell.error("The idx (%d) is also that of line %d.".formatted(index, other.line()),
          "a row was copied; layers are numbered in their order.");
    }
    if (!isFirst && !indices.containsKey(index - 1) || indices.containsKey(index + 1)) {
      throw cell.error("The idx (%d) does not follow that of the row before it.".formatted(index),
          "a row was removed or moved; layers are numbered in their order.");
    }
  }

  private PipelineLayer layer() {
    String type = cell("type").text();
    if (!type.equals("conv") && !type.equals("fc")) {
      throw cell("type").error("The type (%s) of layer (%s) must be conv or fc.".formatted(type, name()),
          "pooling, additions and activations belong to the layer before them.");
    }
    long c = extent("C");
    long k = extent("K");
    long groups = extent("groups");
    if (c % groups != 0 || k % groups != 0) {
      throw cell("groups").error("The groups (%d) of layer (%s) must divide C (%d) and K (%d).".formatted(groups, name(), c, k),
          "a depthwise convolution has as many groups as channels.");
    }
    extent("stride");
    cell("pad").longValue(0, LARGEST_EXTENT);
    PipelineLayer layer = new PipelineLayer(name(), type, c, k, extent("R"), extent("S"), groups, extent("IH"), extent("IW"),
        extent("OH"), extent("OW"), volume("ifm", 1), volume("ofm", 1), volume("weights", 1), volume("macs", 1),
        volume("skip", 0));
    expect("ifm", layer.inputBytes(), "C*IH*IW", c, layer.inputRows(), layer.inputColumns());
    expect("weights", layer.weightBytes(), "K*(C/groups)*R*S", k, c / groups, layer.kernelRows(), layer.kernelColumns());
    expect("macs", layer.macs(), "weights*OH*OW", layer.weightBytes(), layer.outputRows(), layer.outputColumns());
    checkOutput(layer);
    return layer;
  }

  /** Pooling leaves some positions of each channel. */
  private void checkOutput(PipelineLayer layer) {
    long positions = layer.outputBytes() / layer.outputChannels();
    if (layer.outputBytes() % layer.outputChannels() != 0 || positions > layer.positions()) {
      throw cell("ofm").error(
          "The ofm (%d) of layer (%s) must be K (%d) times 1 to OH*OW (%d) positions.".formatted(layer.outputBytes(), name(),
              layer.outputChannels(), layer.positions()),
          "it is K*OH*OW = %d, or less behind a pool.".formatted(layer.outputChannels() * layer.positions()));
    }
  }

  private void expect(String column, long found, String formula, long... factors) {
    long expected = 1;
    for (long f : factors) {
      if (f > LARGEST_VOLUME / expected) {
        throw cell(column).error("The layer (%s) is too large: its %s is above %d.".formatted(name(), formula, LARGEST_VOLUME),
            "a digit too many stands in one of these columns.");
      }
      expected *= f;
    }
    if (found != expected) {
      throw cell(column).error("The %s (%d) of layer (%s) must be %s = %d.".formatted(column, found, name(), formula, expected),
          "one of these columns was edited without the others.");
    }
  }

  private String name() {
    return cell("name").text();
  }

  private long extent(String column) {
    return cell(column).longValue(1, LARGEST_EXTENT);
  }

  private long volume(String column, long least) {
    return cell(column).longValue(least, LARGEST_VOLUME);
  }

  private DataNode cell(String column) {
    return row.optional(column).orElseThrow(() -> row.error("The cell of column (%s) is empty.".formatted(column),
        column.equals("skip") ? "write 0 if nothing else is alive after the layer." : "fill it in."));
  }
}
