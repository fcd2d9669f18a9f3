package dev.dovetail.models.allocation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dovetail.models.addresses.AddressPacker;
import dev.dovetail.models.addresses.Piece;
import dev.dovetail.models.addresses.Place;
import dev.dovetail.models.addresses.PlaceCheck;
import dev.dovetail.models.intracore.CostPoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where everything stands in the memories of the cores: buffers, and the scratch of running tasks.
 *
 * <p>Role: packed once for all sections that name addresses, and judged by {@link PlaceCheck}; a file may bring places of its own. What two pieces share in address they
 * never share in the order of a core's list: a piece is taken after a WAIT for everything that used those bytes before.
 */
final class MemoryMap {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Resolved resolved;
  private final JsonNode claimed;
  private final List<List<Place>> placesOf = new ArrayList<>();
  private final List<List<Integer>> ids = new ArrayList<>();
  private final Place[] ofBuffer;
  private final Place[] scratchOf;

  /**
   * The map of an executable schedule.
   *
   * @param claimed the same section of a file, or missing: where what it says of a core is sound, it is taken
   */
  MemoryMap(Resolved resolved, JsonNode claimed) {
    this.resolved = resolved;
    this.claimed = claimed;
    this.ofBuffer = new Place[resolved.schedule.buffers().size()];
    this.scratchOf = new Place[resolved.schedule.tasks().size()];
    AddressPacker packer = new AddressPacker();
    List<List<Piece>> pieces = new ArrayList<>();
    for (int c = 0; c < resolved.problem.accelerator().cores().size(); c++) {
      ids.add(new ArrayList<>());
      pieces.add(new ArrayList<>());
    }
    for (int b = 0; b < ofBuffer.length; b++) {
      Schedule.Buffer buffer = resolved.schedule.buffers().get(b);
      ids.get(resolved.bufferCore[b]).add(b);
      pieces.get(resolved.bufferCore[b]).add(new Piece(buffer.from(), buffer.until(), buffer.bytes()));
    }
    for (int t = 0; t < scratchOf.length; t++) {
      CostPoint point = resolved.taskPoint[t];
      if (point != null && point.bufferBytes() > 0) {
        Schedule.Task task = resolved.schedule.tasks().get(t);
        ids.get(resolved.taskCore[t]).add(~t);
        pieces.get(resolved.taskCore[t]).add(new Piece(task.start(), task.end(), point.bufferBytes()));
      }
    }
    for (int c = 0; c < pieces.size(); c++) {
      place(c, pieces.get(c), packer);
    }
  }

  private void place(int c, List<Piece> pieces, AddressPacker packer) {
    long capacity = resolved.problem.accelerator().cores().get(c).capacityBytes();
    List<Place> places = claims(c, pieces);
    if (!PlaceCheck.faults(pieces, places, capacity).isEmpty()) {
      places = packer.pack(pieces, capacity).places();
      List<String> faults = PlaceCheck.faults(pieces, places, capacity);
      if (!faults.isEmpty()) {
        throw new IllegalStateException("The addresses on core %s are wrong: %s.".formatted(resolved.coreName(c), faults.get(0)));
      }
    }
    placesOf.add(places);
    for (int i = 0; i < pieces.size(); i++) {
      int id = ids.get(c).get(i);
      if (id >= 0) {
        ofBuffer[id] = places.get(i);
      } else {
        scratchOf[~id] = places.get(i);
      }
    }
  }

  /** The places that the file claims for a core's pieces; fewer if it does not speak of all. */
  private List<Place> claims(int c, List<Piece> pieces) {
    Map<Integer, JsonNode> byId = new HashMap<>();
    JsonNode core = claimed.path(resolved.coreName(c));
    core.path("buffers").forEach(entry -> byId.put(entry.path(0).asInt(-1), entry.path(1)));
    core.path("scratch").forEach(entry -> byId.put(~entry.path(0).asInt(-1), entry.path(1)));
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < pieces.size(); i++) {
      JsonNode node = byId.get(ids.get(c).get(i));
      if (node != null && node.isIntegralNumber()) {
        places.add(Place.of(node.longValue(), pieces.get(i).bytes()));
      } else if (node != null && node.size() > 1) {
        List<Place.Part> parts = new ArrayList<>();
        node.forEach(part -> parts.add(new Place.Part(part.path(0).asLong(-1), part.path(1).asLong(0))));
        places.add(new Place(parts));
      }
    }
    return places;
  }

  /** Where a buffer stands: its address, or [[address, bytes], ...] where it stands in several parts. */
  JsonNode buffer(int b) {
    return node(ofBuffer[b]);
  }

  /** Where a task's scratch stands; missing if it has none. */
  JsonNode scratch(int t) {
    return scratchOf[t] == null ? JSON.missingNode() : node(scratchOf[t]);
  }

  /** For every core in use how its memory was packed. */
  ObjectNode section() {
    ObjectNode n = JSON.objectNode();
    for (int c = 0; c < placesOf.size(); c++) {
      if (!ids.get(c).isEmpty()) {
        List<Place> places = placesOf.get(c);
        ObjectNode core = n.putObject(resolved.coreName(c));
        core.put("usedBytes", places.stream().flatMap(p -> p.parts().stream()).mapToLong(Place.Part::end).max().orElse(0));
        core.put("inSeveralParts", places.stream().filter(p -> !p.isWhole()).count());
        ArrayNode buffers = core.putArray("buffers");
        ArrayNode scratch = core.putArray("scratch");
        for (int i = 0; i < places.size(); i++) {
          int id = ids.get(c).get(i);
          (id >= 0 ? buffers : scratch).addArray().add((long) (id >= 0 ? id : ~id)).add(node(places.get(i)));
        }
      }
    }
    return n;
  }

  private static JsonNode node(Place place) {
    if (place.isWhole()) {
      return LongNode.valueOf(place.address());
    }
    ArrayNode parts = JSON.arrayNode();
    place.parts().forEach(p -> parts.addArray().add(p.address()).add(p.bytes()));
    return parts;
  }
}
