package dev.dovetail.solver.cli;

import dev.dovetail.solver.ExitCode;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * Standard output that remembers why it could not be written, which a {@link PrintStream} does not.
 *
 * <p>Role: a table sent to a full disk is a failure; a reader that has seen enough ({@code | head -1}) is none.
 */
final class StandardOutput extends FilterOutputStream {
  private @Nullable IOException failure;

  StandardOutput(OutputStream target) {
    super(new BufferedOutputStream(target));
  }

  /** What the terminal or file takes, as the JVM knows it. */
  static Charset charset() {
    return Charset.forName(System.getProperty("stdout.encoding", System.getProperty("native.encoding", "UTF-8")));
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    try {
      out.write(bytes, from, count);
    } catch (IOException e) {
      failure = failure == null ? e : failure;
      throw e;
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      out.flush();
    } catch (IOException e) {
      failure = failure == null ? e : failure;
      throw e;
    }
  }

  /** Writes what is left of {@code printer}, which prints here; answers the exit code that the process is to end with. */
  int judge(int exitCode, PrintStream printer, PrintStream err) {
    printer.flush();
    IOException e = failure;
    if (e == null || String.valueOf(e.getMessage()).contains("Broken pipe")) {
      return exitCode;
    }
    err.println("dovetail: Standard output cannot be written: %s.%nMaybe the disk is full.".formatted(e.getMessage()));
    return exitCode == ExitCode.OK ? ExitCode.BAD_INPUT : exitCode;
  }
}
