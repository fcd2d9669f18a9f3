package dev.dovetail.models.intracore.maestro;

/**
 * Accesses and space of one tensor.
 *
 * @param l2Read reads of the shared memory, elements
 * @param l2Write writes to the shared memory, elements
 * @param l1Read reads of the processing elements' memories, elements
 * @param l1Write writes to the processing elements' memories, elements
 * @param l2Required space in the shared memory, double buffered, elements
 * @param l1Required space in one processing element's memory, double buffered, elements
 */
public record TensorStatistics(long l2Read, long l2Write, long l1Read, long l1Write, long l2Required, long l1Required) {
  /** Reads of the inner memory per write to it; NaN for 0/0. */
  public double reuse() {
    return (double) l1Read / l1Write;
  }
}
