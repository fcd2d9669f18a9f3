package dev.dovetail.encodings.linkslots;

import dev.dovetail.encodings.Encoded;
import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.encodings.cp.ConstraintModel;
import dev.dovetail.encodings.cp.IntVar;
import dev.dovetail.encodings.cp.Literal;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.Transmission;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Routes and injection slots asked as a constraint model of intervals; see {@link LinkSlotsEncoding}. */
public final class LinkSlotsModel implements Encoded<SlotTable> {
  private final RouteChoices choices;
  private final Variables variables;
  private final ConstraintModel model;

  /**
   * The variables of the model.
   *
   * @param start of each message
   * @param takes by message and route: whether it takes the route; null for a message with one route
   * @param holds literals that say that a message takes one of several routes
   * @param makespan what is minimised under that goal, otherwise null
   */
  record Variables(IntVar[] start, Literal @Nullable [][] takes, List<Hold> holds, @Nullable IntVar makespan) {}

  /** Whether a message takes one of some of its routes. */
  record Hold(int message, List<Integer> routes, Literal literal) {}

  LinkSlotsModel(RouteChoices choices, Variables variables, ConstraintModel model) {
    this.choices = choices;
    this.variables = variables;
    this.model = model;
  }

  @Override
  public ConstraintModel model() {
    return model;
  }

  /** The routes among which it chooses. */
  public RouteChoices choices() {
    return choices;
  }

  /** What a slot table over these routes costs by the sums of the model. */
  public long cost(SlotTable table) {
    return SlotCosts.of(choices, choices.placesOf(table), RouteChoices.startsOf(table));
  }

  @Override
  public SlotTable decode(Assignment assignment) {
    List<Transmission> transmissions = new ArrayList<>();
    for (int m = 0; m < choices.size(); m++) {
      int place = 0;
      Literal[] takes = variables.takes()[m];
      if (takes != null) {
        while (!assignment.isTrue(takes[place])) {
          place++;
        }
      }
      transmissions.add(
          new Transmission(m, choices.routes().get(m).get(place).edges(), assignment.value(variables.start()[m])));
    }
    return new SlotTable(transmissions);
  }

  /** The same, with a hint that means the table; the table must be among its solutions. */
  public LinkSlotsModel withHint(SlotTable table) {
    return new LinkSlotsModel(choices, variables, model.withHint(hint(table)));
  }

  /** {@inheritDoc} Messages that can change places do so where the model wants them in order. */
  @Override
  public Assignment hint(SlotTable table) {
    int[] places = choices.placesOf(table);
    long[] starts = RouteChoices.startsOf(table);
    choices.sortInterchangeable(places, starts);
    long[] values = new long[model.variables().size()];
    for (int m = 0; m < starts.length; m++) {
      values[variables.start()[m].index()] = starts[m];
      Literal[] takes = variables.takes()[m];
      for (int r = 0; takes != null && r < takes.length; r++) {
        set(values, takes[r], r == places[m]);
      }
    }
    for (Hold h : variables.holds()) {
      set(values, h.literal(), h.routes().contains(places[h.message()]));
    }
    if (variables.makespan() != null) {
      values[variables.makespan().index()] = Math.max(variables.makespan().min(), SlotCosts.of(choices, places, starts));
    }
    return Assignment.of(values);
  }

  private static void set(long[] values, Literal literal, boolean value) {
    values[literal.variable()] = value != literal.negated() ? 1 : 0;
  }
}
