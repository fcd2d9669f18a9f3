package dev.dovetail.encodings.pipeline;

import static dev.dovetail.encodings.cp.Constraints.atLeast;
import static dev.dovetail.encodings.cp.Constraints.atMost;
import static dev.dovetail.encodings.cp.Constraints.cumulative;
import static dev.dovetail.encodings.cp.Constraints.equal;
import static dev.dovetail.encodings.cp.Constraints.noOverlap2d;
import static dev.dovetail.encodings.cp.Constraints.table;

import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.encodings.cp.IntVar;
import dev.dovetail.encodings.cp.IntervalVar;
import dev.dovetail.encodings.cp.LinearExpr;
import dev.dovetail.encodings.cp.Literal;
import dev.dovetail.encodings.cp.ModelBuilder;
import dev.dovetail.encodings.pipeline.PathSpace.Arc;
import dev.dovetail.models.pipeline.ChipletMesh;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelinePlan.Cluster;
import dev.dovetail.models.pipeline.PipelinePlan.Segment;
import dev.dovetail.models.pipeline.Place;
import dev.dovetail.models.pipeline.Rectangles;
import dev.dovetail.models.pipeline.Rectangles.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/**
 * A rectangle for the cluster that begins at each layer, if one does, such that those of a segment do not overlap.
 *
 * <p>Role: the geometry of {@link PathModel}. Segment s of the path has a mesh of its own, s meshes east and s meshes south of the first, so that one
 * condition holds all of them apart. Assumed, since the mesh may be mirrored: the middle of a segment's first rectangle is in the first quadrant.
 */
final class RegionPart {
  private final PathSpace space;
  private final ChipletMesh mesh;
  private final Rectangles rectangles;
  private final ModelBuilder m;
  private final List<Literal> begins;
  private final List<Literal> cuts;
  private final List<IntVar> segments = new ArrayList<>();
  private final List<IntVar> needs = new ArrayList<>();
  private final List<IntVar> widths = new ArrayList<>();
  private final List<IntVar> heights = new ArrayList<>();
  private final List<IntVar> areas = new ArrayList<>();
  private final List<IntVar> wests = new ArrayList<>();
  private final List<IntVar> easts = new ArrayList<>();
  private final List<IntVar> norths = new ArrayList<>();
  private final List<IntVar> souths = new ArrayList<>();

  /**
   * @param begins whether a segment begins at a layer, by layer - first
   * @param cuts whether a cluster does
   * @param chiplets that the cluster beginning at a layer computes on, 0 if none does
   */
  RegionPart(
      ModelBuilder m, PathSpace space, List<Literal> begins, List<Literal> cuts, List<LinearExpr> chiplets, boolean redundant) {
    this.m = m;
    this.space = space;
    this.mesh = Objects.requireNonNull(space.problem().module().mesh(), "rectangles need a mesh");
    this.rectangles = new Rectangles(mesh);
    this.begins = begins;
    this.cuts = cuts;
    List<IntervalVar> x = new ArrayList<>();
    List<IntervalVar> y = new ArrayList<>();
    long meshes = mostSegments();
    for (int l = 0; l < cuts.size(); l++) {
      String at = "at %d".formatted(l + space.first());
      segments.add(m.intVar(0, meshes - 1, "mesh " + at));
      needs.add(m.intVar(0, space.chiplets(), "chiplets " + at));
      m.add(equal(chiplets.get(l), needs.get(l).expr()).named("chiplets " + at));
      widths.add(m.intVar(0, mesh.columns(), "width " + at));
      heights.add(m.intVar(0, mesh.rows(), "height " + at));
      areas.add(m.intVar(0, space.chiplets(), "area " + at));
      wests.add(m.intVar(0, mesh.columns() * meshes, "west " + at));
      easts.add(m.intVar(0, mesh.columns() * meshes, "east " + at));
      norths.add(m.intVar(0, mesh.rows() * meshes, "north " + at));
      souths.add(m.intVar(0, mesh.rows() * meshes, "south " + at));
      x.add(interval(wests.get(l), widths.get(l), easts.get(l), cuts.get(l), "columns " + at));
      y.add(interval(norths.get(l), heights.get(l), souths.get(l), cuts.get(l), "rows " + at));
      shape(l);
      position(l);
      if (redundant) {
        mirror(l);
      }
    }
    m.add(noOverlap2d(x, y).named("regions are disjoint"));
    if (redundant) {
      m.add(
          cumulative(x, heights.stream().map(IntVar::expr).toList(), LinearExpr.constant(mesh.rows())).named("rows in a column"));
      m.add(cumulative(y, widths.stream().map(IntVar::expr).toList(), LinearExpr.constant(mesh.columns()))
          .named("columns in a row"));
    }
  }

  private IntervalVar interval(IntVar start, IntVar size, IntVar end, Literal present, String name) {
    return m.optionalInterval(start.expr(), size.expr(), end.expr(), present, name);
  }

  private long mostSegments() {
    long starts = space.columns().stream().mapToInt(PathSpace.Column::first).distinct().count();
    return Math.max(1, starts);
  }

  /** The rectangle holds the chiplets, and no smaller one inside it does. */
  private void shape(int l) {
    TreeSet<Integer> sizes = new TreeSet<>();
    for (Arc arc : space.arcs()) {
      if (arc.first() == l + space.first()) {
        sizes.add(arc.chiplets());
      }
    }
    List<List<Long>> tuples = new ArrayList<>();
    tuples.add(List.of(0L, 0L, 0L, 0L));
    for (int n : sizes) {
      for (Shape shape : space.problem().switches().idle() ? rectangles.around(n) : rectangles.of(n)) {
        tuples.add(List.of((long) n, (long) shape.width(), (long) shape.height(), (long) shape.area()));
      }
    }
    m.add(table(List.of(needs.get(l).expr(), widths.get(l).expr(), heights.get(l).expr(), areas.get(l).expr()), tuples)
        .named("shape at %d".formatted(l + space.first())));
  }

  /** The rectangle is inside the mesh of its segment; without a cluster it is nowhere. */
  private void position(int l) {
    Literal cut = cuts.get(l);
    LinearExpr before = l == 0 ? LinearExpr.ZERO : segments.get(l - 1).expr().plus(begins.get(l).expr());
    m.add(equal(segments.get(l).expr(), before).named("segments counted"));
    inside(wests.get(l), easts.get(l), segments.get(l), mesh.columns(), cut);
    inside(norths.get(l), souths.get(l), segments.get(l), mesh.rows(), cut);
  }

  private void inside(IntVar from, IntVar to, IntVar segment, int side, Literal cut) {
    LinearExpr origin = segment.expr().times(side);
    m.add(atLeast(from.expr().minus(origin), 0).onlyIf(cut).named("on the mesh"));
    m.add(atMost(to.expr().minus(origin), side).onlyIf(cut).named("on the mesh"));
    m.add(equal(from.expr(), 0).onlyIf(cut.not()).named("nowhere"));
    m.add(equal(to.expr(), 0).onlyIf(cut.not()).named("nowhere"));
  }

  private void mirror(int l) {
    LinearExpr column = wests.get(l).expr().plus(easts.get(l).expr()).minus(segments.get(l).expr().times(2L * mesh.columns()));
    LinearExpr row = norths.get(l).expr().plus(souths.get(l).expr()).minus(segments.get(l).expr().times(2L * mesh.rows()));
    m.add(atMost(column, mesh.columns()).onlyIf(begins.get(l)).named("first region in the west"));
    m.add(atMost(row, mesh.rows()).onlyIf(begins.get(l)).named("first region in the north"));
  }

  /** Chiplets that the rectangle at each layer holds, 0 if there is none. */
  List<LinearExpr> areas() {
    return areas.stream().map(IntVar::expr).toList();
  }

  /** The rectangle of the cluster that begins at a layer. */
  Place place(int l, Assignment assignment) {
    long segment = assignment.value(segments.get(l));
    return new Place(
        (int) (assignment.value(wests.get(l)) - segment * mesh.columns()),
        (int) (assignment.value(norths.get(l)) - segment * mesh.rows()),
        (int) assignment.value(widths.get(l)),
        (int) assignment.value(heights.get(l)));
  }

  /** Sets the values of this part's variables; those of paths are set. */
  void hint(PipelinePlan plan, long[] values) {
    int meshesBefore = 0;
    for (Segment segment : plan.segments()) {
      boolean mirrorsColumns = false;
      boolean mirrorsRows = false;
      for (Cluster cluster : segment.clusters()) {
        int l = cluster.first() - space.first();
        int n = arcChiplets(cluster, values);
        Place around = Place.around(mesh, cluster.chiplets());
        if (cluster == segment.clusters().get(0)) {
          mirrorsColumns = 2 * around.x() + around.width() > mesh.columns();
          mirrorsRows = 2 * around.y() + around.height() > mesh.rows();
        }
        Place place = around.mirrored(mesh, mirrorsColumns, mirrorsRows);
        Shape shape = within(n, place);
        values[needs.get(l).index()] = n;
        values[widths.get(l).index()] = shape.width();
        values[heights.get(l).index()] = shape.height();
        values[areas.get(l).index()] = shape.area();
        values[wests.get(l).index()] = (long) meshesBefore * mesh.columns() + place.x();
        values[easts.get(l).index()] = (long) meshesBefore * mesh.columns() + place.x() + shape.width();
        values[norths.get(l).index()] = (long) meshesBefore * mesh.rows() + place.y();
        values[souths.get(l).index()] = (long) meshesBefore * mesh.rows() + place.y() + shape.height();
      }
      for (int l = segment.first(); l <= segment.last(); l++) {
        values[segments.get(l - space.first()).index()] = meshesBefore;
      }
      meshesBefore++;
    }
  }

  private Shape within(int n, Place place) {
    return (space.problem().switches().idle() ? rectangles.around(n) : rectangles.of(n)).stream()
        .filter(s -> s.width() <= place.width() && s.height() <= place.height()).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("The region %s has no room for %d chiplets.".formatted(place, n)));
  }

  private int arcChiplets(Cluster cluster, long[] values) {
    return space.arcs().stream().filter(a -> a.first() == cluster.first() && a.last() == cluster.last())
        .mapToInt(Arc::chiplets).filter(n -> n <= cluster.chiplets().size()).max().orElse(values.length);
  }
}
