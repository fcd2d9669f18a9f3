package dev.dovetail.encodings.allocation;

import dev.dovetail.models.Box;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.allocation.tiles.Item;
import dev.dovetail.models.allocation.tiles.TileGraph;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.Route;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A schedule of the searched space in arrays: the tiles of a graph, one home copy of each item, at most one more copy per core, each
 * filled by a send from home or DRAM.
 *
 * <p>Role: what a solution of the joint model means, and what becomes its hint.
 *
 * @param core of each node
 * @param point cost point of each node
 * @param start of each node
 * @param sends of each item, by start
 * @param stores of each item, null where it is not stored
 */
record TileSchedule(int[] core, int[] point, long[] start, List<List<Send>> sends, @Nullable Send[] stores) {
  /**
   * One transfer.
   *
   * @param source core, or {@link Site#DRAM}
   * @param targets cores, ascending; empty for a store
   */
  record Send(long start, int source, List<Integer> targets, Route route) {
    long end(long bytes) {
      return start + route.arrival() + route.duration(bytes);
    }
  }

  /** The schedule in arrays; empty if it is not in the searched space of the graph. */
  static Optional<TileSchedule> of(Site site, TileGraph graph, Schedule schedule) {
    int nodes = graph.nodes();
    Map<List<Object>, Integer> nodeOf = new HashMap<>();
    for (int n = 0; n < nodes; n++) {
      nodeOf.put(List.of(graph.layer(n).name(), graph.boxes()[n]), n);
    }
    int[] core = new int[nodes];
    int[] point = new int[nodes];
    long[] start = new long[nodes];
    int seen = 0;
    for (Schedule.Task task : schedule.tasks()) {
      Integer n = nodeOf.remove(List.<Object>of(task.layer(), task.box()));
      if (n == null) {
        return Optional.empty();
      }
      core[n] = site.accelerator.coreIndex(task.core());
      point[n] = task.costPoint();
      start[n] = task.start();
      seen++;
    }
    Map<List<Object>, Integer> itemOf = new HashMap<>();
    List<List<Send>> sends = new ArrayList<>();
    for (int i = 0; i < graph.items().size(); i++) {
      Item item = graph.items().get(i);
      itemOf.put(List.of(graph.tensor(item).name(), new HashSet<>(item.boxes())), i);
      sends.add(new ArrayList<>());
    }
    @Nullable Send[] stores = new Send[graph.items().size()];
    Set<List<Integer>> copies = new HashSet<>();
    for (Schedule.Transfer t : schedule.transfers()) {
      Integer i = itemOf.get(List.<Object>of(t.tensor(), new HashSet<Box>(t.boxes())));
      Send send = i == null ? null : send(site, schedule, t);
      if (i == null || send == null) {
        return Optional.empty();
      }
      Item item = graph.items().get(i);
      int home = item.producer() < 0 ? Site.DRAM : core[item.producer()];
      for (int c : send.targets()) {
        if (c == home || !copies.add(List.of(i, c))) {
          return Optional.empty();
        }
      }
      if (send.source() != home || (t.kind() == Schedule.Transfer.Kind.STORE && stores[i] != null)) {
        return Optional.empty();
      }
      if (t.kind() == Schedule.Transfer.Kind.STORE) {
        stores[i] = send;
      } else {
        sends.get(i).add(send);
      }
    }
    sends.forEach(list -> list.sort(Comparator.comparingLong(Send::start)));
    return seen == nodes ? Optional.of(new TileSchedule(core, point, start, sends, stores)) : Optional.empty();
  }

  /** A transfer in arrays; null if its route is not among the K. */
  static @Nullable Send send(Site site, Schedule schedule, Schedule.Transfer t) {
    int source = t.source() < 0 ? Site.DRAM : site.accelerator.coreIndex(schedule.buffers().get(t.source()).core());
    List<Integer> targets =
        t.targets().stream().map(b -> site.accelerator.coreIndex(schedule.buffers().get(b).core())).sorted().toList();
    List<Route> options = targets.isEmpty() ? site.toDram(source) : site.toCores(source, targets);
    for (Route r : options) {
      if (new HashSet<>(names(site, r)).equals(new HashSet<>(t.route()))) {
        return new Send(t.start(), source, targets, r);
      }
    }
    return null;
  }

  private static List<String> names(Site site, Route route) {
    return route.edges().stream().map(site.accelerator.edges()::get).map(Edge::name).toList();
  }

  /** The same with other cores: core c becomes {@code map[c]}. Only for machines on which this changes no route's holds. */
  TileSchedule permuted(Site site, TileGraph graph, int[] map) {
    List<List<Send>> moved = new ArrayList<>();
    @Nullable Send[] movedStores = new Send[stores.length];
    for (int i = 0; i < stores.length; i++) {
      long bytes = graph.items().get(i).bytes();
      moved.add(sends.get(i).stream().map(s -> permuted(site, s, map, bytes)).toList());
      Send store = stores[i];
      movedStores[i] = store == null ? null : permuted(site, store, map, bytes);
    }
    return new TileSchedule(Arrays.stream(core).map(c -> map[c]).toArray(), point, start, moved, movedStores);
  }

  private static Send permuted(Site site, Send send, int[] map, long bytes) {
    int source = send.source() == Site.DRAM ? Site.DRAM : map[send.source()];
    List<Integer> targets = send.targets().stream().map(c -> map[c]).sorted().toList();
    return new Send(send.start(), source, targets, route(site, source, targets, Site.Hold.of(send.route(), bytes), bytes));
  }

  /** The first route that holds just that. */
  static Route route(Site site, int source, List<Integer> targets, Site.Hold hold, long bytes) {
    List<Route> options = targets.isEmpty() ? site.toDram(source) : site.toCores(source, targets);
    return options.stream().filter(r -> Site.Hold.of(r, bytes).equals(hold)).findFirst().orElseThrow();
  }

  /** End of a node. */
  long end(Site site, TileGraph graph, int n) {
    return start[n] + site.points(graph.layer(n), graph.boxes()[n], core[n]).get(point[n]).cycles();
  }

  /** The executable schedule: buffers with their lifetimes, reads, writes, routes edge by edge. */
  Schedule toSchedule(Site site, TileGraph graph) {
    int nodes = graph.nodes();
    long[] end = new long[nodes];
    List<List<Integer>> reads = new ArrayList<>();
    List<List<Integer>> writes = new ArrayList<>();
    for (int n = 0; n < nodes; n++) {
      end[n] = end(site, graph, n);
      reads.add(new ArrayList<>());
      writes.add(new ArrayList<>());
    }
    List<Schedule.Buffer> buffers = new ArrayList<>();
    List<Schedule.Transfer> transfers = new ArrayList<>();
    for (int i = 0; i < graph.items().size(); i++) {
      Item item = graph.items().get(i);
      int home = -1;
      if (item.producer() >= 0) {
        home = buffers.size();
        writes.get(item.producer()).add(home);
        long until = end[item.producer()];
        for (Send s : sends.get(i)) {
          until = Math.max(until, s.end(item.bytes()));
        }
        Send store = stores[i];
        until = store == null ? until : Math.max(until, store.end(item.bytes()));
        int c = core[item.producer()];
        buffers.add(buffer(site, graph, item, c, start[item.producer()], read(item, c, home, until, end, reads)));
        if (store != null) {
          transfers.add(transfer(site, graph, item, store, home, List.of()));
        }
      }
      for (Send s : sends.get(i)) {
        List<Integer> targets = new ArrayList<>();
        for (int c : s.targets()) {
          targets.add(buffers.size());
          long until = read(item, c, buffers.size(), s.end(item.bytes()), end, reads);
          buffers.add(buffer(site, graph, item, c, s.start(), until));
        }
        transfers.add(transfer(site, graph, item, s, home, targets));
      }
    }
    List<Schedule.Task> tasks = new ArrayList<>();
    for (int n = 0; n < nodes; n++) {
      String name = site.accelerator.cores().get(core[n]).name();
      tasks.add(
          new Schedule.Task(
              graph.layer(n).name(), graph.boxes()[n], name, point[n], start[n], end[n], reads.get(n), writes.get(n)));
    }
    return new Schedule(tasks, buffers, transfers);
  }

  /** Notes the readers of a copy; returns the end of its last use. */
  private long read(Item item, int onCore, int buffer, long until, long[] end, List<List<Integer>> reads) {
    long last = until;
    for (int n : item.consumers()) {
      if (core[n] == onCore) {
        reads.get(n).add(buffer);
        last = Math.max(last, end[n]);
      }
    }
    return last;
  }

  private static Schedule.Buffer buffer(Site site, TileGraph graph, Item item, int core, long from, long until) {
    return new Schedule.Buffer(
        site.accelerator.cores().get(core).name(), graph.tensor(item).name(), item.boxes(), item.bytes(), from, until);
  }

  private static Schedule.Transfer transfer(
      Site site, TileGraph graph, Item item, Send s, int home, List<Integer> targets) {
    Schedule.Transfer.Kind kind =
        s.targets().isEmpty()
            ? Schedule.Transfer.Kind.STORE
            : item.producer() < 0 ? Schedule.Transfer.Kind.LOAD : Schedule.Transfer.Kind.MOVE;
    int dram = kind == Schedule.Transfer.Kind.STORE ? s.route().destinations().get(0) : s.route().source();
    return new Schedule.Transfer(
        kind,
        graph.tensor(item).name(),
        item.boxes(),
        item.bytes(),
        home,
        targets,
        kind == Schedule.Transfer.Kind.MOVE ? "" : site.accelerator.nodes().get(dram).name(),
        names(site, s.route()),
        s.start(),
        s.end(item.bytes()));
  }
}
