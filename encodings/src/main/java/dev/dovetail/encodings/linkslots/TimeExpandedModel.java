package dev.dovetail.encodings.linkslots;

import dev.dovetail.encodings.Encoded;
import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.encodings.cp.ConstraintModel;
import dev.dovetail.encodings.cp.IntVar;
import dev.dovetail.encodings.cp.Literal;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.Transmission;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Routes and injection slots asked as Booleans over routes and slots; see {@link TimeExpandedEncoding}. */
public final class TimeExpandedModel implements Encoded<SlotTable> {
  private final RouteChoices choices;
  private final List<List<Column>> columns;
  private final @Nullable IntVar makespan;
  private final ConstraintModel model;

  /**
   * Messages that go together, over the routes of one place from a slot on.
   *
   * @param place of the routes among their choices
   * @param start slot in which all of its messages start
   * @param literal whether it is taken
   */
  record Column(int place, long start, Literal literal) {}

  TimeExpandedModel(
      RouteChoices choices, List<List<Column>> columns, @Nullable IntVar makespan, ConstraintModel model) {
    this.choices = choices;
    this.columns = columns;
    this.makespan = makespan;
    this.model = model;
  }

  @Override
  public ConstraintModel model() {
    return model;
  }

  @Override
  public SlotTable decode(Assignment assignment) {
    Transmission[] transmissions = new Transmission[choices.size()];
    for (int g = 0; g < columns.size(); g++) {
      Column taken = columns.get(g).stream().filter(c -> assignment.isTrue(c.literal())).findFirst().orElseThrow();
      for (int m : choices.together().get(g)) {
        transmissions[m] = new Transmission(m, choices.routes().get(m).get(taken.place()).edges(), taken.start());
      }
    }
    return new SlotTable(Arrays.asList(transmissions));
  }

  /** What a slot table over these routes costs by the sums of the model. */
  public long cost(SlotTable table) {
    return SlotCosts.of(choices, choices.placesOf(table), RouteChoices.startsOf(table));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if some message is later than the horizon
   */
  @Override
  public Assignment hint(SlotTable table) {
    int[] places = choices.placesOf(table);
    long[] starts = RouteChoices.startsOf(table);
    choices.sortInterchangeable(places, starts);
    long[] values = new long[model.variables().size()];
    for (int g = 0; g < columns.size(); g++) {
      int first = choices.together().get(g).get(0);
      Column column = columns.get(g).stream().filter(c -> c.place() == places[first] && c.start() == starts[first]).findFirst()
          .orElseThrow(() -> new IllegalArgumentException(
              "The slot table must be a solution: message (%s) has no such column."
                  .formatted(choices.problem().messages().get(first).name())));
      values[column.literal().variable()] = 1;
    }
    if (makespan != null) {
      values[makespan.index()] = Math.max(makespan.min(), SlotCosts.of(choices, places, starts));
    }
    return Assignment.of(values);
  }
}
