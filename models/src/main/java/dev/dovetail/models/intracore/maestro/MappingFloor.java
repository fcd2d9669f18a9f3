package dev.dovetail.models.intracore.maestro;

/**
 * What the evaluation of a mapping cannot be below, if it does every multiply-accumulate exactly once.
 *
 * <p>Energies follow from it: each multiply-accumulate reads three elements and writes one in a processing element, reads of operands
 * are written there, operands are written to the shared memory once and outputs read from it once.
 *
 * @param cycles of the latency
 * @param macs multiply-accumulates: exactly these
 * @param inputReads of the reads of the input from the shared memory, elements
 * @param filterReads of the reads of the weights from the shared memory, elements
 * @param outputWrites of the writes of the output to the shared memory, elements
 */
public record MappingFloor(long cycles, long macs, long inputReads, long filterReads, long outputWrites) {}
