package dev.dovetail.models.allocation;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.Box;
import dev.dovetail.models.InfeasibleException;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.intracore.CostFloor;
import dev.dovetail.models.intracore.CostModel;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.intracore.table.TableCostModel;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllocationFeasibilityTest {
  private static AllocationProblem problem(String matrixBytes, String wishes) {
    return AllocationProblemReader.read(DataFile.parse("""
        format: allocation/1
        name: tiny
        network:
          inputs: {x: [1, 64, 16, 16]}
          layers:
            - {name: a, op: conv, input: x, channels: 32, kernel: 3, pad: 1}
            - {name: b, op: relu, input: a}
        accelerator:
          format: accelerator/1
          name: pair
          cores:
            - {name: m, array: [8, 8], unrollings: [[C, K]], operators: [MATRIX], memories: [{name: buf, bytes: %s, bytesPerCycle: 8}]}
            - {name: big, array: [8], operators: [MATRIX], memories: [{name: buf, bytes: 1 MiB, bytesPerCycle: 8}]}
            - {name: v, array: [8], operators: [VECTOR], memories: [{name: buf, bytes: 1 KiB, bytesPerCycle: 8}]}
          buses: [{name: bus, members: [m, big, v], bytesPerCycle: 8}]
          dram: [{name: dram, at: bus, port: false}]
        """.formatted(matrixBytes) + wishes, "tiny.yaml"), Path.of(""));
  }

  @Test
  void aLayerThatFitsNowhereIsNamedWithBytesAndTheSmallestChange() {
    // One row of one channel: 3 input rows * 16 * 64 = 3,072 B, weights 64 * 9 = 576 B, output 16 B: 3,664 B.
    AllocationProblem fits = problem("3664", "pin: {a: [m]}");
    AllocationFeasibility.check(fits);
    assertThat(AllocationFeasibility.neededBytes(fits, fits.workload().layers().get(0), fits.accelerator().cores().get(0)))
        .isEqualTo(3_664);
    assertThatThrownBy(() -> AllocationFeasibility.check(problem("3663", "pin: {a: [m]}")))
        .isInstanceOf(InfeasibleException.class)
        .hasMessageContaining("The layer (a) fits on no core")
        .hasMessageContaining("needs 3664 bytes, the core (m) has 3663.")
        .hasMessageContaining("Maybe allow the layer on the core (big), where it fits.");
    assertThatThrownBy(() -> AllocationFeasibility.check(shrunk()))
        .hasMessageContaining("Maybe raise the memory (buf) of core (big) from 1024 to at least 3664 bytes.");
    AllocationFeasibility.check(problem("100", ""));
  }

  private static AllocationProblem shrunk() {
    AllocationProblem p = problem("1000", "");
    var cores = p.accelerator().cores().stream()
        .map(c -> c.name().equals("big")
            ? new dev.dovetail.models.accelerator.Core(c.name(), c.type(), c.array(), c.unrollings(),
                p.accelerator().cores().get(2).memories(),
                c.operators(), c.operationFemtojoules(), c.lanes())
            : c)
        .toList();
    var a = p.accelerator();
    var smaller = new dev.dovetail.models.accelerator.Accelerator(
        a.name(), cores, a.nodes(), a.channels(), a.edges(), a.leakageFemtojoulesPerCycle());
    return new AllocationProblem(p.name(), p.workload(), smaller, p.costs(), p.objective(), p.allowed(), p.together(),
        p.options());
  }

  @Test
  void aLayerThatNoCoreRunsIsNamed() {
    AllocationProblem p = problem("1 MiB", "");
    var without = p.accelerator().cores().stream().map(c -> new dev.dovetail.models.accelerator.Core(
        c.name(), c.type(), c.array(), c.unrollings(), c.memories(), java.util.Set.of(dev.dovetail.models.workload.Operator.CONV),
        0)).toList();
    var a = p.accelerator();
    var machine = new dev.dovetail.models.accelerator.Accelerator(a.name(), without, a.nodes(), a.channels(), a.edges(), 0);
    assertThatThrownBy(() -> AllocationFeasibility.check(
        new AllocationProblem(p.name(), p.workload(), machine, p.costs(), p.objective(), p.allowed(), p.together(), p.options())))
            .hasMessageContaining("The layer (b) cannot run: no core of the accelerator (pair) runs the operator (RELU)")
            .hasMessageContaining("add VECTOR (or relu) to the operators of a core");
  }

  @Test
  void aPinToACoreThatCannotRunTheLayerIsNamed() {
    assertThatThrownBy(() -> AllocationFeasibility.check(problem("1 MiB", "pin: {b: [m]}")))
        .hasMessageContaining("The layer (b) cannot run: it is pinned to [m]")
        .hasMessageContaining("only runs on [v]")
        .hasMessageContaining("allow the layer on the core (v)");
  }

  /** A table knows a cost on core m, which has no ReLU: the judge would refuse to run it there. */
  @Test
  void aRowOfTheCostTableMakesNoCoreRunAnOperatorThatItHasNot(@TempDir Path dir) throws IOException {
    Path rows = Files.writeString(dir.resolve("t.csv"), "layer,core,cycles\na,m,1\nb,m,1\n");
    AllocationProblem p = problem("1 MiB", "");
    AllocationProblem tabled = new AllocationProblem(
        p.name(), p.workload(), p.accelerator(), TableCostModel.read(rows, null), p.objective(), p.allowed(), p.together(),
        p.options());
    assertThatThrownBy(() -> AllocationFeasibility.check(tabled))
        .isInstanceOf(InfeasibleException.class)
        .hasMessageContaining("The layer (b) cannot run: no core of the accelerator (pair) runs the operator (RELU)")
        .hasMessageContaining(
            "Maybe add a row for the layer on one of the cores to the cost table, or a dataflow for such layers");
  }

  /** Working bytes differ by core and row: the first row only fits the core m, the others only the core big. */
  @Test
  void nodesOfALayerMayNeedDifferentCores() {
    AllocationProblem p = problem("4 KiB", "forbid: {b: [m]}");
    CostModel costs = new CostModel() {
      @Override
      public String name() {
        return "rows";
      }

      @Override
      public List<CostPoint> points(Workload workload, Layer layer, Box tile, Core core) {
        boolean first = layer.name().equals("a") && tile.lo(2) == 0;
        boolean suits = layer.name().equals("b") || first == core.name().equals("m");
        return List.of(new CostPoint(1, 0, suits ? 0 : 1 << 20, 0, false, "any"));
      }

      @Override
      public Optional<CostFloor> floor(Workload workload, Layer layer, Core core) {
        return Optional.of(new CostFloor(1, 0));
      }
    };
    AllocationProblem split = new AllocationProblem(
        p.name(), p.workload(), p.accelerator(), costs, p.objective(), p.allowed(), p.together(), p.options());
    assertThatCode(() -> AllocationFeasibility.check(split)).doesNotThrowAnyException();
  }

  @Test
  void theBoundsOfAProblemThatFitsNowhereSayTheSame() {
    AllocationProblem tooSmall = problem("3663", "pin: {a: [m]}");
    assertThatThrownBy(() -> new AllocationBounds().of(tooSmall))
        .isInstanceOf(InfeasibleException.class)
        .hasMessageContaining("needs 3664 bytes, the core (m) has 3663.");
  }

  @Test
  void aGroupWithoutACommonCoreIsNamed() {
    assertThatThrownBy(() -> AllocationFeasibility.check(problem("1 MiB", "group: [[a, b]]")))
        .isInstanceOf(InfeasibleException.class)
        .hasMessageContaining("The layers [a, b] must share one core")
        .satisfies(e -> assertThat(((InfeasibleException) e).exitCode()).isEqualTo(10));
  }
}
