package dev.dovetail.benchmarks.wormhole;

import java.util.ArrayList;
import java.util.List;

/**
 * A mesh of routers with a source and a sink at each, cycle by cycle until everything is delivered.
 *
 * <p>Role: completion of a flow set on a traditional network. A run depends on nothing but messages and settings.
 */
public final class WormholeSimulator {
  /** Cycles without a move after which the network is stuck: far more than any flit is on its way between two. */
  private static final int STUCK_CYCLES = 1_000;

  private final WormholeSettings settings;
  private final Packets packets;
  private final List<Router> routers = new ArrayList<>();
  private final List<Source> sources = new ArrayList<>();
  private final Wire[] sinks;
  private final Wire[] sinkCredits;
  private final int[] delivered;
  private long deliveredFlits;
  private long moves;

  private WormholeSimulator(WormholeSettings settings, List<WormholeMessage> messages) {
    this.settings = settings;
    packets = new Packets(settings, messages);
    if (packets.count() > Flits.MOST_PACKETS) {
      throw new IllegalArgumentException(
          "The packets (%d) must be at most %d.%nMaybe make them longer.".formatted(packets.count(), Flits.MOST_PACKETS));
    }
    int tiles = settings.columns() * settings.rows();
    sinks = new Wire[tiles];
    sinkCredits = new Wire[tiles];
    delivered = new int[packets.count()];
    for (int n = 0; n < tiles; n++) {
      routers.add(new Router(n, settings, packets));
    }
    for (int n = 0; n < tiles; n++) {
      connect(n);
    }
  }

  /**
   * Runs until the last flit is delivered.
   *
   * @param messages in the order in which sources send them
   */
  public static WormholeRun run(WormholeSettings settings, List<WormholeMessage> messages) {
    return new WormholeSimulator(settings, messages).run();
  }

  private void connect(int n) {
    HopPipeline hop = settings.hop();
    int x = n % settings.columns();
    int y = n / settings.columns();
    if (x + 1 < settings.columns()) {
      join(n, Ports.EAST, n + 1);
      join(n + 1, Ports.WEST, n);
    }
    if (y + 1 < settings.rows()) {
      join(n, Ports.SOUTH, n + settings.columns());
      join(n + settings.columns(), Ports.NORTH, n);
    }
    Wire in = new Wire(hop.injectCycles());
    Wire inCredits = new Wire(HopPipeline.SOURCE_CREDIT_CYCLES);
    routers.get(n).connectInput(Ports.LOCAL, in, inCredits);
    sources.add(new Source(packets.from(n), settings, packets, in, inCredits));
    sinks[n] = new Wire(HopPipeline.EJECT_CYCLES);
    sinkCredits[n] = new Wire(hop.creditCycles());
    routers.get(n).connectOutput(Ports.LOCAL, sinks[n], sinkCredits[n]);
  }

  private void join(int from, int port, int to) {
    Wire flits = new Wire(settings.hop().linkCycles());
    Wire credits = new Wire(settings.hop().creditCycles());
    routers.get(from).connectOutput(port, flits, credits);
    routers.get(to).connectInput(Ports.opposite(port), flits, credits);
  }

  private WormholeRun run() {
    long all = 0;
    for (int p = 0; p < packets.count(); p++) {
      all += packets.flits(p);
    }
    long completion = 0;
    long lastMove = 0;
    long sent = 0;
    for (long cycle = 0; deliveredFlits < all; cycle++) {
      for (int n = 0; n < sinks.length; n++) {
        int flit = sinks[n].receive(cycle);
        if (flit >= 0) {
          deliver(n, flit);
          sinkCredits[n].send(cycle, Flits.channel(flit));
          completion = cycle + 1;
          lastMove = cycle;
        }
      }
      int moved = 0;
      for (Source s : sources) {
        int flits = s.step(cycle);
        sent += flits;
        moved += flits;
      }
      for (Router r : routers) {
        int flits = r.step(cycle);
        moves += flits;
        moved += flits;
      }
      if (moved > 0) {
        lastMove = cycle;
      } else if (sent > deliveredFlits && cycle - lastMove > STUCK_CYCLES) {
        throw new IllegalStateException(
            "The network is stuck in cycle %d with %d flits in it.".formatted(cycle, sent - deliveredFlits));
      } else if (sent == deliveredFlits && cycle - lastMove > STUCK_CYCLES) {
        // Empty and at rest: nothing happens until the next message is released.
        cycle = Math.max(cycle, sources.stream().mapToLong(Source::nextRelease).min().orElse(0) - 1);
        lastMove = cycle;
      }
    }
    return new WormholeRun(completion, packets.count(), deliveredFlits, moves - deliveredFlits);
  }

  /** Flits of a packet arrive at its destination in order: the first as head, the last as tail. */
  private void deliver(int node, int flit) {
    int packet = Flits.packet(flit);
    boolean first = delivered[packet] == 0;
    delivered[packet]++;
    boolean last = delivered[packet] == packets.flits(packet);
    if (packets.destination(packet) != node || first != Flits.isHead(flit) || last != Flits.isTail(flit)) {
      throw new IllegalStateException("A flit of packet %d came to node %d out of order.".formatted(packet, node));
    }
    deliveredFlits++;
  }
}
