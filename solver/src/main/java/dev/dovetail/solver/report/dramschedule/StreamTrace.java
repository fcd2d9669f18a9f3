package dev.dovetail.solver.report.dramschedule;

import dev.dovetail.models.dramschedule.DramTensor;
import dev.dovetail.models.dramschedule.DramTimeline.Span;
import dev.dovetail.solver.report.Bar;
import dev.dovetail.solver.report.Lane;
import dev.dovetail.solver.report.TraceWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes both streams as a trace, see {@link TraceWriter}: a thread per stream and per row of bands, arrows from loads to the tiles that need
 * them and from tiles to their stores, and the buffer as a counter.
 */
public final class StreamTrace {
  private static final int STREAMS = 1;
  private static final int BANDS = 2;
  private static final int BUFFER = 3;

  private final StreamView view;
  private final TraceWriter trace;

  private StreamTrace(StreamView view, TraceWriter trace) {
    this.view = view;
    this.trace = trace;
  }

  /**
   * Writes the trace, replacing the file.
   *
   * @param about facts of the trace
   * @param objective of the mapping
   * @throws IOException if the file cannot be written
   */
  public static void write(StreamView view, Map<String, String> about, long objective, Path file) throws IOException {
    try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      write(view, about, objective, writer);
    }
  }

  static void write(StreamView view, Map<String, String> about, long objective, Writer writer) throws IOException {
    try (TraceWriter trace = new TraceWriter(writer, about, objective)) {
      new StreamTrace(view, trace).write();
    }
  }

  private void write() throws IOException {
    trace.process(STREAMS, "streams");
    trace.thread(STREAMS, view.channel());
    trace.thread(STREAMS, view.compute());
    for (Bar bar : view.channel().bars()) {
      transfer(bar);
    }
    for (Bar bar : view.compute().bars()) {
      Map<String, Object> arguments = new LinkedHashMap<>();
      arguments.put("tile", bar.id());
      arguments.put("layer", bar.category());
      arguments.put("bufferBytes", view.bytes(bar.id()));
      trace.slice(view.problem().tiles().get(bar.id()).name(), "tile", STREAMS, view.compute(), bar, arguments);
    }
    for (Bar bar : view.channel().bars()) {
      arrow(bar);
    }
    bands();
    trace.process(BUFFER, "buffer");
    for (int q = 0; q < view.problem().tiles().size(); q++) {
      Map<String, Long> bytes = new LinkedHashMap<>();
      for (TensorRole role : TensorRole.values()) {
        bytes.put(role.label(), view.bytes(q, role));
      }
      trace.counter("buffer bytes", BUFFER, q == 0 ? 0 : view.timeline().tiles().get(q - 1).end(), bytes);
    }
  }

  private void transfer(Bar bar) throws IOException {
    DramTensor tensor = view.problem().tensors().get(bar.id());
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("tensor", bar.id());
    arguments.put("bytes", tensor.bytes());
    arguments.put("tile", view.problem().tiles().get(tensor.tile()).name());
    arguments.put("residentFrom", view.residentFrom(bar.id()));
    arguments.put("residentUntil", view.residentUntil(bar.id()));
    arguments.put(tensor instanceof DramTensor.Load ? "cyclesEarly" : "cyclesLate", view.slack(bar.id()));
    trace.slice(tensor.name(), tensor instanceof DramTensor.Load ? "load" : "store", STREAMS, view.channel(), bar, arguments);
  }

  /** An arrow binds to the slice that encloses its time: the last cycle of its source, the first of its target. */
  private void arrow(Bar bar) throws IOException {
    DramTensor tensor = view.problem().tensors().get(bar.id());
    Span tile = view.timeline().tiles().get(tensor.tile());
    if (tile.end() == tile.start()) {
      return;
    }
    if (tensor instanceof DramTensor.Load) {
      trace.arrow(tensor.name(), STREAMS, view.channel(), bar.end() - 1, view.compute(), tile.start());
    } else {
      trace.arrow(tensor.name(), STREAMS, view.compute(), tile.end() - 1, view.channel(), bar.start());
    }
  }

  private void bands() throws IOException {
    List<BandRow> rows = view.bands();
    if (rows.isEmpty()) {
      return;
    }
    trace.process(BANDS, "groups");
    List<Span> tiles = view.timeline().tiles();
    for (int r = 0; r < rows.size(); r++) {
      Lane lane = new Lane(r, rows.get(r).name(), rows.get(r).bands().size() + " in all", List.of());
      trace.thread(BANDS, lane);
      for (Band band : rows.get(r).bands()) {
        Bar bar = new Bar(tiles.get(band.first()).start(), tiles.get(band.end() - 1).end(), 0, band.first());
        trace.slice(band.label(), "group", BANDS, lane, bar, Map.of("what", band.detail()));
      }
    }
  }
}
