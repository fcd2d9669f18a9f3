package dev.dovetail.models.pipeline;

import dev.dovetail.models.Findings;
import dev.dovetail.models.pipeline.PipelinePlan.Segment;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules of a segment's regions: disjoint, of the shape that the problem asks, without idle chiplets where none may be idle. */
final class RegionRules {
  private final PipelineProblem problem;
  private final PipelinePlan plan;
  private final int s;
  private final Segment segment;
  private final Findings findings;

  RegionRules(PipelineProblem problem, PipelinePlan plan, int s, Findings findings) {
    this.problem = problem;
    this.plan = plan;
    this.s = s;
    this.segment = plan.segments().get(s);
    this.findings = findings;
  }

  void check() {
    Map<Integer, Integer> holders = new HashMap<>();
    for (int c = 0; c < segment.clusters().size(); c++) {
      for (int chiplet : segment.clusters().get(c).chiplets()) {
        Integer other = holders.putIfAbsent(chiplet, c);
        if (other != null && other != c) {
          findings.add("region-overlap", where(c), "Chiplet %d is in the region of cluster %d, too.", chiplet, other + 1);
        }
      }
    }
    if (!problem.switches().idle() && holders.size() < problem.module().size()) {
      findings.add("idle-chiplet", PlanPlaces.segment(s), "%d of %d chiplets are in no region; none may be idle.",
          problem.module().size() - holders.size(), problem.module().size());
    }
    switch (problem.switches().shape()) {
      case ANY -> {
      }
      case STRIPS -> strips();
      case RECTANGLES -> rectangles();
    }
  }

  private String where(int c) {
    return PlanPlaces.cluster(plan, s, c);
  }

  /** Positions of a strip follow one another in the order of the chiplets: the mesh's, or that of their numbers if there is no mesh. */
  private void strips() {
    int[] positions = new int[problem.module().size()];
    ChipletMesh mesh = problem.module().mesh();
    for (int p = 0; p < positions.length; p++) {
      positions[mesh == null ? p : mesh.snake(p)] = p;
    }
    for (int c = 0; c < segment.clusters().size(); c++) {
      List<Integer> chiplets = segment.clusters().get(c).chiplets();
      int first = chiplets.stream().mapToInt(i -> positions[i]).min().orElseThrow();
      int last = chiplets.stream().mapToInt(i -> positions[i]).max().orElseThrow();
      if (last - first + 1 != chiplets.stream().distinct().count()) {
        findings.add("strip", where(c), "Its %d chiplets lie at positions %d to %d of the order: they are no interval of it.",
            chiplets.size(), first, last);
      }
    }
  }

  /** The least rectangles around the regions share no chiplet. */
  private void rectangles() {
    ChipletMesh mesh = problem.module().mesh();
    if (mesh == null) {
      findings.add("rectangle", PlanPlaces.segment(s), "The module has no mesh on which regions could be rectangles.");
      return;
    }
    int[] holders = new int[mesh.columns() * mesh.rows()];
    Arrays.fill(holders, -1);
    for (int c = 0; c < segment.clusters().size(); c++) {
      Integer other = claim(mesh, holders, c);
      if (other != null) {
        findings.add("rectangle", where(c), "The rectangle around its region overlaps that of cluster %d.", other + 1);
      }
    }
  }

  private @Nullable Integer claim(ChipletMesh mesh, int[] holders, int c) {
    Place around = Place.around(mesh, segment.clusters().get(c).chiplets());
    Integer other = null;
    for (int y = around.y(); y < around.y() + around.height(); y++) {
      for (int x = around.x(); x < around.x() + around.width(); x++) {
        int holder = holders[y * mesh.columns() + x];
        other = holder >= 0 && holder != c ? Integer.valueOf(holder) : other;
        holders[y * mesh.columns() + x] = c;
      }
    }
    return other;
  }
}
