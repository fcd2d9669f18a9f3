package dev.dovetail.solver.pipeline;

import dev.dovetail.models.pipeline.ChipletMesh;
import dev.dovetail.models.pipeline.MultiChipModule;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * All ways to give the clusters of a segment disjoint regions, one for each tuple of counts by chiplet type: regions of equal counts cost the
 * same.
 *
 * <p>Role: what {@link ExhaustiveMethod} enumerates beside layers. At most 8 chiplets: sets of them are bits of an int.
 */
final class RegionTuples {
  /** Chiplets that a cluster blocks, and chiplets among them that compute. */
  private record Option(int footprint, int computing) {}

  private final PipelineProblem problem;
  private final MultiChipModule module;
  private final int[] order;
  private final List<Option> options = new ArrayList<>();

  RegionTuples(PipelineProblem problem) {
    this.problem = problem;
    this.module = problem.module();
    ChipletMesh mesh = module.mesh();
    this.order = IntStream.range(0, module.size()).map(p -> mesh == null ? p : mesh.snake(p)).toArray();
    if (problem.switches().shape() == Shape.RECTANGLES && mesh != null) {
      rectangles(mesh);
    } else if (problem.switches().shape() == Shape.STRIPS) {
      strips();
    } else {
      anySets();
    }
  }

  private void anySets() {
    for (int set = 1; set < 1 << module.size(); set++) {
      options.add(new Option(set, set));
    }
  }

  private void strips() {
    for (int first = 0; first < order.length; first++) {
      int set = 0;
      for (int p = first; p < order.length; p++) {
        set |= 1 << order[p];
        options.add(new Option(set, set));
      }
    }
  }

  /** Every rectangle, and of its chiplets every set of other counts. */
  private void rectangles(ChipletMesh mesh) {
    Set<Integer> seen = new HashSet<>();
    for (int corner = 0; corner < module.size(); corner++) {
      for (int opposite = corner; opposite < module.size(); opposite++) {
        int footprint = 0;
        for (int c = 0; c < module.size(); c++) {
          boolean inside = isBetween(c % mesh.columns(), corner % mesh.columns(), opposite % mesh.columns())
              && isBetween(c / mesh.columns(), corner / mesh.columns(), opposite / mesh.columns());
          footprint |= inside ? 1 << c : 0;
        }
        if (seen.add(footprint)) {
          within(footprint);
        }
      }
    }
  }

  private void within(int footprint) {
    Set<List<Integer>> counts = new HashSet<>();
    for (int set = footprint; set > 0; set = set - 1 & footprint) {
      if (counts.add(counts(set))) {
        options.add(new Option(footprint, set));
      }
    }
  }

  private static boolean isBetween(int value, int a, int b) {
    return Math.min(a, b) <= value && value <= Math.max(a, b);
  }

  /** How many chiplets of each type a set holds. */
  private List<Integer> counts(int set) {
    Integer[] counts = new Integer[module.types().size()];
    Arrays.fill(counts, 0);
    for (int c = 0; c < module.size(); c++) {
      if ((set >> c & 1) == 1) {
        counts[module.types().indexOf(module.typeOf(c))]++;
      }
    }
    return List.of(counts);
  }

  /** All tuples of {@code clusters} regions, each a list of chiplets, ascending. */
  List<List<List<Integer>>> of(int clusters) {
    Search search = new Search(clusters);
    search.extend(0, 0, 0, List.of());
    return search.found.values().stream().map(t -> t.stream().map(RegionTuples::chiplets).toList()).toList();
  }

  private static List<Integer> chiplets(int set) {
    return IntStream.range(0, Integer.SIZE).filter(c -> (set >> c & 1) == 1).boxed().toList();
  }

  private final class Search {
    private final int clusters;
    private final Map<List<List<Integer>>, List<Integer>> found = new LinkedHashMap<>();
    private final boolean isShaped = problem.switches().shape() != Shape.ANY;
    private final Set<List<Object>> visited = new HashSet<>();
    private final List<List<Integer>> key = new ArrayList<>();

    Search(int clusters) {
      this.clusters = clusters;
    }

    /** Adds a region for cluster {@code c}; so many chiplets compute in those before it. */
    void extend(int c, int blocked, int used, List<Integer> sets) {
      if (!visited.add(List.of(blocked, List.copyOf(key)))) {
        return;
      }
      if (c == clusters) {
        if (problem.switches().idle() || used == module.size()) {
          found.putIfAbsent(List.copyOf(key), sets);
        }
        return;
      }
      for (Option option : options) {
        if ((option.footprint & blocked) == 0 && (isShaped || isFirst(option.footprint, blocked))) {
          List<Integer> longer = new ArrayList<>(sets);
          longer.add(option.computing);
          key.add(counts(option.computing));
          extend(c + 1, blocked | option.footprint, used + Integer.bitCount(option.computing), longer);
          key.remove(c);
        }
      }
    }

    /** Whether a set takes the first free chiplets of each type: those of a type are alike where shapes do not matter. */
    private boolean isFirst(int set, int blocked) {
      int skipped = ~(set | blocked);
      for (int c = 0; c < module.size(); c++) {
        for (int later = c + 1; later < module.size(); later++) {
          if ((skipped >> c & 1) == 1 && (set >> later & 1) == 1 && module.typeOf(c).equals(module.typeOf(later))) {
            return false;
          }
        }
      }
      return true;
    }
  }
}
