package dev.dovetail.solver.allocation;

import dev.dovetail.models.accelerator.Accelerator;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.allocation.tiles.Item;
import dev.dovetail.models.allocation.tiles.TileGraph;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.Route;
import java.util.ArrayList;
import java.util.List;

/** Turns a timetable in arrays into an executable {@link Schedule}: names, buffers with their lifetimes, routes edge by edge. */
final class ScheduleWriter {
  private ScheduleWriter() {}

  static Schedule write(Machine machine, Timetable table) {
    Deliveries d = table.deliveries();
    TileGraph graph = d.plan.graph();
    Accelerator accelerator = machine.accelerator;
    List<List<Integer>> reads = new ArrayList<>();
    List<List<Integer>> writes = new ArrayList<>();
    for (int n = 0; n < graph.nodes(); n++) {
      reads.add(new ArrayList<>());
      writes.add(new ArrayList<>());
    }
    long[] nodeEnd = new long[graph.nodes()];
    List<Schedule.Task> tasks = new ArrayList<>();
    List<Machine.NodeCost> costs = new ArrayList<>();
    for (int n = 0; n < graph.nodes(); n++) {
      Machine.NodeCost cost =
          machine.cost(graph.layerOf()[n], graph.boxes()[n], d.plan.core()[n], d.plan.frugal().contains(graph.layerOf()[n]));
      costs.add(cost);
      nodeEnd[n] = table.nodeStart()[n] + cost.cycles();
    }
    long[] transferEnd = new long[d.transfers.size()];
    for (int t = 0; t < transferEnd.length; t++) {
      Route route = table.route()[t];
      transferEnd[t] =
          table.transferStart()[t] + route.arrival() + route.duration(graph.items().get(d.transfers.get(t).item()).bytes());
    }
    List<Schedule.Buffer> buffers = new ArrayList<>();
    for (int c = 0; c < d.copies.size(); c++) {
      Deliveries.Copy copy = d.copies.get(c);
      Item item = graph.items().get(copy.item);
      long from = copy.filledBy < 0 ? table.nodeStart()[item.producer()] : table.transferStart()[copy.filledBy];
      long until = copy.filledBy < 0 ? nodeEnd[item.producer()] : transferEnd[copy.filledBy];
      for (int n : copy.readers) {
        until = Math.max(until, nodeEnd[n]);
        reads.get(n).add(c);
      }
      for (int t : copy.sends) {
        until = Math.max(until, transferEnd[t]);
      }
      if (copy.filledBy < 0) {
        writes.get(item.producer()).add(c);
      }
      buffers.add(
          new Schedule.Buffer(
              accelerator.cores().get(copy.core).name(), graph.tensor(item).name(), item.boxes(), item.bytes(), from, until));
    }
    for (int n = 0; n < graph.nodes(); n++) {
      tasks.add(
          new Schedule.Task(
              graph.layer(n).name(),
              graph.boxes()[n],
              accelerator.cores().get(d.plan.core()[n]).name(),
              costs.get(n).point(),
              table.nodeStart()[n],
              nodeEnd[n],
              reads.get(n),
              writes.get(n)));
    }
    List<Schedule.Transfer> transfers = new ArrayList<>();
    for (int t = 0; t < d.transfers.size(); t++) {
      transfers.add(transfer(accelerator, graph, d.transfers.get(t), table.route()[t], table.transferStart()[t], transferEnd[t]));
    }
    return new Schedule(tasks, buffers, transfers);
  }

  private static Schedule.Transfer transfer(
      Accelerator accelerator, TileGraph graph, Deliveries.Transfer t, Route route, long start, long end) {
    Item item = graph.items().get(t.item());
    Schedule.Transfer.Kind kind =
        switch (t.kind()) {
          case LOAD -> Schedule.Transfer.Kind.LOAD;
          case MOVE -> Schedule.Transfer.Kind.MOVE;
          case STORE -> Schedule.Transfer.Kind.STORE;
        };
    String dram =
        switch (t.kind()) {
          case LOAD -> accelerator.nodes().get(route.source()).name();
          case MOVE -> "";
          case STORE -> accelerator.nodes().get(route.destinations().get(0)).name();
        };
    List<Integer> targets = new ArrayList<>();
    for (int c : t.targets()) {
      targets.add(c);
    }
    return new Schedule.Transfer(
        kind,
        graph.tensor(item).name(),
        item.boxes(),
        item.bytes(),
        t.source(),
        targets,
        dram,
        route.edges().stream().map(accelerator.edges()::get).map(Edge::name).toList(),
        start,
        end);
  }
}
