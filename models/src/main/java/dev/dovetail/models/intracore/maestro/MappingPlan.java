package dev.dovetail.models.intracore.maestro;

import dev.dovetail.models.dataflow.Directive;
import dev.dovetail.models.dataflow.Directive.Kind;
import dev.dovetail.models.dataflow.LoopDim;
import dev.dovetail.models.intracore.maestro.InvalidMappingException.Code;
import java.util.ArrayList;
import java.util.List;

/**
 * All levels of a mapping: checks the directives, splits them at the clusters and completes each level.
 *
 * <p>Source: public program maestro-project/maestro, commit 4eb08d1.
 */
final class MappingPlan {
  private static final int MAX_CLUSTERS = 3;
  private static final int MAX_SPATIAL = 2;

  private MappingPlan() {}

  /**
   * @return the levels, outermost first
   * @throws InvalidMappingException for what is met first: a directive, the clusters, a level
   */
  static LevelPlan[] of(LayerTensors layer, List<Directive> mapping, long pes, ModeRules rules) {
    List<List<Directive>> groups = new ArrayList<>();
    List<Long> clusters = new ArrayList<>();
    List<Directive> group = new ArrayList<>();
    groups.add(group);
    for (Directive d : mapping) {
      check(d, layer);
      if (d.kind() == Kind.CLUSTER) {
        clusters.add(d.size());
        group = new ArrayList<>();
        groups.add(group);
      } else {
        group.add(d);
      }
    }
    if (clusters.size() > MAX_CLUSTERS) {
      throw new InvalidMappingException(Code.TOO_MANY_LEVELS, MAX_CLUSTERS + 1, null,
          "the mapping has %d clusters; at most %d are allowed.".formatted(clusters.size(), MAX_CLUSTERS), "two can be merged.");
    }
    long top = pes;
    for (long c : clusters) {
      top /= c;
    }
    if (top < 1) {
      throw new InvalidMappingException(Code.TOO_FEW_PES, 0, null,
          "the clusters %s need more processing elements than there are (%d).".formatted(clusters, pes),
          "a cluster is too large.");
    }
    LevelPlan[] levels = new LevelPlan[groups.size()];
    long[] extents = layer.extents();
    for (int i = 0; i < levels.length; i++) {
      LevelContext context = new LevelContext(layer, i, i == 0 ? List.of() : levels[i - 1].directives);
      List<Directive> complete = complete(groups.get(i), context, extents, rules);
      levels[i] = new LevelPlan(layer, i, i == 0 ? top : clusters.get(i - 1), complete, extents, rules);
      extents = levels[i].tileExtents(layer, extents);
    }
    return levels;
  }

  private static void check(Directive d, LayerTensors layer) {
    if (d.size() < 1 || d.kind() != Kind.CLUSTER && d.offset() < 1) {
      throw new InvalidMappingException(Code.BAD_DIRECTIVE, -1, d.dim(),
          "the directive (%s) has a size or offset that is not positive.".formatted(d), "1 is meant.");
    }
    if (d.kind() == Kind.TEMPORAL && (d.dim() == LoopDim.R || d.dim() == LoopDim.S) && layer.knows(d.dim())
        && (d.size() != layer.extent(d.dim()) || d.offset() != layer.extent(d.dim()))) {
      throw new InvalidMappingException(Code.FILTER_TILE, -1, d.dim(),
          "the directive (%s) does not map the whole dimension (%d) at once.".formatted(d, layer.extent(d.dim())),
          "TemporalMap(Sz(%s),Sz(%s)) %s is meant.".formatted(d.dim(), d.dim(), d.dim()));
    }
  }

  private static List<Directive> complete(List<Directive> group, LevelContext context, long[] extents, ModeRules rules) {
    List<Directive> list = rules.written(group, context);
    for (Directive above : context.above()) {
      if (LevelContext.indexOf(list, above.dim()) < 0) {
        list.add(0, Directive.temporal(above.size(), above.offset(), above.dim()));
      }
    }
    for (LoopDim dim : context.layer().iterated()) {
      if (LevelContext.indexOf(list, dim) < 0) {
        long extent = extents[dim.ordinal()];
        list.add(Directive.temporal(extent, extent, dim));
      }
    }
    rules.finish(list, context);
    long spatial = list.stream().filter(d -> d.kind() == Kind.SPATIAL).count();
    if (spatial < 1 || spatial > MAX_SPATIAL) {
      throw new InvalidMappingException(Code.SPATIAL_COUNT, context.level(), null,
          "level %d has %d spatial maps; 1 or 2 are allowed.".formatted(context.level(), spatial), "a Cluster is missing.");
    }
    return list;
  }
}
