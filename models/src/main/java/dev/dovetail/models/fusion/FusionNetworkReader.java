package dev.dovetail.models.fusion;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.DataNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads networks of layers with shapes (format {@code fusion-network/1}, schema {@code
 * dev/dovetail/schema/fusion-network-1.schema.json}).
 *
 * <p>Role: JSON or YAML to a {@link FusionNetwork} whose shapes fit together. Layers stand in a topological order; an id is the
 * position in the list. What follows from other values may be left out: {@code in} from what is read, {@code kernel} of a fully
 * connected layer, {@code pad} from the extents, {@code operands} and {@code weightBytes} from channels; other kernels, strides
 * and groups are 1.
 */
public final class FusionNetworkReader {
  /** The format that is read. */
  public static final String FORMAT = "fusion-network/1";

  private static final int MOST_LAYERS = 1 << 14;

  private FusionNetworkReader() {}

  /**
   * Reads a file.
   *
   * @throws BadInputException if anything in it is wrong, with file and line
   */
  public static FusionNetwork read(Path file) {
    return read(DataFile.read(file));
  }

  /**
   * Reads a parsed file.
   *
   * @throws BadInputException if anything in it is wrong, with file and line
   */
  public static FusionNetwork read(DataNode root) {
    root.onlyKeys("format", "name", "elementBytes", "note", "externalInputs", "layers");
    DataNode format = root.required("format");
    if (!format.text().equals(FORMAT)) {
      throw format.error("The format (%s) must be %s.".formatted(format.text(), FORMAT),
          "it is a file of another kind or version.");
    }
    root.optional("elementBytes").ifPresent(n -> {
      if (n.longValue() != 1) {
        throw n.error("The elements have %d bytes; the model knows elements of 1 byte.".formatted(n.longValue()),
            "multiply the channels.");
      }
    });
    root.optional("note").ifPresent(DataNode::text);
    List<ExternalInput> inputs = externalInputs(root.optional("externalInputs").map(DataNode::items).orElse(List.of()));
    DataNode list = root.required("layers");
    if (list.items().isEmpty()) {
      throw list.error("The network has no layers.", "list at least one.");
    }
    if (list.items().size() > MOST_LAYERS) {
      throw list.error("The network has %d layers, more than the %d that are read.".formatted(list.items().size(), MOST_LAYERS),
          "cut it into parts.");
    }
    List<FusionLayer> layers = new ArrayList<>();
    for (DataNode node : list.items()) {
      checkId(node, layers.size());
      layers.add(new FusionLayerReader(node, inputs, layers).layer());
    }
    return new FusionNetwork(root.required("name").text(), inputs, layers);
  }

  private static List<ExternalInput> externalInputs(List<DataNode> nodes) {
    List<ExternalInput> inputs = new ArrayList<>();
    for (DataNode node : nodes) {
      node.onlyKeys("id", "name", "shape");
      checkId(node, inputs.size());
      inputs.add(
          new ExternalInput(inputs.size(), node.required("name").text(), FusionLayerReader.extent(node.required("shape"))));
    }
    return inputs;
  }

  private static void checkId(DataNode node, int position) {
    DataNode id = node.required("id");
    if (id.longValue() != position) {
      throw id.error("The id (%d) of %s must be its position (%d).".formatted(id.longValue(), node.label(), position),
          "an entry was inserted, removed or moved.");
    }
  }
}
