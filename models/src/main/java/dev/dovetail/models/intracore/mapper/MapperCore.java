package dev.dovetail.models.intracore.mapper;

import dev.dovetail.models.intracore.maestro.MaestroHardware;
import org.jspecify.annotations.Nullable;

/**
 * A core as the mapper sees it. Equal cores share a table.
 *
 * @param hardware array and networks; its capacities in elements are not used
 * @param l1Bytes capacity of the memory of one processing element, bytes
 * @param l2Bytes capacity of the memory that the processing elements share, bytes
 * @param energies what accesses are charged with; null for MAESTRO's constants
 */
public record MapperCore(MaestroHardware hardware, long l1Bytes, long l2Bytes, @Nullable DeclaredEnergies energies) {
  public MapperCore {
    hardware =
        new MaestroHardware(
            hardware.pes(),
            hardware.nocBandwidth(),
            hardware.nocHops(),
            hardware.hopLatency(),
            hardware.simd(),
            hardware.offChipBandwidth(),
            MaestroHardware.UNLIMITED,
            MaestroHardware.UNLIMITED);
  }

  /** A core whose accesses are charged with MAESTRO's constants. */
  public MapperCore(MaestroHardware hardware, long l1Bytes, long l2Bytes) {
    this(hardware, l1Bytes, l2Bytes, null);
  }
}
