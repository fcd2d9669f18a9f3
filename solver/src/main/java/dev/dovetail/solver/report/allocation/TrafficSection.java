package dev.dovetail.solver.report.allocation;

import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.workload.Tensor;
import dev.dovetail.models.workload.Workload;
import dev.dovetail.solver.report.Html;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.Table;
import java.util.List;

/** What goes to and from DRAM and between cores, against what must go at least. */
final class TrafficSection {
  private TrafficSection() {}

  static void write(Html html, ScheduleView view) {
    Workload workload = view.problem().workload();
    long[] loads = new long[Tensor.Role.values().length];
    int[] loadCount = new int[loads.length];
    long stored = 0;
    int stores = 0;
    long spilled = 0;
    int spills = 0;
    long moved = 0;
    int moves = 0;
    for (Schedule.Transfer t : view.schedule().transfers()) {
      Tensor tensor = workload.tensors().get(t.tensor());
      if (tensor == null) {
        continue;
      }
      switch (t.kind()) {
        case LOAD -> {
          loads[tensor.role().ordinal()] += t.bytes();
          loadCount[tensor.role().ordinal()]++;
        }
        case STORE -> {
          if (tensor.isOutput()) {
            stored += t.bytes();
            stores++;
          } else {
            spilled += t.bytes();
            spills++;
          }
        }
        case MOVE -> {
          moved += t.bytes();
          moves++;
        }
      }
    }
    int weight = Tensor.Role.WEIGHT.ordinal();
    int input = Tensor.Role.INPUT.ordinal();
    int feature = Tensor.Role.FEATURE.ordinal();
    Table table = new Table(html, "traffic", "#transfers", "#bytes", "#at least", "#times the least");
    row(table, "weights from DRAM", loadCount[weight], loads[weight], bytes(workload.usedTensors(Tensor.Role.WEIGHT)));
    row(table, "inputs from DRAM", loadCount[input], loads[input], bytes(workload.usedTensors(Tensor.Role.INPUT)));
    row(table, "outputs to DRAM", stores, stored,
        bytes(workload.usedTensors(Tensor.Role.FEATURE).stream().filter(Tensor::isOutput).toList()));
    row(table, "spilled to DRAM", spills, spilled, 0);
    row(table, "reloaded from DRAM", loadCount[feature], loads[feature], 0);
    row(table, "moved between cores", moves, moved, 0);
    table.end();
    long dram = loads[weight] + loads[input] + loads[feature] + stored + spilled;
    String rate = java.math.BigDecimal.valueOf(dram)
        .divide(java.math.BigDecimal.valueOf(view.horizon()), 2, java.math.RoundingMode.HALF_UP).toPlainString();
    html.element("p", "DRAM traffic in all: " + Numbers.bytes(dram) + " (" + Numbers.grouped(dram) + " B), " + rate
        + " B per cycle of the whole schedule." + ownTraffic(view), "class", "muted");
  }

  private static String ownTraffic(ScheduleView view) {
    long own = 0;
    for (int t = 0; t < view.schedule().tasks().size(); t++) {
      CostPoint point = view.pointOf(t);
      own += point == null ? 0 : point.dramBytes();
    }
    return own == 0 ? "" : " The tasks' own DRAM traffic within their cost is another " + Numbers.bytes(own) + ".";
  }

  private static long bytes(List<Tensor> tensors) {
    return tensors.stream().mapToLong(Tensor::bytes).sum();
  }

  private static void row(Table table, String what, int count, long bytes, long least) {
    table.row().cell(what).cell(Numbers.grouped(count)).cell(Numbers.bytes(bytes), Numbers.grouped(bytes) + " B");
    table.cell(least == 0 ? "–" : Numbers.bytes(least), Numbers.grouped(least) + " B");
    table.cell(least == 0 ? "–" : Numbers.ratio(bytes, least)).endRow();
  }
}
