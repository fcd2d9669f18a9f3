package dev.dovetail.solver.dramschedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.dramschedule.DefaultSchedule;
import dev.dovetail.models.dramschedule.DramSchedule;
import dev.dovetail.models.dramschedule.DramScheduleBounds;
import dev.dovetail.models.dramschedule.DramScheduleEvaluator;
import dev.dovetail.models.dramschedule.DramScheduleProblem;
import dev.dovetail.models.dramschedule.DramScheduleReader;
import dev.dovetail.models.dramschedule.DramTensor;
import dev.dovetail.models.dramschedule.DramTimeline;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Three fused matrix products on a chip like TPU v4i: 146.74 ns in the public program AccelForge, 133.42 ns if half of W2 is loaded during the
 * second product.
 */
class AccelForgeTest {
  private static final double CYCLES_PER_NS = 614;
  private static final double READ_BYTES_PER_NS = 2048;
  private static final double WRITE_BYTES_PER_NS = 1024;
  private static final double MACS_NS = 32 / 1.05; // 128 * 128 * 128 on four arrays of 128 * 128
  private static final long TENSOR = 16_384;
  private static final int TILES = 128; // of each product
  private static final int[] CYCLES = {154, 192, 192}; // of a tile: 32, 40 and 40 ns / 128, rounded up

  private static final DramScheduleEvaluator EVALUATOR = new DramScheduleEvaluator();
  private static DramScheduleProblem problem;
  private static DramSchedule optimum;

  @BeforeAll
  static void solve() {
    problem = DramScheduleReader.read(Path.of("..", "benchmarks", "instances", "dram-schedule", "accelforge-three-matmuls.yaml"));
    ListSearch search = new ListSearch();
    search.search(Streams.of(problem), 1, 20_000, 0, v -> {}, () -> false);
    optimum = search.schedule();
  }

  @Test
  void tiles_take_their_share_of_the_largest_rate_on_the_chip() {
    double[] reads = {4 * TENSOR, 5 * TENSOR, 5 * TENSOR}; // each weight by four arrays, and T1, T2
    double[] writes = {2 * TENSOR, 2 * TENSOR, TENSOR}; // W0 and T1, W1 and T2, W2
    for (int product = 0; product < 3; product++) {
      double ns = Math.max(MACS_NS, Math.max(reads[product] / READ_BYTES_PER_NS, writes[product] / WRITE_BYTES_PER_NS));
      assertThat(CYCLES[product]).isEqualTo((int) Math.ceil(ns * CYCLES_PER_NS / TILES));
      for (int tile = 0; tile < TILES; tile++) {
        assertThat(problem.tiles().get(product * TILES + tile).cycles()).isEqualTo(CYCLES[product]);
      }
    }
    assertThat(problem.tensors().stream().mapToLong(DramTensor::bytes).sum()).as("T0, W0, W1, W2, T3").isEqualTo(5 * TENSOR);
  }

  @Test
  void double_buffering_takes_the_products_one_after_the_other() {
    // 2 tensors by DRAM, 128 tiles, 2 tensors by DRAM; and the last tile of the first product, whose operands come last
    long sequential = 2 * TENSOR + TILES * 192 + 2 * TENSOR;
    long latency = EVALUATOR.evaluate(problem, DefaultSchedule.of(problem)).objective();

    assertThat(latency).isEqualTo(sequential + 154);
    assertThat(sequential / CYCLES_PER_NS).isCloseTo(146.736, within(0.027)); // 40.026 instead of 40.000
  }

  @Test
  void the_optimum_is_the_time_of_the_compulsory_transfers_plus_the_rounding_by_tiles() {
    long compulsory = 5 * TENSOR;
    // T0 and W0, then the last tile of product 1 and the two other products, then the last column of T3
    long bound = 2 * TENSOR + 154 + 2 * TILES * 192 + 128;
    Evaluation evaluation = EVALUATOR.evaluate(problem, optimum);

    assertThat(evaluation.violations()).isEmpty();
    assertThat(evaluation.objective()).isEqualTo(bound).isEqualTo(compulsory + 154 + 128);
    assertThat(new DramScheduleBounds().best(problem).value()).isEqualTo(bound);
    assertThat(compulsory / CYCLES_PER_NS).isCloseTo(133.420, within(0.0005));
  }

  @Test
  void the_maxima_of_the_rates_are_those_of_half_of_w2_in_the_second_product() {
    DramTimeline timeline = EVALUATOR.timeline(problem, optimum);
    double[] ns = new double[3];
    long from = 0;
    for (int product = 0; product < 3; product++) {
      long to = product == 2 ? timeline.latencyCycles() : timeline.tiles().get((product + 1) * TILES - 1).end();
      long dram = 0;
      long written = product < 2 ? TENSOR : 0; // T1, T2
      for (int i = 0; i < problem.tensors().size(); i++) {
        long moved = overlap(timeline.transfers().get(i), from, to);
        dram += moved;
        written += problem.tensors().get(i).name().startsWith("wgt:") ? moved : 0;
      }
      double reads = (product == 0 ? 4 : 5) * TENSOR / READ_BYTES_PER_NS;
      ns[product] = Math.max(Math.max(dram / CYCLES_PER_NS, MACS_NS), Math.max(reads, written / WRITE_BYTES_PER_NS));
      from = to;
    }
    double tileRounding = (154 + 128) / CYCLES_PER_NS;
    assertThat(ns[0]).isCloseTo(53.368, within(tileRounding));
    assertThat(ns[1]).isCloseTo(40.026, within(tileRounding));
    assertThat(ns[2]).isCloseTo(40.026, within(tileRounding));
    assertThat(ns[0] + ns[1] + ns[2]).isCloseTo(133.420, within(tileRounding));
  }

  private static long overlap(DramTimeline.Span span, long from, long to) {
    return Math.max(0, Math.min(span.end(), to) - Math.max(span.start(), from));
  }
}
