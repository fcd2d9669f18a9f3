package dev.dovetail.encodings.pipeline;

import dev.dovetail.models.pipeline.ChipletMesh;
import dev.dovetail.models.pipeline.PipelinePlan.Cluster;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.Place;
import dev.dovetail.models.pipeline.chain.ChainPlan;
import java.util.Objects;
import java.util.stream.IntStream;

/** Clusters of the chain on chiplets. Role: from sizes of regions to regions. */
public final class Placement {
  private Placement() {}

  /**
   * On the chiplets that follow one another in the order of the mesh, or of their numbers if there is none.
   *
   * @param position of the first one in that order
   */
  public static Cluster strip(PipelineProblem problem, ChainPlan.Cluster cluster, int position) {
    ChipletMesh mesh = problem.module().mesh();
    return new Cluster(
        IntStream.rangeClosed(cluster.first(), cluster.last()).boxed().toList(),
        cluster.partitions(),
        IntStream.range(position, position + cluster.chiplets()).map(p -> mesh == null ? p : mesh.snake(p)).sorted().boxed()
            .toList());
  }

  /** On chiplets of a rectangle. */
  public static Cluster on(PipelineProblem problem, ChainPlan.Cluster cluster, Place place) {
    ChipletMesh mesh = Objects.requireNonNull(problem.module().mesh(), "rectangles need a mesh");
    return new Cluster(
        IntStream.rangeClosed(cluster.first(), cluster.last()).boxed().toList(),
        cluster.partitions(),
        place.chiplets(mesh, cluster.chiplets()));
  }
}
