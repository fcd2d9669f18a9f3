package dev.dovetail.models.intracore.mapper;

import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.accelerator.DataflowArray;
import dev.dovetail.models.accelerator.LocalMemory;
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

  /**
   * A core of an accelerator. Off-chip transfers are the machine's: their bandwidth is not limited here.
   *
   * <p>Of a core that declares no dataflows nothing is known of its inner network and its processing elements: the network carries what
   * the buffer gives, an element being a byte, with latency 1; a processing element does one multiply-accumulate per cycle, and its
   * memory is not limited.
   */
  public static MapperCore of(Core core) {
    DataflowArray array = core.dataflow();
    LocalMemory own = core.elementMemory();
    LocalMemory shared = core.buffer();
    DeclaredEnergies energies =
        own == null || !core.declaresAccessEnergies()
            ? null
            : new DeclaredEnergies(
                core.operationFemtojoules(),
                shared.readFemtojoulesPerByte(),
                shared.writeFemtojoulesPerByte(),
                own.readFemtojoulesPerByte(),
                own.writeFemtojoulesPerByte());
    long network =
        array == null ? Math.max(1, shared.bandwidth().bytes() / shared.bandwidth().cycles()) : array.nocElementsPerCycle();
    return new MapperCore(
        new MaestroHardware(
            core.units(),
            network,
            1,
            array == null ? 1 : array.nocLatencyCycles(),
            array == null ? 1 : array.simd(),
            MaestroHardware.UNLIMITED,
            MaestroHardware.UNLIMITED,
            MaestroHardware.UNLIMITED),
        own == null ? Long.MAX_VALUE : own.bytes(),
        core.capacityBytes(),
        energies);
  }
}
