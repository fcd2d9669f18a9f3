package dev.dovetail.models.accelerator;

import dev.dovetail.models.links.Bandwidth;

/**
 * One memory level of a core.
 *
 * @param name unique in its core
 * @param bytes capacity, at least 0; files give at least 1
 * @param bandwidth towards the array
 * @param readFemtojoulesPerByte energy of reading one byte, at least 0
 * @param writeFemtojoulesPerByte energy of writing one byte, at least 0
 */
public record LocalMemory(
    String name, long bytes, Bandwidth bandwidth, long readFemtojoulesPerByte, long writeFemtojoulesPerByte) {

  /** The same memory with another capacity. */
  public LocalMemory withBytes(long other) {
    return new LocalMemory(name, other, bandwidth, readFemtojoulesPerByte, writeFemtojoulesPerByte);
  }
}
