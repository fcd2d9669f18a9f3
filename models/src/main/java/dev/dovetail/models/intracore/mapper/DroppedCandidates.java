package dev.dovetail.models.intracore.mapper;

/**
 * Candidates of a table that are no mappings, for one reason.
 *
 * @param code why: a code of {@link dev.dovetail.models.intracore.maestro.InvalidMappingException}, {@code UTILISATION} (clusters that
 *     leave too much of the array idle) or {@code BAD_SIZE} (a size expression without a value for the layer)
 * @param count how many, at least 1
 * @param example the message of the first
 */
public record DroppedCandidates(String code, long count, String example) {}
