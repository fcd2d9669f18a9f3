package dev.dovetail.models.pipeline;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The machine: chiplets on one package that share DRAM.
 *
 * @param types of chiplets; one if all are alike. Chiplets are numbered 0..N-1 in this order
 * @param ingressBytesPerCycle (BW) what each chiplet receives from the network on package, at least 1
 * @param dramBytesPerCycle (D) of the whole module, at least 1
 * @param dramCapacityBytes room for tensors between segments; checked only if {@link PipelineSwitches#dramCapacity}
 * @param clockHertz (f) only for throughput per second in reports
 * @param mesh where the chiplets stand; null if the geometry does not matter
 * @param energy what things cost
 */
public record MultiChipModule(
    List<ChipletType> types,
    long ingressBytesPerCycle,
    long dramBytesPerCycle,
    long dramCapacityBytes,
    long clockHertz,
    @Nullable ChipletMesh mesh,
    PackageEnergy energy) {
  public MultiChipModule {
    types = List.copyOf(types);
  }

  /** A module of equal chiplets without geometry, at 1 GHz. */
  public static MultiChipModule uniform(int chiplets, long kp, long cp, long ingress, long buffer, long dram) {
    return new MultiChipModule(List.of(new ChipletType("chiplet", chiplets, kp, cp, buffer)), ingress, dram, Long.MAX_VALUE,
        1_000_000_000, null, PackageEnergy.SET);
  }

  /** Number of chiplets, N. */
  public int size() {
    return types.stream().mapToInt(ChipletType::count).sum();
  }

  /** Whether all chiplets are alike. */
  public boolean isUniform() {
    return types.size() == 1;
  }

  /** Type of chiplet 0..N-1. */
  public ChipletType typeOf(int chiplet) {
    int after = 0;
    for (ChipletType type : types) {
      after += type.count();
      if (chiplet < after) {
        return type;
      }
    }
    throw new IndexOutOfBoundsException("There is no chiplet %d among %d.".formatted(chiplet, after));
  }

  /** Weight buffers of all chiplets, bytes: N * B. */
  public long weightBufferBytes() {
    return types.stream().mapToLong(t -> t.count() * t.weightBufferBytes()).sum();
  }
}
