package dev.dovetail.benchmarks.flows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dovetail.models.linkslots.Flow;
import dev.dovetail.models.linkslots.files.FlowsFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes sets of flows in the format that problems of kind link-slots are read from: a header, then a row per flow. */
final class FlowSetWriter {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> COLUMNS = List.of("id", "kind", "src", "dsts", "flits", "group");

  private FlowSetWriter() {}

  /** The file's text. */
  static String text(FlowSet set) {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("format", FlowsFile.FORMAT);
    header.put("name", set.name());
    header.put("mesh", ordered("kx", set.size(), "ky", set.size(), "node_id", "y*kx+x", "y_axis", "south"));
    header.put("local_ports", "both");
    header.put("link_capacity", 1);
    header.put("hop_delay", 1);
    header.put("baseline_packet_flits", set.packetFlits());
    header.put("rule", set.rule());
    header.put("note",
        "list order is the per-source injection order of the wormhole baseline; multicasts expand to unicasts in dsts order");
    header.put("defaults", Map.of("release", 0));
    header.put("columns", COLUMNS);
    header.put("flow_count", set.flows().size());
    String rows = set.flows().stream().map(FlowSetWriter::row).collect(Collectors.joining(",\n"));
    return header.entrySet().stream().map(e -> " " + json(e.getKey()) + ": " + json(e.getValue()))
        .collect(Collectors.joining(",\n", "{\n", ",\n")) + " \"flows\": [\n" + rows + "\n ]\n}\n";
  }

  private static Map<String, Object> ordered(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  private static String row(Flow flow) {
    return "[%s,%s,%d,%s,%d,%s]".formatted(flow.id(), json(flow.kind().name().toLowerCase(Locale.ROOT)), flow.sources().get(0),
        json(flow.destinations()), flow.volume(), json(flow.group()));
  }

  private static String json(@org.jspecify.annotations.Nullable Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A header of plain values can be written.", e);
    }
  }
}
