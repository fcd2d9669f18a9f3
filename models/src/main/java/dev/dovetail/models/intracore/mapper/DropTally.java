package dev.dovetail.models.intracore.mapper;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Counts dropped candidates by code, with the message of the first of each. */
final class DropTally {
  private final Map<String, Long> counts = new TreeMap<>();
  private final Map<String, String> examples = new LinkedHashMap<>();

  void add(String code, Supplier<String> message) {
    if (counts.merge(code, 1L, Long::sum) == 1) {
      examples.put(code, message.get());
    }
  }

  boolean has(String code) {
    return counts.containsKey(code);
  }

  List<DroppedCandidates> list() {
    return counts.entrySet().stream()
        .map(e -> new DroppedCandidates(e.getKey(), e.getValue(), examples.getOrDefault(e.getKey(), "")))
        .toList();
  }
}
