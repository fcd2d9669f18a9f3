package dev.dovetail.solver.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.util.Map;

/**
 * Writes a trace in the Chrome trace-event format (JSON object form), which ui.perfetto.dev and chrome://tracing open.
 *
 * <p>Role: the events of any kind's trace: named processes and threads, slices, counters, and arrows between slices. The format knows
 * microseconds only: <b>one microsecond of the trace is one cycle</b>. Deterministic.
 *
 * <p>Source of the format: "Trace Event Format", the Catapult project's document; phases X (complete), C (counter), M (metadata), s and f
 * (flow).
 */
public final class TraceWriter implements Closeable {
  private final JsonGenerator json;
  private int arrows;

  /**
   * Begins a trace.
   *
   * @param about facts of the trace, text by name
   * @param objective of the mapping
   * @throws IOException if it cannot be written
   */
  public TraceWriter(Writer writer, Map<String, String> about, long objective) throws IOException {
    json = new JsonFactory().createGenerator(writer);
    json.writeStartObject();
    json.writeStringField("displayTimeUnit", "ms");
    json.writeObjectFieldStart("otherData");
    for (Map.Entry<String, String> fact : about.entrySet()) {
      json.writeStringField(fact.getKey(), fact.getValue());
    }
    json.writeStringField("timeUnit", "1 microsecond of this trace is 1 cycle");
    json.writeNumberField("objective", objective);
    json.writeEndObject();
    json.writeArrayFieldStart("traceEvents");
  }

  /** Names a process; they stand in the order of their numbers. */
  public void process(int pid, String name) throws IOException {
    metadata("process_name", pid, 0);
    json.writeStringField("name", name);
    end();
    metadata("process_sort_index", pid, 0);
    json.writeNumberField("sort_index", pid);
    end();
  }

  /** Names a lane's thread; they stand in the order of the lanes. */
  public void thread(int pid, Lane lane) throws IOException {
    metadata("thread_name", pid, lane.index() + 1);
    json.writeStringField("name", lane.name() + " (" + lane.detail() + ")");
    end();
    metadata("thread_sort_index", pid, lane.index() + 1);
    json.writeNumberField("sort_index", lane.index());
    end();
  }

  /** Writes a bar of a lane with its arguments, text or numbers by name. */
  public void slice(String name, String category, int pid, Lane lane, Bar bar, Map<String, ?> arguments) throws IOException {
    begin(name, "X", pid, lane.index() + 1);
    json.writeStringField("cat", category);
    json.writeNumberField("ts", bar.start());
    json.writeNumberField("dur", bar.length());
    json.writeObjectFieldStart("args");
    for (Map.Entry<String, ?> argument : arguments.entrySet()) {
      if (argument.getValue() instanceof Number number) {
        json.writeNumberField(argument.getKey(), number.longValue());
      } else {
        json.writeStringField(argument.getKey(), argument.getValue().toString());
      }
    }
    end();
  }

  /** Writes the values of a counter from a cycle on. */
  public void counter(String name, int pid, long cycle, Map<String, Long> values) throws IOException {
    begin(name, "C", pid, 0);
    json.writeNumberField("ts", cycle);
    json.writeObjectFieldStart("args");
    for (Map.Entry<String, Long> value : values.entrySet()) {
      json.writeNumberField(value.getKey(), value.getValue());
    }
    end();
  }

  /** Writes an arrow from the slice that runs in one lane at a cycle to the slice that runs in another at a later one. */
  public void arrow(String name, int pid, Lane from, long fromCycle, Lane to, long toCycle) throws IOException {
    int id = arrows++;
    flow(name, "s", pid, from, fromCycle, id);
    json.writeEndObject();
    json.writeRaw('\n');
    flow(name, "f", pid, to, toCycle, id);
    json.writeStringField("bp", "e");
    json.writeEndObject();
    json.writeRaw('\n');
  }

  private void flow(String name, String phase, int pid, Lane lane, long cycle, int id) throws IOException {
    begin(name, phase, pid, lane.index() + 1);
    json.writeStringField("cat", "arrow");
    json.writeNumberField("ts", cycle);
    json.writeNumberField("id", id);
  }

  private void metadata(String name, int pid, int tid) throws IOException {
    begin(name, "M", pid, tid);
    json.writeObjectFieldStart("args");
  }

  private void begin(String name, String phase, int pid, int tid) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", name);
    json.writeStringField("ph", phase);
    json.writeNumberField("pid", pid);
    json.writeNumberField("tid", tid);
  }

  /** Ends the arguments and the event. */
  private void end() throws IOException {
    json.writeEndObject();
    json.writeEndObject();
    json.writeRaw('\n');
  }

  /** Ends the trace and closes its writer. */
  @Override
  public void close() throws IOException {
    json.writeEndArray();
    json.writeEndObject();
    json.close();
  }
}
