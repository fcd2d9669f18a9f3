package dev.dovetail.models.fusion;

import dev.dovetail.models.BadInputException;

/** A layer of a workload that the model of fusion has no words for: the message names it and says why. */
final class InexpressibleLayer extends BadInputException {
  private static final long serialVersionUID = 1L;

  /**
   * @param layer its name
   * @param why what it does, as the rest of a sentence that begins with the layer
   * @param maybe the way out
   */
  InexpressibleLayer(String layer, String why, String maybe) {
    super("The layer (%s) %s, which the model of fusion cannot express.".formatted(layer, why), maybe);
  }

  /** Elements lie where no transposition of channels and rows brings them. */
  static InexpressibleLayer rearranged(String layer, String tensor) {
    return new InexpressibleLayer(layer, "reads (%s) rearranged".formatted(tensor),
        "it can be written so that channels, rows and columns stay what they are.");
  }
}
