package dev.dovetail.models.stream.files;

import dev.dovetail.models.io.DataNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Collects where a reference instance states something else than what came out. A key that is not there states nothing. */
final class Differences {
  private final List<String> all = new ArrayList<>();

  List<String> all() {
    return List.copyOf(all);
  }

  void add(DataNode place, String stated, String found) {
    all.add("%s: %s states %s, what came out is %s.".formatted(place.where(), place.label(), stated, found));
  }

  /** The value, unless it is absent or null. */
  static @Nullable DataNode valueOrNull(DataNode node, String key) {
    return node.entries().get(key);
  }

  void number(DataNode node, String key, long found) {
    DataNode stated = valueOrNull(node, key);
    if (stated != null && (!stated.isNumber() || stated.decimal().compareTo(BigDecimal.valueOf(found)) != 0)) {
      add(stated, stated.isNumber() ? stated.text() : "no number", Long.toString(found));
    }
  }

  void text(DataNode node, String key, String found) {
    DataNode stated = valueOrNull(node, key);
    if (stated != null && !(stated.isText() && stated.text().equals(found))) {
      add(stated, stated.isText() ? stated.text() : "no text", found);
    }
  }

  /** A list of texts or numbers in this order. */
  void list(DataNode node, String key, List<?> found) {
    DataNode stated = valueOrNull(node, key);
    if (stated != null) {
      compare(stated, texts(stated), found.stream().map(Object::toString).toList());
    }
  }

  /** The same in any order. */
  void set(DataNode node, String key, List<?> found) {
    DataNode stated = valueOrNull(node, key);
    if (stated != null) {
      List<String> said = texts(stated);
      Set<String> mine = new TreeSet<>(found.stream().map(Object::toString).toList());
      if (said.size() != mine.size() || !mine.equals(new TreeSet<>(said))) {
        add(stated, said.toString(), mine.toString());
      }
    }
  }

  void compare(DataNode place, List<String> stated, List<String> found) {
    if (!stated.equals(found)) {
      add(place, stated.toString(), found.toString());
    }
  }

  private static List<String> texts(DataNode list) {
    return list.items().stream().map(DataNode::text).toList();
  }
}
