package dev.dovetail.models.intracore.mapper;

import dev.dovetail.models.intracore.maestro.MaestroHardware;

/**
 * A core as the mapper sees it. Equal cores share a table.
 *
 * @param hardware array and networks; its capacities in elements are not used
 * @param l1Bytes capacity of the memory of one processing element, bytes
 * @param l2Bytes capacity of the memory that the processing elements share, bytes
 */
public record MapperCore(MaestroHardware hardware, long l1Bytes, long l2Bytes) {
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
}
