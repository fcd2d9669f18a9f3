package dev.dovetail.solver.report.linkslots;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.dovetail.solver.report.Bar;
import dev.dovetail.solver.report.Lane;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON that the page's script draws the zoomed timelines and their hover texts from. {@code bars.links[lane]} and {@code
 * bars.sources[lane]} = start after the start before, length, group, message of each bar; {@code messages[m]} = name, from, to.
 */
final class SlotsData {
  /** Beyond this many bars the sources are drawn in the static picture only. */
  private static final int MOST_BARS = 60_000;

  private SlotsData() {}

  static String of(SlotsView view) {
    StringWriter out = new StringWriter();
    List<Lane> links = SlotSection.lanes(view);
    List<Lane> sources = SourceSection.lanes(view);
    if (sources.stream().mapToInt(l -> l.bars().size()).sum() > MOST_BARS) {
      sources = List.of();
    }
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.writeStartObject();
      json.writeNumberField("horizon", view.span());
      json.writeNumberField("colours", SlotSection.COLOURS);
      json.writeStringField("groupWord", view.groups().words());
      strings(json, "groups", view.groups().labels());
      strings(json, "links", links.stream().map(Lane::name).toList());
      strings(json, "sources", sources.stream().map(Lane::name).toList());
      Map<Integer, Integer> messages = new LinkedHashMap<>();
      json.writeObjectFieldStart("bars");
      lanes(json, "links", links, messages);
      lanes(json, "sources", sources, messages);
      json.writeEndObject();
      json.writeArrayFieldStart("messages");
      for (int position : messages.keySet()) {
        Sent sent = view.sent().get(position);
        json.writeString(sent.message().name());
        json.writeString(view.ends(sent.message()));
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  private static void lanes(JsonGenerator json, String name, List<Lane> lanes, Map<Integer, Integer> messages)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (Lane lane : lanes) {
      json.writeStartArray();
      long before = 0;
      for (Bar bar : lane.bars()) {
        json.writeNumber(bar.start() - before);
        json.writeNumber(bar.length());
        json.writeNumber(bar.category());
        Integer m = messages.putIfAbsent(bar.id(), messages.size());
        json.writeNumber(m == null ? messages.size() - 1 : m);
        before = bar.start();
      }
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  private static void strings(JsonGenerator json, String field, List<String> values) throws IOException {
    json.writeArrayFieldStart(field);
    for (String v : values) {
      json.writeString(v);
    }
    json.writeEndArray();
  }
}
