package dev.dovetail.models.intracore.maestro;

/**
 * What the evaluation of a mapping cannot be below, if it does every multiply-accumulate exactly once.
 *
 * @param cycles of the latency
 * @param energyFemtojoules of the energy
 * @param inputReads of the reads of the input from the shared memory, elements
 * @param filterReads of the reads of the weights from the shared memory, elements
 * @param outputWrites of the writes of the output to the shared memory, elements
 */
public record MappingFloor(long cycles, long energyFemtojoules, long inputReads, long filterReads, long outputWrites) {}
