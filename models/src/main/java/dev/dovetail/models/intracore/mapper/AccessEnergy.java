package dev.dovetail.models.intracore.mapper;

import dev.dovetail.models.dataflow.LayerTensor;
import dev.dovetail.models.intracore.maestro.BufferNeeds;
import dev.dovetail.models.intracore.maestro.MaestroStatistics;
import dev.dovetail.models.intracore.maestro.MappingFloor;
import dev.dovetail.models.intracore.maestro.TensorStatistics;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the counted accesses of a mapping cost on a core.
 *
 * <p>Role: one rule for all energies. Where a core declares energies, every access is charged with them, by the width of the tensor's
 * elements; otherwise the constants of MAESTRO hold, per element of any width: 4280.3 fJ per access of the shared memory, 386.4 fJ per
 * access of a processing element's memory, 230 fJ per multiply-accumulate (public program maestro-project/maestro, commit 4eb08d1).
 */
final class AccessEnergy {
  /** Charges per element of a tensor, in parts of a femtojoule. */
  private record Charge(long l2Read, long l2Write, long l1Read, long l1Write) {}

  private static final Charge MAESTRO = new Charge(
      MaestroStatistics.L2_ACCESS_ENERGY,
      MaestroStatistics.L2_ACCESS_ENERGY,
      MaestroStatistics.L1_ACCESS_ENERGY,
      MaestroStatistics.L1_ACCESS_ENERGY);

  private final Map<LayerTensor, Charge> charges = new EnumMap<>(LayerTensor.class);
  private final long operation;
  /** Parts of a femtojoule. */
  private final long parts;

  /**
   * @param declared what the core declares; null for MAESTRO's constants
   * @param bits width of the elements
   */
  AccessEnergy(@Nullable DeclaredEnergies declared, ElementBits bits) {
    for (LayerTensor tensor : LayerTensor.values()) {
      charges.put(tensor, declared == null ? MAESTRO : charge(declared, bits.of(tensor)));
    }
    parts = declared == null ? 10 : 8; // MAESTRO's constants have one decimal; an eighth of a byte's energy is a bit's
    operation = declared == null ? MaestroStatistics.MAC_ENERGY : Math.multiplyExact(8L, declared.operation());
  }

  private static Charge charge(DeclaredEnergies e, long bits) {
    return new Charge(
        Math.multiplyExact(bits, e.l2Read()),
        Math.multiplyExact(bits, e.l2Write()),
        Math.multiplyExact(bits, e.l1Read()),
        Math.multiplyExact(bits, e.l1Write()));
  }

  /** Energy of a mapping, femtojoules, rounded up. */
  long of(MaestroStatistics s) {
    long sum = Math.multiplyExact(operation, s.macs());
    sum = Math.addExact(sum, tensor(LayerTensor.INPUT, s.input()));
    sum = Math.addExact(sum, tensor(LayerTensor.FILTER, s.filter()));
    sum = Math.addExact(sum, tensor(LayerTensor.OUTPUT, s.output()));
    return up(sum);
  }

  private long tensor(LayerTensor role, TensorStatistics t) {
    return tensor(role, t.l2Read(), t.l2Write(), t.l1Read(), t.l1Write());
  }

  private long tensor(LayerTensor role, long l2Read, long l2Write, long l1Read, long l1Write) {
    Charge c = charges.getOrDefault(role, MAESTRO);
    return Math.addExact(
        Math.addExact(Math.multiplyExact(c.l2Read(), l2Read), Math.multiplyExact(c.l2Write(), l2Write)),
        Math.addExact(Math.multiplyExact(c.l1Read(), l1Read), Math.multiplyExact(c.l1Write(), l1Write)));
  }

  /**
   * Energy, femtojoules, rounded up, of work that a mapping need not do better than.
   *
   * @param macs multiply-accumulates: each reads three elements and writes one in a processing element
   * @param volumes elements of the three tensors: operands are written to the shared memory once, outputs are read from it once
   * @param operandReads elements of each operand brought to the array
   * @param outputWrites elements of the output written to the shared memory
   */
  long of(long macs, Map<LayerTensor, Long> volumes, long operandReads, long outputWrites) {
    long sum = Math.multiplyExact(operation, macs);
    for (LayerTensor operand : List.of(LayerTensor.INPUT, LayerTensor.FILTER)) {
      sum = Math.addExact(sum, tensor(operand, operandReads, volumes.getOrDefault(operand, 0L), macs, operandReads));
    }
    sum = Math.addExact(sum, tensor(LayerTensor.OUTPUT, volumes.getOrDefault(LayerTensor.OUTPUT, 0L), outputWrites, macs, macs));
    return up(sum);
  }

  /**
   * Energy, femtojoules, rounded up, that a mapping cannot be below: no charge is negative, so energy does not fall when counts grow.
   *
   * @param floor of its counts
   * @param whole volumes of the three tensors
   */
  long of(MappingFloor floor, BufferNeeds whole) {
    long macs = floor.macs();
    long sum = Math.multiplyExact(operation, macs);
    sum = Math.addExact(sum, tensor(LayerTensor.INPUT, floor.inputReads(), whole.input(), macs, floor.inputReads()));
    sum = Math.addExact(sum, tensor(LayerTensor.FILTER, floor.filterReads(), whole.filter(), macs, floor.filterReads()));
    return up(Math.addExact(sum, tensor(LayerTensor.OUTPUT, whole.output(), floor.outputWrites(), macs, macs)));
  }

  private long up(long sum) {
    return Math.addExact(sum, parts - 1) / parts;
  }
}
