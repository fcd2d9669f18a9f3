package dev.dovetail.models.pipeline;

/**
 * Chiplets that are alike.
 *
 * @param name for people, unique in its module
 * @param count how many there are, at least 1
 * @param outputLanes (Kp) output channels that the array takes at once, at least 1
 * @param inputLanes (Cp) input channels that the array takes at once, at least 1
 * @param weightBufferBytes (B) weight buffer of each chiplet, at least 1
 */
public record ChipletType(String name, int count, long outputLanes, long inputLanes, long weightBufferBytes) {
  /** Multiply-accumulates per cycle of one chiplet, A = Kp * Cp. */
  public long macsPerCycle() {
    return outputLanes * inputLanes;
  }
}
