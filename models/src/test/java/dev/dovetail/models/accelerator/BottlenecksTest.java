package dev.dovetail.models.accelerator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.links.Bandwidth;
import org.junit.jupiter.api.Test;

class BottlenecksTest {
  private static Bottlenecks of(String connections) {
    String text =
        """
        format: accelerator/1
        name: pair
        cores:
          - {name: m, count: 2, type: m, array: [8], operators: [ALL], memories: [{name: buffer, bytes: 4096, bytesPerCycle: 16}]}
        """
            + connections;
    return Bottlenecks.of(AcceleratorReader.read(DataFile.parse(text, "pair.yaml")));
  }

  @Test
  void a_bus_in_front_of_a_faster_port_carries_everything() {
    Bottlenecks necks =
        of("""
            buses: [{name: bus, members: [m0, m1], bytesPerCycle: 8}]
            dram: [{name: dram, at: bus, bytesPerCycle: 16}]
            """);
    assertThat(necks.everything()).isZero();
    assertThat(necks.dram()).isZero();
    assertThat(necks.in()).isEqualTo(Bandwidth.ofBytesPerCycle(8));
  }

  @Test
  void ports_of_their_own_add_up_in_each_direction() {
    Bottlenecks necks =
        of("""
            buses: [{name: bus, members: [m0, m1], bytesPerCycle: 8}]
            dram: [{name: d0, at: m0, bytesPerCycle: 16}, {name: d1, at: m1, bytesPerCycle: 4, duplex: full}]
            """);
    assertThat(necks.everything()).isEqualTo(-1);
    assertThat(necks.dram()).isEqualTo(-1);
    assertThat(necks.in()).isEqualTo(Bandwidth.ofBytesPerCycle(20));
    assertThat(necks.out()).isEqualTo(Bandwidth.ofBytesPerCycle(20));
  }

  @Test
  void a_port_without_a_channel_limits_nothing() {
    Bottlenecks necks =
        of("""
            routers: [r]
            links: [{from: r, to: m0, bytesPerCycle: 16, duplex: true}, {from: r, to: m1, bytesPerCycle: 16, duplex: true}]
            dram: [{name: dram, at: r, port: false}]
            """);
    assertThat(necks.dram()).isEqualTo(-1);
    assertThat(necks.in()).isNull();
    assertThat(necks.out()).isNull();
  }
}
