package dev.dovetail.models.stream.hardware;

import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.io.Suggestions;
import java.util.List;
import java.util.function.Consumer;

/** Keys that another release of Stream may know: files of a foreign format are not refused for them, but nothing is dropped silently. */
final class UnusedKeys {
  private UnusedKeys() {}

  /** One warning for each key of an object that is not among the known ones. */
  static void report(DataNode object, List<String> known, Consumer<String> warn) {
    object.entries().forEach((key, value) -> {
      if (!known.contains(key)) {
        String instead = Suggestions.nearest(key, known).map(k -> "; '%s' may have been meant".formatted(k)).orElse("");
        warn.accept("%s: The key (%s) of %s is not used%s.".formatted(value.where(), key, object.label(), instead));
      }
    });
  }
}
