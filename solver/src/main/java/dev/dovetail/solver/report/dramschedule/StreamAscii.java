package dev.dovetail.solver.report.dramschedule;

import dev.dovetail.solver.report.AsciiLanes;
import dev.dovetail.solver.report.Numbers;
import java.util.Arrays;
import java.util.Locale;

/** Both streams and the buffer over time, for a terminal; see {@link AsciiLanes}. */
public final class StreamAscii {
  private StreamAscii() {}

  /** The picture; ends with a line break. */
  public static String render(StreamView view) {
    long capacity = view.problem().bufferBytes();
    double[] fill = Arrays.stream(view.bytesOverTime(AsciiLanes.COLUMNS)).mapToDouble(b -> (double) b / capacity).toArray();
    return new AsciiLanes(view.horizon())
        .lane(view.channel())
        .lane(view.compute())
        .levels("buffer", fill,
            String.format(Locale.ROOT, "%7s", Numbers.percent(view.bytes(view.fullest()), capacity)) + " at " + view.fullest())
        .render();
  }
}
