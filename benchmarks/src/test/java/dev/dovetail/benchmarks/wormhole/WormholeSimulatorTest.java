package dev.dovetail.benchmarks.wormhole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.benchmarks.flows.FlowPattern;
import dev.dovetail.benchmarks.flows.FlowSets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WormholeSimulatorTest {
  private static final WormholeSettings LINE = WormholeSettings.usual(3, 1, 16);

  private static WormholeMessage message(int source, int destination, int flits) {
    return new WormholeMessage(source, destination, flits, 0);
  }

  private static long completion(WormholeSettings settings, WormholeMessage... messages) {
    return WormholeSimulator.run(settings, List.of(messages)).completionCycles();
  }

  /** 7 + 4 h + (L - 1): 7 + 4 + 0; 7 + 28 + 0; 7 + 56 + 0; 7 + 56 + 15. With one cycle per hop 7 + h + (L - 1): 8; 14; 21; 36. */
  @ParameterizedTest
  @CsvSource({"1,1,11,8", "7,1,35,14", "63,1,63,21", "63,16,78,36"})
  void aLoneMessageNeedsItsHopsAndItsFlits(int destination, int flits, long cycles, long fastCycles) {
    WormholeSettings mesh = WormholeSettings.usual(8, 8, 16);

    assertThat(completion(mesh, message(0, destination, flits))).isEqualTo(cycles);
    assertThat(completion(mesh.withHop(HopPipeline.ONE_CYCLE), message(0, destination, flits))).isEqualTo(fastCycles);
  }

  /** Both heads come to the middle router at once, over different links; its eject port carries 8 flits, one per cycle: 11 + 7. */
  @Test
  void twoMessagesIntoOneSinkTakeTurns() {
    assertThat(completion(LINE, message(0, 1, 4), message(2, 1, 4))).isEqualTo(18);
  }

  /** The two of a source follow each other: 7 + 4 * 2 + (4 + 4 - 1), whichever comes first; the last listed decides the hops. */
  @Test
  void aSourceSendsInTheOrderOfItsList() {
    assertThat(completion(LINE, message(0, 1, 4), message(0, 2, 4))).isEqualTo(7 + 8 + 7);
    assertThat(completion(LINE, message(0, 2, 4), message(0, 1, 4))).isEqualTo(7 + 4 + 7);
  }

  /** 6 flits as 3 packets: with a single virtual channel the head of each next one waits a cycle for it: 7 + 4 + 5 + 2. */
  @Test
  void aSingleVirtualChannelCostsACycleBetweenPackets() {
    WormholeSettings settings = LINE.withPacketFlits(2);

    assertThat(completion(settings.withVirtualChannels(1), message(0, 1, 6))).isEqualTo(18);
    assertThat(completion(settings.withVirtualChannels(2), message(0, 1, 6))).isEqualTo(16);
  }

  /**
   * One place per virtual channel, three flits of one packet. The head is granted the switch of the first router in cycle 3 and of the second
   * in 7; its place is known to be free in 10, when the second flit goes, which is granted at once in 13; that place is known in 16; the third
   * flit goes in 16, is granted in 19, taken in 22: 23 cycles.
   */
  @Test
  void aPlaceIsUsedAgainWhenItsCreditIsBack() {
    WormholeSettings onePlace = new WormholeSettings(2, 1, 4, 1, 16, HopPipeline.FOUR_CYCLES, PacketRouting.XY, 1);

    assertThat(completion(onePlace, message(0, 1, 3))).isEqualTo(23);
  }

  /** The first message is on its way from cycle 0 to 11; nothing happens until the second is released. */
  @Test
  void aMessageWaitsForItsRelease() {
    assertThat(completion(LINE, message(0, 1, 1), new WormholeMessage(1, 2, 1, 5_000))).isEqualTo(5_011);
    assertThat(completion(LINE, new WormholeMessage(0, 1, 1, 20), message(0, 2, 1))).isEqualTo(20 + 7 + 8 + 1);
  }

  /** With XY all of a row's messages of a transpose turn at the same node; drawing between XY and YX spreads them. */
  @ParameterizedTest
  @EnumSource(value = PacketRouting.class, names = {"XY_YX", "ROMM"})
  void packetsDrawTheirWayBySeed(PacketRouting routing) {
    List<WormholeMessage> transpose = WormholeTraffic.of(FlowSets.of(FlowPattern.TRANSPOSE, 4, 1).problem());
    WormholeSettings settings = WormholeSettings.usual(4, 4, 16);
    long xy = WormholeSimulator.run(settings, transpose).completionCycles();

    List<Long> drawn = LongStream.range(1, 6).mapToObj(seed -> settings.withRouting(routing, seed))
        .map(s -> WormholeSimulator.run(s, transpose).completionCycles()).toList();

    assertThat(drawn).allMatch(cycles -> cycles < xy);
    assertThat(new HashSet<>(drawn)).hasSizeGreaterThan(1);
  }

  @Property(tries = 150)
  void everyFlitArrivesOverAShortestWay(@ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int columns,
      @ForAll @IntRange(min = 1, max = 5) int rows, @ForAll @IntRange(min = 1, max = 9) int channels,
      @ForAll @IntRange(min = 1, max = 8) int places, @ForAll @IntRange(min = 1, max = 20) int packetFlits,
      @ForAll HopPipeline hop,
      @ForAll PacketRouting routing) {
    int tiles = columns * rows;
    SplittableRandom random = new SplittableRandom(seed);
    List<WormholeMessage> messages = new ArrayList<>();
    for (int i = 0; tiles > 1 && i < 6 * tiles; i++) {
      int s = random.nextInt(tiles);
      int d = (s + 1 + random.nextInt(tiles - 1)) % tiles;
      messages.add(new WormholeMessage(s, d, 1 + random.nextInt(40), random.nextInt(4) == 0 ? random.nextInt(3_000) : 0));
    }
    WormholeSettings settings = new WormholeSettings(columns, rows, Math.max(channels, routing.leastVirtualChannels()), places,
        packetFlits, hop, routing, seed);

    WormholeRun run = WormholeSimulator.run(settings, messages);

    assertThat(run.flits()).isEqualTo(messages.stream().mapToLong(WormholeMessage::flits).sum());
    assertThat(run.flitHops()).isEqualTo(messages.stream().mapToLong(m -> m.flits() * hops(m, columns)).sum());
    assertThat(messages).allSatisfy(m -> assertThat(run.completionCycles())
        .isGreaterThanOrEqualTo(m.release() + 7 + hop.cycles() * hops(m, columns) + m.flits() - 1));
    assertThat(WormholeSimulator.run(settings, messages)).isEqualTo(run);
  }

  private static long hops(WormholeMessage m, int columns) {
    return Math.abs(m.source() % columns - m.destination() % columns)
        + Math.abs(m.source() / columns - m.destination() / columns);
  }

  @Test
  void refusesWhatWouldDeadlockOrIsNoNetwork() {
    assertThatThrownBy(() -> LINE.withRouting(PacketRouting.ROMM, 1).withVirtualChannels(1)).hasMessageContaining("(1)")
        .hasMessageContaining("ROMM");
    assertThatThrownBy(() -> LINE.withVirtualChannels(33)).hasMessageContaining("(33)");
    assertThatThrownBy(() -> LINE.withPacketFlits(0)).hasMessageContaining("(0)");
    assertThatThrownBy(() -> completion(LINE, message(0, 3, 1))).hasMessageContaining("3 tiles");
    assertThatThrownBy(() -> message(1, 1, 1)).hasMessageContaining("from 1 to 1");
  }

  @Test
  void anEmptyListIsDoneAtOnce() {
    assertThat(completion(LINE)).isZero();
  }
}
