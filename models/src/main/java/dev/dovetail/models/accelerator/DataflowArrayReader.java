package dev.dovetail.models.accelerator;

import dev.dovetail.models.dataflow.Dataflow;
import dev.dovetail.models.dataflow.DataflowReader;
import dev.dovetail.models.dataflow.NamedDataflows;
import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.io.Suggestions;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a core says of its dataflows: {@code dataflows}, {@code noc}, {@code simd}, {@code candidates}. */
final class DataflowArrayReader {
  /** Most candidate mappings per dataflow and tile. */
  private static final int MAX_CANDIDATES = 1_000_000;

  private DataflowArrayReader() {}

  /** What the core declares; null if it declares no dataflow. */
  static @Nullable DataflowArray read(DataNode core, String name) {
    DataNode list = core.optional("dataflows").orElse(null);
    if (list == null) {
      for (String key : List.of("noc", "simd", "candidates")) {
        core.optional(key).ifPresent(n -> {
          throw n.error(
              "The core (%s) has the key (%s), but declares no dataflows.".formatted(name, key),
              "add 'dataflows: [kcp_ws]', or remove the key.");
        });
      }
      return null;
    }
    List<Dataflow> dataflows = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (DataNode item : list.items()) {
      for (Dataflow dataflow : dataflows(item)) {
        if (!names.add(dataflow.name())) {
          throw item.error(
              "The dataflow (%s) of core (%s) is given twice.".formatted(dataflow.name(), name), "remove or rename one of them.");
        }
        dataflows.add(dataflow);
      }
    }
    if (dataflows.isEmpty()) {
      throw list.error("The core (%s) lists no dataflow.".formatted(name), "write 'dataflows: [kcp_ws]', or remove the key.");
    }
    DataNode noc = core.required("noc");
    noc.onlyKeys("elementsPerCycle", "latencyCycles");
    return new DataflowArray(
        dataflows,
        noc.required("elementsPerCycle").longValue(1, Integer.MAX_VALUE),
        noc.required("latencyCycles").longValue(0, 1_000_000),
        core.optional("simd").map(n -> n.longValue(1, 1 << 20)).orElse(1L),
        core.optional("candidates").map(n -> n.intValue(1, MAX_CANDIDATES)).orElse(DataflowArray.DEFAULT_CANDIDATES));
  }

  /** Written out, all of a file, or a named one. */
  private static List<Dataflow> dataflows(DataNode item) {
    if (item.isObject()) {
      return List.of(DataflowReader.read(item));
    }
    if (item.text().matches(".*(/|\\\\|\\.ya?ml|\\.json).*")) {
      return DataflowReader.read(file(item));
    }
    List<String> known = NamedDataflows.all().stream().map(Dataflow::name).toList();
    if (!known.contains(item.text())) {
      throw item.error("The dataflow (%s) is not known.".formatted(item.text()), Suggestions.instead(item.text(), known));
    }
    return List.of(NamedDataflows.named(item.text()));
  }

  /** A file relative to the one that names it. */
  private static Path file(DataNode item) {
    try {
      Path folder = Path.of(item.source()).getParent();
      Path file = folder == null ? Path.of(item.text()) : folder.resolve(item.text());
      if (Files.exists(file)) {
        return file;
      }
      throw item.error("The dataflow file (%s) does not exist.".formatted(file),
          "the path is wrong: it starts where this file is.");
    } catch (InvalidPathException e) {
      throw item.error("The name (%s) is not that of a file.".formatted(item.text()),
          "write kcp_ws, or the path of a dataflow file.");
    }
  }

  /** What the memories of a core with dataflows must be. */
  static void check(DataNode item, Core core) {
    if (core.dataflow() == null) {
      return;
    }
    if (core.memories().size() > 2) {
      throw item.required("memories").error(
          "The core (%s) declares dataflows and has %d memories; it may have two.".formatted(core.name(), core.memories().size()),
          "keep the memory of one processing element, first, and the buffer that they share.");
    }
    boolean some =
        core.operationFemtojoules() > 0
            || core.memories().stream().anyMatch(m -> m.readFemtojoulesPerByte() > 0 || m.writeFemtojoulesPerByte() > 0);
    if (some && !core.declaresAccessEnergies()) {
      throw item.error(
          "The core (%s) declares dataflows, and energies for some of its operation and its two memories.".formatted(core.name()),
          "declare operationPicojoules, and readPicojoulesPerByte and writePicojoulesPerByte of both memories, above 0; or none of"
              + " them for the constants of MAESTRO.");
    }
  }
}
