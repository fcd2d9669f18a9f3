package dev.dovetail.solver.report.layer;

import dev.dovetail.models.dataflow.Directive;
import dev.dovetail.models.dataflow.LayerTensor;
import dev.dovetail.models.dataflow.nest.LoopNest;
import dev.dovetail.models.dataflow.nest.Reuse;
import dev.dovetail.models.intracore.maestro.DelayStatistics;
import dev.dovetail.models.intracore.maestro.MaestroMode;
import dev.dovetail.models.intracore.maestro.MaestroStatistics;
import dev.dovetail.models.intracore.maestro.TensorStatistics;
import dev.dovetail.solver.report.Frame;
import dev.dovetail.solver.report.Html;
import dev.dovetail.solver.report.Legend;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.Table;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One self-contained page about one layer under one mapping on one core. */
public final class LayerPage {
  private final LayerView view;
  private final MaestroStatistics statistics;
  private final LoopNest nest;
  private final List<Reuse> reuse;
  private final Html html = new Html();

  private LayerPage(LayerView view) {
    this.view = view;
    this.statistics = view.statistics();
    this.nest = view.nest();
    this.reuse = view.reuse();
  }

  /** The whole file. */
  public static String render(LayerView view) {
    return new LayerPage(view).render();
  }

  private String render() {
    Frame.begin(html, view.title() + " on " + view.core(), Frame.resource(LayerPage.class, "layer.css"));
    head();
    html.open("div", "class", "layer-columns");
    html.open("section", "id", "nest").element("h2", "Loop nest");
    legend();
    NestDrawing.write(html, nest, reuse);
    html.element("h2", "Directives");
    directives();
    html.closeLine();
    html.open("section", "id", "movement").element("h2", "Data movement");
    legend();
    BarChart.movement(html, statistics);
    html.element("h2", "Space");
    BarChart.space(html, view.l1(), view.l2());
    html.element("h2", "Pace");
    pace();
    html.closeLine();
    html.close();
    html.open("section", "id", "reuse").element("h2", "Reuse");
    reuse();
    accesses();
    html.closeLine();
    html.open("section", "id", "statistics").element("h2", "All statistics");
    sheet();
    html.closeLine();
    return Frame.end(html);
  }

  private void head() {
    html.open("header").element("h1", view.title() + " on " + view.core());
    html.element("p", view.shapeText().replace("  ", ", ") + "; dataflow " + view.dataflow() + "; "
        + view.mode().name().toLowerCase(Locale.ROOT) + " mode; network of "
        + Numbers.count(view.hardware().nocBandwidth(), "element", "elements") + " per cycle", "class", "subtitle");
    Bottleneck slowest = Bottleneck.of(statistics, view.hardware()).get(0);
    html.element("p", "What binds: %s, %s in an average step of level 0."
        .formatted(slowest.name(), Numbers.count(slowest.meanCycles(), "cycle", "cycles")), "class", "binds");
    html.open("dl", "class", "cards");
    card("Latency", Numbers.grouped(statistics.runtimeCycles()) + " cycles", "main");
    card("Of the array's peak", Numbers.percent(statistics.macs(), view.peakMacs()), "main");
    card("Energy", Numbers.energy(view.energyFemtojoules()), "");
    card("Multiply-accumulates", Numbers.grouped(statistics.macs()), "");
    card("Busy PEs, average",
        String.format(Locale.ROOT, "%,.1f of %,d", statistics.averagePes(), view.hardware().pes()), "");
    html.closeLine().closeLine();
  }

  private void card(String name, String value, String style) {
    html.open("div", "class", ("card " + style).strip()).element("dt", name).element("dd", value).close();
  }

  private void legend() {
    Legend legend = new Legend(html);
    for (LayerTensor tensor : LayerTensor.values()) {
      legend.item("tensor " + NestDrawing.style(tensor), tensor.label());
    }
    legend.end();
  }

  private void pace() {
    Table table = new Table(html, "a step waits for", "#average, cycles", "#shortest", "#longest", "");
    List<Bottleneck> all = Bottleneck.of(statistics, view.hardware());
    Map<String, DelayStatistics> delays =
        Map.of(Bottleneck.COMPUTING, statistics.compute(), Bottleneck.OPERANDS, statistics.ingress(), Bottleneck.OUTPUTS,
            statistics.egress());
    double most = Math.max(1, all.get(0).meanCycles());
    for (Bottleneck b : all) {
      DelayStatistics d = delays.get(b.name());
      table.row().cell(b.name()).cell(Numbers.grouped(b.meanCycles()));
      table.cell(d == null ? "–" : Numbers.grouped(d.min())).cell(d == null ? "–" : Numbers.grouped(d.max()));
      table.bar(0, b.meanCycles() / most, b == all.get(0) ? "bar-best" : "bar-plain", b.name()).endRow();
    }
    table.end();
  }

  private void directives() {
    StringBuilder text = new StringBuilder();
    String indent = "";
    for (Directive d : view.mapping()) {
      text.append(indent).append(d).append('\n');
      indent = d.kind() == Directive.Kind.CLUSTER ? indent + "  " : indent;
    }
    html.element("pre", text.toString(), "class", "directives");
  }

  private void reuse() {
    Table table = new Table(html, "level", "tensor", "in time", "in space");
    for (Reuse r : reuse) {
      table.row().cell("level " + r.level() + ": " + LoopWords.units(nest.levels().get(r.level())));
      table.markedCell(r.tensor().label(), "tensor " + NestDrawing.style(r.tensor()), r.tensor().label());
      table.cell(LoopWords.inTime(r)).cell(LoopWords.inSpace(r)).endRow();
    }
    table.end();
    html.element("p", "Read off the directives. The cost model writes every step's outputs to L2, also partial sums that stay.",
        "class",
        "muted");
  }

  private void accesses() {
    Table table =
        new Table(html, "tensor", "#L2 reads", "#L2 writes", "#L1 reads", "#L1 writes", "#reuse",
            "#space in L2",
            "#space in L1");
    Map<LayerTensor, TensorStatistics> tensors = BarChart.tensors(statistics);
    for (LayerTensor tensor : LayerTensor.values()) {
      TensorStatistics t = tensors.get(tensor);
      table.row().markedCell(tensor.label(), "tensor " + NestDrawing.style(tensor), tensor.label());
      for (long n : new long[] {t.l2Read(), t.l2Write(), t.l1Read(), t.l1Write()}) {
        table.cell(Numbers.grouped(n));
      }
      table.cell(Double.isFinite(t.reuse()) ? String.format(Locale.ROOT, "%,.2f", t.reuse()) : "–");
      table.cell(Numbers.grouped(t.l2Required())).cell(Numbers.grouped(t.l1Required())).endRow();
    }
    table.end();
    html.element("p",
        "In elements; reuse is L1 reads per L1 write. A buffer holds two tiles, so that the next one comes in while this one is"
            + " worked on.",
        "class",
        "muted");
  }

  private void sheet() {
    html.open("div", "class", "sheet");
    for (StatisticsSheet.Group group : StatisticsSheet.of(statistics)) {
      html.open("div").element("h3", group.heading());
      html.open("table").open("tbody");
      for (StatisticsSheet.Statistic s : group.statistics()) {
        html.open("tr").element("td", s.name()).element("td", s.text(), "class", "n").element("td", s.unit(), "class", "muted")
            .close();
      }
      html.close().close().closeLine();
    }
    html.closeLine();
    if (view.mode() == MaestroMode.COMPATIBLE && (view.shape().strideY() != 1 || view.shape().strideX() != 1)) {
      html.element("p", "Compatible mode counts outputs as if the stride were 1; the loop nest shows the true ones.", "class",
          "muted");
    }
  }
}
