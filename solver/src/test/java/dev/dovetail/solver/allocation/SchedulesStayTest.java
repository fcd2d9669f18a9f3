package dev.dovetail.solver.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Objective;
import dev.dovetail.models.accelerator.Accelerators;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.intracore.array.PeArrayCostModel;
import dev.dovetail.models.links.Route;
import dev.dovetail.models.workload.networks.Networks;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A faster scheduler must be the same scheduler: a change of these numbers changes every answer of every method, and needs a reason.
 * They were recorded with the scheduler that looks at every ready transfer at every event.
 */
class SchedulesStayTest {
  private static final int MOVES = 12;

  @ParameterizedTest
  @CsvSource({
      "mobilenet-v2, quad-core,             -2829119861615062191",
      "mobilenet-v2, simba-like-36,         -5567399232693700820",
      "resnet18,     quad-core-mesh-512kib, -1275515222535678030"})
  void ofNetworksAreTheSame(String network, String accelerator, long expected) {
    AllocationProblem problem =
        new AllocationProblem(network, Networks.byName(network).orElseThrow(), Accelerators.byNameOrFile(accelerator),
            new PeArrayCostModel(), Objective.LATENCY, Map.of(), List.of(), AllocationProblem.Options.DEFAULT);
    assertThat(sum(problem, 6, 3, 1)).isEqualTo(expected);
  }

  @Test
  void ofRandomProblemsAreTheSame() {
    long sum = 0;
    for (long seed = 0; seed < 40; seed++) {
      sum = 31 * sum + sum(RandomInstances.problem(seed), 4, MOVES, seed);
    }
    assertThat(sum).isEqualTo(6_765_759_357_334_016_761L);
  }

  /** A checksum of the first schedules of the portfolio, and of those along a random walk from the last of them. */
  private static long sum(AllocationProblem problem, int genomes, int moves, long seed) {
    Machine machine = new Machine(problem);
    Shapes shapes = new Shapes(machine);
    Decoder decoder = new Decoder(machine);
    Iterator<Genome> portfolio = new Portfolio(shapes).genomes(() -> false);
    Optional<Decoder.Decoded> at = Optional.empty();
    long sum = 0;
    for (int i = 0; i < genomes; i++) {
      Optional<Decoder.Decoded> found = decoder.decode(portfolio.next(), Long.MAX_VALUE);
      sum = 31 * sum + found.map(d -> sum(d.table())).orElse(1L);
      at = found.isPresent() ? found : at;
    }
    Moves change = new Moves(shapes, new SplittableRandom(seed));
    for (int i = 0; i < moves && at.isPresent(); i++) {
      Optional<Decoder.Decoded> found = decoder.decode(change.change(at.get().genome()), Long.MAX_VALUE);
      sum = 31 * sum + found.map(d -> sum(d.table())).orElse(1L);
      at = found.isPresent() ? found : at;
    }
    return sum;
  }

  private static long sum(Timetable table) {
    long sum = 31 * table.latencyCycles() + table.energyFemtojoules();
    sum = 31 * sum + Arrays.hashCode(table.nodeStart());
    sum = 31 * sum + Arrays.hashCode(table.transferStart());
    for (Route route : table.route()) {
      sum = 31 * sum + Arrays.hashCode(route.channels());
    }
    for (Deliveries.Transfer t : table.deliveries().transfers) {
      sum = 31 * sum + Arrays.hashCode(t.targets()) + t.firstUse();
    }
    return sum;
  }
}
