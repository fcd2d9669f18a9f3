package dev.dovetail.benchmarks.metro;

import dev.dovetail.benchmarks.wormhole.HopPipeline;
import dev.dovetail.benchmarks.wormhole.PacketRouting;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The traditional network by virtual channels: a set with one routing.
 *
 * @param set name of the set
 * @param packetFlits longest packet
 * @param routing which way packets take
 * @param cycles completion with 4 cycles per hop, by position in {@link #VIRTUAL_CHANNELS}; null where the routing needs more channels
 * @param fastCycles with one cycle per hop
 */
record BaselineRow(
    String set, int packetFlits, PacketRouting routing, List<@Nullable Long> cycles, List<@Nullable Long> fastCycles) {
  static final List<Integer> VIRTUAL_CHANNELS = List.of(1, 2, 4, 8);

  /** A row per routing. */
  static List<BaselineRow> of(MetroSet set, Baseline.Runs runs) {
    List<BaselineRow> rows = new ArrayList<>();
    for (PacketRouting routing : PacketRouting.values()) {
      List<@Nullable Long> four = new ArrayList<>();
      List<@Nullable Long> one = new ArrayList<>();
      for (int channels : VIRTUAL_CHANNELS) {
        four.add(runs.completion(channels, HopPipeline.FOUR_CYCLES, routing));
        one.add(runs.completion(channels, HopPipeline.ONE_CYCLE, routing));
      }
      rows.add(new BaselineRow(set.problem().name(), set.packetFlits(), routing, four, one));
    }
    return rows;
  }
}
