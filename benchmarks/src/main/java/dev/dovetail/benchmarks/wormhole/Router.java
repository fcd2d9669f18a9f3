package dev.dovetail.benchmarks.wormhole;

import java.util.Arrays;

/**
 * A router with queues at its inputs: virtual channels, credits, one flit per cycle and input, one per cycle and output.
 *
 * <p>The head of a packet asks for a virtual channel of its output; with one, and as long as there are places behind it, its flits ask for the
 * switch, in which each input has one request per output: that of the virtual channel whose turn it is. The virtual channel is free for
 * others from the cycle after the tail was granted the switch. Source of the model: Jiang, Becker, Michelogiannakis, Balfour, Towles, Kim and
 * Dally, A detailed and flexible cycle-accurate network-on-chip simulator, ISPASS 2013.
 */
final class Router {
  private static final int FREE = 0;
  private static final int ASKS_FOR_CHANNEL = 1;
  private static final int ASKS_FOR_SWITCH = 2;

  private final int node;
  private final int channels;
  private final int places;
  private final boolean allocatesInOneCycle;
  private final Packets packets;

  /** Flits that come in and places that became free behind the outputs, by port; what leaves, and what became free here. */
  private final Wire[] flitsIn = new Wire[Ports.COUNT];
  private final Wire[] creditsIn = new Wire[Ports.COUNT];
  private final Wire[] flitsOut = new Wire[Ports.COUNT];
  private final Wire[] creditsOut = new Wire[Ports.COUNT];

  /** By input and virtual channel. */
  private final int[] queue;
  private final int[] first;
  private final int[] length;
  private final int[] state;
  private final int[] way;
  private final int[] askedOutput;
  private final int[] askedChannels;

  /** By output and virtual channel. */
  private final int[] credits;
  private final boolean[] taken;

  private final RotatingAllocator channelAllocator;
  private final RotatingAllocator switchAllocator = new RotatingAllocator(Ports.COUNT, Ports.COUNT);
  private final int[] turn = new int[Ports.COUNT];
  /** By input and output: the virtual channel that asks for the switch, or -1. */
  private final int[][] candidates = new int[Ports.COUNT][Ports.COUNT];
  private int stored;
  private int askingForChannel;

  Router(int node, WormholeSettings settings, Packets packets) {
    this.node = node;
    this.packets = packets;
    channels = settings.virtualChannels();
    places = settings.bufferFlits();
    allocatesInOneCycle = settings.hop().allocatesInOneCycle();
    int all = Ports.COUNT * channels;
    queue = new int[all * places];
    first = new int[all];
    length = new int[all];
    state = new int[all];
    way = new int[all];
    askedOutput = new int[all];
    askedChannels = new int[all];
    credits = new int[all];
    Arrays.fill(credits, places);
    taken = new boolean[all];
    channelAllocator = new RotatingAllocator(all, all);
  }

  /** Joins an output with what is behind it: a router's input or a sink. */
  void connectOutput(int port, Wire flits, Wire freedPlaces) {
    flitsOut[port] = flits;
    creditsIn[port] = freedPlaces;
  }

  /** Joins an input with what is before it: a router's output or a source. */
  void connectInput(int port, Wire flits, Wire freedPlaces) {
    flitsIn[port] = flits;
    creditsOut[port] = freedPlaces;
  }

  /** One cycle; answers how many flits moved on. */
  int step(long cycle) {
    receive(cycle);
    if (stored == 0) {
      return 0;
    }
    boolean asked = askingForChannel > 0;
    if (asked) {
      allocateChannels();
    }
    if (asked && allocatesInOneCycle) {
      takeChannels();
    }
    allocateSwitch();
    if (asked && !allocatesInOneCycle) {
      takeChannels();
    }
    return moveFlits(cycle);
  }

  private void receive(long cycle) {
    for (int port = 0; port < Ports.COUNT; port++) {
      if (creditsIn[port] != null) {
        int channel = creditsIn[port].receive(cycle);
        if (channel >= 0) {
          credits[port * channels + channel]++;
        }
      }
      if (flitsIn[port] != null) {
        int flit = flitsIn[port].receive(cycle);
        if (flit >= 0) {
          enqueue(port * channels + Flits.channel(flit), flit);
        }
      }
    }
  }

  private void enqueue(int at, int flit) {
    if (length[at] == places) {
      throw new IllegalStateException("A flit came to a full virtual channel of router %d.".formatted(node));
    }
    queue[at * places + (first[at] + length[at]) % places] = flit;
    length[at]++;
    stored++;
    if (state[at] == FREE) {
      askForChannel(at, flit);
    }
  }

  private void askForChannel(int at, int head) {
    state[at] = ASKS_FOR_CHANNEL;
    askingForChannel++;
    int packet = Flits.packet(head);
    packets.arrive(packet, node);
    askedOutput[at] = packets.output(packet, node);
    askedChannels[at] = packets.channels(packet, node);
  }

  private void allocateChannels() {
    channelAllocator.clear();
    for (int at = 0; at < state.length; at++) {
      if (state[at] == ASKS_FOR_CHANNEL) {
        for (int left = askedChannels[at]; left != 0; left &= left - 1) {
          int output = askedOutput[at] * channels + Integer.numberOfTrailingZeros(left);
          if (!taken[output]) {
            channelAllocator.request(at, output);
          }
        }
      }
    }
    channelAllocator.allocate();
  }

  private void takeChannels() {
    for (int at = 0; at < state.length; at++) {
      int output = channelAllocator.output(at);
      if (output >= 0) {
        taken[output] = true;
        way[at] = output;
        state[at] = ASKS_FOR_SWITCH;
        askingForChannel--;
      }
    }
  }

  private void allocateSwitch() {
    switchAllocator.clear();
    for (int input = 0; input < Ports.COUNT; input++) {
      int[] candidate = candidates[input];
      Arrays.fill(candidate, -1);
      for (int i = 0; i < channels; i++) {
        int at = input * channels + (turn[input] + i) % channels;
        if (state[at] == ASKS_FOR_SWITCH && length[at] > 0 && credits[way[at]] > 0 && candidate[way[at] / channels] < 0) {
          candidate[way[at] / channels] = at;
          switchAllocator.request(input, way[at] / channels);
        }
      }
    }
    switchAllocator.allocate();
  }

  private int moveFlits(long cycle) {
    int moved = 0;
    for (int input = 0; input < Ports.COUNT; input++) {
      int output = switchAllocator.output(input);
      if (output >= 0) {
        move(candidates[input][output], cycle);
        moved++;
      }
    }
    return moved;
  }

  private void move(int at, long cycle) {
    int flit = queue[at * places + first[at]];
    first[at] = (first[at] + 1) % places;
    length[at]--;
    stored--;
    int output = way[at];
    credits[output]--;
    turn[at / channels] = (at % channels + 1) % channels;
    flitsOut[output / channels].send(cycle, Flits.into(flit, output % channels));
    creditsOut[at / channels].send(cycle, at % channels);
    if (Flits.isTail(flit)) {
      taken[output] = false;
      state[at] = FREE;
      if (length[at] > 0) {
        askForChannel(at, queue[at * places + first[at]]);
      }
    }
  }
}
