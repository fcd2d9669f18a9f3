package dev.dovetail.models.allocation;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.Objective;
import dev.dovetail.models.accelerator.Accelerator;
import dev.dovetail.models.accelerator.AcceleratorReader;
import dev.dovetail.models.accelerator.Accelerators;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.allocation.tiles.LayerGrid;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.io.Suggestions;
import dev.dovetail.models.workload.InlineNetwork;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Workload;
import dev.dovetail.models.workload.networks.Workloads;
import dev.dovetail.models.workload.onnx.OnnxReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads problems of kind allocation (format {@code allocation/1}, schema {@code dev/dovetail/schema/allocation-1.schema.json}).
 *
 * <p>Role: joins a network, an accelerator, costs and a user's wishes to an {@link AllocationProblem}. Paths in the file are relative
 * to its folder. The network is a name, an ONNX file, {@code {file, bits, symbols}} for an ONNX file read in another precision or
 * with open axes, or written out (see {@link InlineNetwork}).
 */
public final class AllocationProblemReader {
  /** The format that is read. */
  public static final String FORMAT = "allocation/1";

  /** The keys of a problem file. */
  public static final List<String> KEYS =
      List.of("format", "name", "network", "accelerator", "objective", "pin", "forbid", "group", "tiles", "costs", "options");

  private static final int MOST_PARTS = 1 << 20;
  private static final long MOST_TILES = 1 << 17;

  private AllocationProblemReader() {}

  /**
   * Reads a problem file.
   *
   * @throws BadInputException if anything in it, or in a file that it names, is wrong
   */
  public static AllocationProblem read(Path file) {
    Path folder = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), Path.of(""));
    return read(DataFile.read(file), folder);
  }

  /** Reads a problem whose relative paths start in {@code folder}. */
  public static AllocationProblem read(DataNode root, Path folder) {
    root.onlyKeys(KEYS.toArray(String[]::new));
    DataNode format = root.required("format");
    if (!format.text().equals(FORMAT)) {
      throw format.error("The format (%s) must be %s.".formatted(format.text(), FORMAT),
          "it is a file of another kind or version.");
    }
    return within(root, folder, root.optional("objective").map(AllocationProblemReader::objective).orElse(Objective.LATENCY));
  }

  /**
   * What a problem file says of allocation, whatever else it holds.
   *
   * @param objective what is minimised; the file's own word on it is not read
   */
  public static AllocationProblem within(DataNode root, Path folder, Objective objective) {
    String name = root.required("name").text();
    Workload workload = network(root.required("network"), name, folder);
    Accelerator accelerator = accelerator(root.required("accelerator"), folder);
    AllocationProblem.Options options =
        root.optional("options").map(AllocationProblemReader::options).orElse(AllocationProblem.Options.DEFAULT);
    Map<String, LayerGrid> grids = root.optional("tiles").map(t -> grids(t, workload)).orElse(Map.of());
    if (options.movesItems() && grids.size() < workload.layers().size()) {
      throw root.required("options").required("transfers").error(
          "The transfers (items) need the tiles of every layer, which 'tiles' does not fix.",
          "add 'tiles: {rows: 2}', or let data travel in any way with 'transfers: any'.");
    }
    return new AllocationProblem(
        name,
        workload,
        accelerator,
        root.optional("costs").map(c -> CostSource.read(c, folder, workload, accelerator))
            .orElseGet(() -> CostSource.standard(accelerator)),
        objective,
        allowed(root, workload, accelerator),
        groups(root, workload),
        grids,
        options);
  }

  private static Workload network(DataNode node, String name, Path folder) {
    if (!node.isObject()) {
      return node.placing(() -> Workloads.byNameOrFile(node.text(), folder));
    }
    if (node.optional("file").isEmpty()) {
      return InlineNetwork.read(node, name);
    }
    node.onlyKeys("file", "bits", "symbols");
    DataNode file = node.required("file");
    OptionalInt bits = node.optional("bits").map(b -> OptionalInt.of(b.intValue(1, 64))).orElse(OptionalInt.empty());
    Map<String, Integer> symbols = new LinkedHashMap<>();
    node.optional("symbols").ifPresent(s -> s.entries().forEach((symbol, n) -> symbols.put(symbol, n.intValue(1, 1 << 20))));
    return file.placing(() -> OnnxReader.read(file.file(folder), new OnnxReader.Options(bits, symbols)));
  }

  private static Accelerator accelerator(DataNode node, Path folder) {
    return node.isObject() ? AcceleratorReader.read(node) : node.placing(() -> Accelerators.byNameOrFile(node.text(), folder));
  }

  private static Objective objective(DataNode node) {
    List<String> names = Arrays.stream(Objective.values()).map(o -> o.name().toLowerCase(Locale.ROOT)).toList();
    if (!names.contains(node.text())) {
      throw node.error("The objective (%s) is not known.".formatted(node.text()), Suggestions.instead(node.text(), names));
    }
    return Objective.valueOf(node.text().toUpperCase(Locale.ROOT));
  }

  private static AllocationProblem.Options options(DataNode node) {
    node.onlyKeys("maxTiles", "routes", "pieceBytes", "transfers");
    AllocationProblem.Options standard = AllocationProblem.Options.DEFAULT;
    return new AllocationProblem.Options(
        node.optional("maxTiles").map(n -> n.intValue(1, 4096)).orElse(standard.maxTiles()),
        node.optional("routes").map(n -> n.intValue(1, 64)).orElse(standard.routes()),
        node.optional("pieceBytes").map(n -> n.byteSize(1)).orElse(standard.pieceBytes()),
        node.optional("transfers").map(AllocationProblemReader::transfers).orElse(standard.transfers()));
  }

  private static AllocationProblem.Transfers transfers(DataNode node) {
    return switch (node.text()) {
      case "any" -> AllocationProblem.Transfers.ANY;
      case "items" -> AllocationProblem.Transfers.ITEMS;
      default -> throw node.error(
          "The transfers (%s) must be any or items.".formatted(node.text()),
          Suggestions.instead(node.text(), List.of("any", "items")));
    };
  }

  private static Map<String, Set<String>> allowed(DataNode root, Workload workload, Accelerator accelerator) {
    Map<String, Set<String>> allowed = new LinkedHashMap<>();
    root.optional("pin").ifPresent(pin -> pin.entries().forEach((layer, cores) -> {
      checkLayer(cores, layer, workload);
      Set<String> names = cores(cores, accelerator);
      if (names.isEmpty()) {
        throw cores.error("The pin of layer (%s) names no core.".formatted(layer), "name one, or remove the line.");
      }
      allowed.put(layer, names);
    }));
    root.optional("forbid").ifPresent(forbid -> forbid.entries().forEach((layer, cores) -> {
      checkLayer(cores, layer, workload);
      Set<String> left = new LinkedHashSet<>(
          Optional.ofNullable(allowed.get(layer))
              .orElseGet(() -> new LinkedHashSet<>(accelerator.cores().stream().map(Core::name).toList())));
      left.removeAll(cores(cores, accelerator));
      if (left.isEmpty()) {
        throw cores.error("The layer (%s) is forbidden on every core that it could run on.".formatted(layer),
            "remove one of the cores.");
      }
      allowed.put(layer, left);
    }));
    return allowed;
  }

  private static Set<String> cores(DataNode node, Accelerator accelerator) {
    Set<String> names = new LinkedHashSet<>();
    for (DataNode item : node.isArray() ? node.items() : List.of(node)) {
      if (accelerator.coreIndex(item.text()) < 0) {
        throw item.error(
            "The core (%s) is not on the accelerator (%s).".formatted(item.text(), accelerator.name()),
            Suggestions.instead(item.text(), accelerator.cores().stream().map(Core::name).toList()));
      }
      names.add(item.text());
    }
    return names;
  }

  private static List<Set<String>> groups(DataNode root, Workload workload) {
    List<Set<String>> groups = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (DataNode group : root.optional("group").map(DataNode::items).orElse(List.of())) {
      Set<String> layers = new LinkedHashSet<>();
      for (DataNode item : group.items()) {
        checkLayer(item, item.text(), workload);
        if (!taken.add(item.text())) {
          throw item.error(
              "The layer (%s) is listed twice in 'group'.".formatted(item.text()),
              "join the two groups: all their layers share one core.");
        }
        layers.add(item.text());
      }
      if (layers.isEmpty()) {
        throw group.error("The group is empty.", "remove it.");
      }
      groups.add(layers);
    }
    return groups;
  }

  /** One grid for all layers, or grids by layer; kept as they fit their layers. */
  private static Map<String, LayerGrid> grids(DataNode node, Workload workload) {
    Map<String, LayerGrid> grids = fittedGrids(node, workload);
    long tiles = grids.values().stream().mapToLong(g -> (long) g.rows() * g.chunks()).sum();
    if (tiles > MOST_TILES) {
      throw node.error("The grids have %d tiles, more than the %d that are scheduled.".formatted(tiles, MOST_TILES),
          "take fewer rows or chunks.");
    }
    return grids;
  }

  private static Map<String, LayerGrid> fittedGrids(DataNode node, Workload workload) {
    Map<String, LayerGrid> grids = new LinkedHashMap<>();
    if (node.entries().values().stream().noneMatch(DataNode::isObject)) {
      LayerGrid grid = grid(node);
      workload.layers().forEach(layer -> grids.put(layer.name(), grid.fitted(layer)));
      return grids;
    }
    node.entries().forEach((name, value) -> {
      checkLayer(value, name, workload);
      if (!value.isObject()) {
        throw value.error("The tiles of layer (%s) must be an object.".formatted(name), "write {rows: 4, chunks: 1}.");
      }
      grids.put(name, grid(value).fitted(Objects.requireNonNull(workload.layer(name))));
    });
    return grids;
  }

  private static LayerGrid grid(DataNode node) {
    node.onlyKeys("rows", "chunks", "granule");
    return new LayerGrid(
        node.optional("rows").map(n -> n.intValue(1, MOST_PARTS)).orElse(1),
        node.optional("chunks").map(n -> n.intValue(1, MOST_PARTS)).orElse(1),
        node.optional("granule").map(n -> n.intValue(1, MOST_PARTS)).orElse(1));
  }

  private static void checkLayer(DataNode where, String layer, Workload workload) {
    if (workload.layer(layer) == null) {
      throw where.error(
          "The layer (%s) is not in the network (%s).".formatted(layer, workload.name()),
          Suggestions.instead(layer, workload.layers().stream().map(Layer::name).toList()));
    }
  }
}
