package dev.dovetail.models.linkslots;

/** What a flow moves, and how it expands to messages. */
public enum FlowKind {
  /** One source, one destination, one message. */
  UNICAST,
  /** One source, the same data to all destinations: one message over a tree, or one per destination if trees are switched off. */
  MULTICAST,
  /** One source, other data for each destination: one message per destination. */
  SCATTER,
  /** Other data from each source to one destination: one message per source. */
  GATHER,
  /** Partial sums of all sources, added where branches of an in-tree meet: one message, or a gather if adding is switched off. */
  REDUCE,
  /** One source, one neighbour, exactly one link. */
  TRANSFER
}
