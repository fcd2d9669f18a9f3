package dev.dovetail.models.allocation;

import dev.dovetail.models.links.ChannelUse;
import dev.dovetail.models.links.LinkNetwork;
import dev.dovetail.models.links.Walk;

/** The rule of channels: each carries one transfer at a time. {@link ChannelUse} judges it, as it judges slot tables. */
final class ChannelRules {
  private final Resolved resolved;
  private final ChannelUse use;

  ChannelRules(Resolved resolved) {
    this.resolved = resolved;
    this.use = new ChannelUse(resolved.problem.accelerator().links());
    for (int x = 0; x < resolved.transferWalk.length; x++) {
      Walk walk = resolved.transferWalk[x];
      if (walk != null && resolved.transferTimed[x]) {
        use.hold(walk, resolved.schedule.transfers().get(x).start(), 0, x);
      }
    }
  }

  /** Reports every hold that begins while its channel is held; answers the most cycles that any channel is held. */
  long check() {
    LinkNetwork links = resolved.problem.accelerator().links();
    use.check(
        new ChannelUse.Wording("channel-overlap", "cycle", c -> "channel " + links.channels().get(c).name(),
            resolved::transferName),
        resolved.findings);
    return use.busiest();
  }
}
