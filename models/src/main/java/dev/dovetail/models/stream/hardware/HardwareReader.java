package dev.dovetail.models.stream.hardware;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.io.Suggestions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads the accelerator files of Stream (YAML) with the core files that they name.
 *
 * <p>Role: the importer of a foreign format. What the file gets wrong is one error with file, line, key, what is expected and what was
 * found; what it says in vain is a warning. Core files are looked up by Stream's rule: a name with {@code ./} starts at the
 * accelerator's folder; a name with another slash is taken as it is, from the current folder and then from each folder above the
 * accelerator's (the root of the repository is one of them); a bare name is looked for in the folder {@code cores} beside the
 * accelerator, then beside it. Source: stream-dse 1.13.14.
 */
public final class HardwareReader {
  private static final int MOST_CORES = 4096;

  private static final List<String> KEYS = List.of("name", "cores", "offchip_core_id", "unit_energy_cost", "core_connectivity",
      "core_memory_sharing", "core_coordinates", "technology_node", "memory_aliases");

  private final DataNode root;
  private final Path folder;
  private final List<String> warnings = new ArrayList<>();

  private HardwareReader(DataNode root, Path folder) {
    this.root = root;
    this.folder = folder;
  }

  /** Whether a parsed file looks like one of Stream's accelerators: it has their keys, and no {@code format}. */
  public static boolean recognises(DataNode root) {
    return root.isObject() && !root.entries().containsKey("format")
        && (root.entries().containsKey("offchip_core_id") || root.entries().containsKey("core_connectivity"));
  }

  /**
   * Reads an accelerator file.
   *
   * @throws BadInputException if anything in it, or in a core file that it names, is wrong
   */
  public static HardwareDescription read(Path file) {
    return read(DataFile.read(file), Objects.requireNonNullElse(file.toAbsolutePath().getParent(), Path.of("")));
  }

  /** Reads a parsed accelerator file; its core files are looked up from {@code folder}. */
  public static HardwareDescription read(DataNode root, Path folder) {
    return new HardwareReader(root, folder).read();
  }

  private HardwareDescription read() {
    if (root.entries().containsKey("graph")) {
      throw root.required("graph").error(
          "The key (graph) is that of an early release of Stream; 'core_connectivity' is expected.",
          "write one entry '- {type: link, cores: [0, 1], bandwidth: 32}' per link of the mesh, and a bus to the off-chip core.");
    }
    UnusedKeys.report(root, KEYS, warnings::add);
    String name = root.required("name").text();
    List<CoreDescription> cores = cores(root.required("cores"));
    DataNode dramNode = root.required("offchip_core_id");
    int dram = dramNode.intValue(0, MOST_CORES);
    if (dram >= cores.size()) {
      throw dramNode.error("The off-chip core (%d) must be one of the cores 0 to %d.".formatted(dram, cores.size() - 1),
          "add the core that stands for DRAM to 'cores'.");
    }
    cores.set(dram, cores.get(dram).as(dram, CoreDescription.Kind.DRAM));
    for (CoreDescription core : cores) {
      if (core.kind() == CoreDescription.Kind.DRAM && core.id() != dram) {
        throw dramNode.error("The core (%d) is off-chip too, but (%d) is the off-chip core; exactly one is expected.".formatted(
            core.id(), dram), "another core file was meant for one of them.");
      }
    }
    if (cores.stream().noneMatch(c -> c.kind() == CoreDescription.Kind.COMPUTE)) {
      throw root.required("cores").error("No core computes: %d cores, one of them is off-chip, none is of type compute."
          .formatted(cores.size()), "a core file has the wrong 'type'.");
    }
    ConnectionReader connections = new ConnectionReader(root, cores, warnings::add);
    List<ConnectionDescription> read = connections.connections();
    List<List<Integer>> shared = connections.sharedTopMemory(read);
    connections.checkConnected(read, shared);
    HardwareDescription bare = new HardwareDescription(name, cores, dram, read, shared, List.of());
    connections.warnOfHidden(bare);
    return new HardwareDescription(name, cores, dram, read, shared, warnings);
  }

  private List<CoreDescription> cores(DataNode node) {
    Map<Integer, DataNode> byId = new TreeMap<>();
    if (node.isArray()) {
      node.items().forEach(item -> byId.put(byId.size(), item));
    } else {
      node.entries().forEach((key, value) -> byId.put(id(key, value), value));
    }
    if (byId.isEmpty() || byId.size() > MOST_CORES) {
      throw node.error("The number of cores (%d) must be from 1 to %d.".formatted(byId.size(), MOST_CORES), "list them.");
    }
    List<CoreDescription> cores = new ArrayList<>();
    Map<Path, CoreDescription> read = new TreeMap<>();
    byId.forEach((id, value) -> {
      if (id != cores.size()) {
        throw value.error("The core ids must be 0 to %d without a gap; (%d) was found where (%d) is expected."
            .formatted(byId.size() - 1, id, cores.size()), "renumber the cores.");
      }
      cores.add(core(id, value, read));
    });
    return cores;
  }

  private static int id(String key, DataNode value) {
    if (!key.matches("[0-9]{1,5}")) {
      throw value.error("The core id (%s) must be a whole number.".formatted(key), "number the cores from 0.");
    }
    return Integer.parseInt(key);
  }

  private CoreDescription core(int id, DataNode value, Map<Path, CoreDescription> read) {
    if (value.isObject()) {
      return CoreFileReader.read(value, "core" + id, warnings::add).as(id);
    }
    Path file = value.placing(() -> coreFile(value));
    CoreDescription one = read.get(file);
    if (one == null) {
      String fileName = String.valueOf(file.getFileName());
      one = CoreFileReader.read(DataFile.read(file), fileName.replaceFirst("\\.ya?ml$", ""), warnings::add);
      read.put(file, one);
    }
    return one.as(id);
  }

  private Path coreFile(DataNode value) {
    String name = value.text();
    Set<Path> places = new LinkedHashSet<>();
    if (name.contains("./")) {
      places.add(value.file(folder));
    } else if (name.contains("/")) {
      places.add(value.file(Path.of("")));
      for (Path up = folder; up != null; up = up.getParent()) {
        places.add(value.file(up));
      }
    } else {
      places.add(value.file(folder.resolve("cores")));
      places.add(value.file(folder));
    }
    Optional<Path> found = places.stream().map(Path::normalize).filter(Files::isRegularFile).findFirst();
    return found.orElseThrow(() -> value.error(
        "The core file (%s) does not exist; looked for %s.".formatted(name,
            Suggestions.list(places.stream().map(p -> p.normalize().toString()).toList())),
        "copy it to one of these places, or write './' and its path from the accelerator's folder."));
  }
}
