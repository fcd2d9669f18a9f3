package dev.dovetail.models.workload.networks;

import dev.dovetail.models.workload.NetworkBuilder;
import java.util.List;
import java.util.Map;

/**
 * A network that can be asked for by name.
 *
 * @param name what is written before the parentheses
 * @param source where the layer table was published
 * @param parameters what may stand in the parentheses, in order
 * @param plan writes the layers
 */
record Family(String name, String source, List<Parameter> parameters, Plan plan) {
  /** Writes the layers of a network. */
  @FunctionalInterface
  interface Plan {
    /** Adds all layers; {@code values} holds every parameter by name. */
    void build(NetworkBuilder net, Map<String, Integer> values);
  }

  Family {
    parameters = List.copyOf(parameters);
  }

  /** A network over images: batch and bits are its parameters. */
  static Family images(String name, String source, Plan plan) {
    return new Family(name, source, List.of(Parameter.BATCH, Parameter.BITS), plan);
  }
}
