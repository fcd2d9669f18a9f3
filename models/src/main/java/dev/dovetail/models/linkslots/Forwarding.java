package dev.dovetail.models.linkslots;

/** When the next edge of a route begins. */
public enum Forwarding {
  /** As soon as the first flit is over: offset of the next edge = offset + latency; all channels are held for as long as the slowest. */
  CUT_THROUGH,
  /** When the whole frame has arrived: offset of the next edge = offset + duration on this edge + latency. */
  STORE_AND_FORWARD
}
