package dev.dovetail.benchmarks.wormhole;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The packets of all messages, by number: ascending by message, and within it from the front. What a packet draws, it draws by number. */
final class Packets {
  /** Chosen by a packet that goes north or south first. */
  private static final int YX = 1;

  private final WormholeSettings settings;
  private final int[] destination;
  private final int[] flits;
  private final long[] release;
  private final int[] drawn;
  private final boolean[] secondPart;
  private final List<List<Integer>> bySource = new ArrayList<>();

  Packets(WormholeSettings settings, List<WormholeMessage> messages) {
    this.settings = settings;
    int tiles = settings.columns() * settings.rows();
    for (int i = 0; i < tiles; i++) {
      bySource.add(new ArrayList<>());
    }
    int count = Math.toIntExact(messages.stream().mapToLong(m -> packets(m.flits())).sum());
    destination = new int[count];
    flits = new int[count];
    release = new long[count];
    drawn = new int[count];
    secondPart = new boolean[count];
    SplittableRandom random = new SplittableRandom(settings.seed());
    int next = 0;
    for (WormholeMessage m : messages) {
      if (Math.min(m.source(), m.destination()) < 0 || Math.max(m.source(), m.destination()) >= tiles) {
        throw new IllegalArgumentException("The message (%s) must join two of %d tiles.".formatted(m, tiles));
      }
      for (long left = m.flits(); left > 0; left -= settings.packetFlits()) {
        destination[next] = m.destination();
        flits[next] = (int) Math.min(left, settings.packetFlits());
        release[next] = m.release();
        drawn[next] = draw(m, random);
        bySource.get(m.source()).add(next++);
      }
    }
  }

  private long packets(long messageFlits) {
    return (messageFlits + settings.packetFlits() - 1) / settings.packetFlits();
  }

  /** The order of the dimensions, or the node between. */
  private int draw(WormholeMessage m, SplittableRandom random) {
    return switch (settings.routing()) {
      case XY -> 0;
      case XY_YX -> random.nextInt(2);
      case ROMM -> {
        int columns = settings.columns();
        int x = between(m.source() % columns, m.destination() % columns, random);
        int y = between(m.source() / columns, m.destination() / columns, random);
        yield y * columns + x;
      }
    };
  }

  private static int between(int a, int b, SplittableRandom random) {
    return Math.min(a, b) + random.nextInt(Math.abs(a - b) + 1);
  }

  int count() {
    return flits.length;
  }

  /** Those that leave a tile, in order. */
  List<Integer> from(int tile) {
    return bySource.get(tile);
  }

  int flits(int packet) {
    return flits[packet];
  }

  long release(int packet) {
    return release[packet];
  }

  int destination(int packet) {
    return destination[packet];
  }

  /** The packet's head comes to the front of a queue of the node; asked once per node before the two that follow. */
  void arrive(int packet, int node) {
    secondPart[packet] |= settings.routing() == PacketRouting.ROMM && node == drawn[packet];
  }

  /** The output that the packet's head asks for. */
  int output(int packet, int node) {
    int to = destination[packet];
    if (node == to) {
      return Ports.LOCAL;
    }
    return switch (settings.routing()) {
      case XY -> xy(node, to);
      case XY_YX -> drawn[packet] == YX ? yx(node, to) : xy(node, to);
      case ROMM -> xy(node, secondPart[packet] ? to : drawn[packet]);
    };
  }

  /** Flags of the virtual channels that may carry the packet over that output; into its destination all of them. */
  int channels(int packet, int node) {
    int all = all(settings.virtualChannels());
    int firstHalf = all(settings.virtualChannels() - settings.virtualChannels() / 2);
    if (node == destination[packet]) {
      return all;
    }
    return switch (settings.routing()) {
      case XY -> all;
      case XY_YX -> drawn[packet] == YX ? all & ~firstHalf : firstHalf;
      case ROMM -> secondPart[packet] ? all & ~firstHalf : firstHalf;
    };
  }

  private static int all(int channels) {
    return (int) ((1L << channels) - 1);
  }

  private int xy(int node, int to) {
    int columns = settings.columns();
    return node % columns == to % columns ? vertical(node, to) : horizontal(node, to);
  }

  private int yx(int node, int to) {
    int columns = settings.columns();
    return node / columns == to / columns ? horizontal(node, to) : vertical(node, to);
  }

  private int horizontal(int node, int to) {
    return node % settings.columns() < to % settings.columns() ? Ports.EAST : Ports.WEST;
  }

  private static int vertical(int node, int to) {
    return node < to ? Ports.SOUTH : Ports.NORTH;
  }
}
