package dev.dovetail.models.dramschedule;

import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.DataNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads problems of kind dram-schedule (format {@code dram-schedule/1}, schema {@code
 * dev/dovetail/schema/dram-schedule-1.schema.json}).
 *
 * <p>Role: whatever it lets pass is consistent: every index exists, residencies are not empty, and no load waits for a store of a
 * tile that itself waits for the load.
 */
public final class DramScheduleReader {
  /** The format that is read. */
  public static final String FORMAT = "dram-schedule/1";

  /** Most tiles, and most tensors. */
  static final int MOST = 1 << 20;

  /** Most cycles of a tile, and most bytes of a tensor: with it no sum over {@link #MOST} of them leaves the range of a long. */
  static final long LARGEST = 1L << 40;

  private final List<ComputeTile> tiles = new ArrayList<>();
  private final List<DramTensor> tensors = new ArrayList<>();

  private DramScheduleReader() {}

  /**
   * Reads a problem file.
   *
   * @throws dev.dovetail.models.BadInputException if anything in it is wrong
   */
  public static DramScheduleProblem read(Path file) {
    return read(DataFile.read(file));
  }

  /** Reads a parsed problem file. */
  public static DramScheduleProblem read(DataNode root) {
    return new DramScheduleReader().problem(root);
  }

  private DramScheduleProblem problem(DataNode root) {
    root.onlyKeys("format", "name", "dramBytesPerCycle", "bufferBytes", "tiles", "tensors", "locals", "defaultOrder");
    DataNode format = root.required("format");
    if (!format.text().equals(FORMAT)) {
      throw format.error("The format (%s) must be %s.".formatted(format.text(), FORMAT),
          "it is a file of another kind or version.");
    }
    String name = root.required("name").text();
    long bytesPerCycle = root.required("dramBytesPerCycle").longValue(1, LARGEST);
    long bufferBytes = root.required("bufferBytes").byteSize(1, LARGEST);
    for (DataNode n : list(root.required("tiles"))) {
      tiles.add(tile(n));
    }
    if (tiles.isEmpty()) {
      throw root.required("tiles").error("The list of tiles is empty.", "list the tiles in the order of their computation.");
    }
    List<DataNode> nodes = list(root.required("tensors"));
    for (DataNode n : nodes) {
      tensors.add(tensor(n));
    }
    checkStores(nodes);
    checkLoads(nodes);
    List<LocalTensor> locals = new ArrayList<>();
    for (DataNode n : root.optional("locals").map(DramScheduleReader::list).orElse(List.of())) {
      locals.add(local(n));
    }
    List<Integer> order =
        root.optional("defaultOrder").map(this::order).orElseGet(() -> DefaultSchedule.order(tensors));
    return new DramScheduleProblem(name, bytesPerCycle, bufferBytes, tiles, tensors, locals, order);
  }

  private static List<DataNode> list(DataNode node) {
    List<DataNode> items = node.items();
    if (items.size() > MOST) {
      throw node.error("The list %s has %d entries, more than %d.".formatted(node.label(), items.size(), MOST),
          "cut the network into segments.");
    }
    return items;
  }

  private ComputeTile tile(DataNode n) {
    n.onlyKeys("name", "cycles", "group");
    return new ComputeTile(
        n.optional("name").map(DataNode::text).orElse("tile " + tiles.size()),
        n.required("cycles").longValue(0, LARGEST),
        n.required("group").intValue(0, Integer.MAX_VALUE));
  }

  private DramTensor tensor(DataNode n) {
    DataNode kind = n.required("kind");
    return switch (kind.text()) {
      case "load" -> load(n);
      case "store" -> store(n);
      default -> throw kind.error("The kind (%s) of %s must be load or store.".formatted(kind.text(), n.label()),
          "a tensor that never leaves the chip belongs into 'locals'.");
    };
  }

  private DramTensor.Load load(DataNode n) {
    n.onlyKeys("name", "kind", "bytes", "group", "neededBy", "end", "defaultStart", "after");
    String name = name(n);
    int neededBy = tileIndex(n.required("neededBy"), name);
    int end = end(n.required("end"), name, "neededBy", neededBy);
    int start = n.optional("defaultStart").map(s -> s.intValue(-1, neededBy)).orElse(Math.max(-1, neededBy - 1));
    List<Integer> after =
        n.optional("after").map(DataNode::items).orElse(List.of()).stream().map(a -> a.intValue(0, MOST)).toList();
    return new DramTensor.Load(name, bytes(n), group(n), neededBy, end, start, after);
  }

  private DramTensor.Store store(DataNode n) {
    n.onlyKeys("name", "kind", "bytes", "group", "producedBy", "minEnd", "defaultEnd");
    String name = name(n);
    int producedBy = tileIndex(n.required("producedBy"), name);
    int minEnd = end(n.required("minEnd"), name, "producedBy", producedBy);
    int defaultEnd = n.optional("defaultEnd").map(e -> e.intValue(minEnd, tiles.size()))
        .orElse(Math.min(tiles.size(), Math.max(minEnd, producedBy + 2)));
    return new DramTensor.Store(name, bytes(n), group(n), producedBy, minEnd, defaultEnd);
  }

  private String name(DataNode n) {
    return n.optional("name").map(DataNode::text).orElse("tensor " + tensors.size());
  }

  private static long bytes(DataNode n) {
    return n.required("bytes").byteSize(0, LARGEST);
  }

  private static int group(DataNode n) {
    return n.required("group").intValue(0, Integer.MAX_VALUE);
  }

  private int tileIndex(DataNode n, String tensor) {
    int tile = n.intValue(Integer.MIN_VALUE, Integer.MAX_VALUE);
    if (tile < 0 || tile >= tiles.size()) {
      throw n.error(
          "The tensor (%s) refers to the tile (%d), which does not exist.".formatted(tensor, tile),
          "the tiles are numbered from 0 to %d.".formatted(tiles.size() - 1));
    }
    return tile;
  }

  private int end(DataNode n, String tensor, String key, int tile) {
    int end = n.intValue(Integer.MIN_VALUE, Integer.MAX_VALUE);
    if (end <= tile || end > tiles.size()) {
      throw n.error(
          "The end of residency (%d) of the tensor (%s) must be above its %s (%d) and at most the number of tiles (%d)."
              .formatted(end, tensor, key, tile, tiles.size()),
          "it is one past the last tile that uses the tensor.");
    }
    return end;
  }

  private void checkStores(List<DataNode> nodes) {
    Map<Integer, Integer> storeOf = new HashMap<>();
    for (int i = 0; i < tensors.size(); i++) {
      if (tensors.get(i) instanceof DramTensor.Store store) {
        Optional<Integer> other = Optional.ofNullable(storeOf.put(store.producedBy(), i));
        if (other.isPresent()) {
          throw nodes.get(i).required("producedBy").error(
              "The tile (%d, %s) makes two stores, (%s) and (%s)."
                  .formatted(store.producedBy(), tiles.get(store.producedBy()).name(), tensors.get(other.get()).name(),
                      store.name()),
              "one tile makes one output: join them, or correct the index.");
        }
      }
    }
  }

  private void checkLoads(List<DataNode> nodes) {
    for (int i = 0; i < tensors.size(); i++) {
      if (tensors.get(i) instanceof DramTensor.Load load) {
        for (int a = 0; a < load.after().size(); a++) {
          checkAfter(nodes.get(i).required("after").items().get(a), i, load, load.after().get(a));
        }
      }
    }
  }

  private void checkAfter(DataNode node, int index, DramTensor.Load load, int after) {
    if (after == index) {
      throw node.error("The load (%s) must come after itself.".formatted(load.name()), "name the store that writes its data.");
    }
    if (after >= tensors.size() || !(tensors.get(after) instanceof DramTensor.Store store)) {
      throw node.error(
          "The load (%s) must come after the tensor (%d), which is no store.".formatted(load.name(), after),
          "the index is wrong: tensors are numbered from 0 to %d.".formatted(tensors.size() - 1));
    }
    if (load.neededBy() <= store.producedBy()) {
      throw node.error(
          ("Cyclic dependency: the load (%s), needed by the tile (%d, %s), must come after the store (%s), made by the tile (%d, %s),"
              + " which does not compute before.")
                  .formatted(load.name(), load.neededBy(), tiles.get(load.neededBy()).name(), store.name(), store.producedBy(),
                      tiles.get(store.producedBy()).name()),
          "the tiles are in the wrong order, or the index is wrong.");
    }
  }

  private LocalTensor local(DataNode n) {
    n.onlyKeys("bytes", "start", "end");
    String label = n.label();
    int start = tileIndex(n.required("start"), label);
    return new LocalTensor(bytes(n), start, end(n.required("end"), label, "start", start));
  }

  private List<Integer> order(DataNode node) {
    List<DataNode> items = node.items();
    boolean[] seen = new boolean[tensors.size()];
    List<Integer> order = new ArrayList<>();
    for (DataNode item : items) {
      int tensor = item.intValue(Integer.MIN_VALUE, Integer.MAX_VALUE);
      if (tensor < 0 || tensor >= seen.length || seen[tensor]) {
        throw item.error(
            "The default order is no permutation of the tensors: it names the tensor (%d)%s.".formatted(tensor,
                tensor < 0 || tensor >= seen.length ? ", which does not exist" : " twice"),
            "remove 'defaultOrder': it is then computed.");
      }
      seen[tensor] = true;
      order.add(tensor);
    }
    if (order.size() < seen.length) {
      int missing = 0;
      while (seen[missing]) {
        missing++;
      }
      throw node.error(
          "The default order is no permutation of the tensors: the tensor (%d, %s) is missing."
              .formatted(missing, Objects.requireNonNull(tensors.get(missing)).name()),
          "remove 'defaultOrder': it is then computed.");
    }
    return order;
  }
}
