package dev.dovetail.models.linkslots.files;

import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.io.Suggestions;
import dev.dovetail.models.linkslots.LocalPorts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the convention of local ports. */
final class LocalPortsReader {
  private LocalPortsReader() {}

  /** The convention under a key; {@link LocalPorts#BOTH} if it is not there. */
  static LocalPorts read(DataNode owner, String key) {
    Optional<DataNode> given = owner.optional(key);
    return given.isEmpty() ? LocalPorts.BOTH : convention(given.get());
  }

  /** The convention that a value names. */
  static LocalPorts convention(DataNode given) {
    List<String> known = new ArrayList<>();
    for (LocalPorts p : LocalPorts.values()) {
      known.add(p.name().toLowerCase(Locale.ROOT));
      if (known.get(known.size() - 1).equals(given.text())) {
        return p;
      }
    }
    throw given.error("The convention of local ports (%s) is not known.".formatted(given.text()),
        Suggestions.instead(given.text(), known));
  }
}
