package dev.dovetail.models.dramschedule;

/** From which position to which one a tensor occupies the buffer, for a decided time. */
final class Residency {
  private Residency() {}

  /** First position. */
  static int start(DramTensor tensor, int time) {
    return tensor instanceof DramTensor.Store store ? store.producedBy() : time;
  }

  /** One past the last position. */
  static int end(DramTensor tensor, int time) {
    return tensor instanceof DramTensor.Load load ? load.end() : time;
  }
}
