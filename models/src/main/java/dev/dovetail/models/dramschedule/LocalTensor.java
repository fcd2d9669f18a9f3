package dev.dovetail.models.dramschedule;

/**
 * A tensor that never leaves the chip.
 *
 * @param bytes its size, at least 0
 * @param start first tile position at which it is resident
 * @param end one past the last one
 */
public record LocalTensor(long bytes, int start, int end) {}
