package dev.dovetail.models.allocation;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.Box;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.DataNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads a schedule from its JSON file, format {@code allocation-schedule/1}.
 *
 * <p>Role: the tasks, buffers and transfers are the mapping; the other sections are derived from them and are skipped here.
 */
public final class ScheduleReader {
  /** Every section of a file, the derived ones too. */
  public static final List<String> SECTIONS = List.of(
      "format", "problem", "workload", "accelerator", "costModel", "cost", "tasks", "buffers", "transfers", "tensors",
      "instructions",
      "dramList", "channels", "memory", "addresses");

  private ScheduleReader() {}

  /** Reads the file. */
  static Schedule read(Path file) {
    return read(DataFile.read(file));
  }

  /** Reads a parsed file. */
  public static Schedule read(DataNode root) {
    DataNode format = root.required("format");
    if (!format.text().equals(ScheduleWriter.FORMAT)) {
      throw format.error(
          "The format (%s) must be (%s).".formatted(format.text(), ScheduleWriter.FORMAT),
          "the file is a problem, or a mapping of another kind.");
    }
    root.onlyKeys(SECTIONS.toArray(String[]::new));
    return parts(root);
  }

  /** The tasks, buffers and transfers of a parsed file, whatever else is in it. */
  public static Schedule parts(DataNode root) {
    List<Schedule.Task> tasks = new ArrayList<>();
    for (DataNode n : numbered(root.required("tasks"))) {
      tasks.add(task(n));
    }
    List<Schedule.Buffer> buffers = new ArrayList<>();
    for (DataNode n : numbered(root.required("buffers"))) {
      buffers.add(buffer(n));
    }
    List<Schedule.Transfer> transfers = new ArrayList<>();
    for (DataNode n : numbered(root.required("transfers"))) {
      transfers.add(transfer(n));
    }
    return new Schedule(tasks, buffers, transfers);
  }

  private static List<DataNode> numbered(DataNode list) {
    List<DataNode> items = list.items();
    for (int i = 0; i < items.size(); i++) {
      DataNode id = items.get(i).required("id");
      if (id.longValue() != i) {
        throw id.error("The id (%d) of %s must be its position (%d).".formatted(id.longValue(), items.get(i).label(), i),
            "an entry was inserted, removed or moved.");
      }
    }
    return items;
  }

  private static Schedule.Task task(DataNode n) {
    n.onlyKeys("id", "layer", "box", "core", "costPoint", "dataflow", "start", "end", "reads", "writes");
    return new Schedule.Task(
        n.required("layer").text(), box(n.required("box")), n.required("core").text(),
        n.required("costPoint").intValue(Integer.MIN_VALUE, Integer.MAX_VALUE), n.required("start").longValue(),
        n.required("end").longValue(), ids(n.required("reads")), ids(n.required("writes")));
  }

  private static Schedule.Buffer buffer(DataNode n) {
    n.onlyKeys("id", "core", "tensor", "boxes", "bytes", "from", "until");
    return new Schedule.Buffer(
        n.required("core").text(), n.required("tensor").text(), boxes(n.required("boxes")), n.required("bytes").longValue(),
        n.required("from").longValue(), n.required("until").longValue());
  }

  private static Schedule.Transfer transfer(DataNode n) {
    n.onlyKeys("id", "kind", "tensor", "boxes", "bytes", "source", "targets", "dram", "route", "start", "end");
    List<String> route = n.required("route").items().stream().map(DataNode::text).toList();
    return new Schedule.Transfer(
        kind(n.required("kind")), n.required("tensor").text(), boxes(n.required("boxes")), n.required("bytes").longValue(),
        n.optional("source").map(s -> s.intValue(0, Integer.MAX_VALUE)).orElse(-1),
        n.optional("targets").map(ScheduleReader::ids).orElse(List.of()), n.optional("dram").map(DataNode::text).orElse(""),
        route,
        n.required("start").longValue(), n.required("end").longValue());
  }

  private static Schedule.Transfer.Kind kind(DataNode n) {
    for (Schedule.Transfer.Kind kind : Schedule.Transfer.Kind.values()) {
      if (kind.name().toLowerCase(Locale.ROOT).equals(n.text())) {
        return kind;
      }
    }
    throw n.error("The kind (%s) of %s must be one of load, move and store.".formatted(n.text(), n.label()),
        "write it in small letters.");
  }

  private static List<Integer> ids(DataNode n) {
    List<Integer> ids = new ArrayList<>();
    for (DataNode item : n.items()) {
      ids.add(item.intValue(Integer.MIN_VALUE, Integer.MAX_VALUE));
    }
    return ids;
  }

  private static List<Box> boxes(DataNode n) {
    return n.items().stream().map(ScheduleReader::box).toList();
  }

  private static Box box(DataNode n) {
    List<DataNode> axes = n.items();
    int[] bounds = new int[2 * axes.size()];
    for (int a = 0; a < axes.size(); a++) {
      List<DataNode> pair = axes.get(a).items();
      if (pair.size() != 2) {
        throw notAPair(axes.get(a));
      }
      bounds[2 * a] = pair.get(0).intValue(Integer.MIN_VALUE, Integer.MAX_VALUE);
      bounds[2 * a + 1] = pair.get(1).intValue(Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
    return Box.of(bounds);
  }

  private static BadInputException notAPair(DataNode axis) {
    return axis.error("The axis %s of a box must be a pair [first, one past the last].".formatted(axis.label()),
        "a number is missing.");
  }
}
