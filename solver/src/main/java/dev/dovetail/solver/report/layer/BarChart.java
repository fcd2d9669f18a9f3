package dev.dovetail.solver.report.layer;

import dev.dovetail.models.dataflow.LayerTensor;
import dev.dovetail.models.intracore.maestro.MaestroStatistics;
import dev.dovetail.models.intracore.maestro.TensorStatistics;
import dev.dovetail.solver.report.Html;
import dev.dovetail.solver.report.Numbers;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Horizontal bars: what moves through the two memories, and how full they are. */
final class BarChart {
  private static final int WIDTH = 640;
  private static final int LEFT = 116;
  private static final int BARS = 390;
  private static final int ROW = 18;

  private final Svg svg = new Svg();
  private double y;

  private BarChart() {}

  /** Accesses of both memories, each to a scale of its own. */
  static void movement(Html html, MaestroStatistics s) {
    BarChart chart = new BarChart();
    chart.accesses(
        s, "L2, shared: " + Numbers.count(s.l2Accesses(), "access", "accesses"), TensorStatistics::l2Read,
        TensorStatistics::l2Write);
    chart.y += 8;
    chart.accesses(
        s,
        "L1 of the PEs: " + Numbers.count(s.l1Accesses(), "access", "accesses"),
        TensorStatistics::l1Read,
        TensorStatistics::l1Write);
    chart.svg.write(html, "bars", "Accesses of both memories", WIDTH, chart.y + 2);
  }

  private void accesses(
      MaestroStatistics s, String heading, ToLongFunction<TensorStatistics> reads, ToLongFunction<TensorStatistics> writes) {
    svg.text(0, y + 13, heading, "strong");
    y += ROW + 2;
    Map<LayerTensor, TensorStatistics> tensors = tensors(s);
    long most =
        tensors.values().stream().mapToLong(t -> Math.max(reads.applyAsLong(t), writes.applyAsLong(t))).max().orElse(1);
    for (LayerTensor tensor : LayerTensor.values()) {
      TensorStatistics t = tensors.get(tensor);
      bar(tensor.label() + " reads", reads.applyAsLong(t), most, tensor, "");
      bar(tensor.label() + " writes", writes.applyAsLong(t), most, tensor, " faint");
      y += 4;
    }
  }

  private void bar(String label, long value, long most, LayerTensor tensor, String more) {
    svg.text(LEFT - 8, y + 12, label, "small end");
    double width = most <= 0 ? 0 : (double) BARS * Math.max(0, value) / most;
    svg.box(LEFT, y + 2, Math.max(1, width), ROW - 6, "tensor " + NestDrawing.style(tensor) + more);
    svg.text(LEFT + Math.max(1, width) + 6, y + 12, Numbers.grouped(value), "small");
    y += ROW - 2;
  }

  /** Needed space of both memories, tensor by tensor, against what there is. */
  static void space(Html html, Space l1, Space l2) {
    BarChart chart = new BarChart();
    chart.memory("L1 of one PE", l1);
    chart.memory("L2, shared", l2);
    chart.svg.write(html, "bars", "Space needed of both memories", WIDTH, chart.y + 2);
  }

  private void memory(String name, Space space) {
    String need = Numbers.grouped(space.required()) + " " + space.unit();
    String of = space.isLimited()
        ? " of " + Numbers.grouped(space.capacity()) + " (" + Numbers.percent(space.required(), space.capacity()) + ")"
        : ", no limit given";
    svg.text(0, y + 13, name, "strong").text(LEFT, y + 13, need + of, space.isExceeded() ? "bad" : "");
    y += ROW + 2;
    double full = Math.max(1, space.isLimited() ? Math.max(space.capacity(), space.required()) : space.required());
    double scale = (WIDTH - LEFT - 4) / full;
    svg.box(LEFT, y, WIDTH - LEFT - 4, 14, "ground");
    double x = LEFT;
    Map<LayerTensor, Long> parts =
        Map.of(LayerTensor.INPUT, space.input(), LayerTensor.FILTER, space.filter(), LayerTensor.OUTPUT, space.output());
    for (LayerTensor tensor : LayerTensor.values()) {
      double width = parts.get(tensor) * scale;
      svg.box(x, y, width, 14, "tensor " + NestDrawing.style(tensor));
      x += width;
    }
    if (space.isExceeded()) {
      svg.box(LEFT + space.capacity() * scale - 1, y - 3, 2, 20, "limit");
    }
    y += ROW + 10;
  }

  static Map<LayerTensor, TensorStatistics> tensors(MaestroStatistics s) {
    return Map.of(LayerTensor.INPUT, s.input(), LayerTensor.FILTER, s.filter(), LayerTensor.OUTPUT, s.output());
  }
}
