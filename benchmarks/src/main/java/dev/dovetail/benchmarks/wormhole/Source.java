package dev.dovetail.benchmarks.wormhole;

import java.util.Arrays;
import java.util.List;

/** The queue of a tile: one packet after the other, one flit per cycle, each packet in the next virtual channel that is free. */
final class Source {
  private final Packets packets;
  private final List<Integer> queue;
  private final Wire flits;
  private final Wire freedPlaces;
  private final int[] credits;
  private int packet;
  private int sentFlits;
  private int channel = -1;
  private int lastChannel = -1;

  Source(List<Integer> queue, WormholeSettings settings, Packets packets, Wire flits, Wire freedPlaces) {
    this.queue = queue;
    this.packets = packets;
    this.flits = flits;
    this.freedPlaces = freedPlaces;
    credits = new int[settings.virtualChannels()];
    Arrays.fill(credits, settings.bufferFlits());
  }

  /** One cycle; answers how many flits left. */
  int step(long cycle) {
    int freed = freedPlaces.receive(cycle);
    if (freed >= 0) {
      credits[freed]++;
    }
    if (packet == queue.size()) {
      return 0;
    }
    int number = queue.get(packet);
    if (channel < 0) {
      if (packets.release(number) > cycle) {
        return 0;
      }
      // The packet before has left: no virtual channel is taken, only the places count.
      channel = freeChannel();
    }
    if (channel < 0 || credits[channel] == 0) {
      return 0;
    }
    boolean head = sentFlits == 0;
    sentFlits++;
    boolean tail = sentFlits == packets.flits(number);
    credits[channel]--;
    flits.send(cycle, Flits.of(number, channel, head, tail));
    lastChannel = channel;
    if (tail) {
      packet++;
      sentFlits = 0;
      channel = -1;
    }
    return 1;
  }

  private int freeChannel() {
    for (int i = 1; i <= credits.length; i++) {
      int next = (lastChannel + i) % credits.length;
      if (credits[next] > 0) {
        return next;
      }
    }
    return -1;
  }

  /** The earliest cycle in which it has something to send, or {@code Long.MAX_VALUE}. */
  long nextRelease() {
    return packet == queue.size() ? Long.MAX_VALUE : packets.release(queue.get(packet));
  }
}
