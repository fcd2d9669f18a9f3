package dev.dovetail.models.intracore.mapper;

/** Which tensors of a layer may stay whole in the shared memory while it runs. */
public enum Residency {
  /** None: every tensor is brought tile by tile. */
  NONE,
  /** Each of the eight sets of tensors is a choice of its own, between space in the shared memory and DRAM traffic. */
  CHOICE,
  /**
   * All three, because the caller keeps operands and outputs there anyway: the shared memory's capacity is the caller's business and
   * is not checked, and a mapping is judged by cycles and energy alone, if its tiles fit the memory of a processing element.
   */
  ALL_HELD
}
