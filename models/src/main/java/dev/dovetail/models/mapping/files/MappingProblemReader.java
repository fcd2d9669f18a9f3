package dev.dovetail.models.mapping.files;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.accelerator.Accelerator;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.AllocationProblemReader;
import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.io.Suggestions;
import dev.dovetail.models.links.Channel;
import dev.dovetail.models.mapping.MappingObjective;
import dev.dovetail.models.mapping.MappingProblem;
import dev.dovetail.models.mapping.Requirement;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Workload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Reads problems of kind mapping (format {@code mapping/1}, schema {@code dev/dovetail/schema/mapping-1.schema.json}).
 *
 * <p>Role: everything that kind allocation reads, and what the user demands of fusion groups, reserved parts and buffers.
 */
public final class MappingProblemReader {
  /** The format that is read. */
  public static final String FORMAT = "mapping/1";

  private static final List<String> OWN_KEYS = List.of("fuse", "cut", "groups", "barriers", "reserve", "cap");

  private final DataNode root;
  private final AllocationProblem read;
  private final List<Requirement> requirements = new ArrayList<>();

  private MappingProblemReader(DataNode root, AllocationProblem read) {
    this.root = root;
    this.read = read;
  }

  /**
   * Reads a problem whose relative paths start in {@code folder}.
   *
   * @throws BadInputException if anything in it, or in a file that it names, is wrong
   */
  public static MappingProblem read(DataNode root, Path folder) {
    List<String> keys = new ArrayList<>(AllocationProblemReader.KEYS);
    keys.addAll(OWN_KEYS);
    root.onlyKeys(keys.toArray(String[]::new));
    DataNode format = root.required("format");
    if (!format.text().equals(FORMAT)) {
      throw format.error("The format (%s) must be %s.".formatted(format.text(), FORMAT),
          "it is a file of another kind or version.");
    }
    MappingObjective objective =
        root.optional("objective").map(MappingProblemReader::objective).orElse(MappingObjective.LATENCY);
    AllocationProblem read = AllocationProblemReader.within(root, folder, objective.ofOneSample());
    return new MappingProblemReader(root, read).problem(objective);
  }

  private MappingProblem problem(MappingObjective objective) {
    byLayer("pin", Requirement.Pin::new);
    byLayer("forbid", Requirement.Forbid::new);
    read.together().forEach(layers -> requirements.add(new Requirement.Together(layers)));
    boolean items = read.options().movesItems(); // that option needs the tiles in the problem itself
    for (Layer layer : read.workload().layers()) {
      if (!items && read.grids().containsKey(layer.name())) {
        requirements.add(new Requirement.Tiles(layer.name(), Objects.requireNonNull(read.grids().get(layer.name()))));
      }
    }
    for (DataNode fuse : items("fuse")) {
      Set<String> layers = layers(fuse);
      if (layers.size() < 2) {
        throw fuse.error("A fused set needs two layers at least.", "write [conv1, conv2].");
      }
      requirements.add(new Requirement.Fuse(layers));
    }
    for (DataNode cut : items("cut")) {
      requirements.add(cut(cut));
    }
    root.optional("groups").ifPresent(g -> requirements.add(groups(g)));
    if (items) {
      refuseWaysThroughDram();
    }
    root.optional("reserve").ifPresent(this::reserve);
    root.optional("cap").ifPresent(cap -> cap.entries().forEach((core, bytes) -> {
      checkCore(bytes, core);
      requirements.add(new Requirement.Cap(core, bytes.byteSize(1)));
    }));
    AllocationProblem base = new AllocationProblem(
        read.name(), read.workload(), read.accelerator(), read.costs(), read.objective(), Map.of(), List.of(),
        items ? read.grids() : Map.of(), read.options());
    return new MappingProblem(base, requirements, objective, root.optional("barriers").map(DataNode::bool).orElse(false));
  }

  /** Pins and forbids; the reader of kind allocation has checked their names. */
  private void byLayer(String key, BiFunction<String, Set<String>, Requirement> made) {
    root.optional(key).ifPresent(node -> node.entries().forEach((layer, cores) -> {
      Set<String> names = new LinkedHashSet<>();
      (cores.isArray() ? cores.items() : List.of(cores)).forEach(c -> names.add(c.text()));
      requirements.add(made.apply(layer, names));
    }));
  }

  /** Whole items go from core to core. */
  private void refuseWaysThroughDram() {
    for (String key : List.of("cut", "groups")) {
      Optional<DataNode> node = root.optional(key);
      if (node.isPresent() && (key.equals("cut") ? !node.get().items().isEmpty() : node.get().items().size() > 1)) {
        throw node.get().error("The key (%s) demands ways through DRAM, which 'transfers: items' excludes.".formatted(key),
            "leave one of the two out.");
      }
    }
  }

  private List<DataNode> items(String key) {
    return root.optional(key).map(DataNode::items).orElse(List.of());
  }

  private Requirement cut(DataNode node) {
    List<DataNode> pair = node.items();
    if (pair.size() != 2) {
      throw node.error("A cut names two layers, the producer and the consumer.", "write [conv1, conv2].");
    }
    String producer = layer(pair.get(0));
    String consumer = layer(pair.get(1));
    Workload workload = read.workload();
    String output = Objects.requireNonNull(workload.layer(producer)).output();
    if (Objects.requireNonNull(workload.layer(consumer)).operands().stream().noneMatch(o -> o.tensor().equals(output))) {
      throw node.error("The layer (%s) reads nothing that the layer (%s) makes.".formatted(consumer, producer),
          "name the layer that makes what it reads.");
    }
    return new Requirement.Cut(producer, consumer);
  }

  private Requirement groups(DataNode node) {
    List<Set<String>> groups = new ArrayList<>();
    Map<String, Integer> groupOf = new HashMap<>();
    for (DataNode item : node.items()) {
      Set<String> layers = layers(item);
      for (String layer : layers) {
        if (groupOf.put(layer, groups.size()) != null) {
          throw item.error("The layer (%s) is in two fusion groups.".formatted(layer), "list it once.");
        }
      }
      groups.add(layers);
    }
    for (Layer layer : read.workload().layers()) {
      if (!groupOf.containsKey(layer.name())) {
        throw node.error("The layer (%s) is in none of the fusion groups.".formatted(layer.name()),
            "add it, or use 'fuse' and 'cut' to say less.");
      }
    }
    return new Requirement.Groups(groups);
  }

  private void reserve(DataNode node) {
    List<String> channels = read.accelerator().channels().stream().map(Channel::name).toList();
    for (DataNode item : node.isArray() ? node.items() : List.of(node)) {
      if (read.accelerator().coreIndex(item.text()) >= 0) {
        requirements.add(new Requirement.ReserveCore(item.text()));
      } else if (channels.contains(item.text())) {
        requirements.add(new Requirement.ReserveChannel(item.text()));
      } else {
        List<String> known = new ArrayList<>(channels);
        read.accelerator().cores().forEach(c -> known.add(c.name()));
        throw item.error("There is no core or channel (%s) on the accelerator (%s).".formatted(item.text(),
            read.accelerator().name()), Suggestions.instead(item.text(), known));
      }
    }
  }

  private Set<String> layers(DataNode node) {
    Set<String> layers = new LinkedHashSet<>();
    node.items().forEach(item -> layers.add(layer(item)));
    return layers;
  }

  private String layer(DataNode node) {
    if (read.workload().layer(node.text()) == null) {
      throw node.error(
          "The layer (%s) is not in the network (%s).".formatted(node.text(), read.workload().name()),
          Suggestions.instead(node.text(), read.workload().layers().stream().map(Layer::name).toList()));
    }
    return node.text();
  }

  private void checkCore(DataNode where, String core) {
    Accelerator accelerator = read.accelerator();
    if (accelerator.coreIndex(core) < 0) {
      throw where.error("The core (%s) is not on the accelerator (%s).".formatted(core, accelerator.name()),
          Suggestions.instead(core, accelerator.cores().stream().map(Core::name).toList()));
    }
  }

  private static MappingObjective objective(DataNode node) {
    List<String> names = Arrays.stream(MappingObjective.values()).map(o -> o.name().toLowerCase(Locale.ROOT)).toList();
    if (!names.contains(node.text())) {
      throw node.error("The objective (%s) is not known.".formatted(node.text()), Suggestions.instead(node.text(), names));
    }
    return MappingObjective.valueOf(node.text().toUpperCase(Locale.ROOT));
  }
}
