package dev.dovetail.models.pipeline.files;

import dev.dovetail.models.BadInputException;

/** A layer of a workload that a chain of convolutions and fully connected layers cannot express: the message names it and says why. */
final class InexpressibleLayer extends BadInputException {
  private static final long serialVersionUID = 1L;

  /**
   * @param layer its name
   * @param why what it does, as the rest of a sentence that begins with the layer
   * @param maybe the way out
   */
  InexpressibleLayer(String layer, String why, String maybe) {
    super("The layer (%s) %s, which the model of pipelines cannot express.".formatted(layer, why), maybe);
  }
}
