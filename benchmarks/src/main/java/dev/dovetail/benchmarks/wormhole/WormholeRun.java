package dev.dovetail.benchmarks.wormhole;

/**
 * What the network did.
 *
 * @param completionCycles until the last flit was taken from the network
 * @param packets delivered
 * @param flits delivered
 * @param flitHops links crossed by flits, local ports not counted
 */
public record WormholeRun(long completionCycles, long packets, long flits, long flitHops) {}
