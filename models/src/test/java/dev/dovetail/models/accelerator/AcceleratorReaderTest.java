package dev.dovetail.models.accelerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.links.Bandwidth;
import dev.dovetail.models.links.Channel;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.Node;
import dev.dovetail.models.workload.Dim;
import dev.dovetail.models.workload.Operator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceleratorReaderTest {
  private static final String GOOD = """
      format: accelerator/1
      name: pair
      leakagePicojoulesPerCycle: 0.5
      cores:
        - name: a
          array: [4, 2]
          unrollings: [[C, K], [OY, K]]
          operators: [conv, MATMUL, max-pool]
          operationPicojoules: 0.001
          lanes: 3
          memories:
            - {name: l0, bytes: 64, bytesPerCycle: 4}
            - {name: l1, bytes: 1.5 KiB, bytesPerCycle: 2.5, readPicojoulesPerByte: 1.25, writePicojoulesPerByte: 2}
        - name: b
          array: [8]
          operators: [VECTOR]
          memories: [{name: l1, bytes: 1024, bytesPerCycle: 0.125}]
      routers: [r]
      links:
        - {from: a, to: b, bytesPerCycle: 16, latency: 1, picojoulesPerByte: 0.3}
        - {name: back, from: b, to: r, bytesPerCycle: 16, duplex: true}
        - {from: r, to: a, bytesPerCycle: 16}
      dram:
        - {name: dram, at: r, port: false}
      """;

  private static Accelerator read(String text) {
    return AcceleratorReader.read(DataFile.parse(text, "pair.yaml"));
  }

  @Test
  void everythingThatIsWrittenIsRead() {
    Accelerator a = read(GOOD);
    assertThat(a.leakageFemtojoulesPerCycle()).isEqualTo(500);
    Core core = a.cores().get(0);
    assertThat(core).isEqualTo(
        new Core("a", "a", List.of(4, 2), List.of(List.of(Dim.C, Dim.K), List.of(Dim.OY, Dim.K)),
            List.of(
                new LocalMemory("l0", 64, new Bandwidth(4, 1), 0, 0),
                new LocalMemory("l1", 1_536, new Bandwidth(5, 2), 1_250, 2_000)),
            java.util.Set.of(Operator.CONV, Operator.MATMUL, Operator.MAX_POOL), 1, 3));
    assertThat(a.cores().get(1).buffer().bandwidth()).isEqualTo(new Bandwidth(1, 8));
    assertThat(a.cores().get(1).lanes()).isEqualTo(8);
    assertThat(a.nodes()).extracting(Node::name).containsExactly("a", "b", "dram", "r");
    assertThat(a.edges()).extracting(Edge::name).containsExactly("a->b", "back", "back:back", "r->a", "dram->r", "r->dram");
    assertThat(a.channels().get(0)).isEqualTo(new Channel("a->b", Channel.Kind.LINK, Bandwidth.ofBytesPerCycle(16), 1, 300));
    assertThat(a.edges().get(a.edgeIndex("dram->r")).channels()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
      "accelerator/1|accelerator/2|pair.yaml:1: The format (accelerator/2) must be accelerator/1.",
      "leakagePicojoulesPerCycle|leakage|pair.yaml:3: The key (leakage) is not known in the file.",
      "name: a|nmae: a|The key (nmae) is not known in 'cores[0]'",
      "array: [4, 2]|array: [4, 0]|pair.yaml:6: The value (0) of 'cores[0].array[1]' must be from 1",
      "array: [4, 2]|array: [4, 2, 2]|must name one loop dimension for each of the 3 axes",
      "array: [4, 2]|array: [100000, 100000]|fewer than 2^30",
      "[OY, K]|[OZ, K]|The loop dimension (OZ) is not known.",
      "MATMUL|MATMULL|The operator (MATMULL) of core (a) is not known.",
      "MATMUL|MATMULL|you meant 'matmul'",
      "operators: [VECTOR]|operators: []|The core (b) must run at least one operator",
      "0.001|0.0001|finer than a femtojoule",
      "0.001|-1|must be from 0 to",
      "bytes: 64,|bytes: 0,|The value (0) of 'cores[0].memories[0].bytes' must be at least 1",
      "bytesPerCycle: 2.5|bytesPerCycle: 0|The bandwidth (0) of 'cores[0].memories[1].bytesPerCycle' must be above 0",
      "bytesPerCycle: 2.5|bytesPerCycle: -2|The bandwidth (-2)",
      "bytesPerCycle: 2.5|bytesPerCycle: 0.1234567|at most 6 decimals",
      "bytesPerCycle: 2.5|bytesPerCycle: 1e300|too many digits",
      "bytesPerCycle: 2.5|bytesPerCycle: fast|must be a number",
      "name: l0|name: l1|The memory name (l1) of core (a) must be unique",
      "- name: b|- name: a|The name (a) is given twice.",
      "routers: [r]|routers: [r, b]|The name (b) is given twice.",
      "{from: r, to: a,|{from: r, to: A1,|The node (A1) does not exist.",
      "{from: r, to: a,|{from: r, to: r,|leads from (r) to itself",
      "{from: r, to: a,|{from: r, to: dram,|The DRAM port (dram) cannot be linked",
      "{from: r, to: a,|{from: a, to: b,|The channel (a->b) is given twice",
      "latency: 1|latency: -1|The value (-1) of 'links[0].latency' must be from 0",
      "at: r, port: false|at: q, bytesPerCycle: 1|The core, router or bus (q) does not exist.",
      "at: r, port: false|at: a, port: false|its loads would take no time",
      "at: r, port: false|at: r, port: false, bytesPerCycle: 3|cannot have a (bytesPerCycle)",
      "at: r, port: false|at: r, bytesPerCycle: 3, duplex: fll|The duplex (fll) of DRAM port (dram) must be half or full.",
      "at: r, port: false|at: r|The key (bytesPerCycle) is missing in 'dram[0]'",
      "  - {name: dram, at: r, port: false}|  []|The accelerator has no DRAM port.",
      "dram:|drams:|The key (drams) is not known",
  })
  void mistakesAreNamedWithTheirPlace(String was, String is, String message) {
    assertThat(GOOD).contains(was);
    assertThatThrownBy(() -> read(GOOD.replace(was, is)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("Maybe ");
  }

  @Test
  void aCutBetweenCoresIsNamedWithTheLinkThatHelps() {
    // Without r -> a nothing leads to a.
    assertThatThrownBy(() -> read(GOOD.replace("  - {from: r, to: a, bytesPerCycle: 16}\n", "")))
        .hasMessageContaining("there is no way from (dram) to (a)")
        .hasMessageContaining("{from: b, to: a,");
    // Without a -> b, core a reaches nothing, but is reached.
    assertThatThrownBy(
        () -> read(GOOD.replace("  - {from: a, to: b, bytesPerCycle: 16, latency: 1, picojoulesPerByte: 0.3}\n", "")))
            .hasMessageContaining("there is no way from (a) to (dram)")
            .hasMessageContaining("add 'duplex: true' to it");
  }

  @Test
  void coresOfOneTypeMustBeEqual() {
    assertThatThrownBy(
        () -> read(GOOD.replace("- name: a\n", "- name: a\n    type: t\n").replace("- name: b\n", "- name: b\n    type: t\n")))
            .hasMessageContaining("The core (b) is of type (t) like the core (a), but differs from it.");
  }

  @Test
  void aMeshNeedsANodeForEveryPlace() {
    String text = GOOD.replace("dram:\n", "mesh: {columns: 2, rows: 2, nodes: [a, b, r], bytesPerCycle: 1}\ndram:\n");
    assertThatThrownBy(() -> read(text)).hasMessageContaining("2 columns x 2 rows = 4 places, but 3 nodes");
  }

  @Test
  void aPortOfABusIsHeldTogetherWithTheBus() {
    String text = GOOD.substring(0, GOOD.indexOf("routers:")) + """
        buses: [{name: bus, members: [a, b], bytesPerCycle: 4}]
        dram: [{name: dram, at: bus, bytesPerCycle: 2, duplex: full}]
        """;
    Accelerator a = read(text);
    assertThat(a.channels()).extracting(Channel::name).containsExactly("bus", "dram:read", "dram:write");
    assertThat(a.edges().get(a.edgeIndex("bus:dram->a")).channels()).containsExactly(0, 1);
    assertThat(a.edges().get(a.edgeIndex("bus:a->dram")).channels()).containsExactly(0, 2);
  }
}
