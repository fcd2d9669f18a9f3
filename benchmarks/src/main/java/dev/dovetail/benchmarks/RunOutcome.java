package dev.dovetail.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param exitCode of its process
 * @param result its result.json, or null if it left none
 * @param cpuSeconds user time of its process and of that process's children, or null where the system does not tell
 */
public record RunOutcome(int exitCode, @Nullable JsonNode result, @Nullable Double cpuSeconds) {}
