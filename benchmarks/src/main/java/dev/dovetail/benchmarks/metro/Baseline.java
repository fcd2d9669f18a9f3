package dev.dovetail.benchmarks.metro;

import dev.dovetail.benchmarks.wormhole.HopPipeline;
import dev.dovetail.benchmarks.wormhole.PacketRouting;
import dev.dovetail.benchmarks.wormhole.WormholeMessage;
import dev.dovetail.benchmarks.wormhole.WormholeSettings;
import dev.dovetail.benchmarks.wormhole.WormholeSimulator;
import dev.dovetail.benchmarks.wormhole.WormholeTraffic;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * How long the traditional network needs for a set, messages to one destination each; all null if it cannot carry it.
 *
 * @param xy with XY, 4 cycles per hop
 * @param xyFast with XY, one cycle per hop
 * @param xyYx packets draw XY or YX, 4 cycles per hop, the middle of several draws; null without the virtual channels it needs
 * @param xyYxFast the same with one cycle per hop
 */
record Baseline(@Nullable Long xy, @Nullable Long xyFast, @Nullable Long xyYx, @Nullable Long xyYxFast) {
  /** Of a set that the traditional network cannot carry. */
  static final Baseline NONE = new Baseline(null, null, null, null);

  /** Runs a set on the network with so many virtual channels. */
  static Baseline of(Runs runs, int virtualChannels) {
    return new Baseline(runs.completion(virtualChannels, HopPipeline.FOUR_CYCLES, PacketRouting.XY),
        runs.completion(virtualChannels, HopPipeline.ONE_CYCLE, PacketRouting.XY),
        runs.completion(virtualChannels, HopPipeline.FOUR_CYCLES, PacketRouting.XY_YX),
        runs.completion(virtualChannels, HopPipeline.ONE_CYCLE, PacketRouting.XY_YX));
  }

  /** Runs of one set; none runs twice. */
  static final class Runs {
    private final LinkSlotsProblem problem;
    private final List<WormholeMessage> messages;
    private final int packetFlits;
    private final int bufferFlits;
    private final int draws;
    private final long seed;
    private final Map<List<Object>, Long> known = new HashMap<>();

    /**
     * @param draws how often routes are drawn, at least 1
     * @param seed of the first draw
     */
    Runs(MetroSet set, int bufferFlits, int draws, long seed) {
      problem = set.problem();
      messages = WormholeTraffic.of(problem);
      packetFlits = set.packetFlits();
      this.bufferFlits = bufferFlits;
      this.draws = draws;
      this.seed = seed;
    }

    /** Cycles until all is delivered; where routes are drawn the middle of the draws, or null without the virtual channels for it. */
    @Nullable
    Long completion(int virtualChannels, HopPipeline hop, PacketRouting routing) {
      if (virtualChannels < routing.leastVirtualChannels()) {
        return null;
      }
      return known.computeIfAbsent(List.of(virtualChannels, hop, routing), key -> {
        // Draws know nothing of each other, so that their order is free.
        long[] sorted = LongStream.range(0, routing == PacketRouting.XY ? 1 : draws).parallel()
            .mapToObj(
                draw -> new WormholeSettings(problem.network().columns(), problem.network().rows(), virtualChannels, bufferFlits,
                    packetFlits, hop, routing, seed + draw))
            .mapToLong(settings -> WormholeSimulator.run(settings, messages).completionCycles()).sorted().toArray();
        return sorted[(sorted.length - 1) / 2];
      });
    }
  }
}
