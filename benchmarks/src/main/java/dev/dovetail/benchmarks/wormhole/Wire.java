package dev.dovetail.benchmarks.wormhole;

import java.util.Arrays;

/** Carries at most one value per cycle, each for a fixed number of cycles. */
final class Wire {
  private static final int NOTHING = -1;

  private final int delay;
  private final int[] values;

  /** @param delay cycles from sending to receiving, at least 1 */
  Wire(int delay) {
    this.delay = delay;
    values = new int[delay + 1];
    Arrays.fill(values, NOTHING);
  }

  /** Sends a value, not negative. */
  void send(long cycle, int value) {
    values[(int) ((cycle + delay) % values.length)] = value;
  }

  /** What arrives in the cycle, or -1; once. */
  int receive(long cycle) {
    int at = (int) (cycle % values.length);
    int value = values[at];
    values[at] = NOTHING;
    return value;
  }
}
