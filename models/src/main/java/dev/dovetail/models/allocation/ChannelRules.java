package dev.dovetail.models.allocation;

import dev.dovetail.models.Exact;
import dev.dovetail.models.links.Channel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The rule of channels: each carries one transfer at a time. */
final class ChannelRules {
  private record Hold(long from, long until, int transfer) {}

  private final Resolved resolved;
  private final List<List<Hold>> holds = new ArrayList<>();

  ChannelRules(Resolved resolved) {
    this.resolved = resolved;
    List<Channel> channels = resolved.problem.accelerator().channels();
    for (int c = 0; c < channels.size(); c++) {
      holds.add(new ArrayList<>());
    }
    for (int x = 0; x < resolved.transferWalk.length; x++) {
      RouteWalk.Walk walk = resolved.transferWalk[x];
      if (walk != null && resolved.transferTimed[x]) {
        long start = resolved.schedule.transfers().get(x).start();
        long duration = walk.bandwidth().cyclesFor(resolved.transferBytes[x]);
        for (int i = 0; i < walk.channels().size(); i++) {
          long from = Exact.add(start, walk.offsets().get(i));
          holds.get(walk.channels().get(i)).add(new Hold(from, Exact.add(from, duration), x));
        }
      }
    }
  }

  /** Reports every hold that begins while its channel is held; answers the most cycles that any channel is held. */
  long check() {
    long busiest = 0;
    for (int c = 0; c < holds.size(); c++) {
      List<Hold> onChannel = holds.get(c);
      onChannel.sort(Comparator.comparingLong(Hold::from).thenComparingInt(Hold::transfer));
      long busy = 0;
      Hold last = null;
      for (Hold hold : onChannel) {
        busy = Exact.add(busy, hold.until() - hold.from());
        if (last != null && hold.from() < last.until()) {
          resolved.findings.add("channel-overlap", "channel " + resolved.problem.accelerator().channels().get(c).name(),
              "In cycle %d it carries both %s and %s.", hold.from(), resolved.transferName(last.transfer()),
              resolved.transferName(hold.transfer()));
        }
        if (last == null || hold.until() > last.until()) {
          last = hold;
        }
      }
      busiest = Math.max(busiest, busy);
    }
    return busiest;
  }
}
