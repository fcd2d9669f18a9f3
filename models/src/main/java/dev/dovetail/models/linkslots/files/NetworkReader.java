package dev.dovetail.models.linkslots.files;

import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.links.Bandwidth;
import dev.dovetail.models.linkslots.LocalPorts;
import dev.dovetail.models.linkslots.SlotNetwork;
import dev.dovetail.models.linkslots.SlotNetworkBuilder.Wire;
import dev.dovetail.models.linkslots.Topologies;

/** Reads networks. */
final class NetworkReader {
  /** Most tiles of a mesh. */
  private static final int MOST_TILES = 1 << 14;

  private static final int LARGEST_CAPACITY = 1 << 16;
  private static final long LARGEST_DELAY = 1L << 20;

  private final LocalPorts ports;

  NetworkReader(LocalPorts ports) {
    this.ports = ports;
  }

  /** The mesh in the header of a flow file. */
  SlotNetwork ofFlowsFile(DataNode header) {
    DataNode mesh = header.required("mesh");
    expect(mesh, "node_id", "y*kx+x");
    expect(mesh, "y_axis", "south");
    DataNode columns = mesh.required("kx");
    DataNode rows = mesh.required("ky");
    checkSize(mesh, columns.longValue(1, MOST_TILES), rows.longValue(1, MOST_TILES));
    Wire wire = new Wire(
        header.optional("link_capacity").map(c -> c.intValue(1, LARGEST_CAPACITY)).orElse(1),
        header.optional("hop_delay").map(d -> d.longValue(0, LARGEST_DELAY)).orElse(1L),
        Bandwidth.ofBytesPerCycle(1));
    return Topologies.mesh(columns.intValue(1, MOST_TILES), rows.intValue(1, MOST_TILES), ports, wire);
  }

  private static void checkSize(DataNode mesh, long columns, long rows) {
    if (columns * rows > MOST_TILES) {
      throw mesh.error("The mesh of %d x %d has %d tiles, more than %d.".formatted(columns, rows, columns * rows, MOST_TILES),
          "a digit too many was written.");
    }
  }

  private static void expect(DataNode mesh, String key, String known) {
    mesh.optional(key).ifPresent(n -> {
      if (!n.text().replace(" ", "").equals(known)) {
        throw n.error("The value (%s) of '%s' must be %s.".formatted(n.text(), key, known), "number the tiles anew.");
      }
    });
  }
}
