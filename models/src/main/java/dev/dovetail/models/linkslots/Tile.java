package dev.dovetail.models.linkslots;

/**
 * A place that flows name.
 *
 * @param name unique in its network
 * @param source node of the links from which its messages leave: behind the inject port, or the router itself without ports
 * @param sink node at which its messages end: behind the eject port, or the router itself without ports
 * @param router node that the links join
 * @param x column for pictures and XY routes, growing east; -1 if it has no position
 * @param y row, growing south; -1 if it has no position
 */
public record Tile(String name, int source, int sink, int router, int x, int y) {}
