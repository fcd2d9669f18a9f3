package dev.dovetail.models.linkslots.files;

import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.links.Bandwidth;
import dev.dovetail.models.linkslots.SlotNetworkBuilder.Wire;

/** Reads what links and ports carry. */
final class Wires {
  private static final int LARGEST_CAPACITY = 1 << 16;
  private static final long LARGEST_DELAY = 1L << 20;
  private static final long LARGEST_RATE = 1L << 40;

  private Wires() {}

  /** The keys capacity, delay and rate of a value; what is not there is as in {@code otherwise}. */
  static Wire read(DataNode owner, Wire otherwise) {
    return read(owner, "capacity", "delay", "rate", otherwise);
  }

  /** The same under other keys. */
  static Wire read(DataNode owner, String capacity, String delay, String rate, Wire otherwise) {
    return new Wire(
        capacity(owner, capacity, otherwise.capacity()),
        owner.optional(delay).map(d -> d.longValue(0, LARGEST_DELAY)).orElse(otherwise.delay()),
        owner.optional(rate).map(Wires::rate).orElse(otherwise.rate()));
  }

  /** A capacity. */
  static int capacity(DataNode owner, String key, int otherwise) {
    return owner.optional(key).map(c -> c.intValue(1, LARGEST_CAPACITY)).orElse(otherwise);
  }

  /** One message at a time that uses all of the capacity. */
  static Wire atFullRate(Wire wire) {
    Bandwidth rate = new Bandwidth(Math.multiplyExact(wire.rate().bytes(), wire.capacity()), wire.rate().cycles());
    return new Wire(1, wire.delay(), rate);
  }

  private static Bandwidth rate(DataNode n) {
    if (n.isObject()) {
      n.onlyKeys("amount", "slots");
      return new Bandwidth(n.required("amount").longValue(1, LARGEST_RATE), n.required("slots").longValue(1, LARGEST_RATE));
    }
    return new Bandwidth(n.longValue(1, LARGEST_RATE), 1);
  }
}
