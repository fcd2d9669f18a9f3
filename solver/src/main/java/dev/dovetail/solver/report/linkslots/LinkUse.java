package dev.dovetail.solver.report.linkslots;

import dev.dovetail.models.links.Channel;
import dev.dovetail.solver.report.Bar;
import java.util.List;

/**
 * A link or local port with the slots in which it is busy.
 *
 * @param channel index in the network
 * @param about the channel
 * @param from index of the node it leaves; -1 if several do
 * @param to index of the node it enters; -1 if several are
 * @param bars by start; categories are groups of messages, ids are positions in {@link SlotsView#sent()}
 * @param busy slots, each counted as often as it is taken
 */
record LinkUse(int channel, Channel about, int from, int to, List<Bar> bars, long busy) {
  LinkUse {
    bars = List.copyOf(bars);
  }

  /** Whether it joins a tile and its router. */
  boolean isPort() {
    return about.kind() == Channel.Kind.INJECT || about.kind() == Channel.Kind.EJECT;
  }
}
