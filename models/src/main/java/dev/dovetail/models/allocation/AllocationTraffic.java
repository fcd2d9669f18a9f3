package dev.dovetail.models.allocation;

import dev.dovetail.models.Findings;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.LinkNetwork;
import dev.dovetail.models.links.Node;
import dev.dovetail.models.linkslots.Flow;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.LocalPorts;
import dev.dovetail.models.linkslots.SlotNetwork;
import dev.dovetail.models.linkslots.SlotRules;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.Tile;
import dev.dovetail.models.linkslots.Transmission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The transfers of a schedule as a mapping of kind link-slots: cores and DRAM ports are tiles without local ports, every transfer is a
 * message of its bytes, cut-through over the accelerator's links, with the route and start that the schedule gives it.
 *
 * <p>Role: what link-slots offers (slots per link, router tables, replay) for allocations; routes and channels of both kinds are judged by
 * {@link dev.dovetail.models.links.RouteWalk} and {@link dev.dovetail.models.links.ChannelUse}. An allocation counts a transfer as ended when
 * its last byte is at the farthest target, which is the latency of the last link after the end of its last hold, the finish of link-slots.
 *
 * @param problem one flow per transfer, called {@code transfer x}
 * @param table the transfers' routes and starts
 * @param transfers the transfer of each message
 */
public record AllocationTraffic(LinkSlotsProblem problem, SlotTable table, List<Integer> transfers) {
  public AllocationTraffic {
    transfers = List.copyOf(transfers);
  }

  /** The transfers with sound routes and times of a schedule; empty if there are none. */
  public static Optional<AllocationTraffic> of(AllocationProblem problem, Schedule schedule) {
    Findings findings = new Findings();
    Resolved resolved = new Resolved(problem, schedule, findings);
    new TransferRules(resolved).check();
    LinkNetwork links = problem.accelerator().links();
    TransferRoutes routes = new TransferRoutes(links);
    List<Flow> flows = new ArrayList<>();
    List<Transmission> transmissions = new ArrayList<>();
    List<Integer> transfers = new ArrayList<>();
    for (int x = 0; x < schedule.transfers().size(); x++) {
      if (resolved.transferWalk[x] == null || !resolved.transferTimed[x]) {
        continue;
      }
      Schedule.Transfer transfer = schedule.transfers().get(x);
      List<Integer> edges = routes.edges(transfer.route(), resolved.transferName(x), findings);
      int from = transfer.kind() == Schedule.Transfer.Kind.LOAD
          ? routes.dramNode(transfer.dram())
          : resolved.bufferCore[transfer.source()];
      List<Integer> to = transfer.kind() == Schedule.Transfer.Kind.STORE
          ? List.of(routes.dramNode(transfer.dram()))
          : transfer.targets().stream().map(b -> resolved.bufferCore[b]).toList();
      if (edges != null) {
        transmissions.add(new Transmission(flows.size(), edges, transfer.start()));
        flows.add(to.size() == 1
            ? Flow.unicast("transfer " + x, from, to.get(0), resolved.transferBytes[x])
            : Flow.multicast("transfer " + x, from, to, resolved.transferBytes[x]));
        transfers.add(x);
      }
    }
    if (flows.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new AllocationTraffic(
        new LinkSlotsProblem("transfers", network(links), flows, SlotRules.DEFAULT), new SlotTable(transmissions), transfers));
  }

  /** Every node is a tile of the same index: a core, a DRAM port, or a router that nothing names. In a mesh they have their positions. */
  private static SlotNetwork network(LinkNetwork links) {
    List<Tile> tiles = new ArrayList<>();
    int columns = columns(links);
    for (int n = 0; n < links.nodes().size(); n++) {
      boolean placed = columns > 0 && links.nodes().get(n).kind() != Node.Kind.DRAM;
      tiles.add(new Tile(links.nodes().get(n).name(), n, n, n, placed ? n % columns : -1, placed ? n / columns : -1));
    }
    return new SlotNetwork(links, tiles, LocalPorts.OPEN, 0, 0);
  }

  /** Columns of the mesh that the links between cores and routers are, in the order of the nodes; 0 if they are none. */
  private static int columns(LinkNetwork links) {
    int columns = 0;
    for (Edge edge : links.edges()) {
      int apart = Math.abs(edge.from() - edge.to());
      if (isInner(edge, links) && apart > 1) {
        if (columns > 0 && apart != columns) {
          return 0;
        }
        columns = apart;
      }
    }
    for (Edge edge : links.edges()) {
      if (columns > 0 && isInner(edge, links) && Math.abs(edge.from() - edge.to()) == 1
          && edge.from() / columns != edge.to() / columns) {
        return 0;
      }
    }
    return columns;
  }

  private static boolean isInner(Edge edge, LinkNetwork links) {
    return links.nodes().get(edge.from()).kind() != Node.Kind.DRAM && links.nodes().get(edge.to()).kind() != Node.Kind.DRAM;
  }
}
