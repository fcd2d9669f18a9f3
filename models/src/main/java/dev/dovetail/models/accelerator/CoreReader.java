package dev.dovetail.models.accelerator;

import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.io.Suggestions;
import dev.dovetail.models.workload.Dim;
import dev.dovetail.models.workload.Operator;
import dev.dovetail.models.workload.OperatorClass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reads the {@code cores} of an accelerator file. */
final class CoreReader {
  /** Most cores of one accelerator. */
  static final int MAX_CORES = 4096;

  private CoreReader() {}

  static List<Core> read(DataNode list) {
    List<Core> cores = new ArrayList<>();
    Map<String, Core> types = new HashMap<>();
    Set<String> names = new HashSet<>();
    for (DataNode item : list.items()) {
      item.onlyKeys("name", "count", "type", "array", "unrollings", "memories", "operators", "operationPicojoules", "lanes",
          "dataflows", "noc", "simd", "candidates");
      String name = item.required("name").text();
      boolean several = item.optional("count").isPresent();
      List<String> copies = several
          ? IntStream.range(0, item.required("count").intValue(1, MAX_CORES)).mapToObj(i -> name + i).toList()
          : List.of(name);
      for (String copy : copies) {
        if (!names.add(copy)) {
          throw item.required("name").error("The name (%s) is given twice.".formatted(copy), "rename one of the two cores.");
        }
      }
      Core one = core(item, name);
      Core first = types.putIfAbsent(one.type(), one);
      if (first != null && !first.named(one.name()).equals(one)) {
        throw item.error(
            "The core (%s) is of type (%s) like the core (%s), but differs from it.".formatted(name, one.type(), first.name()),
            "give it a type of its own: cores of one type are interchangeable.");
      }
      copies.forEach(copy -> cores.add(one.named(copy)));
    }
    if (cores.isEmpty() || cores.size() > MAX_CORES) {
      throw list.error("The number of cores (%d) must be from 1 to %d.".formatted(cores.size(), MAX_CORES),
          "list at least one core.");
    }
    return cores;
  }

  private static Core core(DataNode item, String name) {
    List<Integer> array = item.required("array").items().stream().map(n -> n.intValue(1, 1_000_000)).toList();
    if (array.isEmpty()
        || array.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b > 1 << 30 ? 1 << 30 : a * b) >= 1 << 30) {
      throw item.required("array").error(
          "The array of core (%s) must have at least one extent and fewer than 2^30 processing elements.".formatted(name),
          "write the extents of its axes, for example [32, 32]; a vector core has one.");
    }
    List<List<Dim>> unrollings = new ArrayList<>();
    if (item.optional("unrollings").isPresent()) {
      for (DataNode u : item.required("unrollings").items()) {
        unrollings.add(unrolling(u, array));
      }
    }
    Core core = new Core(
        name,
        item.optional("type").map(DataNode::text).orElse(name),
        array,
        unrollings,
        memories(item.required("memories"), name),
        operators(item.required("operators"), name),
        Quantities.femtojoules(item, "operationPicojoules"),
        item.optional("lanes").map(n -> n.longValue(1, 1 << 30))
            .orElse(array.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact)),
        DataflowArrayReader.read(item, name));
    DataflowArrayReader.check(item, core);
    return core;
  }

  private static List<Dim> unrolling(DataNode node, List<Integer> array) {
    List<Dim> dims = node.items().stream().map(CoreReader::dim).toList();
    if (dims.size() != array.size()) {
      throw node.error(
          "The unrolling %s must name one loop dimension for each of the %d axes of the array %s.".formatted(dims, array.size(),
              array),
          "repeat a dimension that takes several axes.");
    }
    return dims;
  }

  private static Dim dim(DataNode node) {
    List<String> names = Arrays.stream(Dim.values()).map(Enum::name).toList();
    if (!names.contains(node.text())) {
      throw node.error("The loop dimension (%s) is not known.".formatted(node.text()), Suggestions.instead(node.text(), names));
    }
    return Dim.valueOf(node.text());
  }

  private static List<LocalMemory> memories(DataNode list, String core) {
    List<LocalMemory> memories = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (DataNode m : list.items()) {
      m.onlyKeys("name", "bytes", "bytesPerCycle", "readPicojoulesPerByte", "writePicojoulesPerByte");
      String name = m.required("name").text();
      if (!names.add(name)) {
        throw m.error("The memory name (%s) of core (%s) must be unique.".formatted(name, core), "rename one of them.");
      }
      memories.add(
          new LocalMemory(
              name,
              m.required("bytes").byteSize(1),
              Quantities.bandwidth(m.required("bytesPerCycle")),
              Quantities.femtojoules(m, "readPicojoulesPerByte"),
              Quantities.femtojoules(m, "writePicojoulesPerByte")));
    }
    if (memories.isEmpty()) {
      throw list.error(
          "The core (%s) must have at least one memory.".formatted(core),
          "write its buffer: the last memory holds tensors and weights.");
    }
    return memories;
  }

  /** Operator classes (MATRIX, POOL, VECTOR), ALL, or operators by name; capitals and hyphens do not matter. */
  private static Set<Operator> operators(DataNode list, String core) {
    Set<Operator> operators = EnumSet.noneOf(Operator.class);
    for (DataNode n : list.items()) {
      String word = n.text().toUpperCase(Locale.ROOT).replace('-', '_');
      List<Operator> meant =
          Arrays.stream(Operator.values())
              .filter(o -> word.equals("ALL") || o.name().equals(word) || o.operatorClass().name().equals(word))
              .toList();
      if (meant.isEmpty()) {
        List<String> known =
            Stream.of(
                Stream.of("ALL"),
                Arrays.stream(OperatorClass.values()).map(Enum::name),
                Arrays.stream(Operator.values()).map(o -> o.name().toLowerCase(Locale.ROOT).replace('_', '-')))
                .flatMap(s -> s)
                .toList();
        throw n.error(
            "The operator (%s) of core (%s) is not known.".formatted(n.text(), core), Suggestions.instead(n.text(), known));
      }
      operators.addAll(meant);
    }
    if (operators.isEmpty()) {
      throw list.error("The core (%s) must run at least one operator.".formatted(core), "write MATRIX, POOL or VECTOR.");
    }
    return operators;
  }
}
