package dev.dovetail.models.dataflow;

import dev.dovetail.models.BadInputException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A family of mappings: directives whose sizes depend on the layer and on tile parameters.
 *
 * @param name for messages, tables and reports
 * @param layers the layer types that it is for; never empty
 * @param parameters tile sizes that it leaves open, in the order in which they are enumerated; none if it is one mapping per layer
 * @param directives outermost first
 */
public record Dataflow(String name, Set<LayerType> layers, List<TileParameter> parameters, List<DirectiveTemplate> directives) {
  public Dataflow {
    layers = Set.copyOf(EnumSet.copyOf(layers));
    parameters = List.copyOf(parameters);
    directives = List.copyOf(directives);
    Set<String> open = new TreeSet<>();
    for (DirectiveTemplate d : directives) {
      open.addAll(d.size().parameters());
      open.addAll(d.offset().parameters());
    }
    parameters.forEach(p -> open.remove(p.name()));
    if (!open.isEmpty()) {
      throw new IllegalArgumentException("The parameters %s of the dataflow (%s) are not declared.".formatted(open, name));
    }
  }

  /**
   * The directives for a layer.
   *
   * @param shape the layer
   * @param values a value for every parameter
   * @throws BadInputException if a size asks for a dimension that the layer does not list, divides by 0 or leaves 64 bits
   */
  public List<Directive> resolve(LayerShape shape, Map<String, Long> values) {
    return directives.stream().map(d -> resolve(d, shape, values)).toList();
  }

  private Directive resolve(DirectiveTemplate d, LayerShape shape, Map<String, Long> values) {
    try {
      return d.resolve(dim -> size(shape, dim, d), values::get);
    } catch (ArithmeticException e) {
      throw new BadInputException(
          "The directive (%s) of the dataflow (%s) has no value for this layer: %s.".formatted(d.text(), name, e.getMessage()),
          "a divisor is 0 there.", e);
    }
  }

  private long size(LayerShape shape, LoopDim dim, DirectiveTemplate d) {
    Long size = shape.sizes().get(dim);
    if (size == null) {
      throw new BadInputException(
          "The directive (%s) of the dataflow (%s) asks for the size of (%s), which the layer does not list.".formatted(d.text(),
              name, dim),
          "the dataflow is for another layer type.");
    }
    return size;
  }
}
