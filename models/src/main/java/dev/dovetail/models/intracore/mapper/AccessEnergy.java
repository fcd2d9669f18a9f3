package dev.dovetail.models.intracore.mapper;

import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.accelerator.LocalMemory;
import dev.dovetail.models.intracore.maestro.MaestroStatistics;
import dev.dovetail.models.intracore.maestro.TensorStatistics;
import java.util.EnumMap;
import java.util.Map;

/**
 * What the counted accesses of a mapping cost on a core.
 *
 * <p>Role: one rule for all energies of {@link DataflowCostModel}. Where a core declares energies for its operation and its two memories,
 * every access is charged with them, by the width of the tensor's elements; otherwise the constants of MAESTRO hold, per element of any
 * width: 4280.3 fJ per access of the shared memory, 386.4 fJ per access of a processing element's memory, 230 fJ per
 * multiply-accumulate (public program maestro-project/maestro, commit 4eb08d1).
 */
final class AccessEnergy {
  /** Charges per element of a tensor, in parts of a femtojoule. */
  private record Charge(long l2Read, long l2Write, long l1Read, long l1Write) {}

  private final Map<TensorRole, Charge> charges = new EnumMap<>(TensorRole.class);
  private final long operation;
  /** Parts of a femtojoule. */
  private final long parts;

  AccessEnergy(Core core, ElementBits bits) {
    LocalMemory own = core.elementMemory();
    boolean declared = own != null && core.declaresAccessEnergies();
    for (TensorRole tensor : TensorRole.values()) {
      Charge charge = new Charge(42_803, 42_803, 3_864, 3_864);
      if (own != null && declared) {
        LocalMemory shared = core.buffer();
        long width = bits.of(tensor);
        charge =
            new Charge(
                Math.multiplyExact(width, shared.readFemtojoulesPerByte()),
                Math.multiplyExact(width, shared.writeFemtojoulesPerByte()),
                Math.multiplyExact(width, own.readFemtojoulesPerByte()),
                Math.multiplyExact(width, own.writeFemtojoulesPerByte()));
      }
      charges.put(tensor, charge);
    }
    parts = declared ? 8 : 10; // an eighth of a byte's energy is a bit's; MAESTRO's constants have one decimal
    operation = declared ? Math.multiplyExact(8L, core.operationFemtojoules()) : 2_300;
  }

  /** Energy of a mapping, femtojoules, rounded up. */
  long of(MaestroStatistics s) {
    long sum = Math.multiplyExact(operation, s.macs());
    sum = Math.addExact(sum, tensor(TensorRole.INPUT, s.input()));
    sum = Math.addExact(sum, tensor(TensorRole.FILTER, s.filter()));
    sum = Math.addExact(sum, tensor(TensorRole.OUTPUT, s.output()));
    return up(sum);
  }

  private long tensor(TensorRole role, TensorStatistics t) {
    return tensor(role, t.l2Read(), t.l2Write(), t.l1Read(), t.l1Write());
  }

  private long tensor(TensorRole role, long l2Read, long l2Write, long l1Read, long l1Write) {
    Charge c = charges.getOrDefault(role, new Charge(0, 0, 0, 0));
    return Math.addExact(
        Math.addExact(Math.multiplyExact(c.l2Read(), l2Read), Math.multiplyExact(c.l2Write(), l2Write)),
        Math.addExact(Math.multiplyExact(c.l1Read(), l1Read), Math.multiplyExact(c.l1Write(), l1Write)));
  }

  /**
   * Energy, femtojoules, rounded up, of work that reads operands from the shared memory so often.
   *
   * @param macs multiply-accumulates: each reads three elements and writes one in a processing element
   * @param volumes elements of the three tensors: operands are put into the shared memory once, outputs are written to it and read from
   *     it once
   * @param inputReads elements of the input brought to the array
   * @param filterReads elements of the filter brought to the array
   */
  long of(long macs, Map<TensorRole, Long> volumes, long inputReads, long filterReads) {
    long input = volumes.getOrDefault(TensorRole.INPUT, 0L);
    long filter = volumes.getOrDefault(TensorRole.FILTER, 0L);
    long output = volumes.getOrDefault(TensorRole.OUTPUT, 0L);
    long sum = Math.multiplyExact(operation, macs);
    sum = Math.addExact(sum, tensor(TensorRole.INPUT, inputReads, input, macs, inputReads));
    sum = Math.addExact(sum, tensor(TensorRole.FILTER, filterReads, filter, macs, filterReads));
    sum = Math.addExact(sum, tensor(TensorRole.OUTPUT, output, output, macs, macs));
    return up(sum);
  }

  private long up(long sum) {
    return Math.addExact(sum, parts - 1) / parts;
  }
}
