package dev.dovetail.solver.report.pipeline;

import dev.dovetail.models.pipeline.ChipletMesh;
import dev.dovetail.models.pipeline.MultiChipModule;

/**
 * Where chiplets are drawn: at their places on the mesh, or, without one, row by row in an arrangement as square as their number allows.
 *
 * @param columns of the drawing
 * @param rows of the drawing
 * @param chiplets how many there are; the last row may be shorter
 */
record ChipletGrid(int columns, int rows, int chiplets) {
  static ChipletGrid of(MultiChipModule module) {
    ChipletMesh mesh = module.mesh();
    if (mesh != null) {
      return new ChipletGrid(mesh.columns(), mesh.rows(), module.size());
    }
    int columns = (int) Math.ceil(Math.sqrt(module.size()));
    return new ChipletGrid(columns, (module.size() + columns - 1) / columns, module.size());
  }

  /** Column of a chiplet. */
  int x(int chiplet) {
    return chiplet % columns;
  }

  /** Row of a chiplet. */
  int y(int chiplet) {
    return chiplet / columns;
  }

  /** The cluster on each chiplet; -1 where a chiplet is idle. */
  int[] clusters(SegmentView segment) {
    int[] clusters = new int[chiplets];
    java.util.Arrays.fill(clusters, -1);
    segment.stages().forEach(s -> s.cluster().chiplets().forEach(c -> clusters[c] = s.index()));
    return clusters;
  }
}
