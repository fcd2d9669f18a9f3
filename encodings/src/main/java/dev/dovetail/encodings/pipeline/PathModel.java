package dev.dovetail.encodings.pipeline;

import static dev.dovetail.encodings.cp.Constraints.atLeast;
import static dev.dovetail.encodings.cp.Constraints.atMost;
import static dev.dovetail.encodings.cp.Constraints.equal;
import static dev.dovetail.encodings.cp.Constraints.exactlyOne;

import dev.dovetail.encodings.Encoded;
import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.encodings.cp.ConstraintModel;
import dev.dovetail.encodings.cp.IntVar;
import dev.dovetail.encodings.cp.LinearExpr;
import dev.dovetail.encodings.cp.Literal;
import dev.dovetail.encodings.cp.ModelBuilder;
import dev.dovetail.encodings.pipeline.PathSpace.Arc;
import dev.dovetail.encodings.pipeline.PathSpace.Column;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelinePlan.Segment;
import dev.dovetail.models.pipeline.PipelineSwitches.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The path model of a space of segments and clusters.
 *
 * <p>Each segment is a Boolean, of which those chosen form a path over the layers; so do the clusters. A cluster's chiplets count in a running sum
 * whose growth over a segment is at most N. Every layer knows the stage of its segment: it is at least each cluster's time and the DRAM's. The
 * product of stage and number of clusters is a line for each number of clusters, chosen by a Boolean. Rectangles: {@link RegionPart}.
 */
public final class PathModel implements Encoded<PipelinePlan> {
  private final PathSpace space;
  private final SegmentPrice price;
  private final ModelBuilder m;
  private final List<Literal> columns = new ArrayList<>();
  private final List<Literal> arcs = new ArrayList<>();

  // By layer - first: whether a segment, and a cluster, begins; the stage of its segment; cost and number of clusters of the segment that begins.
  private final List<Literal> begins = new ArrayList<>();
  private final List<Literal> cuts = new ArrayList<>();
  private final List<IntVar> stages = new ArrayList<>();
  private final List<IntVar> costs = new ArrayList<>();
  private final List<List<Literal>> counts = new ArrayList<>();

  // By layer - first, one more at the end: clusters and chiplets, or areas, of all layers before.
  private final List<IntVar> clustersBefore = new ArrayList<>();
  private final List<IntVar> areasBefore = new ArrayList<>();
  private final @Nullable RegionPart regions;
  private final ConstraintModel model;

  /**
   * @param space what may be chosen
   * @param redundant whether to state what follows from the rest or may be assumed, too
   */
  public PathModel(PathSpace space, boolean redundant) {
    this.space = space;
    this.price = SegmentPrice.of(space.problem());
    this.m =
        ConstraintModel.builder("pipeline %s, layers %d to %d".formatted(space.problem().name(), space.first(), space.last()));
    choices();
    paths();
    boolean rectangles = space.problem().switches().shape() == Shape.RECTANGLES;
    this.regions = rectangles ? new RegionPart(m, space, begins, cuts, areaTerms(), redundant) : null;
    chiplets();
    stages();
    prices(redundant);
    this.model = m.build();
  }

  private int size() {
    return space.last() - space.first() + 1;
  }

  private int at(int layer) {
    return layer - space.first();
  }

  private void choices() {
    for (Column column : space.columns()) {
      columns.add(m.boolVar("segment %d..%d".formatted(column.first(), column.last())));
    }
    for (Arc arc : space.arcs()) {
      arcs.add(m.boolVar("cluster %d..%d on %d".formatted(arc.first(), arc.last(), arc.chiplets())));
    }
    for (int l = space.first(); l <= space.last(); l++) {
      begins.add(m.boolVar("segment at %d".formatted(l)));
      cuts.add(m.boolVar("cluster at %d".formatted(l)));
    }
  }

  /** Segments form a path over the layers, clusters too; where a segment begins, a cluster does. */
  private void paths() {
    List<LinearExpr.Sum> segmentsOut = sums(size());
    List<LinearExpr.Sum> segmentsIn = sums(size() + 1);
    for (int i = 0; i < columns.size(); i++) {
      segmentsOut.get(at(space.columns().get(i).first())).add(columns.get(i), 1);
      segmentsIn.get(at(space.columns().get(i).last()) + 1).add(columns.get(i), 1);
    }
    List<LinearExpr.Sum> clustersOut = sums(size());
    List<LinearExpr.Sum> clustersIn = sums(size() + 1);
    for (int i = 0; i < arcs.size(); i++) {
      clustersOut.get(at(space.arcs().get(i).first())).add(arcs.get(i), 1);
      clustersIn.get(at(space.arcs().get(i).last()) + 1).add(arcs.get(i), 1);
    }
    for (int l = 0; l < size(); l++) {
      m.add(equal(segmentsOut.get(l).build(), begins.get(l).expr()).named("segments from %d".formatted(l)));
      m.add(equal(clustersOut.get(l).build(), cuts.get(l).expr()).named("clusters from %d".formatted(l)));
      LinearExpr one = LinearExpr.constant(1);
      m.add(equal(l == 0 ? one : segmentsIn.get(l).build(), begins.get(l).expr()).named("segments to %d".formatted(l)));
      m.add(equal(l == 0 ? one : clustersIn.get(l).build(), cuts.get(l).expr()).named("clusters to %d".formatted(l)));
      m.add(atMost(begins.get(l).expr(), cuts.get(l).expr()).named("a segment at %d begins with a cluster".formatted(l)));
    }
    m.add(equal(segmentsIn.get(size()).build(), 1).named("segments reach the end"));
    m.add(equal(clustersIn.get(size()).build(), 1).named("clusters reach the end"));
  }

  private static List<LinearExpr.Sum> sums(int count) {
    List<LinearExpr.Sum> sums = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sums.add(new LinearExpr.Sum());
    }
    return sums;
  }

  /** Chiplets of the cluster that begins at each layer, 0 if none does. */
  private List<LinearExpr> areaTerms() {
    List<LinearExpr.Sum> sums = sums(size());
    for (int i = 0; i < arcs.size(); i++) {
      sums.get(at(space.arcs().get(i).first())).add(arcs.get(i), space.arcs().get(i).chiplets());
    }
    return sums.stream().map(LinearExpr.Sum::build).toList();
  }

  /** Clusters of a segment have at most N chiplets together, exactly N where none may be idle. */
  private void chiplets() {
    long chiplets = space.chiplets();
    List<LinearExpr> areas = regions == null ? areaTerms() : regions.areas();
    for (int l = 0; l <= size(); l++) {
      areasBefore.add(m.intVar(0, chiplets * l, "chiplets before %d".formatted(l)));
      clustersBefore.add(m.intVar(0, l, "clusters before %d".formatted(l)));
      if (l > 0) {
        m.add(equal(areasBefore.get(l - 1).expr().plus(areas.get(l - 1)), areasBefore.get(l).expr()));
        m.add(equal(clustersBefore.get(l - 1).expr().plus(cuts.get(l - 1).expr()), clustersBefore.get(l).expr()));
      }
    }
    boolean idle = space.problem().switches().idle();
    for (int i = 0; i < columns.size(); i++) {
      LinearExpr used = grown(areasBefore, space.columns().get(i));
      m.add((idle ? atMost(used, chiplets) : equal(used, chiplets)).onlyIf(columns.get(i)).named("chiplets of a segment"));
    }
  }

  private LinearExpr grown(List<IntVar> before, Column column) {
    return before.get(at(column.last()) + 1).expr().minus(before.get(at(column.first())).expr());
  }

  /** The stage of a segment is at least the time of each cluster and of the DRAM; all of its layers have the same. */
  private void stages() {
    long[] longest = new long[size()];
    List<LinearExpr.Sum> needs = sums(size());
    List<LinearExpr.Sum> io = sums(size());
    for (int i = 0; i < columns.size(); i++) {
      Column column = space.columns().get(i);
      for (int l = column.first(); l <= column.last(); l++) {
        longest[at(l)] = Math.max(longest[at(l)], price.longestStage(column.load(), 1, column.most()));
      }
      io.get(at(column.first())).add(columns.get(i), column.io());
    }
    for (int i = 0; i < arcs.size(); i++) {
      needs.get(at(space.arcs().get(i).first())).add(arcs.get(i), space.arcs().get(i).cycles());
    }
    for (int l = 0; l < size(); l++) {
      stages.add(m.intVar(0, longest[l], "stage at %d".formatted(l)));
      m.add(atLeast(stages.get(l).expr().minus(needs.get(l).build()), 0).named("cluster within stage"));
      m.add(atLeast(stages.get(l).expr().minus(io.get(l).build()), 0).named("DRAM within stage"));
      if (l > 0) {
        m.add(equal(stages.get(l).expr(), stages.get(l - 1).expr()).onlyIf(begins.get(l).not()).named("one stage per segment"));
      }
    }
  }

  private void prices(boolean redundant) {
    LinearExpr.Sum objective = new LinearExpr.Sum();
    for (int l = 0; l < size(); l++) {
      LinearExpr.Sum load = new LinearExpr.Sum();
      LinearExpr.Sum least = new LinearExpr.Sum();
      long most = 0;
      int longest = 1;
      for (int i = 0; i < columns.size(); i++) {
        Column column = space.columns().get(i);
        if (at(column.first()) == l) {
          load.add(columns.get(i), price.loads() * column.load());
          least.add(columns.get(i), column.least());
          most = Math.max(most, column.most());
          longest = Math.max(longest, column.last() - column.first() + 1);
        }
      }
      IntVar cost = m.intVar(0, most, "cost of the segment at %d".formatted(l));
      costs.add(cost);
      objective.add(cost.expr());
      m.add(equal(cost.expr(), 0).onlyIf(begins.get(l).not()).named("no segment costs nothing"));
      if (redundant) {
        m.add(atLeast(cost.expr().minus(least.build()), 0).named("least cost of a segment"));
      }
      counts.add(counts(l, Math.min(longest, space.chiplets())));
      for (int c = 1; c <= counts.get(l).size(); c++) {
        LinearExpr charged = load.build().plus(stages.get(l).expr().times(price.stages(c)));
        m.add(equal(cost.expr(), charged).onlyIf(counts.get(l).get(c - 1)).named("cost of %d clusters".formatted(c)));
      }
    }
    for (int i = 0; i < columns.size(); i++) {
      List<Literal> count = counts.get(at(space.columns().get(i).first()));
      if (price.perCluster() > 0) {
        LinearExpr.Sum clusters = new LinearExpr.Sum();
        for (int c = 1; c <= count.size(); c++) {
          clusters.add(count.get(c - 1), c);
        }
        m.add(equal(grown(clustersBefore, space.columns().get(i)), clusters.build()).onlyIf(columns.get(i))
            .named("clusters counted"));
      }
    }
    m.minimize(objective.build());
  }

  /** For each number of clusters whether the segment at a layer has so many; one for all numbers if the cost does not depend on it. */
  private List<Literal> counts(int l, int longest) {
    if (price.perCluster() == 0) {
      return List.of(begins.get(l));
    }
    List<Literal> count = new ArrayList<>();
    for (int c = 1; c <= longest; c++) {
      count.add(m.boolVar("%d clusters at %d".formatted(c, l)));
    }
    List<Literal> one = new ArrayList<>(count);
    one.add(begins.get(l).not());
    m.add(exactlyOne(one).named("number of clusters at %d".formatted(l)));
    return count;
  }

  @Override
  public ConstraintModel model() {
    return model;
  }

  /** What may be chosen. */
  public PathSpace space() {
    return space;
  }

  @Override
  public PipelinePlan decode(Assignment assignment) {
    List<Segment> segments = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (assignment.isTrue(columns.get(i))) {
        segments.add(segment(space.columns().get(i), assignment));
      }
    }
    segments.sort((a, b) -> Integer.compare(a.first(), b.first()));
    return new PipelinePlan(segments);
  }

  private Segment segment(Column column, Assignment assignment) {
    List<PipelinePlan.Cluster> clusters = new ArrayList<>();
    int position = 0;
    for (int i = 0; i < arcs.size(); i++) {
      Arc arc = space.arcs().get(i);
      if (assignment.isTrue(arcs.get(i)) && arc.first() >= column.first() && arc.last() <= column.last()) {
        var cluster = space.times().cluster(arc.first(), arc.last(), arc.chiplets());
        clusters.add(regions == null
            ? Placement.strip(space.problem(), cluster, position)
            : Placement.on(space.problem(), cluster, regions.place(at(arc.first()), assignment)));
        position += cluster.chiplets();
      }
    }
    return new Segment(clusters, assignment.value(stages.get(at(column.first()))));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the mapping is not of this space
   */
  @Override
  public Assignment hint(PipelinePlan mapping) {
    long[] values = new long[model.variables().size()];
    Assignment view = Assignment.viewOf(values);
    for (Segment segment : mapping.segments()) {
      int column = columnOf(segment);
      set(values, columns.get(column));
      set(values, begins.get(at(segment.first())));
      long stage = space.columns().get(column).io();
      for (PipelinePlan.Cluster cluster : segment.clusters()) {
        int arc = arcOf(cluster);
        set(values, arcs.get(arc));
        set(values, cuts.get(at(cluster.first())));
        stage = Math.max(stage, space.arcs().get(arc).cycles());
      }
      for (int l = segment.first(); l <= segment.last(); l++) {
        values[stages.get(at(l)).index()] = stage;
      }
      List<Literal> count = counts.get(at(segment.first()));
      set(values, count.get(Math.min(count.size(), segment.clusters().size()) - 1));
      values[costs.get(at(segment.first())).index()] =
          price.cost(space.columns().get(column).load(), segment.clusters().size(), stage);
    }
    if (regions != null) {
      regions.hint(mapping, values);
    }
    List<LinearExpr> areas = regions == null ? areaTerms() : regions.areas();
    for (int l = 0; l < size(); l++) {
      values[areasBefore.get(l + 1).index()] = values[areasBefore.get(l).index()] + view.value(areas.get(l));
      values[clustersBefore.get(l + 1).index()] = values[clustersBefore.get(l).index()] + (view.isTrue(cuts.get(l)) ? 1 : 0);
    }
    return Assignment.of(values);
  }

  private static void set(long[] values, Literal literal) {
    values[literal.variable()] = 1;
  }

  private int columnOf(Segment segment) {
    for (int i = 0; i < columns.size(); i++) {
      Column column = space.columns().get(i);
      if (column.first() == segment.first() && column.last() == segment.last()) {
        return i;
      }
    }
    throw new IllegalArgumentException("The segment %d..%d is not in the space.".formatted(segment.first(), segment.last()));
  }

  /** The fastest arc of the cluster's layers on at most its chiplets. */
  private int arcOf(PipelinePlan.Cluster cluster) {
    int best = -1;
    for (int i = 0; i < arcs.size(); i++) {
      Arc arc = space.arcs().get(i);
      boolean isSame = arc.first() == cluster.first() && arc.last() == cluster.last();
      if (isSame && (space.problem().switches().idle()
          ? arc.chiplets() <= cluster.chiplets().size()
          : arc.chiplets() == cluster.chiplets().size())) {
        best = i;
      }
    }
    if (best < 0) {
      throw new IllegalArgumentException("The cluster %d..%d is not in the space.".formatted(cluster.first(), cluster.last()));
    }
    return best;
  }
}
