package dev.dovetail.models.intracore.mapper;

/**
 * Energies that a core declares instead of MAESTRO's constants.
 *
 * @param operation femtojoules per multiply-accumulate
 * @param l2Read femtojoules per byte read from the shared memory
 * @param l2Write femtojoules per byte written to it
 * @param l1Read femtojoules per byte read from the memory of a processing element
 * @param l1Write femtojoules per byte written to it
 */
public record DeclaredEnergies(long operation, long l2Read, long l2Write, long l1Read, long l1Write) {}
