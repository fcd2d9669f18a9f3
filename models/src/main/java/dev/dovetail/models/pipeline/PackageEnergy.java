package dev.dovetail.models.pipeline;

import java.util.OptionalLong;

/**
 * What operations and bytes cost, in femtojoules. An entry that a file leaves out is empty: then the energy is not known.
 *
 * @param macFemtojoules of one multiply-accumulate
 * @param nopFemtojoulesPerBit of one bit over the network on package: energy of a hop times the average hops
 * @param dramFemtojoulesPerBit of one bit from or to DRAM
 */
public record PackageEnergy(OptionalLong macFemtojoules, OptionalLong nopFemtojoulesPerBit, OptionalLong dramFemtojoulesPerBit) {
  /** 0.018 pJ, 0.7 pJ per bit and one hop, 7.5 pJ per bit: defaults of the published source of SET (Cai et al., ISCA 2023). */
  public static final PackageEnergy SET = new PackageEnergy(OptionalLong.of(18), OptionalLong.of(700), OptionalLong.of(7500));

  /** Whether no entry is missing. */
  public boolean isComplete() {
    return macFemtojoules.isPresent() && nopFemtojoulesPerBit.isPresent() && dramFemtojoulesPerBit.isPresent();
  }
}
