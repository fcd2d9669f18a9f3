package dev.dovetail.solver.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.allocation.AllocationEvaluator;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.AllocationProblemReader;
import dev.dovetail.models.io.DataFile;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeastMemoryTest {
  private static AllocationProblem problem(int bytes, String layers) {
    String text =
        """
        format: allocation/1
        name: tight
        network:
          inputs: {x: [1, 16, 16, 16]}
          layers:
        %s
        accelerator:
          format: accelerator/1
          name: pair
          cores:
            - {name: m, count: 2, type: m, array: [8, 8], unrollings: [[C, K]], operators: [ALL],
               memories: [{name: buffer, bytes: %d, bytesPerCycle: 16}]}
          buses: [{name: bus, members: [m0, m1], bytesPerCycle: 16}]
          dram: [{name: dram, at: bus, bytesPerCycle: 16}]
        """
            .formatted(layers.indent(4).stripTrailing(), bytes);
    return AllocationProblemReader.read(DataFile.parse(text, "tight.yaml"), Path.of(""));
  }

  private static final String CHAIN =
      """
      - {name: a, op: conv, input: x, channels: 32, kernel: 3, pad: 1}
      - {name: b, op: conv, input: a, channels: 32, kernel: 3, pad: 1}
      - {name: c, op: conv, input: b, channels: 16, kernel: 1}
      """;

  private static Optional<Decoder.Decoded> decoded(AllocationProblem problem, LeastMemory.Thrift thrift) {
    Machine machine = new Machine(problem);
    Genome genome = new LeastMemory(new Shapes(machine)).genome(thrift);
    Optional<Decoder.Decoded> decoded = new Decoder(machine).decode(genome, Long.MAX_VALUE);
    decoded.ifPresent(d -> {
      Evaluation evaluation = new AllocationEvaluator().evaluate(problem, ScheduleWriter.write(machine, d.table()));
      assertThat(evaluation.violations()).isEmpty();
      assertThat(evaluation.objective()).isEqualTo(d.table().latencyCycles());
    });
    return decoded;
  }

  /**
   * A row of b reads 3 * 16 * 32 = 1,536 B; one of its channels takes 9 * 32 = 288 B of weights and makes 16 B: 1,840 B. All weights are
   * 4,608 + 9,216 + 512 B, all of a is 8,192 B.
   */
  @Test
  void whatOneTileNeedsIsEnoughMemory() {
    for (int bytes : new int[] {1_840, 2_100, 3_000, 8_000}) {
      assertThat(decoded(problem(bytes, CHAIN), LeastMemory.Thrift.ONE_CORE)).as("%d bytes", bytes).isPresent();
    }
  }

  /** In 2,100 B the weights of 32 channels do not wait for the next row: they are loaded for each of 16 rows. */
  @Test
  void weightsThatDoNotFitAreLoadedAgainForEachRow() {
    Genome tight = new LeastMemory(new Shapes(new Machine(problem(2_100, CHAIN)))).genome(LeastMemory.Thrift.LAYERS);
    Genome roomy = new LeastMemory(new Shapes(new Machine(problem(1_000_000, CHAIN)))).genome(LeastMemory.Thrift.LAYERS);
    assertThat(tight.detours()).isNotEmpty();
    assertThat(roomy.detours()).isEmpty();
  }

  @Test
  void everyRandomProblemThatFitsTileByTileIsMapped() {
    for (long seed = 0; seed < 40; seed++) {
      AllocationProblem problem = RandomInstances.problem(seed);
      assertThat(decoded(problem, LeastMemory.Thrift.ONE_CORE)).as(problem.name()).isPresent();
    }
  }
}
