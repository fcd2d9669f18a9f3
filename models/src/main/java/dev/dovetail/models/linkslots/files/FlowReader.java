package dev.dovetail.models.linkslots.files;

import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.io.Suggestions;
import dev.dovetail.models.linkslots.Flow;
import dev.dovetail.models.linkslots.FlowKind;
import dev.dovetail.models.linkslots.SlotNetwork;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads flows, wherever they stand.
 *
 * <p>Role: whatever it lets pass names tiles and flows that exist, has the numbers of ends that its kind has, and numbers in range.
 */
final class FlowReader {
  /** Most flows, and most messages. */
  static final int MOST = 1 << 20;

  private static final long LARGEST_TIME = 1L << 40;
  private static final long LARGEST_WEIGHT = 1L << 20;

  private final Tiles tiles;
  private final Volumes volumes;
  private final EdgeLists edges;
  private final int defaultChunks;
  private final Map<String, Integer> ids = new HashMap<>();

  /**
   * @param network in which flows go
   * @param volumes how long they hold links
   * @param defaultChunks into how many messages a flow is cut that does not say
   */
  FlowReader(SlotNetwork network, Volumes volumes, int defaultChunks) {
    this.tiles = new Tiles(network);
    this.volumes = volumes;
    this.edges = new EdgeLists(network);
    this.defaultChunks = defaultChunks;
  }

  /** Reads all flows of a problem. */
  List<Flow> read(List<FlowRow> rows) {
    for (int f = 0; f < rows.size(); f++) {
      DataNode id = rows.get(f).required(FlowColumns.ID);
      Integer before = ids.put(id.text(), f);
      if (before != null) {
        throw id.error("The id (%s) is given to two flows; the first one is in line %d.".formatted(id.text(),
            rows.get(before).at().line()), "one of them has another id, or a row stands twice.");
      }
    }
    List<Flow> flows = new ArrayList<>();
    for (FlowRow row : rows) {
      flows.add(flow(row));
    }
    return flows;
  }

  private Flow flow(FlowRow row) {
    String id = row.required(FlowColumns.ID).text();
    FlowKind kind = kind(row);
    List<Integer> sources = ends(row, FlowColumns.SRC, id, kind == FlowKind.GATHER || kind == FlowKind.REDUCE, kind);
    List<Integer> destinations = ends(row, FlowColumns.DSTS, id, kind == FlowKind.MULTICAST || kind == FlowKind.SCATTER, kind);
    for (int s : sources) {
      if (destinations.contains(s)) {
        throw row.required(FlowColumns.DSTS).error(
            "The flow (%s) goes from the tile (%s) to itself.".formatted(id, tiles.name(s)),
            "another destination was meant, or the tile can be left out: its data is already there.");
      }
    }
    int chunks = row.optional(FlowColumns.CHUNKS).map(c -> c.intValue(1, MOST)).orElse(defaultChunks);
    return new Flow(
        id,
        kind,
        sources,
        destinations,
        volumes.of(row, id, chunks),
        time(row, FlowColumns.RELEASE, 0, 0),
        time(row, FlowColumns.DEADLINE, 0, Flow.NO_DEADLINE),
        row.optional(FlowColumns.WEIGHT).map(w -> w.longValue(0, LARGEST_WEIGHT)).orElse(1L),
        row.optional(FlowColumns.PERIOD).map(p -> p.longValue(1, LARGEST_TIME)).orElse(0L),
        row.optional(FlowColumns.GROUP).map(DataNode::text).orElse(null),
        chunks,
        after(row, id),
        row.optional(FlowColumns.ROUTES).map(edges::routes).orElse(List.of()));
  }

  private static FlowKind kind(FlowRow row) {
    return row.optional(FlowColumns.KIND).map(k -> Words.of(k, "kind of flow", FlowKind.values()))
        .orElse(FlowKind.UNICAST);
  }

  private List<Integer> ends(FlowRow row, String column, String id, boolean several, FlowKind kind) {
    DataNode cell = row.required(column);
    List<Integer> found = tiles.tiles(cell);
    if (found.isEmpty()) {
      throw cell.error("The list '%s' of the flow (%s) is empty.".formatted(column, id), "the flow can be left out.");
    }
    Set<Integer> seen = new HashSet<>();
    for (int t : found) {
      if (!seen.add(t)) {
        throw cell.error("The list '%s' of the flow (%s) names the tile (%s) twice.".formatted(column, id, tiles.name(t)),
            "another tile was meant.");
      }
    }
    if (!several && found.size() > 1) {
      boolean source = column.equals(FlowColumns.SRC);
      throw cell.error(
          "The flow (%s) has %d %s, but a %s has one.".formatted(id, found.size(), source ? "sources" : "destinations",
              Words.word(kind)),
          source ? "its kind is gather or reduce." : "its kind is multicast (the same data to all) or scatter.");
    }
    return found;
  }

  private static long time(FlowRow row, String column, long least, long otherwise) {
    return row.optional(column).map(t -> t.longValue(least, LARGEST_TIME)).orElse(otherwise);
  }

  private List<Flow.After> after(FlowRow row, String id) {
    DataNode cell = row.optional(FlowColumns.AFTER).orElse(null);
    List<Flow.After> after = new ArrayList<>();
    for (DataNode entry : cell == null ? List.<DataNode>of() : cell.items()) {
      List<DataNode> parts = entry.isArray() ? entry.items() : List.of();
      if (parts.size() != 2 && parts.size() != 3) {
        throw entry.error("An entry of 'after' of the flow (%s) must be a list [flow id, lag].".formatted(id),
            "write [[3, 0], [4, 10]]: delivered before are flow 3, and 10 slots before flow 4.");
      }
      Integer before = ids.get(parts.get(0).text());
      if (before == null) {
        throw parts.get(0).error(
            "The flow (%s) waits for the flow (%s), which does not exist.".formatted(id, parts.get(0).text()),
            Suggestions.instead(parts.get(0).text(), ids.keySet().stream().sorted().toList()));
      }
      int destination = parts.size() == 3 ? tiles.tile(parts.get(2)) : -1;
      after.add(new Flow.After(before, destination, parts.get(1).longValue(0, LARGEST_TIME)));
    }
    return after;
  }
}
