package dev.dovetail.models.dataflow.dfsl;

import dev.dovetail.models.dataflow.Directive;
import dev.dovetail.models.dataflow.LayerShape;
import java.util.List;

/**
 * What a mapping file says: layers in the order of the file, each with its directives.
 *
 * <p>The order matters where the public program's numbers are reproduced: some of them carry over from one layer to the next.
 *
 * @param network the name of the last network of the file; empty if none has a name
 * @param layers in file order, of all networks of the file; never empty
 */
public record MappingFile(String network, List<Layer> layers) {
  /**
   * One layer and its mapping.
   *
   * @param name a label; not necessarily unique
   * @param shape type, sizes, strides; plain data, judged by the cost model
   * @param directives outermost first, with numbers; never empty
   * @param inherited whether the layer has no dataflow of its own and takes that of the layer before it
   * @param where file, line and column of the layer, for messages
   */
  public record Layer(String name, LayerShape shape, List<Directive> directives, boolean inherited, String where) {
    public Layer {
      directives = List.copyOf(directives);
    }
  }

  public MappingFile {
    layers = List.copyOf(layers);
  }
}
