package dev.dovetail.models.intracore.maestro.cases;

import dev.dovetail.models.intracore.maestro.DelayStatistics;
import dev.dovetail.models.intracore.maestro.MaestroStatistics;
import dev.dovetail.models.intracore.maestro.TensorStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * One output column of the tables: its name, and how its value is made.
 *
 * <p>Values are {@link Long} (counts in elements, cycles, elements per cycle), {@link Double} (reals) or {@link String} (warnings).
 */
record Column(String name, Function<MaestroStatistics, Object> value) {
  /** All of them, in the order of the reference tables. */
  static final List<Column> ALL = all();

  private static List<Column> all() {
    List<Column> c = new ArrayList<>();
    c.add(new Column("runtime", MaestroStatistics::runtimeCycles));
    c.add(new Column("energy_csv", MaestroStatistics::energyNanojoules));
    c.add(new Column("throughput", MaestroStatistics::throughput));
    c.add(new Column("perf_per_energy", MaestroStatistics::performancePerEnergy));
    c.add(new Column("area", MaestroStatistics::areaSquareMicrometres));
    c.add(new Column("power", MaestroStatistics::milliwatts));
    c.add(new Column("noc_bw_req", MaestroStatistics::peakBandwidth));
    c.add(new Column("avg_bw", MaestroStatistics::averageBandwidth));
    c.add(new Column("peak_bw", MaestroStatistics::peakBandwidth));
    c.add(new Column("vector_width", MaestroStatistics::vectorWidth));
    c.add(new Column("offchip_bw_req", MaestroStatistics::offChipBandwidth));
    c.add(new Column("l2_size", MaestroStatistics::l2Elements));
    c.add(new Column("l1_size", MaestroStatistics::l1Elements));
    c.add(new Column("mcast_weight", MaestroStatistics::weightMulticast));
    c.add(new Column("mcast_input", MaestroStatistics::inputMulticast));
    c.add(new Column("num_inputs", MaestroStatistics::inputElements));
    c.add(new Column("num_weights", MaestroStatistics::weightElements));
    c.add(new Column("ops_per_j", MaestroStatistics::operationsPerJoule));
    c.add(new Column("macs", MaestroStatistics::macs));
    c.add(new Column("pe_power", MaestroStatistics::peMilliwatts));
    c.add(new Column("l1_power", MaestroStatistics::l1Milliwatts));
    c.add(new Column("l2_power", MaestroStatistics::l2Milliwatts));
    c.add(new Column("noc_power", MaestroStatistics::nocMilliwatts));
    accesses(c, "input", MaestroStatistics::input);
    accesses(c, "filter", MaestroStatistics::filter);
    accesses(c, "output", MaestroStatistics::output);
    delay(c, "ingress", MaestroStatistics::ingress);
    delay(c, "egress", MaestroStatistics::egress);
    delay(c, "compute", MaestroStatistics::compute);
    c.add(new Column("avg_pes", MaestroStatistics::averagePes));
    c.add(new Column("arith_int", MaestroStatistics::arithmeticIntensity));
    c.add(new Column("energy_screen", MaestroStatistics::energyScreen));
    space(c, "input", MaestroStatistics::input);
    space(c, "filter", MaestroStatistics::filter);
    space(c, "output", MaestroStatistics::output);
    c.add(new Column("warn_buffer", MaestroStatistics::bufferWarning));
    c.add(new Column("warn_bw", MaestroStatistics::bandwidthWarning));
    return List.copyOf(c);
  }

  private static void accesses(List<Column> c, String name, Function<MaestroStatistics, TensorStatistics> tensor) {
    c.add(new Column(name + "_l1_read", tensor.andThen(TensorStatistics::l1Read)));
    c.add(new Column(name + "_l1_write", tensor.andThen(TensorStatistics::l1Write)));
    c.add(new Column(name + "_l2_read", tensor.andThen(TensorStatistics::l2Read)));
    c.add(new Column(name + "_l2_write", tensor.andThen(TensorStatistics::l2Write)));
    c.add(new Column(name + "_reuse", tensor.andThen(TensorStatistics::reuse)));
  }

  private static void space(List<Column> c, String name, Function<MaestroStatistics, TensorStatistics> tensor) {
    c.add(new Column(name + "_l2_req", tensor.andThen(TensorStatistics::l2Required)));
    c.add(new Column(name + "_l1_req", tensor.andThen(TensorStatistics::l1Required)));
  }

  private static void delay(List<Column> c, String name, Function<MaestroStatistics, DelayStatistics> delay) {
    c.add(new Column(name + "_min", delay.andThen(DelayStatistics::min)));
    c.add(new Column(name + "_max", delay.andThen(DelayStatistics::max)));
    c.add(new Column(name + "_avg", delay.andThen(DelayStatistics::mean)));
  }
}
