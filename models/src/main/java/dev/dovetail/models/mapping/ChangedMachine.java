package dev.dovetail.models.mapping;

/**
 * A problem on a machine that has a little more of one thing.
 *
 * @param change what is more, for example {@code one more DRAM port (twice the bandwidth)}
 * @param problem the same network under the same wishes on that machine
 */
public record ChangedMachine(String change, MappingProblem problem) {}
