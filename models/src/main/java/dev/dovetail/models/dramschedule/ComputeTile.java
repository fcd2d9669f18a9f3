package dev.dovetail.models.dramschedule;

/**
 * A tile of the compute stream.
 *
 * @param name for people
 * @param cycles how long it computes, at least 0
 * @param group id of its layer
 */
public record ComputeTile(String name, long cycles, int group) {}
