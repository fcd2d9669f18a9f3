package dev.dovetail.solver.pipeline.regions;

import dev.dovetail.models.pipeline.ChipletMesh;
import dev.dovetail.models.pipeline.Place;
import dev.dovetail.models.pipeline.Rectangles;
import dev.dovetail.models.pipeline.Rectangles.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Places the regions of a segment as disjoint rectangles: by straight cuts in the order of the pipeline, then in other orders, then by complete
 * search. Remembers what does not fit.
 *
 * <p>Role: says whether an allocation of chiplets exists on the mesh. Deterministic.
 */
public final class RectanglePacker {
  private final ChipletMesh mesh;
  private final Rectangles rectangles;
  private final boolean idle;
  private final long effort;
  private final Map<List<Integer>, Packing> known = new HashMap<>();

  /** Whether it fits. */
  public enum Verdict {
    PLACED,
    IMPOSSIBLE,
    UNKNOWN
  }

  /**
   * What came of it.
   *
   * @param verdict whether the regions fit
   * @param places by region; empty unless they do
   */
  public record Packing(Verdict verdict, List<Place> places) {
    public Packing {
      places = List.copyOf(places);
    }
  }

  /**
   * @param mesh that is packed
   * @param idle whether chiplets may be left idle; else the rectangles cover the mesh
   * @param effort most steps of one search, roughly
   */
  public RectanglePacker(ChipletMesh mesh, boolean idle, long effort) {
    this.mesh = mesh;
    this.rectangles = new Rectangles(mesh);
    this.idle = idle;
    this.effort = effort;
  }

  /**
   * Places regions.
   *
   * @param chiplets that each region needs, by position in the pipeline; each at least 1
   */
  public Packing pack(int[] chiplets) {
    List<Integer> inOrder = Arrays.stream(chiplets).boxed().toList();
    Packing before = known.get(inOrder);
    if (before == null) {
      before = fresh(chiplets);
      known.put(inOrder, before);
    }
    return before;
  }

  private Packing fresh(int[] chiplets) {
    List<List<Shape>> shapes = Arrays.stream(chiplets).mapToObj(n -> idle ? rectangles.around(n) : rectangles.of(n)).toList();
    int least =
        shapes.stream().mapToInt(s -> s.stream().mapToInt(Shape::area).min().orElse(mesh.columns() * mesh.rows() + 1)).sum();
    int total = mesh.columns() * mesh.rows();
    if (least > total || (!idle && least < total)) {
      return new Packing(Verdict.IMPOSSIBLE, List.of());
    }
    Place[] places = sliced(shapes, chiplets);
    if (places != null) {
      return new Packing(Verdict.PLACED, List.of(places));
    }
    if (isKnownImpossible(chiplets)) {
      return new Packing(Verdict.IMPOSSIBLE, List.of());
    }
    CornerSearch search = new CornerSearch(mesh.columns(), mesh.rows(), shapes, effort / mesh.columns());
    places = search.pack();
    if (places != null) {
      return new Packing(Verdict.PLACED, List.of(places));
    }
    return new Packing(search.isExhaustive() ? Verdict.IMPOSSIBLE : Verdict.UNKNOWN, List.of());
  }

  /** By straight cuts: in the order of the pipeline, by size, then in random orders. */
  private Place @Nullable [] sliced(List<List<Shape>> shapes, int[] chiplets) {
    int n = chiplets.length;
    SlicingPacker slicing = new SlicingPacker(mesh.columns(), mesh.rows(), shapes);
    int[] order = IntStream.range(0, n).toArray();
    Place[] places = slicing.pack(order);
    long tries = n < 3 ? 0 : effort / SlicingPacker.effort(n, mesh.columns());
    Random random = new Random(n);
    for (long i = 0; places == null && i < tries; i++) {
      order = i == 0 ? bySize(chiplets) : neighbour(order, random);
      places = slicing.pack(order);
    }
    return places;
  }

  private static int[] bySize(int[] chiplets) {
    return IntStream.range(0, chiplets.length).boxed().sorted((a, b) -> Integer.compare(chiplets[b], chiplets[a]))
        .mapToInt(Integer::intValue).toArray();
  }

  private static int[] neighbour(int[] order, Random random) {
    int[] next = order.clone();
    for (int swaps = 1 + random.nextInt(3); swaps > 0; swaps--) {
      int a = random.nextInt(next.length);
      int b = random.nextInt(next.length);
      int kept = next[a];
      next[a] = next[b];
      next[b] = kept;
    }
    return next;
  }

  /** Whether regions that need no more than some of these are known not to fit; only where chiplets may be idle. */
  private boolean isKnownImpossible(int[] chiplets) {
    int[] sorted = descending(chiplets);
    return known.entrySet().stream().filter(e -> e.getValue().verdict() == Verdict.IMPOSSIBLE)
        .map(e -> descending(e.getKey().stream().mapToInt(Integer::intValue).toArray()))
        .anyMatch(other -> idle ? isWithin(other, sorted) : Arrays.equals(other, sorted));
  }

  private static boolean isWithin(int[] smaller, int[] larger) {
    return smaller.length <= larger.length && IntStream.range(0, smaller.length).allMatch(i -> smaller[i] <= larger[i]);
  }

  private static int[] descending(int[] values) {
    List<Integer> sorted = new ArrayList<>(Arrays.stream(values).boxed().toList());
    sorted.sort((a, b) -> Integer.compare(b, a));
    return sorted.stream().mapToInt(Integer::intValue).toArray();
  }
}
