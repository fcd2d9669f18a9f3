package dev.dovetail.models.stream.files;

import dev.dovetail.models.stream.BitRate;
import dev.dovetail.models.stream.StreamConnection;
import dev.dovetail.models.stream.StreamCore;
import dev.dovetail.models.stream.StreamHardware;
import dev.dovetail.models.stream.hardware.ConnectionDescription;
import dev.dovetail.models.stream.hardware.CoreDescription;
import dev.dovetail.models.stream.hardware.HardwareDescription;
import java.util.List;

/** Turns what Stream's hardware files say into the accelerator of kind {@code stream}. */
public final class HardwareImport {
  private HardwareImport() {}

  /** The accelerator: capacities, array units, connections in the order of the file. */
  public static StreamHardware of(HardwareDescription description) {
    List<StreamCore> cores = description.cores().stream().map(HardwareImport::core).toList();
    List<StreamConnection> connections = description.connections().stream()
        .map(c -> new StreamConnection(c.id(), c.kind() == ConnectionDescription.Kind.BUS, c.cores(),
            BitRate.of(c.bitsPerCycle())))
        .toList();
    return new StreamHardware(description.name(), cores, description.dramCore(), connections, description.sharedTopMemory());
  }

  private static StreamCore core(CoreDescription c) {
    StreamCore.Kind kind = switch (c.kind()) {
      case COMPUTE -> StreamCore.Kind.COMPUTE;
      case MEMORY -> StreamCore.Kind.MEMORY;
      case DRAM -> StreamCore.Kind.DRAM;
    };
    return new StreamCore(c.id(), c.type(), kind, c.capacityBits(), kind == StreamCore.Kind.COMPUTE ? c.units() : 0,
        c.operators());
  }
}
