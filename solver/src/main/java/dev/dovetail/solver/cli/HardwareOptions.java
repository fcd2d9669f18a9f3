package dev.dovetail.solver.cli;

import dev.dovetail.models.dataflow.dfsl.HardwareFile;
import dev.dovetail.models.intracore.maestro.MaestroHardware;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A core that is described in MAESTRO's own words. */
final class HardwareOptions {
  @Option(names = "--hardware", paramLabel = "HW.m", description = "MAESTRO hardware file of the core.")
  @Nullable
  Path file;

  @Option(names = "--simd", paramLabel = "N", description = "Multiply-accumulates per processing element and cycle. Default: 1.")
  @Nullable
  Integer simd;

  /** The core; null without a file. */
  @Nullable
  MaestroHardware read() {
    if (simd != null && simd < 1) {
      throw new UsageException("The vector width (%d) of --simd must be positive.".formatted(simd), "leave it out.");
    }
    if (file == null && simd != null) {
      throw new UsageException("The option (--simd) has no hardware file to go with.", "add '--hardware HW.m'.");
    }
    return file == null ? null : HardwareFile.read(file, simd == null ? 1 : simd);
  }

  /** The core that {@code command} cannot do without. */
  MaestroHardware required(String what) {
    MaestroHardware core = read();
    if (core == null) {
      throw new UsageException("There is no core to evaluate (%s) on.".formatted(what), "add '--hardware HW.m'.");
    }
    return core;
  }
}
