package dev.dovetail.solver.report.pipeline;

import dev.dovetail.models.pipeline.LayerCosts;
import dev.dovetail.models.pipeline.Partition;
import dev.dovetail.solver.report.Html;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.Table;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;

/** The tables of the plan: how well each segment uses the module, then what each layer does. */
final class LayerSection {
  private static final int MOST_OPEN_ROWS = 60;

  private LayerSection() {}

  /** Segment by segment. */
  static void segments(Html html, PlanView plan) {
    long macsPerCycle = plan.macsPerCycle();
    long samples = plan.problem().samples();
    html.element("p",
        "MAC utilisation is what all arrays of the module do of what they could in that time: all "
            + Numbers.grouped(macsPerCycle)
            + " multiply-accumulates per cycle; of the stage time, without loading, filling and draining.",
        "class", "muted");
    Table table =
        new Table(html, "#segment", "layers", "#clusters", "#chiplets", "#idle", "#weights", "#fullest buffer", "#loading",
            "#stage", "set by", "#DRAM per sample", "#cycles", "share of the time", "#MAC utilisation", "#of the stage time");
    for (SegmentView s : plan.segments()) {
      List<Integer> layers = s.stages().stream().flatMap(c -> c.cluster().layers().stream()).sorted().toList();
      long all = s.end() - s.loadStart();
      table.row().cell(Integer.toString(s.index() + 1))
          .shortCell(PlanWords.ranges(layers, "–"),
              PlanWords.names(plan.name(layers.get(0)), plan.name(layers.get(layers.size() - 1))));
      table.cell(Integer.toString(s.stages().size())).cell(Integer.toString(s.used()))
          .cell(Integer.toString(plan.problem().module().size() - s.used()));
      table.cell(Numbers.bytes(s.weightBytes()), Numbers.grouped(s.weightBytes()) + " B");
      StageView fullest = s.stages().stream().max(Comparator.comparingDouble(LayerSection::fill)).orElseThrow();
      table.cell(Numbers.percent(fullest.timing().weightBytesPerChiplet(), fullest.timing().leastBuffer()),
          "cluster " + fullest.letter() + ": " + Numbers.grouped(fullest.timing().weightBytesPerChiplet()) + " of "
              + Numbers.grouped(fullest.timing().leastBuffer()) + " B");
      table.cell(Numbers.grouped(s.load())).cell(Numbers.grouped(s.stage())).shortCell(s.bottleneck(), s.bottleneck());
      table.cell(Numbers.bytes(s.timing().borderBytes()), Numbers.grouped(s.timing().borderBytes()) + " B");
      table.cell(Numbers.grouped(all));
      table.bar((double) s.loadStart() / plan.end(), (double) s.end() / plan.end(), "bar-plain",
          Numbers.grouped(s.loadStart()) + " to " + Numbers.grouped(s.end()));
      table.cell(utilisation(s.macs(), samples, macsPerCycle, all)).cell(utilisation(s.macs(), 1, macsPerCycle, s.stage()))
          .endRow();
    }
    table.end();
  }

  /** Share of the weight buffers that is taken; for comparing only. */
  private static double fill(StageView stage) {
    return (double) stage.timing().weightBytesPerChiplet() / stage.timing().leastBuffer();
  }

  private static String utilisation(long macs, long samples, long macsPerCycle, long cycles) {
    return Numbers.percent(BigInteger.valueOf(macs).multiply(BigInteger.valueOf(samples)),
        BigInteger.valueOf(macsPerCycle).multiply(BigInteger.valueOf(cycles)));
  }

  /** Layer by layer, in the order of the network. */
  static void layers(Html html, PlanView plan) {
    html.element("p",
        "W: output positions are split, each chiplet gathers the weights of the others. I: output channels are split, each chiplet uses the"
            + " whole input. R: positions are split, all weights stand on each chiplet. Compute, bytes and transfer are those of one chiplet and"
            + " one sample.",
        "class", "muted");
    boolean folded = plan.problem().network().size() > MOST_OPEN_ROWS;
    if (folded) {
      html.open("details").element("summary", "All " + Numbers.grouped(plan.problem().network().size()) + " layers");
    }
    Table table =
        new Table(html, "#layer", "name", "#segment", "cluster", "partition", "#chiplets", "#compute", "#receives", "#transfer",
            "#cycles", "limited by", "share of the stage", "#MAC utilisation", "#weights per chiplet");
    plan.segments().stream().flatMap(s -> s.stages().stream().flatMap(c -> c.layers().stream().map(l -> new Row(s, c, l))))
        .sorted(Comparator.comparingInt(r -> r.layer().index())).forEach(r -> row(table, plan, r));
    table.end();
    if (folded) {
      html.closeLine();
    }
  }

  private record Row(SegmentView segment, StageView stage, LayerView layer) {}

  private static void row(Table table, PlanView plan, Row r) {
    LayerView l = r.layer();
    StageView c = r.stage();
    table.row().cell(Integer.toString(l.index())).shortCell(l.layer().name(), l.layer().name());
    table.cell(Integer.toString(r.segment().index() + 1)).markedCell(c.letter(), ChipletMap.colour(c.index()),
        "cluster " + c.letter());
    table.cell(Character.toString(l.partition().letter())).cell(Integer.toString(c.chiplets()));
    table.cell(Numbers.grouped(l.compute())).cell(Numbers.bytes(l.bytes()), Numbers.grouped(l.bytes()) + " B");
    table.cell(Numbers.grouped(l.transfer())).cell(Numbers.grouped(l.time())).cell(l.limit());
    long before = c.layers().stream().takeWhile(o -> o.index() != l.index()).mapToLong(LayerView::time).sum();
    double stage = Math.max(1, r.segment().stage());
    table.bar(before / stage, (before + l.time()) / stage, l.isTransferBound() ? "transfer" : "compute",
        Numbers.percent(l.time(), r.segment().stage()) + " of the stage time");
    long lanes = c.cluster().chiplets().stream().mapToLong(i -> plan.problem().module().typeOf(i).macsPerCycle()).sum();
    table.cell(utilisation(l.layer().macs(), 1, lanes, l.time()));
    long weights = l.layer().weightBytes();
    long each = l.partition() == Partition.REPLICATED ? weights : LayerCosts.ceil(weights, c.chiplets());
    table.cell(c.isStreamed() ? "streamed" : Numbers.bytes(each), Numbers.grouped(each) + " B").endRow();
  }
}
