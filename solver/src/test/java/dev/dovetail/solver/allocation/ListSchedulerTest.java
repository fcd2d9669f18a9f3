package dev.dovetail.solver.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Box;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.Objective;
import dev.dovetail.models.accelerator.Accelerators;
import dev.dovetail.models.allocation.AllocationBounds;
import dev.dovetail.models.allocation.AllocationEvaluator;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.AllocationProblemReader;
import dev.dovetail.models.allocation.Handovers;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.intracore.array.PeArrayCostModel;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operand;
import dev.dovetail.models.workload.networks.Networks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListSchedulerTest {
  /**
   * The judge shares no code with the scheduler. Random moves give odd grids, owners, orders, detours and merges; every one that the
   * scheduler accepts must be executable, cost what it says, and be no better than any bound. A deadlock would throw.
   */
  @Test
  void everyScheduleIsExecutableCostsWhatItSaysAndRespectsEveryBound() {
    int schedules = 0;
    int refused = 0;
    for (long seed = 0; seed < 60; seed++) {
      AllocationProblem problem = seed % 3 == 0 ? cut(RandomInstances.problem(seed), seed) : RandomInstances.problem(seed);
      List<LowerBound> bounds = new AllocationBounds().of(problem);
      Machine machine = new Machine(problem);
      Shapes shapes = new Shapes(machine);
      Decoder decoder = new Decoder(machine);
      Moves moves = new Moves(shapes, new SplittableRandom(seed));
      Iterator<Genome> genomes = new Portfolio(shapes).genomes(() -> true);
      Genome genome = genomes.next();
      for (int i = 0; i < 40; i++) {
        Optional<Decoder.Decoded> decoded = decoder.decode(genome, Long.MAX_VALUE);
        if (decoded.isPresent()) {
          schedules++;
          check(problem, bounds, machine, decoded.get().table());
          genome = decoded.get().genome();
        } else {
          refused++;
        }
        genome = i % 8 == 7 ? genomes.next() : moves.change(genome);
      }
    }
    assertThat(schedules).as("schedules among %d tries", schedules + refused).isGreaterThan(1_500);
  }

  /** Half of the handovers, at random, must go through DRAM. */
  private static AllocationProblem cut(AllocationProblem problem, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Integer> producers = problem.workload().producers();
    Set<Handovers.Handover> through = new HashSet<>();
    for (Layer layer : problem.workload().layers()) {
      for (Operand operand : layer.operands()) {
        Integer producer = producers.get(operand.tensor());
        if (producer != null && random.nextBoolean()) {
          through.add(new Handovers.Handover(problem.workload().layers().get(producer).name(), layer.name()));
        }
      }
    }
    return problem.with(new Handovers(through, Set.of()));
  }

  private static void check(AllocationProblem problem, List<LowerBound> bounds, Machine machine, Timetable table) {
    Schedule schedule = ScheduleWriter.write(machine, table);
    Evaluation evaluation = new AllocationEvaluator().evaluate(problem, schedule);
    assertThat(evaluation.violations()).as(problem.name()).isEmpty();
    assertThat(evaluation.objective()).as(problem.name()).isEqualTo(table.latencyCycles());
    assertThat(evaluation.cost().get("energyFemtojoules")).as(problem.name()).isEqualTo(table.energyFemtojoules());
    for (LowerBound bound : bounds) {
      assertThat(table.latencyCycles()).as("%s: %s", problem.name(), bound).isGreaterThanOrEqualTo(bound.value());
    }
  }

  @Test
  void givesUpOnlyOnSchedulesThatEndTooLate() {
    AllocationProblem problem = RandomInstances.problem(3);
    Decoder decoder = new Decoder(new Machine(problem));
    Genome genome = new Portfolio(new Shapes(new Machine(problem))).genomes(() -> true).next();
    long latency = decoder.decode(genome, Long.MAX_VALUE).orElseThrow().table().latencyCycles();
    assertThat(decoder.decode(genome, latency)).isPresent();
    assertThat(decoder.decode(genome, latency - 1)).isEmpty();
  }

  /** 64 output elements in 100 cycles on one core, in 10 on the other of the same type. */
  @Test
  void coresOfOneTypeThatATableTellsApartKeepTheirOwnCosts(@TempDir Path dir) throws IOException {
    Files.writeString(dir.resolve("t.csv"), "layer,core,cycles\nconv,m0,100\nconv,m1,10\n");
    Path file =
        Files.writeString(
            dir.resolve("p.yaml"),
            """
            format: allocation/1
            name: apart
            costs: t.csv
            network: {inputs: {x: [1, 4, 4, 4]}, layers: [{name: conv, op: conv, input: x, channels: 4, kernel: 1}]}
            accelerator:
              format: accelerator/1
              name: pair
              cores:
                - {name: m, count: 2, type: m, array: [4], operators: [MATRIX], memories: [{name: b, bytes: 999, bytesPerCycle: 1}]}
              buses: [{name: bus, members: [m0, m1], bytesPerCycle: 16}]
              dram: [{name: dram, at: bus, port: false}]
            """);
    Machine machine = new Machine(AllocationProblemReader.read(file));
    Box whole = machine.problem.workload().layers().get(0).outputBox();
    assertThat(machine.cost(0, whole, 0, false).cycles()).isEqualTo(100);
    assertThat(machine.cost(0, whole, 1, false).cycles()).isEqualTo(10);
  }

  @Test
  void aStopDoesNotWaitForTheEndOfALargeSchedule() {
    AllocationProblem problem =
        new AllocationProblem("large", Networks.byName("mobilenet-v2").orElseThrow(), Accelerators.byNameOrFile("quad-core"),
            new PeArrayCostModel(), Objective.LATENCY, Map.of(), List.of(), AllocationProblem.Options.DEFAULT);
    Machine machine = new Machine(problem);
    Genome genome = new Portfolio(new Shapes(machine)).genomes(() -> true).next();
    assertThat(new Decoder(machine, () -> false).decode(genome, Long.MAX_VALUE)).isPresent();
    assertThat(new Decoder(machine, () -> true).decode(genome, Long.MAX_VALUE)).isEmpty();
  }
}
