package dev.dovetail.models.allocation.tiles;

import dev.dovetail.models.Box;
import java.util.List;

/**
 * The elements of one tensor that share their producer and their consumers: the unit in which data is kept and moved.
 *
 * @param tensor index into {@link TileGraph#tensors()}
 * @param boxes disjoint boxes of the tensor
 * @param bytes of all its elements together, rounded up
 * @param producer computation node that makes it, or -1 if it is in DRAM from the start
 * @param consumers computation nodes that read it, ascending
 */
public record Item(int tensor, List<Box> boxes, long bytes, int producer, int[] consumers) {}
