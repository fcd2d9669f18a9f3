package dev.dovetail.solver.stream;

import dev.dovetail.models.stream.GroupGraph;
import dev.dovetail.models.stream.RouteTable;
import dev.dovetail.models.stream.StreamCore;
import dev.dovetail.models.stream.StreamCost;
import dev.dovetail.models.stream.StreamHardware;
import dev.dovetail.models.stream.StreamProblem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a search of one problem stands on: its cores, links, capacities, and the shapes that its cost table knows. */
final class Ground {
  /** Cores and links are masks. */
  private static final int MOST = 63;

  private final StreamProblem problem;
  private final CoreClasses classes;
  private final LinkSets links;
  private final long[] capacity;
  private final long mostCandidates;
  private final Map<Integer, List<NodeShape>> shapes = new HashMap<>();

  private Ground(StreamProblem problem, RouteTable routes, long mostCandidates) {
    this.problem = problem;
    this.links = new RoutedLinks(routes);
    this.capacity = problem.hardware().cores().stream().mapToLong(StreamCore::capacityBits).toArray();
    this.mostCandidates = mostCandidates;
    this.classes = new CoreClasses(problem.hardware(), this::costAlike);
  }

  /**
   * The ground of a problem.
   *
   * @param mostCandidates work limit of one group's search
   * @return null if it has more cores or links than masks have room for
   */
  static @Nullable Ground of(StreamProblem problem, long mostCandidates) {
    RouteTable routes = new RouteTable(problem.hardware());
    return problem.hardware().cores().size() > MOST || routes.count() > MOST ? null : new Ground(problem, routes, mostCandidates);
  }

  StreamProblem problem() {
    return problem;
  }

  CoreClasses classes() {
    return classes;
  }

  LinkSets links() {
    return links;
  }

  long[] capacity() {
    return capacity;
  }

  int dram() {
    return problem.hardware().dram();
  }

  long mostCandidates() {
    return mostCandidates;
  }

  /** The shapes that the table knows of a node, in a fixed order. */
  List<NodeShape> shapes(int node) {
    return shapes.computeIfAbsent(node, this::known);
  }

  private List<NodeShape> known(int node) {
    StreamHardware hardware = problem.hardware();
    Map<String, long[]> sizes = new TreeMap<>();
    for (int c : hardware.computeCores()) {
      for (long[] s : problem.costs().shapes(node, c)) {
        sizes.putIfAbsent(java.util.Arrays.toString(s), s);
      }
    }
    List<NodeShape> found = new ArrayList<>();
    for (long[] s : sizes.values()) {
      long mask = 0;
      long[] cycles = new long[hardware.cores().size()];
      for (int c : hardware.computeCores()) {
        Optional<StreamCost> cost = problem.costs().of(node, s, c);
        if (cost.isPresent()) {
          mask |= 1L << c;
          cycles[c] = cost.get().cycles();
        }
      }
      found.add(new NodeShape(s, mask, cycles));
    }
    return found;
  }

  private boolean costAlike(int one, int other) {
    for (int n = 0; n < problem.workload().nodes().size(); n++) {
      for (NodeShape s : shapes(n)) {
        boolean here = (s.cores() >> one & 1) == 1;
        boolean there = (s.cores() >> other & 1) == 1;
        if (here != there || here && s.cycles()[one] != s.cycles()[other]) {
          return false;
        }
      }
    }
    return true;
  }

  /** The ground of a group; null if it has too many loops. */
  @Nullable
  SearchGroup group(List<Integer> nodes) {
    return SearchGroup.of(new GroupGraph(problem.workload(), nodes));
  }

  /** Per node of a group its shapes. */
  List<List<NodeShape>> shapes(SearchGroup group) {
    List<List<NodeShape>> all = new ArrayList<>();
    for (int i = 0; i < group.nodes(); i++) {
      all.add(shapes(group.graph.number(i)));
    }
    return all;
  }
}
