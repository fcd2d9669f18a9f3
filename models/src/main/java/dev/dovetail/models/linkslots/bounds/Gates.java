package dev.dovetail.models.linkslots.bounds;

import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import java.util.ArrayList;
import java.util.List;

/** All gates of a problem that bounds look at: ports, links around each tile, cuts, unavoidable links. */
final class Gates {
  /** Name of the bound by the links around one tile. */
  static final String DEGREE = "degree";
  /** Name of the bound by the links around a set of tiles. */
  static final String CUT = "cut";
  private static final int LEAST_CUTS = 200;
  private static final int MOST_CUTS = 40_000;
  /** Messages times cuts that are looked at closely: about a fifth of a second. */
  private static final int CUT_WORK = 20_000_000;

  private final LinkSlotsProblem problem;
  private final Times times;
  private final Ports ports;

  Gates(LinkSlotsProblem problem, Times times) {
    this.problem = problem;
    this.times = times;
    this.ports = new Ports(problem, times);
  }

  /** One gate per inject port. */
  List<Gate> inject() {
    return ports.inject();
  }

  /** One gate per eject port. */
  List<Gate> eject() {
    return ports.eject();
  }

  /** Two gates per tile: all links out of it, all links into it. */
  List<Gate> degree() {
    return gates(DEGREE, new Cuts(problem, times).aroundTiles());
  }

  /** The fullest cuts, the fullest first; those that cannot give the best bound are left out. */
  List<Gate> cuts() {
    int most = Math.min(MOST_CUTS, Math.max(LEAST_CUTS, CUT_WORK / problem.messages().size()));
    List<Gate> gates = new ArrayList<>();
    long best = 0;
    long alone = longestAlone();
    for (Cuts.Loaded loaded : new Cuts(problem, times).fullest(most)) {
      // A cut's least head and least tail are less than what some message takes alone; whole messages add less than one more hold.
      if (loaded.slotsPerChannel() + 2 * alone <= best) {
        break;
      }
      for (Gate gate : gates(CUT, List.of(loaded))) {
        gates.add(gate);
        best = Math.max(best, Machines.plain(gate.jobs(), gate.machines()));
      }
    }
    return gates;
  }

  private long longestAlone() {
    long longest = 0;
    for (Message m : problem.messages()) {
      longest = Math.max(longest, Math.min(Reach.FAR, times.start(m) + times.length(m) + times.follows(m)));
    }
    return longest;
  }

  /** One gate per link that messages cannot avoid. */
  List<Gate> links() {
    return new FixedLinks(problem, times).gates();
  }

  private List<Gate> gates(String bound, List<Cuts.Loaded> cuts) {
    List<Gate> gates = new ArrayList<>();
    for (Cuts.Loaded loaded : cuts) {
      Cut cut = new Cut(problem, times, loaded.inside());
      Jobs jobs = cut.jobs();
      if (jobs.size() > 0 && cut.machines() > 0) {
        gates.add(new Gate(bound, loaded.name(), jobs, cut.machines(), cut.isSingle()));
      }
    }
    return gates;
  }
}
