package dev.dovetail.encodings.linkslots.periodic;

import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.encodings.cp.ConstraintModel;
import dev.dovetail.encodings.cp.Constraints;
import dev.dovetail.encodings.cp.LinearExpr;
import dev.dovetail.encodings.cp.Literal;
import dev.dovetail.encodings.cp.ModelBuilder;
import dev.dovetail.encodings.linkslots.RouteChoices;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.Transmission;
import dev.dovetail.models.linkslots.routes.TimedRoute;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Whether all messages fit into a common period: one Boolean for each route and residue of the start, and at most as many in each slot of a
 * channel as it carries.
 *
 * <p>Role: short periods of many short messages, such as all-to-all traffic, where differences of starts say little. Messages that go together
 * start in the same slot. Source: time-expanded columns as in TDM schedulers for all-to-all traffic (S4NOC, Poseidon).
 */
public final class PeriodicColumns {
  private final RouteChoices choices;
  private final long period;
  private final List<List<List<Literal>>> columns = new ArrayList<>(); // group, route, residue
  private final ConstraintModel model;

  /**
   * @param choices that {@link #takes} says yes to
   * @param period slots, at least as long as every hold
   */
  public PeriodicColumns(RouteChoices choices, long period) {
    this.choices = choices;
    this.period = period;
    ModelBuilder b = ConstraintModel.builder("link-slots/period %d of %s".formatted(period, choices.problem().name()));
    int anchor = anchor();
    for (int g = 0; g < choices.together().size(); g++) {
      columns.add(group(b, g, g == anchor ? 1 : period));
    }
    capacities(b);
    this.model = b.build();
  }

  /** Whether any residue of a start is as good as any other: nothing waits for anything or has a deadline. */
  public static boolean takes(RouteChoices choices) {
    return choices.problem().messages().stream().allMatch(m -> m.after().isEmpty() && m.previousChunk() < 0 && !m.hasDeadline());
  }

  /** How many slots of channels all columns hold: the size of the model. */
  public static long size(RouteChoices choices, long period) {
    long holds = 0;
    for (List<TimedRoute> routes : choices.routes()) {
      for (TimedRoute r : routes) {
        for (long d : r.durations()) {
          holds = Math.addExact(holds, Math.multiplyExact(d, period));
        }
      }
    }
    return holds;
  }

  /** All starts may be turned together: the group with the most routes starts in slot 0. */
  private int anchor() {
    int best = 0;
    for (int g = 1; g < choices.together().size(); g++) {
      best = routes(g) > routes(best) ? g : best;
    }
    return best;
  }

  private int routes(int group) {
    return choices.routes().get(choices.together().get(group).get(0)).size();
  }

  private List<List<Literal>> group(ModelBuilder b, int g, long residues) {
    String name = choices.problem().messages().get(choices.together().get(g).get(0)).name();
    List<List<Literal>> own = new ArrayList<>();
    List<Literal> all = new ArrayList<>();
    for (int r = 0; r < routes(g); r++) {
      List<Literal> literals = new ArrayList<>();
      for (long t = 0; t < residues; t++) {
        literals.add(b.boolVar("%s/%d@%d".formatted(name, r, t)));
      }
      own.add(literals);
      all.addAll(literals);
    }
    b.add(Constraints.exactlyOne(all).named("start of " + name));
    return own;
  }

  private void capacities(ModelBuilder b) {
    int slots = Math.toIntExact(period);
    int channels = choices.problem().network().links().channels().size();
    List<List<Literal>> busy = new ArrayList<>();
    for (int i = 0; i < channels * slots; i++) {
      busy.add(new ArrayList<>());
    }
    for (int g = 0; g < columns.size(); g++) {
      for (int r = 0; r < columns.get(g).size(); r++) {
        for (int m : choices.together().get(g)) {
          TimedRoute route = choices.routes().get(m).get(r);
          List<Literal> literals = columns.get(g).get(r);
          for (int t = 0; t < literals.size(); t++) {
            for (int i = 0; i < route.channels().length; i++) {
              long from = t + route.offsets()[i];
              for (long s = from; s < from + route.durations()[i]; s++) {
                busy.get(route.channels()[i] * slots + (int) (s % period)).add(literals.get(t));
              }
            }
          }
        }
      }
    }
    HashSet<List<Literal>> asked = new HashSet<>();
    for (int c = 0; c < channels; c++) {
      int capacity = choices.problem().network().links().channels().get(c).capacity();
      for (int s = 0; s < slots; s++) {
        List<Literal> literals = busy.get(c * slots + s);
        if (literals.size() > capacity && asked.add(literals)) {
          capacity(b, literals, capacity);
        }
      }
    }
  }

  /** A literal may stand several times in the list: messages that go together and meet. */
  private static void capacity(ModelBuilder b, List<Literal> literals, int capacity) {
    boolean once = new HashSet<>(literals).size() == literals.size();
    b.add(once && capacity == 1
        ? Constraints.atMostOne(literals)
        : Constraints.atMost(LinearExpr.count(literals), capacity));
  }

  /** The model, without objective. */
  public ConstraintModel model() {
    return model;
  }

  /** The slot table that a solution means. */
  public SlotTable decode(Assignment assignment) {
    Transmission[] sent = new Transmission[choices.size()];
    for (int g = 0; g < columns.size(); g++) {
      for (int r = 0; r < columns.get(g).size(); r++) {
        List<Literal> literals = columns.get(g).get(r);
        for (int t = 0; t < literals.size(); t++) {
          if (assignment.isTrue(literals.get(t))) {
            for (int m : choices.together().get(g)) {
              sent[m] = transmission(m, r, t);
            }
          }
        }
      }
    }
    return new SlotTable(List.of(sent), period, null);
  }

  /** The first start with that residue that is not before the release. */
  private Transmission transmission(int m, int route, long residue) {
    Message message = choices.problem().messages().get(m);
    long start = message.release() + Math.floorMod(residue - message.release(), period);
    return new Transmission(m, choices.routes().get(m).get(route).edges(), start);
  }
}
