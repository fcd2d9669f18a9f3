package dev.dovetail.solver.allocation;

import dev.dovetail.models.links.Route;

/**
 * A finished list schedule, still in arrays: what a search compares, and what becomes a Schedule if it is the best.
 *
 * @param deliveries copies and transfers
 * @param nodeStart start of each node
 * @param transferStart start of each transfer
 * @param route route of each transfer
 * @param latencyCycles end of the last node or transfer
 * @param energyFemtojoules of cores, channels and leakage
 * @param busiestCycles cycles of the busiest core or channel
 */
record Timetable(
    Deliveries deliveries, long[] nodeStart, long[] transferStart, Route[] route, long latencyCycles, long energyFemtojoules,
    long busiestCycles) {}
