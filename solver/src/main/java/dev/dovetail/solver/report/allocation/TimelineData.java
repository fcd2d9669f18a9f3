package dev.dovetail.solver.report.allocation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.solver.report.Bar;
import dev.dovetail.solver.report.Lane;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON that the page's script draws the zoomed timeline and its hover texts from: flat arrays of numbers, names as indices.
 *
 * <p>{@code cores[c]} = start, length, layer, task of each bar. {@code transfers} = start, length, route, traffic, tensor, bytes, from,
 * to, eight numbers each, in the order of ids (length 0: not drawn). {@code routes[r]} = arrival, then channel and offset in turn. A
 * channel is held for length - arrival. {@code groupOf[l]} = index into {@code groups}, where layers are coloured by groups. {@code memory[c]} = time, bytes, bytes of weights of each step. Starts and times count from
 * the start before.
 */
final class TimelineData {
  /** Schedules with more tasks, transfers or buffers than this are drawn in the static picture only. */
  static final int MOST = 60_000;

  private final ScheduleView view;
  private final Additions more;
  private final JsonGenerator json;
  private final Map<String, Integer> names = new LinkedHashMap<>();
  private final Map<RouteHolds.Route, Integer> routes = new LinkedHashMap<>();

  private TimelineData(ScheduleView view, Additions more, JsonGenerator json) {
    this.view = view;
    this.more = more;
    this.json = json;
  }

  /** Whether the schedule is too large to carry its data along. */
  static boolean isTooLarge(Schedule schedule) {
    return Math.max(schedule.tasks().size(), Math.max(schedule.transfers().size(), schedule.buffers().size())) > MOST;
  }

  /** The JSON of a schedule; the empty object if it is too large. */
  static String of(ScheduleView view, Additions more) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.writeStartObject();
      if (!isTooLarge(view.schedule())) {
        new TimelineData(view, more, json).write();
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  private void write() throws IOException {
    json.writeNumberField("horizon", view.horizon());
    json.writeNumberField("colours", HtmlReport.LAYER_COLOURS);
    strings("layers", view.problem().workload().layers().stream().map(l -> l.name()).toList());
    if (more.coloursGroups()) {
      strings("groups", more.groups());
      json.writeArrayFieldStart("groupOf");
      for (int group : more.groupOf()) {
        json.writeNumber(group);
      }
      json.writeEndArray();
    }
    strings("coreNames", view.cores().stream().map(Lane::name).toList());
    strings("channelNames", view.channels().stream().map(Lane::name).toList());
    strings("traffic", java.util.Arrays.stream(Traffic.values()).map(Traffic::label).toList());
    json.writeArrayFieldStart("cores");
    for (Lane lane : view.cores()) {
      long before = 0;
      json.writeStartArray();
      for (Bar bar : lane.bars()) {
        numbers(bar.start() - before, bar.length(), bar.category(), bar.id());
        before = bar.start();
      }
      json.writeEndArray();
    }
    json.writeEndArray();
    strings("boxes", view.schedule().tasks().stream().map(t -> t.box().toString()).toList());
    transfers();
    memory();
    strings("names", List.copyOf(names.keySet()));
    json.writeArrayFieldStart("routes");
    for (RouteHolds.Route route : routes.keySet()) {
      json.writeStartArray();
      numbers(route.arrival());
      for (RouteHolds.Hold hold : route.holds()) {
        numbers(hold.channel(), hold.offset());
      }
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  private void transfers() throws IOException {
    json.writeArrayFieldStart("transfers");
    long before = 0;
    for (Schedule.Transfer t : view.schedule().transfers()) {
      RouteHolds.Route route = view.routeOf(t);
      boolean drawn = t.start() >= 0 && t.end() - t.start() - route.arrival() > 0;
      Integer r = routes.putIfAbsent(route, routes.size());
      numbers(t.start() - before, drawn ? t.end() - t.start() : 0, r == null ? routes.size() - 1 : r, view.traffic(t).ordinal());
      numbers(name(t.tensor()), t.bytes(), name(view.sourceOf(t)), name(String.join(", ", view.targetsOf(t))));
      before = t.start();
    }
    json.writeEndArray();
  }

  private int name(String name) {
    Integer n = names.putIfAbsent(name, names.size());
    return n == null ? names.size() - 1 : n;
  }

  private void memory() throws IOException {
    json.writeArrayFieldStart("capacity");
    for (Occupancy m : view.memories()) {
      numbers(m.capacityBytes());
    }
    json.writeEndArray();
    json.writeArrayFieldStart("memory");
    for (Occupancy m : view.memories()) {
      long before = 0;
      json.writeStartArray();
      for (int i = 0; i < m.steps(); i++) {
        numbers(m.time(i) - before, m.total(i), m.weight(i));
        before = m.time(i);
      }
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  private void numbers(long... values) throws IOException {
    for (long v : values) {
      json.writeNumber(v);
    }
  }

  private void strings(String field, List<String> values) throws IOException {
    json.writeArrayFieldStart(field);
    for (String v : values) {
      json.writeString(v);
    }
    json.writeEndArray();
  }
}
