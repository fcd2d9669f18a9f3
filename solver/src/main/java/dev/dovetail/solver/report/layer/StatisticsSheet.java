package dev.dovetail.solver.report.layer;

import dev.dovetail.models.dataflow.LayerTensor;
import dev.dovetail.models.intracore.maestro.DelayStatistics;
import dev.dovetail.models.intracore.maestro.MaestroStatistics;
import dev.dovetail.models.intracore.maestro.TensorStatistics;
import dev.dovetail.solver.report.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Every statistic of the cost model by name, with its unit, in groups that belong together. */
public final class StatisticsSheet {
  /**
   * One statistic.
   *
   * @param key its name in JSON, with the unit in it
   * @param name its name for people
   * @param value a {@link Long}, {@link Double} or {@link String}
   * @param unit empty for a ratio or a word
   */
  public record Statistic(String key, String name, Object value, String unit) {
    /** For people: digits in groups, reals with six significant digits. */
    public String text() {
      if (value instanceof Long n) {
        return Numbers.grouped(n);
      }
      return value instanceof Double d ? real(d) : value.toString();
    }

    private static String real(double d) {
      if (Double.isNaN(d) || Double.isInfinite(d)) {
        return "-";
      }
      double size = Math.abs(d);
      if (size >= 1e15 || size != 0 && size < 1e-4) {
        return String.format(Locale.ROOT, "%.5e", d);
      }
      int whole = size < 1 ? 1 : (int) Math.floor(Math.log10(size)) + 1;
      String text = String.format(Locale.ROOT, "%,." + Math.max(0, 6 - whole) + "f", d);
      return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }
  }

  /**
   * Statistics that belong together.
   *
   * @param heading what they are about
   * @param statistics at least one
   */
  public record Group(String heading, List<Statistic> statistics) {
    public Group {
      statistics = List.copyOf(statistics);
    }
  }

  private StatisticsSheet() {}

  /** All of them. */
  public static List<Group> of(MaestroStatistics s) {
    return List.of(
        new Group("time and work", time(s)),
        new Group("energy", energy(s)),
        tensor(LayerTensor.INPUT, "input", s.input()),
        tensor(LayerTensor.FILTER, "filter", s.filter()),
        tensor(LayerTensor.OUTPUT, "output", s.output()),
        new Group("space", space(s)),
        new Group("bandwidth", bandwidth(s)),
        new Group("delays of a step", delays(s)),
        new Group("power and area", power(s)));
  }

  private static List<Statistic> time(MaestroStatistics s) {
    return List.of(
        whole("runtimeCycles", "runtime", s.runtimeCycles(), "cycles"),
        whole("macs", "multiply-accumulates", s.macs(), "MACs"),
        whole("countedMacs", "as counted by the model", s.countedMacs(), "MACs"),
        real("throughputMacsPerCycle", "throughput", s.throughput(), "MACs/cycle"),
        real("averagePes", "busy processing elements", s.averagePes(), "PEs"),
        whole("vectorWidth", "vector width", s.vectorWidth(), "MACs/cycle"),
        real("arithmeticIntensity", "arithmetic intensity", s.arithmeticIntensity(), "MACs/element"));
  }

  private static List<Statistic> energy(MaestroStatistics s) {
    return List.of(
        whole("energyFemtojoules", "energy, exact", s.energyFemtojoules(), "fJ"),
        real("energyNanojoules", "energy", s.energyNanojoules(), "nJ"),
        real("energyMacs", "energy in MAC energies", s.energyScreen(), "MACs"),
        real("operationsPerJoule", "operations per energy", s.operationsPerJoule(), "MACs/J"),
        real("performancePerEnergy", "performance per energy", s.performancePerEnergy(), "MACs/cycle/J"));
  }

  private static Group tensor(LayerTensor tensor, String name, TensorStatistics t) {
    return new Group(
        tensor.label(),
        List.of(
            whole(name + "L2Read", "L2 reads", t.l2Read(), "elements"),
            whole(name + "L2Write", "L2 writes", t.l2Write(), "elements"),
            whole(name + "L1Read", "L1 reads", t.l1Read(), "elements"),
            whole(name + "L1Write", "L1 writes", t.l1Write(), "elements"),
            real(name + "Reuse", "reuse: L1 reads per L1 write", t.reuse(), ""),
            whole(name + "L2Elements", "space in L2", t.l2Required(), "elements"),
            whole(name + "L1Elements", "space in L1", t.l1Required(), "elements")));
  }

  private static List<Statistic> space(MaestroStatistics s) {
    return List.of(
        whole("l2Elements", "L2, shared", s.l2Elements(), "elements"),
        whole("l1Elements", "L1, per processing element", s.l1Elements(), "elements"),
        word("bufferWarning", "exceeded capacities", s.bufferWarning()),
        whole("inputElements", "size of the input", s.inputElements(), "elements"),
        whole("weightElements", "size of the weights", s.weightElements(), "elements"));
  }

  private static List<Statistic> bandwidth(MaestroStatistics s) {
    return List.of(
        whole("peakBandwidthElementsPerCycle", "network, peak", s.peakBandwidth(), "elements/cycle"),
        real("averageBandwidthElementsPerCycle", "network, average", s.averageBandwidth(), "elements/cycle"),
        whole("offChipBandwidthElementsPerCycle", "off-chip", s.offChipBandwidth(), "elements/cycle"),
        real("inputMulticast", "multicast factor of inputs", s.inputMulticast(), ""),
        real("weightMulticast", "multicast factor of weights", s.weightMulticast(), ""),
        word("bandwidthWarning", "exceeded bandwidths", s.bandwidthWarning()));
  }

  private static List<Statistic> delays(MaestroStatistics s) {
    List<Statistic> rows = new ArrayList<>();
    delay(rows, "ingress", s.ingress());
    delay(rows, "egress", s.egress());
    delay(rows, "compute", s.compute());
    return rows;
  }

  private static void delay(List<Statistic> rows, String name, DelayStatistics d) {
    rows.add(whole(name + "MinCycles", name + ", shortest", d.min(), "cycles"));
    rows.add(whole(name + "MaxCycles", name + ", longest", d.max(), "cycles"));
    rows.add(whole(name + "MeanCycles", name + ", average", d.mean(), "cycles"));
  }

  private static List<Statistic> power(MaestroStatistics s) {
    return List.of(
        real("milliwatts", "power", s.milliwatts(), "mW"),
        real("peMilliwatts", "of the processing elements", s.peMilliwatts(), "mW"),
        real("l1Milliwatts", "of L1", s.l1Milliwatts(), "mW"),
        real("l2Milliwatts", "of L2", s.l2Milliwatts(), "mW"),
        real("nocMilliwatts", "of the network", s.nocMilliwatts(), "mW"),
        real("areaSquareMicrometres", "area", s.areaSquareMicrometres(), "um^2"));
  }

  private static Statistic whole(String key, String name, long value, String unit) {
    return new Statistic(key, name, value, unit);
  }

  private static Statistic real(String key, String name, double value, String unit) {
    return new Statistic(key, name, value, unit);
  }

  private static Statistic word(String key, String name, String value) {
    return new Statistic(key, name, value, "");
  }
}
