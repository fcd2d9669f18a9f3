package dev.dovetail.benchmarks.wormhole;

/** A flit as a number: its packet, the virtual channel that it goes into, and whether it is the packet's first or last. */
final class Flits {
  private static final int HEAD = 1;
  private static final int TAIL = 2;
  private static final int CHANNEL_SHIFT = 2;
  private static final int CHANNEL_BITS = 5;
  private static final int PACKET_SHIFT = CHANNEL_SHIFT + CHANNEL_BITS;
  /** Packets that can be told apart. */
  static final int MOST_PACKETS = 1 << (31 - PACKET_SHIFT);

  private Flits() {}

  static int of(int packet, int channel, boolean head, boolean tail) {
    return packet << PACKET_SHIFT | channel << CHANNEL_SHIFT | (head ? HEAD : 0) | (tail ? TAIL : 0);
  }

  /** The same flit, going into another virtual channel. */
  static int into(int flit, int channel) {
    return flit & ~((1 << PACKET_SHIFT) - (1 << CHANNEL_SHIFT)) | channel << CHANNEL_SHIFT;
  }

  static int packet(int flit) {
    return flit >>> PACKET_SHIFT;
  }

  static int channel(int flit) {
    return flit >>> CHANNEL_SHIFT & (1 << CHANNEL_BITS) - 1;
  }

  static boolean isHead(int flit) {
    return (flit & HEAD) != 0;
  }

  static boolean isTail(int flit) {
    return (flit & TAIL) != 0;
  }
}
