package dev.dovetail.models.linkslots;

import dev.dovetail.models.Problem;
import java.util.List;

/**
 * Which route or tree, and which injection slot, every message takes, so that no two ever want one channel in one slot beyond its capacity.
 *
 * <p>All times are slots (cycles of the network), slot 0 is the first. Source: METRO, arXiv 2108.10570; the conventions of local ports after
 * METRO's Fig. 5 and the S4NOC / Poseidon schedulers.
 */
public final class LinkSlotsProblem implements Problem {
  /** Name of the kind. */
  public static final String KIND = "link-slots";

  private final String name;
  private final SlotNetwork network;
  private final List<Flow> flows;
  private final SlotRules rules;
  private final List<Message> messages;

  /**
   * @param name of this instance
   * @param network tiles, links, ports
   * @param flows at least one, with unique ids
   * @param rules goal, routes, trees, forwarding
   */
  public LinkSlotsProblem(String name, SlotNetwork network, List<Flow> flows, SlotRules rules) {
    this.name = name;
    this.network = network;
    this.flows = List.copyOf(flows);
    this.rules = rules;
    this.messages = List.copyOf(new Messages(this.flows, rules).expand());
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String name() {
    return name;
  }

  /** Tiles, links, ports. */
  public SlotNetwork network() {
    return network;
  }

  /** What is to be moved, by index. */
  public List<Flow> flows() {
    return flows;
  }

  /** Goal, routes, trees, forwarding. */
  public SlotRules rules() {
    return rules;
  }

  /** What gets a route and a slot, by index: the expansion of the flows. */
  public List<Message> messages() {
    return messages;
  }

  /** The same problem with other rules. */
  public LinkSlotsProblem with(SlotRules other) {
    return new LinkSlotsProblem(name, network, flows, other);
  }

  /** Whether the flows repeat. */
  public boolean isPeriodic() {
    return flows.get(0).period() > 0;
  }
}
