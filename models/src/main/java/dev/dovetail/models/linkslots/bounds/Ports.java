package dev.dovetail.models.linkslots.bounds;

import dev.dovetail.models.links.Channel;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.LinkNetwork;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.Tile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The local ports as gates: every message holds the inject port of each of its sources and the eject port of each destination once. */
final class Ports {
  /** Name of the bound by inject ports. */
  static final String INJECT = "inject-port";
  /** Name of the bound by eject ports. */
  static final String EJECT = "eject-port";

  private final LinkSlotsProblem problem;
  private final Times times;
  private final int[] injectEdge;
  private final int[] ejectEdge;

  Ports(LinkSlotsProblem problem, Times times) {
    this.problem = problem;
    this.times = times;
    int tiles = problem.network().tiles().size();
    injectEdge = new int[tiles];
    ejectEdge = new int[tiles];
    Map<Integer, Integer> injects = portEdges(Channel.Kind.INJECT);
    Map<Integer, Integer> ejects = portEdges(Channel.Kind.EJECT);
    for (int t = 0; t < tiles; t++) {
      Tile tile = problem.network().tiles().get(t);
      injectEdge[t] = injects.getOrDefault(tile.source(), -1);
      ejectEdge[t] = ejects.getOrDefault(tile.sink(), -1);
    }
  }

  private Map<Integer, Integer> portEdges(Channel.Kind kind) {
    LinkNetwork links = problem.network().links();
    Map<Integer, Integer> edges = new HashMap<>();
    for (int e = 0; e < links.edges().size(); e++) {
      Edge edge = links.edges().get(e);
      if (edge.channels().size() == 1 && links.channels().get(edge.channels().get(0)).kind() == kind) {
        edges.put(kind == Channel.Kind.INJECT ? edge.from() : edge.to(), e);
      }
    }
    return edges;
  }

  /** All inject ports that are used. */
  List<Gate> inject() {
    Map<Integer, Jobs> jobs = new HashMap<>();
    for (Message m : problem.messages()) {
      for (int s : m.sources()) {
        if (injectEdge[s] >= 0) {
          long tail = Long.MIN_VALUE;
          for (int d : m.destinations()) {
            tail = Math.max(tail, times.reach(m).tail(injectEdge[s], d));
          }
          add(jobs, s, m, times.start(m), times.hold(m, injectEdge[s]), tail + times.follows(m));
        }
      }
    }
    return gates(INJECT, "the inject port of tile ", jobs, injectEdge);
  }

  /** All eject ports that are used. */
  List<Gate> eject() {
    Map<Integer, Jobs> jobs = new HashMap<>();
    for (Message m : problem.messages()) {
      for (int d : m.destinations()) {
        if (ejectEdge[d] >= 0) {
          Edge edge = problem.network().links().edges().get(ejectEdge[d]);
          long head = 0;
          for (int s : m.sources()) {
            head = Math.max(head, times.reach(m).fromTile(s)[edge.from()]);
          }
          long tail = times.reach(m).tail(ejectEdge[d], d) + times.follows(m);
          add(jobs, d, m, times.start(m) + head, times.hold(m, ejectEdge[d]), tail);
        }
      }
    }
    return gates(EJECT, "the eject port of tile ", jobs, ejectEdge);
  }

  /** Leaves out what cannot go its way at all, and eject ports that messages may hold any time after they have finished. */
  private static void add(Map<Integer, Jobs> jobs, int tile, Message m, long head, long length, long tail) {
    if (head < Reach.FAR && tail < Reach.FAR && tail > -Reach.FAR) {
      jobs.computeIfAbsent(tile, t -> new Jobs()).add(m.index(), head, length, tail);
    }
  }

  private List<Gate> gates(String bound, String place, Map<Integer, Jobs> jobs, int[] edges) {
    List<Gate> gates = new ArrayList<>();
    LinkNetwork links = problem.network().links();
    for (int t = 0; t < edges.length; t++) {
      Jobs held = jobs.get(t);
      if (held != null) {
        long machines = links.channels().get(links.edges().get(edges[t]).channels().get(0)).capacity();
        gates.add(new Gate(bound, place + problem.network().tiles().get(t).name(), held, machines, machines == 1));
      }
    }
    return gates;
  }
}
