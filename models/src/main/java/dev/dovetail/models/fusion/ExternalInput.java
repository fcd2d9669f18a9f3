package dev.dovetail.models.fusion;

/**
 * A tensor that lies in DRAM before the network starts.
 *
 * @param id index in the network
 * @param name for people
 * @param extent its shape per sample
 */
public record ExternalInput(int id, String name, Extent extent) {}
