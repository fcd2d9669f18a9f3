package dev.dovetail.models.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dovetail.models.linkslots.Flow;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.LocalPorts;
import dev.dovetail.models.linkslots.SlotNetwork;
import dev.dovetail.models.linkslots.SlotNetworkBuilder;
import dev.dovetail.models.linkslots.SlotRules;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.Transmission;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * METRO's Fig. 5 (arXiv 2108.10570): a 3x3 array below a memory controller, two multicasts and two neighbour transfers.
 *
 * <pre>
 *            MC
 *             |
 *    1 ------ 8 ------ 9       flow 1: MC -> 1, 2, 3      2 flits
 *    |        |        |       flow 2: MC -> 4, 5, 6, 7   2 flits
 *    2 ------ 4 ------ 6       flow 3: 2 -> 3             5 flits
 *    |        |        |       flow 4: 6 -> 7             2 flits
 *    3 ------ 5 ------ 7
 * </pre>
 */
public final class Fig5 {
  private static final JsonNode FILE = read();

  private final SlotNetwork network;
  private final LinkSlotsProblem problem;

  /** The figure's network and flows with some convention of local ports. */
  public Fig5(LocalPorts ports) {
    SlotNetworkBuilder builder = new SlotNetworkBuilder(ports);
    JsonNode nodes = FILE.get("nodes");
    for (Map.Entry<String, JsonNode> e : nodes.properties()) {
      if (e.getValue().isArray()) {
        builder.tile(e.getKey(), e.getValue().get(0).asInt(), e.getValue().get(1).asInt());
      } else {
        builder.tile(e.getKey());
      }
    }
    for (Map.Entry<String, JsonNode> a : nodes.properties()) {
      for (Map.Entry<String, JsonNode> b : nodes.properties()) {
        if (a.getValue().isArray() && b.getValue().isArray()
            && Math.abs(a.getValue().get(0).asInt() - b.getValue().get(0).asInt())
                + Math.abs(a.getValue().get(1).asInt() - b.getValue().get(1).asInt()) == 1) {
          builder.link(builder.place(a.getKey()), builder.place(b.getKey()), SlotNetworkBuilder.Wire.UNIT);
        }
      }
    }
    builder.duplex(builder.place("MC"), builder.place("8"), SlotNetworkBuilder.Wire.UNIT);
    List<Flow> flows = new ArrayList<>();
    for (JsonNode f : FILE.get("flows")) {
      List<Integer> destinations = new ArrayList<>();
      f.get("dsts").forEach(d -> destinations.add(builder.place(d.asText())));
      flows.add(destinations.size() == 1
          ? Flow.unicast(f.get("id").asText(), builder.place(f.get("src").asText()), destinations.get(0), f.get("flits").asLong())
          : Flow.multicast(f.get("id").asText(), builder.place(f.get("src").asText()), destinations, f.get("flits").asLong()));
    }
    network = builder.build();
    problem = new LinkSlotsProblem("metro-fig5", network, flows, SlotRules.DEFAULT);
  }

  /** The question. */
  public LinkSlotsProblem problem() {
    return problem;
  }

  /** What the file expects. */
  public static JsonNode expected() {
    return FILE.get("expected");
  }

  /** Index of the edge of that name. */
  public int edge(String name) {
    return Objects.requireNonNull(network.links().edgeIndices().get(name), name);
  }

  /** The figure's routes and slots: the injection slots 0, 2, 5 and 0. */
  public SlotTable figure() {
    return table(0, 2, 5, 0);
  }

  /** The figure's routes with other injection slots. */
  public SlotTable table(long... starts) {
    List<Transmission> transmissions = new ArrayList<>();
    for (int m = 0; m < starts.length; m++) {
      transmissions.add(new Transmission(m, route(m), starts[m]));
    }
    return new SlotTable(transmissions);
  }

  /** The figure's route of a message, local ports included: first inject, then each link, the ejects last. */
  public List<Integer> route(int m) {
    JsonNode flow = FILE.get("flows").get(m);
    boolean open = network.ports() == LocalPorts.OPEN;
    List<Integer> route = new ArrayList<>();
    if (!open) {
      route.add(edge("inj(" + flow.get("src").asText() + ")"));
    }
    flow.get("tree").forEach(a -> route.add(edge(a.get(0).asText() + "->" + a.get(1).asText())));
    if (!open) {
      flow.get("dsts").forEach(d -> route.add(edge("ej(" + d.asText() + ")")));
    }
    return route;
  }

  private static JsonNode read() {
    try (InputStream in = Fig5.class.getResourceAsStream("/reference/metro/fixtures/fig5.json")) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
