package dev.dovetail.models.intracore.maestro;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The columns of the reference tables, from our statistics, and the rule by which two values are equal. */
final class ReferenceColumns {
  private static final double RELATIVE = 1e-9;

  private ReferenceColumns() {}

  /** Integers as {@code Long}, reals as {@code Double}, texts as {@code String}. */
  static Map<String, Object> of(MaestroStatistics s) {
    Map<String, Object> c = new LinkedHashMap<>();
    c.put("runtime", s.runtimeCycles());
    c.put("macs", s.macs());
    c.put("throughput", s.throughput());
    tensor(c, "input", s.input());
    tensor(c, "filter", s.filter());
    tensor(c, "output", s.output());
    c.put("l2_size", s.l2Elements());
    c.put("l1_size", s.l1Elements());
    c.put("peak_bw", s.peakBandwidth());
    c.put("noc_bw_req", s.peakBandwidth());
    c.put("avg_bw", s.averageBandwidth());
    c.put("offchip_bw_req", s.offChipBandwidth());
    delay(c, "ingress", s.ingress());
    delay(c, "egress", s.egress());
    delay(c, "compute", s.compute());
    c.put("avg_pes", s.averagePes());
    c.put("arith_int", s.arithmeticIntensity());
    c.put("mcast_input", s.inputMulticast());
    c.put("mcast_weight", s.weightMulticast());
    c.put("num_inputs", s.inputElements());
    c.put("num_weights", s.weightElements());
    c.put("vector_width", s.vectorWidth());
    c.put("energy_screen", s.energyScreen());
    c.put("energy_csv", s.energyNanojoules());
    c.put("ops_per_j", s.operationsPerJoule());
    c.put("perf_per_energy", s.performancePerEnergy());
    c.put("power", s.milliwatts());
    c.put("pe_power", s.peMilliwatts());
    c.put("l1_power", s.l1Milliwatts());
    c.put("l2_power", s.l2Milliwatts());
    c.put("noc_power", s.nocMilliwatts());
    c.put("area", s.areaSquareMicrometres());
    c.put("warn_buffer", s.bufferWarning());
    c.put("warn_bw", s.bandwidthWarning());
    return c;
  }

  private static void tensor(Map<String, Object> c, String name, TensorStatistics t) {
    c.put(name + "_l2_read", t.l2Read());
    c.put(name + "_l2_write", t.l2Write());
    c.put(name + "_l1_read", t.l1Read());
    c.put(name + "_l1_write", t.l1Write());
    c.put(name + "_reuse", t.reuse());
    c.put(name + "_l2_req", t.l2Required());
    c.put(name + "_l1_req", t.l1Required());
  }

  private static void delay(Map<String, Object> c, String name, DelayStatistics d) {
    c.put(name + "_min", d.min());
    c.put(name + "_max", d.max());
    c.put(name + "_avg", d.mean());
  }

  /** The columns of {@code row} in which the statistics differ: ours against theirs. */
  static Map<String, String> differences(MaestroStatistics ours, Map<String, String> row) {
    Map<String, String> different = new TreeMap<>();
    of(ours).forEach((column, value) -> {
      String expected = row.get(column);
      if (expected != null && !equal(value, expected)) {
        different.put(column, value + " instead of " + expected);
      }
    });
    return different;
  }

  private static boolean equal(Object ours, String expected) {
    if (!(ours instanceof Double real)) {
      return ours.toString().equals(expected);
    }
    double theirs = switch (expected) {
      case "nan", "-nan" -> Double.NaN;
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(expected);
    };
    return real.equals(theirs) || real == theirs
        || Math.abs(real - theirs) <= RELATIVE * Math.max(Math.abs(real), Math.abs(theirs));
  }
}
