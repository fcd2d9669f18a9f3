package dev.dovetail.solver.stream;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.stream.GlobalDims;
import dev.dovetail.models.stream.NodePlacement;
import dev.dovetail.models.stream.StreamEvaluator;
import dev.dovetail.models.stream.StreamGroup;
import dev.dovetail.models.stream.StreamMapping;
import dev.dovetail.models.stream.StreamNode;
import dev.dovetail.models.stream.StreamProblem;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * {@code exhaustive}: every cut, core set, split, tile and loop order of a tiny network, each priced by the evaluator itself: the oracle.
 *
 * <p>Role: what the branch and bound must agree with. It shares nothing with it and leaves nothing out that Stream's rules derive, also no
 * mapping whose averages lose work to rounding.
 */
final class ExhaustiveMethod implements Method<StreamProblem, StreamMapping> {
  private static final int MOST_NODES = 3;
  private static final int MOST_CORES = 4;
  private static final long MOST_MAPPINGS = 3_000_000;

  @Override
  public String name() {
    return "exhaustive";
  }

  @Override
  public String description() {
    return "every mapping of at most %d nodes on at most %d cores, one after another: the oracle".formatted(MOST_NODES,
        MOST_CORES);
  }

  /**
   * Enumerates.
   *
   * @throws BadInputException if there is too much to enumerate
   */
  @Override
  public Outcome solve(StreamProblem problem, Limits limits, Listener<StreamMapping> listener) {
    Walk walk = new Walk(problem, listener);
    if (walk.nodes.size() > MOST_NODES || problem.hardware().computeCores().size() > MOST_CORES) {
      throw new BadInputException("The problem (%s, %d nodes, %d cores) is not one for exhaustive: at most %d nodes on %d cores."
          .formatted(problem.name(), walk.nodes.size(), problem.hardware().computeCores().size(), MOST_NODES, MOST_CORES),
          "use --solver branch-and-bound.");
    }
    walk.place(0);
    String detail = "enumerated %,d mappings".formatted(walk.seen);
    if (walk.isStopped) {
      return new Outcome(Outcome.Termination.LIMIT, Outcome.Proof.NONE, detail + ", not all");
    }
    return new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.NONE, detail);
  }

  /** All mappings. */
  private static final class Walk {
    private final StreamProblem problem;
    private final Listener<StreamMapping> listener;
    private final StreamEvaluator evaluator = new StreamEvaluator();
    private final List<Integer> nodes = new ArrayList<>();
    private final List<NodePlacement> placements = new ArrayList<>();
    private long best = Long.MAX_VALUE;
    private long seen;
    private boolean isStopped;

    Walk(StreamProblem problem, Listener<StreamMapping> listener) {
      this.problem = problem;
      this.listener = listener;
      for (int n = 0; n < problem.workload().nodes().size(); n++) {
        if (problem.workload().node(n).role() == StreamNode.Role.COMPUTE) {
          nodes.add(n);
        }
      }
    }

    /** Chooses cores and splits of the nodes from {@code i} on. */
    void place(int i) {
      if (i == nodes.size()) {
        cut(0, new ArrayList<>());
        return;
      }
      List<Integer> cores = problem.hardware().computeCores();
      for (int set = 1; set < 1 << cores.size() && !isStopped; set++) {
        List<Integer> chosen = new ArrayList<>();
        for (int c = 0; c < cores.size(); c++) {
          if ((set >> c & 1) == 1) {
            chosen.add(cores.get(c));
          }
        }
        split(i, chosen, 0, 1, new ArrayList<>());
      }
    }

    private void split(int i, List<Integer> cores, int d, long product, List<NodePlacement.Split> splits) {
      StreamNode node = problem.workload().node(nodes.get(i));
      if (d == node.dims().size()) {
        if (product == cores.size()) {
          placements.add(new NodePlacement(nodes.get(i), cores, splits));
          place(i + 1);
          placements.remove(placements.size() - 1);
        }
        return;
      }
      for (long parts = 1; parts * product <= cores.size(); parts++) {
        if (node.dims().get(d).size() % parts == 0) {
          List<NodePlacement.Split> more = new ArrayList<>(splits);
          if (parts > 1) {
            more.add(new NodePlacement.Split(d, parts));
          }
          split(i, cores, d + 1, product * parts, more);
        }
      }
    }

    /** Cuts the order of the nodes into groups from node {@code i} on. */
    private void cut(int i, List<StreamGroup> groups) {
      if (i == nodes.size()) {
        judge(new StreamMapping(groups));
        return;
      }
      for (int end = i + 1; end <= nodes.size() && !isStopped; end++) {
        List<NodePlacement> members = placements.subList(i, end);
        GlobalDims dims = new GlobalDims(problem.workload(), members.stream().mapToInt(NodePlacement::node).toArray());
        TreeMap<Integer, StreamGroup.Tile> loops = new TreeMap<>();
        for (int m = 0; m < members.size(); m++) {
          StreamNode node = problem.workload().node(members.get(m).node());
          for (int d = 0; d < node.dims().size(); d++) {
            if (node.dims().get(d).size() > 1) {
              loops.putIfAbsent(dims.of(m, d), new StreamGroup.Tile(members.get(m).node(), d, node.dims().get(d).size()));
            }
          }
        }
        tile(new ArrayList<>(members), new ArrayList<>(loops.values()), new ArrayList<>(), end, groups);
      }
    }

    /** Tiles the loops in every order: each step takes one of those left, or ends. */
    private void tile(
        List<NodePlacement> members, List<StreamGroup.Tile> left, List<StreamGroup.Tile> tiles, int end,
        List<StreamGroup> groups) {
      close(members, List.of(), tiles, end, groups);
      if (!left.isEmpty()) {
        // A loop in one tile costs nothing and spares double buffers where it is innermost: all of them spare most.
        close(members, left, tiles, end, groups);
      }
      for (int l = 0; l < left.size() && !isStopped; l++) {
        StreamGroup.Tile loop = left.get(l);
        List<StreamGroup.Tile> others = new ArrayList<>(left);
        others.remove(l);
        for (long size = 1; size < loop.size(); size++) {
          if (loop.size() % size == 0) {
            List<StreamGroup.Tile> longer = new ArrayList<>(tiles);
            longer.add(new StreamGroup.Tile(loop.node(), loop.dim(), size));
            tile(members, others, longer, end, groups);
          }
        }
      }
    }

    private void close(
        List<NodePlacement> members, List<StreamGroup.Tile> whole, List<StreamGroup.Tile> tiles, int end,
        List<StreamGroup> groups) {
      GlobalDims dims = new GlobalDims(problem.workload(), members.stream().mapToInt(NodePlacement::node).toArray());
      List<StreamGroup.Tile> all = new ArrayList<>();
      for (StreamGroup.Tile t : whole) {
        int z = dims.of(dims.indexOf(t.node()), t.dim());
        long parts = 1;
        for (int m = 0; m < members.size(); m++) {
          for (NodePlacement.Split s : members.get(m).splits()) {
            parts = dims.of(m, s.dim()) == z ? Math.max(parts, s.parts()) : parts;
          }
        }
        all.add(new StreamGroup.Tile(t.node(), t.dim(), t.size() / parts));
      }
      all.addAll(tiles);
      List<StreamGroup> more = new ArrayList<>(groups);
      more.add(new StreamGroup(members, all));
      cut(end, more);
    }

    private void judge(StreamMapping mapping) {
      seen++;
      isStopped |= seen >= MOST_MAPPINGS || listener.shouldStop();
      Evaluation evaluation = evaluator.evaluate(problem, mapping);
      if (evaluation.isExecutable() && evaluation.objective() < best) {
        best = evaluation.objective();
        listener.incumbent(mapping, best, "exhaustive");
      }
    }
  }
}
