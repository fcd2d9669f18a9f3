package dev.dovetail.solver.cli;

import dev.dovetail.solver.Gap;
import dev.dovetail.solver.Progress;
import dev.dovetail.solver.ProgressRow;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The progress table on standard error: one for every method.
 *
 * <p>The first row of a method is printed at once, then at most four in a second and always the last, so that a flood of small
 * improvements stays readable.
 */
final class ProgressTable implements Progress {
  private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final int NARROWEST = 14;

  private final PrintStream err;
  private String format = "";
  private @Nullable ProgressRow printed;
  private @Nullable ProgressRow held;

  ProgressTable(PrintStream err) {
    this.err = err;
  }

  @Override
  public synchronized void row(ProgressRow row) {
    ProgressRow last = printed;
    boolean otherMethod = last != null && !last.method().equals(row.method());
    if (otherMethod) {
      flush();
    }
    boolean first = last == null || otherMethod || (last.best() == null && row.best() != null);
    if (first || row.nanos() - last.nanos() >= QUIET_NANOS) {
      print(row);
    } else {
      held = row;
    }
  }

  @Override
  public synchronized void note(String text) {
    flush();
    err.println(text);
    err.flush();
  }

  /** Prints the row that is held back, if there is one. */
  synchronized void flush() {
    if (held != null) {
      print(held);
    }
  }

  private void print(ProgressRow row) {
    if (printed == null) {
      format = format(row);
      err.printf(Locale.ROOT, format, "time", "method", "best", "bound", "gap", "verified", "bound proved by", "found by");
    }
    Long best = row.best();
    Long bound = row.bound();
    err.printf(
        Locale.ROOT,
        format,
        Texts.seconds(row.nanos()),
        row.method(),
        best == null ? "-" : Texts.grouped(best),
        bound == null ? "-" : Texts.grouped(bound),
        best == null || bound == null ? "-" : Gap.percent(Gap.of(best, bound)),
        best == null ? "-" : "yes",
        bound == null ? "-" : row.boundSource(),
        row.event());
    err.flush();
    printed = row;
    held = null;
  }

  /** Columns as wide as the first row's numbers, and a digit more for those that come. */
  private static String format(ProgressRow first) {
    long largest = Math.max(first.best() == null ? 0 : first.best(), first.bound() == null ? 0 : first.bound());
    int width = Math.max(NARROWEST, Texts.grouped(largest).length() + 1);
    return "%10s  %-12s  %" + width + "s  %" + width + "s  %9s  %-8s  %-22s  %s%n";
  }
}
