package dev.dovetail.benchmarks;

import java.io.PrintWriter;
import java.io.StringWriter;

/** {@code dovetail bench} in this process, for tests of other packages. */
public final class BenchMain {
  private BenchMain() {}

  /** The exit code. */
  public static int run(String... args) {
    return Main.run(new PrintWriter(new StringWriter()), args);
  }
}
