package dev.dovetail.solver.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dovetail.models.Objective;
import dev.dovetail.models.accelerator.Accelerators;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.intracore.array.PeArrayCostModel;
import dev.dovetail.models.mapping.FusionGroups;
import dev.dovetail.models.mapping.MappingObjective;
import dev.dovetail.models.mapping.MappingProblem;
import dev.dovetail.models.mapping.NetworkMapping;
import dev.dovetail.models.mapping.files.MappingKind;
import dev.dovetail.models.workload.NetworkBuilder;
import dev.dovetail.models.workload.Operator;
import dev.dovetail.models.workload.SlidingWindow;
import dev.dovetail.models.workload.Value;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Programmes do what they should, by their file alone, however long each step takes. */
class ProgrammesRunTest {
  private static Optional<JsonNode> file(AllocationProblem base, Decoder decoder, Machine machine, Genome genome) {
    return decoder.decode(genome, Long.MAX_VALUE).map(decoded -> {
      Schedule schedule = ScheduleWriter.write(machine, decoded.table());
      MappingProblem problem = new MappingProblem(base, List.of(), MappingObjective.LATENCY, false);
      NetworkMapping mapping =
          new NetworkMapping(FusionGroups.of(problem, schedule), schedule, decoded.table().latencyCycles());
      return new MappingKind().writeMapping(problem, mapping);
    });
  }

  @Test
  void randomMappingsOfRandomNetworks() {
    int ran = 0;
    for (long seed = 0; seed < 24; seed++) {
      AllocationProblem problem = RandomInstances.problem(seed);
      Machine machine = new Machine(problem);
      Shapes shapes = new Shapes(machine);
      Decoder decoder = new Decoder(machine);
      Moves moves = new Moves(shapes, new SplittableRandom(seed));
      Iterator<Genome> genomes = new Portfolio(shapes).genomes(() -> true);
      Genome genome = genomes.next();
      for (int i = 0; i < 5; i++) {
        Optional<JsonNode> file = file(problem, decoder, machine, genome);
        if (file.isPresent()) {
          new ProgrammeMachine(file.get(), 31 * seed + i).run();
          ran++;
        }
        genome = moves.change(genome);
      }
    }
    assertThat(ran).isGreaterThan(60);
  }

  /** A block of ResNet-18's second stage, 64 channels with a shortcut, on a quarter of its pixels and in tight memories. */
  private static JsonNode residualBlock() {
    NetworkBuilder net = NetworkBuilder.named("block");
    Value x = net.input("x", 1, 64, 28, 28);
    Value one = net.conv("conv1", x, 64, SlidingWindow.of(3).pad(1));
    Value two = net.conv("conv2", one, 64, SlidingWindow.of(3).pad(1));
    Value sum = net.elementwise("relu", Operator.RELU, net.add("add", two, x));
    AllocationProblem problem = new AllocationProblem("block", net.output(sum).build(),
        Accelerators.byNameOrFile("quad-core-512kib"), new PeArrayCostModel(), Objective.LATENCY, Map.of(), List.of(),
        new AllocationProblem.Options(8, 1, 512));
    Machine machine = new Machine(problem);
    return file(problem, new Decoder(machine), machine, new Portfolio(new Shapes(machine)).genomes(() -> true).next())
        .orElseThrow();
  }

  @Test
  void aBlockOfResNet18InAnyOrderOfEvents() {
    JsonNode file = residualBlock();
    for (long seed = 0; seed < 3; seed++) {
      new ProgrammeMachine(file, seed).run();
    }
  }

  @Test
  void theMachineNoticesWhatAProgrammeGetsWrong() {
    JsonNode good = residualBlock();
    ObjectNode early = good.deepCopy();
    dropWaits(early);
    assertThatThrownBy(() -> new ProgrammeMachine(early, 1).run()).isInstanceOf(AssertionError.class);
    ObjectNode elsewhere = good.deepCopy();
    for (JsonNode core : elsewhere.path("instructions")) {
      for (JsonNode i : core) {
        if (i.path("op").asText().equals("COMPUTE")) {
          ((ArrayNode) i.path("reads")).set(0, i.path("writes").get(0));
        }
      }
    }
    assertThatThrownBy(() -> new ProgrammeMachine(elsewhere, 1).run()).hasMessageContaining("reads other data");
  }

  private static void dropWaits(ObjectNode file) {
    file.path("instructions").properties().forEach(e -> {
      ArrayNode list = (ArrayNode) e.getValue();
      for (int i = list.size() - 1; i >= 0; i--) {
        if (list.get(i).path("op").asText().equals("WAIT")) {
          list.remove(i);
        }
      }
    });
  }
}
