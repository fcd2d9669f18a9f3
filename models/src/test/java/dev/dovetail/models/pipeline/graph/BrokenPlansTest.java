package dev.dovetail.models.pipeline.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.MappingText;
import dev.dovetail.models.Violation;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.Transmission;
import dev.dovetail.models.pipeline.ChipletMesh;
import dev.dovetail.models.pipeline.MultiChipModule;
import dev.dovetail.models.pipeline.Partition;
import dev.dovetail.models.pipeline.PipelineEvaluator;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelinePlan.Cluster;
import dev.dovetail.models.pipeline.PipelinePlan.Segment;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches;
import dev.dovetail.models.pipeline.PipelineSwitches.Graph;
import dev.dovetail.models.pipeline.PipelineSwitches.Shape;
import dev.dovetail.models.pipeline.files.PlanFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** However a plan is broken, the judge says what is wrong and never fails itself; nor do the writer and the reader. */
class BrokenPlansTest {
  private static final int COUNT = 1500;
  private static final long[] STAGES = {0, 1, 7, Long.MAX_VALUE, 1L << 62, -1, Long.MIN_VALUE};

  @Test
  void everyBrokenPlanIsJudgedAndWritten() {
    int refused = 0;
    for (int seed = 0; seed < COUNT; seed++) {
      Random random = new Random(seed);
      PipelineProblem problem = problem(random);
      PipelinePlan plan = RandomPlans.any(random, problem);
      for (int change = 1 + random.nextInt(3); change > 0; change--) {
        plan = broken(random, problem, plan);
      }
      Evaluation evaluation = new PipelineEvaluator().evaluate(problem, plan);
      refused += evaluation.isExecutable() ? 0 : 1;
      String text = MappingText.of(PlanFile.write(problem, plan));
      try {
        PipelinePlan again = PlanFile.read(problem, DataFile.parse(text, "plan.json"));
        Evaluation second = new PipelineEvaluator().evaluate(problem, again);
        // Slots that belong to no transfer are not written.
        List<Violation> written = evaluation.violations().stream().filter(v -> !v.message().contains("slots for")).toList();
        assertThat(second.isExecutable()).as("seed %d", seed).isEqualTo(written.isEmpty());
        assertThat(second.cost()).as("seed %d", seed).isEqualTo(evaluation.cost());
      } catch (BadInputException e) {
        assertThat(evaluation.isExecutable()).as("seed %d: %s", seed, e.getMessage()).isFalse();
      }
    }
    assertThat(refused).isBetween(COUNT / 2, COUNT - 10);
  }

  private static PipelineProblem problem(Random random) {
    Graph graph = random.nextInt(3) == 0 ? Graph.BRANCHES : Graph.CHAIN;
    int layers = 1 + random.nextInt(5);
    PipelineProblem problem = SmallGraphs.problem(random,
        graph == Graph.CHAIN ? SmallGraphs.chain(random, layers) : SmallGraphs.graph(random, layers), 1 + random.nextInt(2),
        graph);
    problem = random.nextBoolean() ? SmallGraphs.varied(random, problem) : problem;
    return random.nextBoolean() ? meshed(random, problem) : problem;
  }

  private static PipelineProblem meshed(Random random, PipelineProblem problem) {
    MultiChipModule m = problem.module();
    ChipletMesh mesh = new ChipletMesh(m.size(), 1, 1 + random.nextInt(8));
    MultiChipModule placed = new MultiChipModule(m.types(), m.ingressBytesPerCycle(), m.dramBytesPerCycle(), 1000, m.clockHertz(),
        mesh, m.energy());
    PipelineSwitches s = problem.switches();
    Shape shape = Shape.values()[random.nextInt(3)];
    return new PipelineProblem("meshed", problem.network(), placed, random.nextInt(4) == 0 ? 1L << 40 : problem.samples(),
        new PipelineSwitches(s.overlap(), s.weights(), s.loadOverlap(), s.timing(), s.border(), s.graph(), shape,
            s.haloAfterIsp(),
            s.dramShared(), random.nextBoolean(), random.nextInt(4) == 0, random.nextInt(3) > 0),
        problem.objective());
  }

  private static PipelinePlan broken(Random random, PipelineProblem problem, PipelinePlan plan) {
    List<Segment> segments = new ArrayList<>(plan.segments());
    if (segments.isEmpty()) {
      return plan;
    }
    int s = random.nextInt(segments.size());
    Segment segment = segments.get(s);
    switch (random.nextInt(7)) {
      case 0 -> segments.set(s, new Segment(segment.clusters(), STAGES[random.nextInt(STAGES.length)], segment.traffic()));
      case 1 -> segments.remove(s);
      case 2 -> segments.add(segments.get(random.nextInt(segments.size())));
      case 3 -> segments.set(s, new Segment(segment.clusters(), segment.stageCycles(), table(random, problem)));
      case 4 -> Collections.shuffle(segments, random);
      default -> segments.set(s, new Segment(clusters(random, problem, segment), segment.stageCycles(), segment.traffic()));
    }
    return new PipelinePlan(segments);
  }

  private static SlotTable table(Random random, PipelineProblem problem) {
    List<Transmission> transmissions = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      List<Integer> edges = new ArrayList<>();
      for (int e = random.nextInt(4); e > 0; e--) {
        edges.add(random.nextInt(6 * problem.module().size()) - 1);
      }
      transmissions
          .add(new Transmission(random.nextInt(5) - 1, edges, random.nextInt(4) == 0 ? Long.MAX_VALUE : random.nextInt(9) - 1));
    }
    return new SlotTable(transmissions);
  }

  private static List<Cluster> clusters(Random random, PipelineProblem problem, Segment segment) {
    List<Cluster> clusters = new ArrayList<>(segment.clusters());
    if (clusters.isEmpty()) {
      return clusters;
    }
    int c = random.nextInt(clusters.size());
    List<Integer> layers = new ArrayList<>(clusters.get(c).layers());
    List<Partition> partitions = new ArrayList<>(clusters.get(c).partitions());
    List<Integer> chiplets = new ArrayList<>(clusters.get(c).chiplets());
    switch (random.nextInt(9)) {
      case 0 -> chiplets.add(random.nextInt(problem.module().size() + 2) - 1);
      case 1 -> {
        chiplets.add(random.nextInt(problem.module().size()));
        chiplets.sort(null);
      }
      case 2 -> Collections.shuffle(chiplets, random);
      case 3 -> chiplets.clear();
      case 4 -> layers.add(random.nextInt(problem.network().size() + 2) - 1);
      case 5 -> {
        layers.add(random.nextInt(problem.network().size()));
        partitions.add(Partition.values()[random.nextInt(3)]);
      }
      case 6 -> {
        layers.clear();
        partitions.clear();
      }
      case 7 -> Collections.shuffle(clusters, random);
      default -> partitions.replaceAll(p -> Partition.values()[random.nextInt(3)]);
    }
    clusters.set(Math.min(c, clusters.size() - 1), new Cluster(layers, partitions, chiplets));
    return clusters;
  }
}
