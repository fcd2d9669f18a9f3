package dev.dovetail.models.intracore;

/**
 * The least that a whole layer can cost on a core, however it is cut into tiles and chunks.
 *
 * @param cycles sum over its tiles is never below
 * @param energyFemtojoules sum over its tiles is never below
 */
public record CostFloor(long cycles, long energyFemtojoules) {}
