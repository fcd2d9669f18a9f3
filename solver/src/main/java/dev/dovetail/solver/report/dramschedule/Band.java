package dev.dovetail.solver.report.dramschedule;

/**
 * A run of tiles that belong together, for example a layer group.
 *
 * @param label in the picture, where it fits
 * @param detail one line about it
 * @param first its first tile
 * @param end one past its last tile, above {@code first}
 */
public record Band(String label, String detail, int first, int end) {}
