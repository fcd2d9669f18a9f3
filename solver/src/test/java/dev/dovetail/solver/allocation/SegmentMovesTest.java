package dev.dovetail.solver.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Objective;
import dev.dovetail.models.accelerator.Accelerators;
import dev.dovetail.models.allocation.AllocationEvaluator;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.intracore.array.PeArrayCostModel;
import dev.dovetail.models.workload.networks.Networks;
import dev.dovetail.solver.allocation.Genome.LayerGene;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SegmentMovesTest {
  private static AllocationProblem problem(String network, String accelerator) {
    return new AllocationProblem(network, Networks.byName(network).orElseThrow(), Accelerators.byNameOrFile(accelerator),
        new PeArrayCostModel(), Objective.LATENCY, Map.of(), List.of(), AllocationProblem.Options.DEFAULT);
  }

  @Test
  void aBlockOfResnetEndsBehindItsSum() {
    AllocationProblem problem = problem("resnet18", "quad-core");
    Shapes shapes = new Shapes(new Machine(problem));
    List<String> ends =
        IntStream.range(0, shapes.blockEnd.length).filter(l -> shapes.blockEnd[l])
            .mapToObj(l -> problem.workload().layers().get(l).name()).toList();
    assertThat(ends).contains("pool1").anyMatch(name -> name.endsWith("_add")).doesNotContain("s2b1_1");
  }

  @Test
  void genesStayConsistentAndOnCoresThatMayRunThem() {
    for (long seed = 0; seed < 10; seed++) {
      AllocationProblem problem = RandomInstances.problem(seed);
      Machine machine = new Machine(problem);
      Shapes shapes = new Shapes(machine);
      SegmentMoves moves = new SegmentMoves(shapes, new SplittableRandom(seed));
      Genome genome = new Portfolio(shapes).genomes(() -> false).next();
      Decoder decoder = new Decoder(machine);
      for (int i = 0; i < 8; i++) {
        genome = moves.change(genome);
        for (int l = 0; l < genome.layers().length; l++) {
          LayerGene gene = genome.layers()[l];
          assertThat(gene.owners()).hasSize(LayerGene.parts(gene.grid(), gene.split()));
          assertThat(gene.keys()).hasSize(gene.grid().rows());
          Set<Integer> eligible = Arrays.stream(shapes.eligible[l]).boxed().collect(Collectors.toSet());
          assertThat(eligible).containsAll(Arrays.stream(gene.owners()).boxed().toList());
        }
        decoder.decode(genome, Long.MAX_VALUE)
            .ifPresent(
                d -> assertThat(
                    new AllocationEvaluator().evaluate(problem, ScheduleWriter.write(machine, d.table())).violations())
                        .isEmpty());
      }
    }
  }
}
