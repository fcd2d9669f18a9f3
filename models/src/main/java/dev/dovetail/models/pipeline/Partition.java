package dev.dovetail.models.pipeline;

/** How a layer is split over the chiplets of its region. */
public enum Partition {
  /** Weight-shared (WSP): output positions are split; each chiplet keeps its share of the weights and gathers the others for every sample. */
  WEIGHT_SHARED('W'),
  /** Input-shared (ISP): output channels and weights are split, each chiplet uses the whole input. */
  INPUT_SHARED('I'),
  /** Weight-shared with all weights stored on each chiplet: nothing is gathered. */
  REPLICATED('R');

  private final char letter;

  Partition(char letter) {
    this.letter = letter;
  }

  /** The letter in files and tables. */
  public char letter() {
    return letter;
  }

  /** Whether output positions are split. */
  public boolean splitsPositions() {
    return this != INPUT_SHARED;
  }
}
