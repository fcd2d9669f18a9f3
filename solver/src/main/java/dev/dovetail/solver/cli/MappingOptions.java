package dev.dovetail.solver.cli;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.dovetail.models.BadInputException;
import dev.dovetail.models.accelerator.Accelerators;
import dev.dovetail.models.allocation.CostSource;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.mapping.MappingProblem;
import dev.dovetail.models.mapping.NetworkMapping;
import dev.dovetail.models.mapping.files.MappingProblemReader;
import dev.dovetail.solver.OutputDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The options that make a mapping problem of a network and an accelerator.
 *
 * <p>Role: writes the problem as the text of a problem file, and reads that text like any other. So what {@code map} solves and the
 * {@code problem.yaml} that it leaves behind are one and the same.
 */
final class MappingOptions {
  /** Stands where a file's name stands in messages; people gave no file. */
  private static final String SOURCE = "command line";

  private static final Pattern PLACE = Pattern.compile(SOURCE + ":(\\d+): ");

  /** Lines of the text that hold the value of an option, other than a name of something; symbols are indented most. */
  private static final Pattern OPTION = Pattern.compile("objective:|tiles:|  maxTiles:|    ");

  /** Names of all of them. */
  static final List<String> NAMES =
      Stream
          .concat(NetworkOptions.NAMES.stream(),
              Stream.of("--objective", "--pin", "--forbid", "--group", "--fuse", "--cut", "--barriers",
                  "--reserve", "--cap", "--costs", "--max-tiles", "--tiles"))
          .toList();

  @Mixin
  NetworkOptions on;

  @Option(names = "--objective", paramLabel = "NAME", description = "latency (default), energy, edp or throughput.")
  @Nullable
  String objective;

  @Option(
      names = "--pin",
      split = ",",
      paramLabel = "LAYER=CORE",
      description = "Run a layer on this core only; name a layer again to let it use several cores.")
  List<String> pins = new ArrayList<>();

  @Option(names = "--forbid", split = ",", paramLabel = "LAYER=CORE", description = "Do not run a layer on this core.")
  List<String> forbidden = new ArrayList<>();

  @Option(names = "--group", paramLabel = "LAYER,LAYER",
      description = "Run these layers on one and the same core; may be repeated.")
  List<String> groups = new ArrayList<>();

  @Option(names = "--fuse", paramLabel = "LAYER,LAYER",
      description = "Keep what these layers hand over on chip; may be repeated.")
  List<String> fused = new ArrayList<>();

  @Option(names = "--cut", paramLabel = "LAYER,LAYER",
      description = "Send what the first layer hands over to the second through DRAM; may be repeated.")
  List<String> cuts = new ArrayList<>();

  @Option(names = "--barriers", description = "Run fusion groups strictly one after another.")
  boolean barriers;

  @Option(names = "--reserve", split = ",", paramLabel = "NAME", description = "Keep a core or a channel free for somebody else.")
  List<String> reserved = new ArrayList<>();

  @Option(names = "--cap", split = ",", paramLabel = "CORE=BYTES",
      description = "Use no more than so much of a core's buffer, for example core0=1MiB.")
  List<String> caps = new ArrayList<>();

  @Option(names = "--costs", paramLabel = "NAME|TABLE",
      description = "maestro, pe-array, or a cost table (CSV or YAML). Default: maestro if a core declares dataflows, else pe-array.")
  @Nullable
  String costs;

  @Option(names = "--max-tiles", paramLabel = "N", description = "Most row tiles of a layer. Default: 16.")
  @Nullable
  Integer maxTiles;

  @Option(
      names = "--tiles",
      paramLabel = "ROWS[xCHUNKS[xGRANULE]]",
      description = "Fix the tile grid of every layer: row tiles, channel chunks, and what chunk borders are multiples of.")
  @Nullable
  String tiles;

  MappingOptions() {
    this(new NetworkOptions());
  }

  /** The default problem of a network on an accelerator. */
  MappingOptions(NetworkOptions on) {
    this.on = on;
  }

  /** The problem, not yet on disk. */
  record Draft(MappingProblem problem, DataNode tree) {}

  /** Reads network and accelerator; relative paths start in the working directory. */
  Draft read(String network) {
    if (on.accelerator == null) {
      throw new UsageException("There is no accelerator to map (%s) onto.".formatted(network), "add '--on quad-core'.");
    }
    if (network.isBlank() || on.accelerator.isBlank()) {
      throw new UsageException(
          "The name of the %s is empty.".formatted(network.isBlank() ? "network" : "accelerator"),
          "a variable of the shell was not set.");
    }
    String text = text(network, Path.of(""));
    try {
      DataNode tree = DataFile.parse(text, SOURCE);
      return new Draft(MappingProblemReader.read(tree, Path.of("")), tree);
    } catch (BadInputException e) {
      throw plain(e, text);
    }
  }

  /** The draft as if it had been read from {@code file}. */
  ProblemFile<MappingProblem, NetworkMapping> file(Draft draft, Path file, Toolbox toolbox) {
    return new ProblemFile<>(file, toolbox.mapping(), draft.problem(), Inputs.named(draft.tree(), Path.of("")));
  }

  /** Writes problem.yaml, with paths relative to the directory. */
  void write(String network, OutputDirectory out) {
    out.writeProblem(text(network, out.directory()));
  }

  /** The name of the problem: network and accelerator, fit for a file's name. */
  String name(String network) {
    return (plainName(network) + "-" + plainName(String.valueOf(on.accelerator)));
  }

  private static String plainName(String nameOrFile) {
    boolean isFile = nameOrFile.matches(".*\\.(onnx|ya?ml|json)$");
    String text = isFile ? SolveCommand.baseName(Path.of(nameOrFile)) : nameOrFile;
    return text.replaceAll("[^A-Za-z0-9._]+", "-").replaceAll("^-+|-+$", "");
  }

  private String text(String network, Path folder) {
    StringBuilder yaml = new StringBuilder();
    yaml.append("format: ").append(MappingProblemReader.FORMAT).append('\n');
    field(yaml, "name", name(network));
    network(yaml, network, folder);
    String machine = String.valueOf(on.accelerator);
    field(yaml, "accelerator",
        Accelerators.names().contains(machine) || !machine.matches(".*(/|\\\\|\\.ya?ml|\\.json).*")
            ? machine
            : relative(machine, folder));
    if (objective != null) {
      field(yaml, "objective", objective.toLowerCase(Locale.ROOT));
    }
    if (costs != null) {
      field(yaml, "costs", CostSource.names().contains(costs) ? costs : relative(costs, folder));
    }
    coresByLayer(yaml, "pin", pins);
    coresByLayer(yaml, "forbid", forbidden);
    lists(yaml, "group", groups);
    lists(yaml, "fuse", fused);
    lists(yaml, "cut", cuts);
    if (barriers) {
      yaml.append("barriers: true\n");
    }
    if (!reserved.isEmpty()) {
      yaml.append("reserve: ").append(list(reserved)).append('\n');
    }
    if (!caps.isEmpty()) {
      yaml.append("cap:\n");
      pairs("cap", caps, "core0=1MiB")
          .forEach((core, bytes) -> yaml.append("  ").append(quoted(core)).append(": ").append(bytes.get(0)).append('\n'));
    }
    if (tiles != null) {
      yaml.append("tiles: ").append(grid(tiles)).append('\n');
    }
    if (maxTiles != null) {
      yaml.append("options:\n  maxTiles: ").append(maxTiles).append('\n');
    }
    return yaml.toString();
  }

  private void network(StringBuilder yaml, String network, Path folder) {
    if (on.bits != null && (on.bits < 1 || on.bits > 64)) {
      throw new UsageException("The bits (%d) of an element must be from 1 to 64.".formatted(on.bits), "write 8 for int8.");
    }
    if (!network.toLowerCase(Locale.ROOT).endsWith(".onnx")) {
      if (!on.symbols.isEmpty()) {
        throw new UsageException(
            "The option --symbol is for ONNX files, not for (%s).".formatted(network), "write its parameters in parentheses.");
      }
      field(yaml, "network", withBits(network));
    } else if (on.bits == null && on.symbols.isEmpty()) {
      field(yaml, "network", relative(network, folder));
    } else {
      yaml.append("network:\n");
      field(yaml, "  file", relative(network, folder));
      if (on.bits != null) {
        yaml.append("  bits: ").append(on.bits).append('\n');
      }
      if (!on.symbols.isEmpty()) {
        yaml.append("  symbols:\n");
        on.symbols
            .forEach((symbol, extent) -> yaml.append("    ").append(quoted(symbol)).append(": ").append(extent).append('\n'));
      }
    }
  }

  private static void coresByLayer(StringBuilder yaml, String key, List<String> options) {
    if (!options.isEmpty()) {
      yaml.append(key).append(":\n");
      pairs(key, options, "conv1=core0")
          .forEach((layer, cores) -> yaml.append("  ").append(quoted(layer)).append(": ").append(list(cores)).append('\n'));
    }
  }

  private static void lists(StringBuilder yaml, String key, List<String> options) {
    if (!options.isEmpty()) {
      yaml.append(key).append(":\n");
      options.forEach(o -> yaml.append("  - ").append(list(List.of(o.split(",", -1)))).append('\n'));
    }
  }

  private static Map<String, List<String>> pairs(String key, List<String> options, String example) {
    Map<String, List<String>> pairs = new LinkedHashMap<>();
    for (String option : options) {
      int equals = option.lastIndexOf('=');
      if (equals <= 0 || equals == option.length() - 1) {
        throw new UsageException(
            "The %s (%s) is not of the form %s.".formatted(key, option, key.equals("cap") ? "CORE=BYTES" : "LAYER=CORE"),
            "write --%s %s.".formatted(key, example));
      }
      pairs.computeIfAbsent(option.substring(0, equals), k -> new ArrayList<>()).add(option.substring(equals + 1));
    }
    return pairs;
  }

  private static String grid(String tiles) {
    if (!tiles.matches("[1-9][0-9]{0,5}(x[1-9][0-9]{0,5}){0,2}")) {
      throw new UsageException(
          "The tiles (%s) are not of the form ROWS[xCHUNKS[xGRANULE]].".formatted(tiles), "write --tiles 8 or --tiles 4x2x32.");
    }
    String[] parts = tiles.split("x", -1);
    List<String> keys = List.of("rows", "chunks", "granule");
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < parts.length; i++) {
      fields.add(keys.get(i) + ": " + parts[i]);
    }
    return "{" + String.join(", ", fields) + "}";
  }

  private String withBits(String network) {
    if (on.bits == null) {
      return network;
    }
    int close = network.lastIndexOf(')');
    if (close < 0) {
      return network + "(bits=" + on.bits + ")";
    }
    String inside = network.substring(0, close).stripTrailing();
    return inside + (inside.endsWith("(") ? "" : ",") + "bits=" + on.bits + ")";
  }

  /** A path from the working directory as one from {@code folder}; absolute where there is no way between the two. */
  private static String relative(String path, Path folder) {
    Path target = Path.of(path).toAbsolutePath().normalize();
    if (folder.toString().isEmpty() || Path.of(path).isAbsolute()) {
      return path;
    }
    try {
      return folder.toAbsolutePath().normalize().relativize(target).toString().replace('\\', '/');
    } catch (IllegalArgumentException e) {
      return target.toString();
    }
  }

  private static void field(StringBuilder yaml, String key, String value) {
    yaml.append(key).append(": ").append(quoted(value)).append('\n');
  }

  private static String list(List<String> values) {
    return "[" + String.join(", ", values.stream().map(MappingOptions::quoted).toList()) + "]";
  }

  /** JSON's quoting is YAML's double quoting. */
  private static String quoted(String text) {
    return TextNode.valueOf(text).toString();
  }

  /** Without the line of a file that the user never saw; the value of an option in that line is wrong usage. */
  private static RuntimeException plain(BadInputException e, String text) {
    String whole = String.valueOf(e.getMessage());
    Matcher place = PLACE.matcher(whole);
    boolean placed = place.lookingAt();
    String message = placed ? whole.substring(place.end()) : whole;
    String separator = System.lineSeparator() + "Maybe ";
    int maybe = message.indexOf(separator);
    if (maybe < 0 || e.exitCode() != BadInputException.BAD_INPUT) {
      return e;
    }
    String what = message.substring(0, maybe);
    String wayOut = message.substring(maybe + separator.length());
    boolean option = placed
        && text.lines().skip(Long.parseLong(place.group(1)) - 1).findFirst().filter(l -> OPTION.matcher(l).lookingAt())
            .isPresent();
    return option ? new UsageException(what, wayOut) : new BadInputException(what, wayOut, e);
  }
}
