package dev.dovetail.solver.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.workload.Layer;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes a schedule as a trace in the Chrome trace-event format (JSON object form), which ui.perfetto.dev and chrome://tracing open.
 *
 * <p>One thread per core with a slice per task, one per channel with a slice per transfer that holds it, one counter per core with
 * its bytes alive. The format knows microseconds only: <b>one microsecond of the trace is one cycle</b>. Deterministic.
 *
 * <p>Source of the format: "Trace Event Format", the Catapult project's document; phases X (complete), C (counter), M (metadata).
 */
public final class PerfettoTrace {
  private static final int CORES = 1;
  private static final int CHANNELS = 2;
  private static final int MEMORY = 3;

  private PerfettoTrace() {}

  /**
   * Writes the trace, replacing the file.
   *
   * @throws IOException if the file cannot be written
   */
  public static void write(ReportInput input, Path file) throws IOException {
    try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      write(input, writer);
    }
  }

  static void write(ReportInput input, Writer writer) throws IOException {
    ScheduleView view = new ScheduleView(input.problem(), input.schedule());
    try (JsonGenerator json = new JsonFactory().createGenerator(writer)) {
      json.writeStartObject();
      json.writeStringField("displayTimeUnit", "ms");
      json.writeObjectFieldStart("otherData");
      json.writeStringField("problem", input.problem().name());
      json.writeStringField("network", input.problem().workload().name());
      json.writeStringField("accelerator", input.problem().accelerator().name());
      json.writeStringField("timeUnit", "1 microsecond of this trace is 1 cycle");
      json.writeNumberField("objective", input.evaluation().objective());
      json.writeEndObject();
      json.writeArrayFieldStart("traceEvents");
      names(json, view);
      for (Lane lane : view.cores()) {
        for (Bar bar : lane.bars()) {
          task(json, view, lane, bar);
        }
      }
      for (Lane lane : view.channels()) {
        for (Bar bar : lane.bars()) {
          transfer(json, view, lane, bar);
        }
      }
      for (Occupancy memory : view.memories()) {
        counter(json, memory);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  private static void names(JsonGenerator json, ScheduleView view) throws IOException {
    process(json, CORES, "cores");
    process(json, CHANNELS, "links, buses and DRAM ports");
    process(json, MEMORY, "memory");
    for (Lane lane : view.cores()) {
      thread(json, CORES, lane);
    }
    for (Lane lane : view.channels()) {
      if (!lane.isIdle()) {
        thread(json, CHANNELS, lane);
      }
    }
  }

  private static void process(JsonGenerator json, int pid, String name) throws IOException {
    metadata(json, "process_name", pid, 0);
    json.writeStringField("name", name);
    end(json);
    metadata(json, "process_sort_index", pid, 0);
    json.writeNumberField("sort_index", pid);
    end(json);
  }

  private static void thread(JsonGenerator json, int pid, Lane lane) throws IOException {
    metadata(json, "thread_name", pid, lane.index() + 1);
    json.writeStringField("name", lane.name() + " (" + lane.detail() + ")");
    end(json);
    metadata(json, "thread_sort_index", pid, lane.index() + 1);
    json.writeNumberField("sort_index", lane.index());
    end(json);
  }

  private static void metadata(JsonGenerator json, String name, int pid, int tid) throws IOException {
    begin(json, name, "M", pid, tid);
    json.writeObjectFieldStart("args");
  }

  private static void begin(JsonGenerator json, String name, String phase, int pid, int tid) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", name);
    json.writeStringField("ph", phase);
    json.writeNumberField("pid", pid);
    json.writeNumberField("tid", tid);
  }

  /** Ends the arguments and the event. */
  private static void end(JsonGenerator json) throws IOException {
    json.writeEndObject();
    json.writeEndObject();
    json.writeRaw('\n');
  }

  private static void slice(JsonGenerator json, String name, String category, int pid, Lane lane, Bar bar) throws IOException {
    begin(json, name, "X", pid, lane.index() + 1);
    json.writeStringField("cat", category);
    json.writeNumberField("ts", bar.start());
    json.writeNumberField("dur", bar.length());
    json.writeObjectFieldStart("args");
  }

  private static void task(JsonGenerator json, ScheduleView view, Lane lane, Bar bar) throws IOException {
    Schedule.Task task = view.schedule().tasks().get(bar.id());
    Layer layer = view.problem().workload().layers().get(bar.category());
    slice(json, task.layer(), "task", CORES, lane, bar);
    json.writeNumberField("task", bar.id());
    json.writeStringField("operator", layer.operator().name());
    json.writeStringField("box", task.box().toString());
    if (task.box().rank() == layer.shape().size()) {
      json.writeNumberField("work", layer.work(task.box()));
    }
    CostPoint point = view.pointOf(bar.id());
    if (point != null) {
      json.writeStringField("dataflow", point.dataflow());
      json.writeNumberField("energyFemtojoules", point.energyFemtojoules());
    }
    end(json);
  }

  private static void transfer(JsonGenerator json, ScheduleView view, Lane lane, Bar bar) throws IOException {
    Schedule.Transfer t = view.schedule().transfers().get(bar.id());
    slice(json, Traffic.values()[bar.category()].label() + " " + t.tensor(), t.kind().name().toLowerCase(java.util.Locale.ROOT),
        CHANNELS, lane, bar);
    json.writeNumberField("transfer", bar.id());
    json.writeStringField("tensor", t.tensor());
    json.writeStringField("boxes", joined(t.boxes()));
    json.writeNumberField("bytes", t.bytes());
    json.writeStringField("from", view.sourceOf(t));
    json.writeStringField("to", String.join(", ", view.targetsOf(t)));
    end(json);
  }

  private static String joined(List<?> parts) {
    return String.join(" ", parts.stream().map(Object::toString).toList());
  }

  private static void counter(JsonGenerator json, Occupancy memory) throws IOException {
    for (int i = 0; i < memory.steps(); i++) {
      begin(json, memory.name() + " bytes alive", "C", MEMORY, 0);
      json.writeNumberField("ts", memory.time(i));
      json.writeObjectFieldStart("args");
      json.writeNumberField("weights", memory.weight(i));
      json.writeNumberField("other", memory.total(i) - memory.weight(i));
      end(json);
    }
  }
}
