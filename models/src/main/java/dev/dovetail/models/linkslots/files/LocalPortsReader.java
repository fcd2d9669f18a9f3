package dev.dovetail.models.linkslots.files;

import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.linkslots.LocalPorts;
import dev.dovetail.models.linkslots.SlotNetworkBuilder;
import dev.dovetail.models.linkslots.SlotNetworkBuilder.Wire;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads how local ports count and what they carry: the name of a convention, or a mapping that begins with it.
 *
 * @param convention how they count
 * @param given the mapping with capacities, delay and rate; null for none
 */
record LocalPortsReader(LocalPorts convention, @Nullable DataNode given) {
  /** The ports under a key of a file; {@code otherwise} if they are not there. */
  static LocalPortsReader read(DataNode owner, String key, LocalPortsReader otherwise) {
    Optional<DataNode> found = owner.optional(key);
    if (found.isEmpty()) {
      return otherwise;
    }
    DataNode node = found.get();
    if (!node.isObject()) {
      return plain(Words.of(node, "convention of local ports", LocalPorts.values()));
    }
    node.onlyKeys("convention", "injectCapacity", "ejectCapacity", "delay", "rate");
    return new LocalPortsReader(
        node.optional("convention").map(c -> Words.of(c, "convention of local ports", LocalPorts.values()))
            .orElse(otherwise.convention()),
        node);
  }

  /** Ports that carry one message at a time, as fast as the links. */
  static LocalPortsReader plain(LocalPorts convention) {
    return new LocalPortsReader(convention, null);
  }

  /**
   * A builder of networks with these ports.
   *
   * @param link what common links carry: ports are as fast
   * @param fullRate whether a port of capacity c carries one message at c times its rate; its capacity then is that of links
   */
  SlotNetworkBuilder builder(Wire link, boolean fullRate) {
    int capacity = fullRate ? link.capacity() : 1;
    Wire port = new Wire(capacity, link.delay(), link.rate());
    Wire inject = given == null ? port : Wires.read(given, "injectCapacity", "delay", "rate", port);
    Wire eject = given == null ? port : Wires.read(given, "ejectCapacity", "delay", "rate", port);
    return new SlotNetworkBuilder(convention, fullRate ? Wires.atFullRate(inject) : inject,
        fullRate ? Wires.atFullRate(eject) : eject);
  }
}
