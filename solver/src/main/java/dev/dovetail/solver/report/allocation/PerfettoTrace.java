package dev.dovetail.solver.report.allocation;

import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.workload.Layer;
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
import java.util.Locale;
import java.util.Map;

/**
 * Writes a schedule as a trace, see {@link TraceWriter}: one thread per core with a slice per task, one per channel with a slice per
 * transfer that holds it, one counter per core with its bytes alive.
 */
public final class PerfettoTrace {
  private static final int CORES = 1;
  private static final int CHANNELS = 2;
  private static final int MEMORY = 3;
  private static final int GROUPS = 4;

  private PerfettoTrace() {}

  /**
   * Writes the trace, replacing the file.
   *
   * @throws IOException if the file cannot be written
   */
  public static void write(ReportInput input, Path file) throws IOException {
    write(input, Additions.none(input), file);
  }

  /**
   * Writes the trace with a process of fusion groups, replacing the file.
   *
   * @throws IOException if the file cannot be written
   */
  public static void write(ReportInput input, Additions more, Path file) throws IOException {
    try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      write(input, more, writer);
    }
  }

  static void write(ReportInput input, Writer writer) throws IOException {
    write(input, Additions.none(input), writer);
  }

  private static void write(ReportInput input, Additions more, Writer writer) throws IOException {
    ScheduleView view = new ScheduleView(input.problem(), input.schedule());
    Map<String, String> about = new LinkedHashMap<>();
    about.put("problem", input.problem().name());
    about.put("network", input.problem().workload().name());
    about.put("accelerator", input.problem().accelerator().name());
    try (TraceWriter trace = new TraceWriter(writer, about, input.evaluation().objective())) {
      names(trace, view);
      for (Lane lane : view.cores()) {
        for (Bar bar : lane.bars()) {
          task(trace, view, lane, bar);
        }
      }
      for (Lane lane : view.channels()) {
        for (Bar bar : lane.bars()) {
          transfer(trace, view, lane, bar);
        }
      }
      for (Occupancy memory : view.memories()) {
        counter(trace, memory);
      }
      if (more.coloursGroups()) {
        trace.process(GROUPS, "fusion groups");
        for (Lane lane : GroupLanes.of(view, more)) {
          trace.thread(GROUPS, lane);
          for (Bar bar : lane.bars()) {
            trace.slice(lane.name(), "group", GROUPS, lane, bar, Map.of("layers", lane.detail()));
          }
        }
      }
    }
  }

  private static void names(TraceWriter trace, ScheduleView view) throws IOException {
    trace.process(CORES, "cores");
    trace.process(CHANNELS, "links, buses and DRAM ports");
    trace.process(MEMORY, "memory");
    for (Lane lane : view.cores()) {
      trace.thread(CORES, lane);
    }
    for (Lane lane : view.channels()) {
      if (!lane.isIdle()) {
        trace.thread(CHANNELS, lane);
      }
    }
  }

  private static void task(TraceWriter trace, ScheduleView view, Lane lane, Bar bar) throws IOException {
    Schedule.Task task = view.schedule().tasks().get(bar.id());
    Layer layer = view.problem().workload().layers().get(bar.category());
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("task", bar.id());
    arguments.put("operator", layer.operator().name());
    arguments.put("box", task.box().toString());
    if (task.box().rank() == layer.shape().size()) {
      arguments.put("work", layer.work(task.box()));
    }
    CostPoint point = view.pointOf(bar.id());
    if (point != null) {
      arguments.put("dataflow", point.dataflow());
      arguments.put("energyFemtojoules", point.energyFemtojoules());
    }
    trace.slice(task.layer(), "task", CORES, lane, bar, arguments);
  }

  private static void transfer(TraceWriter trace, ScheduleView view, Lane lane, Bar bar) throws IOException {
    Schedule.Transfer t = view.schedule().transfers().get(bar.id());
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("transfer", bar.id());
    arguments.put("tensor", t.tensor());
    arguments.put("boxes", joined(t.boxes()));
    arguments.put("bytes", t.bytes());
    arguments.put("from", view.sourceOf(t));
    arguments.put("to", String.join(", ", view.targetsOf(t)));
    trace.slice(Traffic.values()[bar.category()].label() + " " + t.tensor(), t.kind().name().toLowerCase(Locale.ROOT), CHANNELS,
        lane,
        bar, arguments);
  }

  private static String joined(List<?> parts) {
    return String.join(" ", parts.stream().map(Object::toString).toList());
  }

  private static void counter(TraceWriter trace, Occupancy memory) throws IOException {
    for (int i = 0; i < memory.steps(); i++) {
      Map<String, Long> values = new LinkedHashMap<>();
      values.put("weights", memory.weight(i));
      values.put("other", memory.total(i) - memory.weight(i));
      trace.counter(memory.name() + " bytes alive", MEMORY, memory.time(i), values);
    }
  }
}
