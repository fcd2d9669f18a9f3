package dev.dovetail.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The user time of all processes that this one has started and waited for, and of theirs.
 *
 * <p>Role: what a run cost, counted by the kernel, whoever else used the machine meanwhile. Source: proc(5) of Linux, field {@code cutime} of
 * {@code /proc/self/stat}, in the hundredths of a second of its user interface.
 */
final class ChildCpu {
  private static final Path STAT = Path.of("/proc/self/stat");
  private static final double TICKS_PER_SECOND = 100;
  /** Position of cutime behind the name of the command, which stands in parentheses and may hold spaces. */
  private static final int CUTIME = 13;

  private ChildCpu() {}

  /** Seconds until now, or null where the system does not tell. */
  static @Nullable Double seconds() {
    try {
      return Files.isReadable(STAT) ? seconds(Files.readString(STAT)) : null;
    } catch (IOException e) {
      return null;
    }
  }

  /** Seconds by a line of that file. */
  static double seconds(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return Long.parseLong(fields[CUTIME]) / TICKS_PER_SECOND;
  }
}
