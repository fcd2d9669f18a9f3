package dev.dovetail.models.testing;

import dev.dovetail.models.pipeline.Partition;
import dev.dovetail.models.pipeline.PipelineLayer;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelinePlan.Cluster;
import dev.dovetail.models.pipeline.PipelinePlan.Segment;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.ReferenceProblems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Plans as the reference tables write them, and the worked example that they belong to. */
public final class ReferencePipelines {
  private ReferencePipelines() {}

  /**
   * An instance with its row.
   *
   * @param problem base model, objective {@code TOTAL}
   * @param row values by column
   */
  public record Row(PipelineProblem problem, Map<String, String> row) {
    /** A column as a number. */
    public long number(String column) {
      return Long.parseLong(row.get(column));
    }

    @Override
    public String toString() {
      return problem.name();
    }
  }

  /** All rows of {@code small-results.csv}. */
  public static List<Row> small() {
    return ReferenceProblems.small().stream().map(r -> new Row(r.problem(), r.cells())).toList();
  }

  /** The worked example: four layers on four chiplets, eight samples. */
  public static PipelineProblem worked() {
    return worked(2048, 4, 16, 8);
  }

  /** The layers of the worked example on another module, with another number of samples. */
  public static PipelineProblem worked(long buffer, long ingress, long dram, long samples) {
    return ReferenceProblems.workedExample(buffer, ingress, dram, samples);
  }

  /**
   * The plan that a mapping of the table says: {@code first-last:n<chiplets>:<partitions>:<cycles>}, clusters separated by blanks, segments
   * by {@code |}. Stage times are the least ones; chiplets are numbered through in each segment.
   */
  public static PipelinePlan plan(PipelineProblem problem, String mapping) {
    List<Segment> segments = new ArrayList<>();
    for (String part : mapping.split("\\|")) {
      List<Cluster> clusters = new ArrayList<>();
      int chiplet = 0;
      long stage = 0;
      for (String text : part.trim().split(" ")) {
        String[] fields = text.split("[:-]");
        int count = Integer.parseInt(fields[2].substring(1));
        List<Partition> partitions = fields[3].chars().mapToObj(ReferencePipelines::partition).toList();
        clusters.add(new Cluster(range(Integer.parseInt(fields[0]), Integer.parseInt(fields[1]) + 1), partitions,
            range(chiplet, chiplet + count)));
        chiplet += count;
        stage = Math.max(stage, Long.parseLong(fields[4]));
      }
      int last = clusters.get(clusters.size() - 1).last();
      PipelineLayer first = problem.network().layer(clusters.get(0).first());
      long border = first.inputBytes() + problem.network().skipBefore(clusters.get(0).first())
          + problem.network().layer(last).outputBytes() + problem.network().layer(last).skipBytes();
      long rate = problem.module().dramBytesPerCycle();
      segments.add(new Segment(clusters, Math.max(stage, (border + rate - 1) / rate)));
    }
    return new PipelinePlan(segments);
  }

  /** The same plan with another stage time of one segment. */
  public static PipelinePlan withStage(PipelinePlan plan, int segment, long cycles) {
    List<Segment> segments = new ArrayList<>(plan.segments());
    segments.set(segment, new Segment(segments.get(segment).clusters(), cycles, segments.get(segment).traffic()));
    return new PipelinePlan(segments);
  }

  private static Partition partition(int letter) {
    for (Partition p : Partition.values()) {
      if (p.letter() == letter) {
        return p;
      }
    }
    throw new IllegalArgumentException("There is no partition %c.".formatted(letter));
  }

  private static List<Integer> range(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }
}
