package dev.dovetail.models.intracore.maestro;

import static dev.dovetail.models.intracore.maestro.LevelTotals.FILTER;
import static dev.dovetail.models.intracore.maestro.LevelTotals.INPUT;
import static dev.dovetail.models.intracore.maestro.LevelTotals.OUTPUT;

/** From the totals of the outermost level to what is reported. */
final class StatisticsAssembly {
  private StatisticsAssembly() {}

  static MaestroStatistics of(LayerTensors layer, MaestroHardware core, ModeRules rules, LevelTotals top, long previousL1) {
    LevelTotals leaf = top.leaf();
    TensorStatistics input = tensor(top, leaf, INPUT);
    TensorStatistics filter = tensor(top, leaf, FILTER);
    TensorStatistics output = tensor(top, leaf, OUTPUT);
    long l2 = sum(top.upRead, top.upWrite);
    long l1 = sum(top.downRead, top.downWrite);
    long l2Elements = sum(top.upSize);
    long l1Elements = sum(leaf.downSize);
    long macs = rules.macs(layer, top.macs, top.downWrite[OUTPUT]);
    AccessCounts accesses = new AccessCounts(l2, output.l2Read(), l1, previousL1, macs, top.first == null);
    Estimates estimates = Estimates.of(core, l1Elements, l2Elements);
    return new MaestroStatistics(top.runtime, macs, top.macs, input, filter, output, top.peakBandwidth, top.averageBandwidth,
        top.offChipBandwidth, top.ingress.over(top.steps), top.egress.over(top.steps), top.compute.over(top.steps),
        top.activeUnits, top.intensity, layer.listedVolume(layer.input()), layer.listedVolume(layer.filter()), core.simd(),
        accesses.energyInMacs(), rules.energyNanojoules(accesses), estimates.pe(), estimates.l1(), estimates.l2(),
        estimates.noc(), estimates.area(),
        warning(l1Elements > core.l1Elements(), "L1", l2Elements > core.l2Elements(), "L2"),
        warning(top.peakBandwidth > core.nocBandwidth(), "NoC", top.offChipBandwidth > core.offChipBandwidth(), "OffChip"));
  }

  private static TensorStatistics tensor(LevelTotals top, LevelTotals leaf, int t) {
    return new TensorStatistics(top.upRead[t], top.upWrite[t], top.downRead[t], top.downWrite[t], top.upSize[t],
        leaf.downSize[t]);
  }

  private static long sum(long[]... counts) {
    long sum = 0;
    for (long[] three : counts) {
      for (long count : three) {
        sum = Math.addExact(sum, count);
      }
    }
    return sum;
  }

  private static String warning(boolean first, String firstName, boolean second, String secondName) {
    if (!first && !second) {
      return "PASS";
    }
    return first && second ? firstName + "+" + secondName : first ? firstName : secondName;
  }
}
