package dev.dovetail.solver.report.allocation;

import dev.dovetail.models.Objective;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.solver.report.AnytimeChart;
import dev.dovetail.solver.report.BoundsSection;
import dev.dovetail.solver.report.FactsSection;
import dev.dovetail.solver.report.Frame;
import dev.dovetail.solver.report.FrontSection;
import dev.dovetail.solver.report.HeatStrip;
import dev.dovetail.solver.report.Html;
import dev.dovetail.solver.report.Lane;
import dev.dovetail.solver.report.LaneChart;
import dev.dovetail.solver.report.Legend;
import dev.dovetail.solver.report.MethodsSection;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.Page;
import dev.dovetail.solver.report.RunSummary;
import dev.dovetail.solver.report.TimeAxis;
import dev.dovetail.solver.report.Toolbar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes the report of an allocation: one HTML file that needs nothing else, neither network nor script.
 *
 * <p>It shows the headline, bounds, progress, the timeline (cores, channels, memory), utilisation, DRAM traffic, energy and layers. With
 * a script-running browser the timeline zooms and explains what is under the pointer. The file is well-formed XML too. The same input
 * gives the same bytes.
 */
public final class HtmlReport {
  /** Layers share this many colours in turn, so that neighbours differ. */
  public static final int LAYER_COLOURS = 8;

  private static final int MOST_CORE_LANES = 48;
  private static final int MOST_CHANNEL_LANES = 20;
  private static final int MOST_MEMORY_LANES = 16;
  private static final int MOST_HEAT_ROWS = 256;
  private static final int OPEN_LEGEND = 24;

  private final ReportInput input;
  private final Additions more;
  private final ScheduleView view;
  private final TimeAxis axis;

  private HtmlReport(ReportInput input, Additions more) {
    this.input = input;
    this.more = more;
    this.view = new ScheduleView(input.problem(), input.schedule());
    this.axis = new TimeAxis(view.horizon());
  }

  /**
   * Writes the report, replacing the file.
   *
   * @throws IOException if the file cannot be written
   */
  public static void write(ReportInput input, Path file) throws IOException {
    write(input, Additions.own(input), file);
  }

  /**
   * Writes the report of a kind that stands on allocations, replacing the file.
   *
   * @throws IOException if the file cannot be written
   */
  public static void write(ReportInput input, Additions more, Path file) throws IOException {
    Files.writeString(file, render(input, more), StandardCharsets.UTF_8);
  }

  static String render(ReportInput input) {
    return render(input, Additions.own(input));
  }

  static String render(ReportInput input, Additions more) {
    return new HtmlReport(input, more).render();
  }

  private String render() {
    AllocationProblem problem = input.problem();
    RunSummary run = summary();
    Long energy = input.evaluation().cost().get("energyFemtojoules");
    Page page = new Page(run);
    if (problem.objective() != Objective.LATENCY) {
      page.card("Latency", Numbers.grouped(view.horizon()) + " cycles");
    }
    if (problem.objective() != Objective.ENERGY && energy != null && energy > 0) {
      page.card("Energy", Numbers.energy(energy));
    }
    page.card("Tasks", Numbers.grouped(input.schedule().tasks().size()));
    page.card("Transfers", Numbers.grouped(input.schedule().transfers().size()));
    more.cards().forEach(page::card);
    page.card("Cost model", problem.costs().name());
    List<LayerStats> layers = LayerStats.of(view);
    section(page, "timeline", "Timeline", this::timeline);
    section(page, "progress", "Progress", html -> AnytimeChart.write(html, run));
    if (MethodsSection.isWorthwhile(run)) {
      section(page, "methods", "Methods", html -> MethodsSection.write(html, run));
    }
    section(page, "bounds", "Lower bounds", html -> BoundsSection.write(html, run));
    if (!input.run().front().points().isEmpty()) {
      section(page, "front", "Latency and energy", html -> FrontSection.write(html, input.run().front()));
    }
    section(page, "utilisation", "Utilisation", html -> UtilisationSection.write(html, view));
    section(page, "traffic", "Traffic", html -> {
      TrafficSection.write(html, view);
      DramChart.write(html, view, axis);
    });
    section(page, "energy", "Energy", html -> EnergySection.write(html, view, view.horizon()));
    section(page, "layers", "Layers", html -> LayerSection.write(html, view, layers, more));
    section(page, "facts", "Cost and run", html -> FactsSection.write(html, run));
    return page.render(subtitle(), more.styles(), TimelineData.of(view, more), Frame.script(HtmlReport.class, "timeline.js"));
  }

  /** Adds a section behind those that are to come before it. */
  private void section(Page page, String id, String heading, Consumer<Html> content) {
    more.parts().stream().filter(p -> p.before().equals(id)).forEach(p -> page.section(p.id(), p.heading(), p.content()));
    page.section(id, heading, content);
  }

  private String subtitle() {
    AllocationProblem p = input.problem();
    return "Problem " + p.name() + ": " + Numbers.count(p.workload().layers().size(), "layer", "layers") + ", "
        + Numbers.grouped(p.workload().macs()) + " multiply-accumulates, on "
        + Numbers.count(p.accelerator().cores().size(), "core", "cores")
        + " and " + Numbers.count(p.accelerator().channels().size(), "channel", "channels");
  }

  private RunSummary summary() {
    AllocationProblem p = input.problem();
    String title = p.workload().name() + " on " + p.accelerator().name();
    return new RunSummary(title, more.objectiveName(), more.format(), input.evaluation(), input.run());
  }

  private void timeline(Html html) {
    boolean zooms = !TimelineData.isTooLarge(input.schedule());
    Toolbar.write(html, ", click a task to find its layer.");
    if (!zooms) {
      note(html, "This schedule is too large to zoom into here; its Perfetto trace holds everything.");
    }
    if (view.leftOut() > 0) {
      note(html,
          Numbers.grouped(view.leftOut()) + " tasks, buffers or transfers name things that do not exist, or have no length, and"
              + " are not drawn.");
    }
    if (more.coloursGroups()) {
      groupLanes(html);
    }
    coreLanes(html);
    channelLanes(html);
    memoryLanes(html);
  }

  private void coreLanes(Html html) {
    html.element("h3", "Cores");
    List<Lane> shown = Lane.busiest(view.cores(), MOST_CORE_LANES);
    if (shown.isEmpty()) {
      note(html, "This schedule has no tasks.");
      return;
    }
    note(html, (more.coloursGroups() ? "Colours are those of the groups." : "One colour per layer; neighbouring layers differ.")
        + " At the right: share of the cycles in which the core is busy.");
    int height = shown.size() <= 16 ? 22 : shown.size() <= 32 ? 16 : 12;
    new LaneChart("cores", axis, height, "k", LAYER_COLOURS, more::colour).write(html, shown, this::busyShare,
        layer -> input.problem().workload().layers().get(layer).name(), LayerSection::anchor);
    layerLegend(html);
    rest(html, view.cores(), shown.size(), "core");
    if (shown.size() < view.cores().stream().filter(l -> !l.isIdle()).count()) {
      heat(html, "core-heat", "All active cores at a glance: darker is busier.", view.cores());
    }
  }

  private void groupLanes(Html html) {
    html.element("h3", "Fusion groups");
    List<Lane> lanes = GroupLanes.of(view, more);
    List<Lane> shown = Lane.busiest(lanes, MOST_CORE_LANES);
    note(html, "When any core computes for a group. At the right: share of the cycles.");
    new LaneChart("groups", axis, shown.size() <= 16 ? 18 : 12, "k", LAYER_COLOURS).write(html, shown, this::busyShare,
        g -> more.groups().get(g), null);
    rest(html, lanes, shown.size(), "group");
  }

  private void layerLegend(Html html) {
    List<Layer> layers = input.problem().workload().layers();
    String[] open = layers.size() <= OPEN_LEGEND
        ? new String[] {"class", "layer-legend", "open", "open"}
        : new String[] {"class", "layer-legend"};
    html.open("details", open).element("summary", "Colours of the " + Numbers.count(layers.size(), "layer", "layers")).open("ul");
    for (int l = 0; l < layers.size(); l++) {
      html.open("li", "title", layers.get(l).name()).element("span", "", "class", "swatch k" + more.colour(l));
      html.element("a", layers.get(l).name(), "href", "#" + LayerSection.anchor(l)).close();
    }
    html.close().closeLine();
  }

  private void channelLanes(Html html) {
    html.element("h3", "Links, buses and DRAM ports");
    List<Lane> shown = Lane.busiest(view.channels(), MOST_CHANNEL_LANES);
    if (shown.isEmpty()) {
      note(html,
          view.channels().isEmpty()
              ? "This accelerator has no links, buses or DRAM ports."
              : "Nothing travels in this schedule.");
      return;
    }
    Legend legend = new Legend(html);
    for (Traffic t : Traffic.values()) {
      legend.item("t" + t.ordinal(), t.label());
    }
    legend.end();
    int height = shown.size() <= 8 ? 22 : 16;
    new LaneChart("channels", axis, height, "t", Traffic.values().length).write(html, shown, this::busyShare,
        t -> Traffic.values()[t].label(), null);
    rest(html, view.channels(), shown.size(), "channel");
    if (view.channels().stream().filter(l -> !l.isIdle()).count() == 1) {
      return;
    }
    heat(html, "channel-heat", "Load of the active channels: darker is busier.", view.channels());
  }

  private void memoryLanes(Html html) {
    html.element("h3", "Memory");
    List<Occupancy> used = view.memories().stream().filter(m -> m.peak() > 0).toList();
    if (used.isEmpty()) {
      note(html, "No core memory is used in this schedule.");
      return;
    }
    new Legend(html).item("mem-weights", "weights").item("mem-other", "activations and working space")
        .item("line", "capacity; at the right the peak").end();
    List<Occupancy> shown = used.stream()
        .sorted(java.util.Comparator.comparingDouble(m -> -(double) m.peak() / Math.max(1, m.capacityBytes())))
        .limit(MOST_MEMORY_LANES)
        .sorted(java.util.Comparator.comparingInt(Occupancy::core))
        .toList();
    new MemoryChart(axis).write(html, shown);
    if (used.size() > shown.size()) {
      note(html, "The " + shown.size() + " fullest of " + Numbers.grouped(used.size()) + " used memories are drawn.");
    }
  }

  private void heat(Html html, String name, String words, List<Lane> lanes) {
    List<Lane> shown = Lane.busiest(lanes, MOST_HEAT_ROWS);
    note(html, words + (shown.size() < lanes.size()
        ? " " + Numbers.grouped(shown.size()) + " of " + Numbers.grouped(lanes.size())
            + " are drawn."
        : ""));
    new HeatStrip(name, axis).write(html, shown, this::busyShare);
  }

  private void rest(Html html, List<Lane> lanes, int shown, String what) {
    long idle = lanes.stream().filter(Lane::isIdle).count();
    long more = lanes.size() - idle - shown;
    String words = more > 0
        ? "The " + shown + " busiest " + what + "s are drawn; less busy and not drawn: " + Numbers.grouped(more) + ". "
        : "";
    words += idle > 0 ? Numbers.count(idle, what + " is", what + "s are") + " idle throughout and not drawn." : "";
    if (!words.isEmpty()) {
      note(html, words);
    }
  }

  private String busyShare(Lane lane) {
    return Numbers.percent(lane.busy(), view.horizon());
  }

  private static void note(Html html, String words) {
    html.element("p", words, "class", "muted");
  }
}
