package dev.dovetail.models.stream.hardware;

import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.io.Suggestions;
import dev.dovetail.models.stream.hardware.ConnectionDescription.Kind;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Reads what connects the cores of a Stream accelerator: links, buses and shared memories. */
final class ConnectionReader {
  private final DataNode root;
  private final List<CoreDescription> cores;
  private final Consumer<String> warn;

  ConnectionReader(DataNode root, List<CoreDescription> cores, Consumer<String> warn) {
    this.root = root;
    this.cores = cores;
    this.warn = warn;
  }

  List<ConnectionDescription> connections() {
    List<ConnectionDescription> connections = new ArrayList<>();
    BigDecimal standard = root.optional("unit_energy_cost").map(DataNode::decimal).orElse(null);
    for (DataNode item : root.required("core_connectivity").items()) {
      UnusedKeys.report(item, List.of("type", "cores", "bandwidth", "unit_energy_cost"), warn);
      String type = item.optional("type").map(DataNode::text).orElse("link");
      Kind kind = switch (type) {
        case "link" -> Kind.LINK;
        case "bus" -> Kind.BUS;
        default -> throw item.required("type").error("The connection type (%s) must be link or bus.".formatted(type),
            Suggestions.instead(type, List.of("link", "bus")));
      };
      List<Integer> members = members(item.required("cores"), item.required("cores").items());
      if (members.size() < 2 || kind == Kind.LINK && members.size() > 2) {
        throw item.required("cores").error("A %s joins %s, but (%d) are listed.".formatted(type,
            kind == Kind.LINK ? "exactly two cores" : "at least two cores", members.size()),
            members.size() < 2 ? "add a core." : "it is a bus: write 'type: bus'.");
      }
      BigDecimal rate = item.required("bandwidth").decimal();
      if (rate.signum() <= 0) {
        throw item.required("bandwidth").error("The bandwidth (%s) must be above 0.".formatted(item.required("bandwidth").text()),
            "it is bits per cycle; leave out a connection that carries nothing.");
      }
      connections.add(new ConnectionDescription(connections.size(), kind, members, rate,
          item.optional("unit_energy_cost").map(DataNode::decimal).orElse(standard)));
    }
    if (connections.stream().anyMatch(c -> c.unitPicojoules() != null && c.unitPicojoules().signum() > 0)) {
      warn.accept(
          "%s: The unit_energy_cost of connections is per bit in some files and per word in others.".formatted(root.where()));
    }
    return connections;
  }

  private List<Integer> members(DataNode list, List<DataNode> items) {
    Set<Integer> members = new LinkedHashSet<>();
    for (DataNode item : items) {
      if (!members.add(core(item, item.longValue(Integer.MIN_VALUE, Integer.MAX_VALUE)))) {
        throw item.error("The core (%s) is listed twice in %s.".formatted(item.text(), list.label()), "another core was meant.");
      }
    }
    return List.copyOf(members);
  }

  private int core(DataNode where, long id) {
    if (id < 0 || id >= cores.size()) {
      throw where.error("The core (%d) does not exist; the cores are 0 to %d.".formatted(id, cores.size() - 1),
          "add it to 'cores'.");
    }
    return (int) id;
  }

  List<List<Integer>> sharedTopMemory(List<ConnectionDescription> connections) {
    List<List<Integer>> groups = new ArrayList<>();
    for (DataNode item : root.optional("core_memory_sharing").map(DataNode::items).orElse(List.of())) {
      List<Integer> group = item.isArray()
          ? members(item, item.items())
          : Arrays.stream(item.text().split(",")).map(word -> core(item, number(item, word))).distinct().toList();
      if (group.size() < 2) {
        throw item.error("A shared memory joins at least two cores, but (%s) names %d.".formatted(
            item.isArray() ? group : item.text(), group.size()), "write it as \"0, 1\".");
      }
      long size = cores.get(group.get(0)).capacityBits();
      for (int other : group) {
        if (cores.get(other).capacityBits() != size) {
          throw item.error("The cores (%d) and (%d) share their top memory, but it has %d bits in one and %d bits in the other."
              .formatted(group.get(0), other, size, cores.get(other).capacityBits()),
              "give both core files the same top memory.");
        }
      }
      for (ConnectionDescription c : connections) {
        List<Integer> both = c.cores().stream().filter(group::contains).toList();
        if (both.size() > 1) {
          throw item.error("The cores %s share their top memory and are also joined by the %s %s."
              .formatted(both, c.kind() == Kind.BUS ? "bus" : "link", c.cores()), "remove one of the two.");
        }
      }
      groups.add(group);
    }
    return groups;
  }

  private static long number(DataNode where, String word) {
    if (!word.strip().matches("[0-9]{1,6}")) {
      throw where.error("The core (%s) of a shared memory must be a number.".formatted(word.strip()), "write it as \"0, 1\".");
    }
    return Long.parseLong(word.strip());
  }

  /** Every pair of cores must be connected; a shared memory connects as well. */
  void checkConnected(List<ConnectionDescription> connections, List<List<Integer>> shared) {
    BitSet seen = new BitSet();
    Deque<Integer> open = new ArrayDeque<>(List.of(0));
    seen.set(0);
    List<List<Integer>> joined = new ArrayList<>(shared);
    connections.forEach(c -> joined.add(c.cores()));
    while (!open.isEmpty()) {
      int here = open.remove();
      for (List<Integer> members : joined) {
        if (members.contains(here)) {
          for (int m : members) {
            if (!seen.get(m)) {
              seen.set(m);
              open.add(m);
            }
          }
        }
      }
    }
    int cut = seen.nextClearBit(0);
    if (cut < cores.size()) {
      throw root.required("core_connectivity").error("There is no way from the core (0) to the core (%d).".formatted(cut),
          "add '- {type: link, cores: [0, %d], bandwidth: ...}', or make it a member of a bus.".formatted(cut));
    }
  }

  /** Connections that a later one hides, and buses that Stream takes for one. */
  void warnOfHidden(HardwareDescription hardware) {
    Map<HardwareDescription.Pair, ConnectionDescription> direct = hardware.directConnections();
    Map<String, List<String>> hidden = new LinkedHashMap<>();
    for (ConnectionDescription c : hardware.connections()) {
      Set<String> instead = new LinkedHashSet<>();
      boolean used = false;
      for (Map.Entry<HardwareDescription.Pair, ConnectionDescription> e : direct.entrySet()) {
        if (c.cores().contains(e.getKey().from()) && c.cores().contains(e.getKey().to())) {
          used |= e.getValue() == c;
          instead.add(e.getValue().id());
        }
      }
      instead.remove(c.id());
      if (!instead.isEmpty()) {
        String text = "%s, listed later and joining the same cores: %s transfers over".formatted(String.join(", ", instead),
            used ? "not all" : "no");
        hidden.computeIfAbsent(text, k -> new ArrayList<>()).add(c.id());
      }
      warnOfTwins(hardware, c);
    }
    hidden.forEach((text, ids) -> warn.accept("%s: Stream takes %s %s.".formatted(
        root.required("core_connectivity").where(), text, String.join(", ", ids))));
  }

  private void warnOfTwins(HardwareDescription hardware, ConnectionDescription c) {
    for (ConnectionDescription other : hardware.connections()) {
      if (c.kind() == Kind.BUS && other.kind() == Kind.BUS && other.index() > c.index()
          && c.bitsPerCycle().compareTo(other.bitsPerCycle()) == 0) {
        warn.accept("%s: The buses %s and %s have the same bandwidth: Stream takes them for one resource.".formatted(
            root.required("core_connectivity").where(), c.id(), other.id()));
      }
    }
  }
}
