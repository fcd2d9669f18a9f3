package dev.dovetail.solver.allocation;

import dev.dovetail.models.allocation.tiles.LayerGrid;
import dev.dovetail.models.workload.Tensor;
import dev.dovetail.solver.allocation.Genome.LayerGene;
import dev.dovetail.solver.allocation.Genome.Split;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Random changes of a genome: grid, owners, priorities, deliveries.
 *
 * <p>Role: the neighbourhoods of local search. Every move gives a genome that respects what the user allowed.
 */
final class Moves {
  /** Percentage of changes that concern a whole run of layers. */
  private static final int SEGMENTS = 10;

  private final Shapes shapes;
  private final SplittableRandom random;
  private final SegmentMoves segments;

  Moves(Shapes shapes, SplittableRandom random) {
    this.shapes = shapes;
    this.random = random;
    this.segments = new SegmentMoves(shapes, random);
  }

  /** A change of a whole run of layers. */
  Genome changeSegment(Genome g) {
    return segments.change(g);
  }

  /** Any change. */
  Genome change(Genome g) {
    if (!shapes.tunable.isEmpty() && random.nextInt(10) == 0) {
      return tune(g);
    }
    if (random.nextInt(100) < SEGMENTS) {
      return segments.change(g);
    }
    int l = random.nextInt(g.layers().length);
    int dice = random.nextInt(100);
    if (dice < 15) {
      return regrid(g, l);
    } else if (dice < 25) {
      return reband(g, l);
    } else if (dice < 36) {
      return moveOwner(g, l);
    } else if (dice < 44) {
      return likeNeighbour(g, l);
    } else if (dice < 48) {
      return alignRun(g, l);
    } else if (dice < 51) {
      return alternate(g, l, Math.min(g.layers().length, l + 4 + random.nextInt(24)), 2 << random.nextInt(2), random.nextInt(4));
    } else if (dice < 53) {
      return stream(g, l);
    } else if (dice < 59) {
      return restyle(g, l);
    } else if (dice < 80) {
      return prioritise(g, l);
    } else if (dice < 87) {
      return prioritiseMany(g, l);
    } else if (dice < 92) {
      return toggleMerge(g);
    } else if (dice < 96) {
      return dropDetour(g, l);
    }
    return new Genome(g.layers(), changedManner(g.manner()), g.merged(), g.staged(), g.detours(), g.frugal());
  }

  private Plan.Manner changedManner(Plan.Manner m) {
    return switch (random.nextInt(3)) {
      case 0 -> new Plan.Manner(m.lookahead(), !m.movesFirst(), m.window());
      case 1 -> new Plan.Manner(m.lookahead(), m.movesFirst(), 4 << random.nextInt(6));
      default -> new Plan.Manner(1 + random.nextInt(6), m.movesFirst(), m.window());
    };
  }

  /** The same bands on the same cores for a run of layers: their data stays at home, at most halos move. */
  private Genome alignRun(Genome g, int l) {
    int[] cores = shapes.suitable[l];
    int used = random.nextInt(2) == 0 ? 1 : 1 + random.nextInt(cores.length);
    int first = random.nextInt(cores.length);
    int[] chosen = new int[used];
    for (int i = 0; i < used; i++) {
      chosen[i] = cores[(first + i) % cores.length];
    }
    Arrays.sort(chosen);
    int end = Math.min(g.layers().length, l + 2 + random.nextInt(8));
    Genome result = g;
    for (int k = l; k < end; k++) {
      if (Arrays.equals(cores, shapes.suitable[k])) {
        LayerGene gene = result.layers()[k];
        Split split = gene.grid().rows() > 1 ? Split.ROWS : Split.CHUNKS;
        int[] owners = shapes.bands(k, LayerGene.parts(gene.grid(), split), chosen);
        result = result.withLayer(k, new LayerGene(gene.grid(), split, owners, gene.keys(), gene.chunkMajor()));
      }
    }
    return result;
  }

  /**
   * A run of layers goes over to sharing out channel chunks (each weight on one core only: more of them fit on chip ahead of time) or to
   * bands of rows (each row on one core only: no broadcast of inputs).
   */
  private Genome restyle(Genome g, int l) {
    boolean chunked = random.nextBoolean();
    int rows = 1 << random.nextInt(5);
    boolean chunkMajor = random.nextBoolean();
    int multiple = 1 + random.nextInt(2);
    int end = Math.min(g.layers().length, l + 1 + random.nextInt(8));
    Genome result = g;
    for (int k = l; k < end; k++) {
      int[] cores = shapes.suitable[k];
      LayerGene gene = g.layers()[k];
      if (cores.length < 2 || (chunked && shapes.chunkLimit[k] < 2)) {
        continue;
      }
      LayerGrid grid =
          chunked
              ? shapes.grid(k, rows, multiple * cores.length)
              : shapes.grid(k, Math.max(rows, cores.length), chunkMajor ? gene.grid().chunks() : 1);
      Split split = chunked ? Split.CHUNKS : Split.ROWS;
      int[] owners = shapes.bands(k, LayerGene.parts(grid, split), cores);
      result =
          result.withLayer(k, new LayerGene(grid, split, owners, LayerGene.resampled(gene.keys(), grid.rows()), chunkMajor));
    }
    return result;
  }

  /**
   * Blocks of layers in turn on groups of cores: fewer borders between bands than with all cores, hence fewer halos, while blocks
   * overlap row by row. A block ends where data leaves the cores anyway, at a layer of another core type.
   *
   * @param from first layer
   * @param to one past the last layer
   * @param groups how many groups the cores are parted into
   * @param turn which group comes first
   */
  Genome alternate(Genome g, int from, int to, int groups, int turn) {
    int[] cores = shapes.suitable[from];
    if (cores.length < 2) {
      return g;
    }
    int parts = Math.min(groups, cores.length);
    int block = turn;
    boolean inside = false;
    Genome result = g;
    for (int l = from; l < to; l++) {
      if (!Arrays.equals(cores, shapes.suitable[l])) {
        block += inside ? 1 : 0;
        inside = false;
        continue;
      }
      inside = true;
      int part = block % parts;
      int[] chosen = Arrays.copyOfRange(cores, part * cores.length / parts, (part + 1) * cores.length / parts);
      LayerGene gene = result.layers()[l];
      Split split = gene.split() == Split.BOTH ? Split.ROWS : gene.split();
      int[] owners = LayerGene.bands(LayerGene.parts(gene.grid(), split), chosen);
      result = result.withLayer(l, new LayerGene(gene.grid(), split, owners, gene.keys(), gene.chunkMajor()));
    }
    return result;
  }

  /**
   * Rows stay on their cores while weights stream past in channel chunks, each multicast once: no activation moves, and no core holds
   * more than a chunk or two. For vector layers chunks let their work start before whole rows are there.
   */
  private Genome stream(Genome g, int l) {
    LayerGene gene = g.layers()[l];
    int cores = shapes.suitable[l].length;
    LayerGrid grid = shapes.grid(l, Math.max(cores, gene.grid().rows()), 2 << random.nextInt(4));
    double[] flat = new double[grid.rows()];
    double mean = Arrays.stream(gene.keys()).average().orElse(0);
    Arrays.fill(flat, mean);
    return g.withLayer(l, new LayerGene(grid, Split.ROWS, shapes.bands(l, grid.rows(), shapes.suitable[l]), flat, true));
  }

  private Genome regrid(Genome g, int l) {
    LayerGene gene = g.layers()[l];
    int rows = gene.grid().rows();
    int chunks = gene.grid().chunks();
    switch (random.nextInt(6)) {
      case 0 -> rows *= 2;
      case 1 -> rows = (rows + 1) / 2;
      case 2 -> rows += random.nextInt(5) - 2;
      case 3 -> chunks *= 2;
      case 4 -> chunks = (chunks + 1) / 2;
      default -> chunks += random.nextInt(5) - 2;
    }
    LayerGrid grid = shapes.grid(l, rows, chunks);
    if (grid.equals(gene.grid())) {
      return reband(g, l);
    }
    Split split = gene.split();
    if (split == Split.ROWS && grid.rows() == 1 && grid.chunks() > 1) {
      split = Split.CHUNKS;
    } else if (split == Split.CHUNKS && grid.chunks() == 1) {
      split = Split.ROWS;
    } else if (grid.chunks() > 1 && random.nextInt(4) == 0) {
      split = Split.values()[random.nextInt(3)];
    }
    int[] owners = split == gene.split() ? stretched(gene.owners(), LayerGene.parts(grid, split)) : bands(l, grid, split);
    return g.withLayer(l, new LayerGene(grid, split, owners, LayerGene.resampled(gene.keys(), grid.rows()), gene.chunkMajor()));
  }

  private static int[] stretched(int[] owners, int parts) {
    int[] result = new int[parts];
    for (int i = 0; i < parts; i++) {
      result[i] = owners[(int) ((long) i * owners.length / parts)];
    }
    return result;
  }

  private int[] bands(int l, LayerGrid grid, Split split) {
    // A slow core may take less energy.
    int[] cores = (random.nextInt(shapes.energyCounts ? 3 : 8) == 0 ? shapes.eligible : shapes.suitable)[l].clone();
    if (shapes.suitable[l].length == 1 && !shapes.energyCounts) {
      cores = shapes.suitable[l].clone();
    }
    for (int i = cores.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swap = cores[i];
      cores[i] = cores[j];
      cores[j] = swap;
    }
    int used = random.nextInt(3) == 0 ? 1 + random.nextInt(cores.length) : cores.length;
    int[] chosen = Arrays.copyOf(cores, used);
    if (random.nextBoolean()) {
      Arrays.sort(chosen); // the same core for the same band as in other layers: fewer halos to move
    }
    int parts = LayerGene.parts(grid, split);
    // Unlike cores: by speed is best for time, in equal parts is what a trade with energy may want.
    return shapes.alike(l, chosen) || random.nextBoolean() ? shapes.bands(l, parts, chosen) : LayerGene.bands(parts, chosen);
  }

  private Genome reband(Genome g, int l) {
    LayerGene gene = g.layers()[l];
    Split split = gene.split();
    if (gene.grid().chunks() > 1 && gene.grid().rows() > 1 && random.nextInt(3) == 0) {
      split = Split.values()[random.nextInt(3)];
    }
    return g.withLayer(l, new LayerGene(gene.grid(), split, bands(l, gene.grid(), split), gene.keys(), gene.chunkMajor()));
  }

  private Genome moveOwner(Genome g, int l) {
    LayerGene gene = g.layers()[l];
    int[] cores = shapes.energyCounts && random.nextBoolean() ? shapes.eligible[l] : shapes.suitable[l];
    int[] owners = gene.owners().clone();
    int i = random.nextInt(owners.length);
    if (random.nextBoolean() && owners.length > 1) {
      owners[i] = owners[i == 0 ? 1 : i - 1]; // shifts a border between two bands
    } else {
      owners[i] = cores[random.nextInt(cores.length)];
    }
    return g.withLayer(l, new LayerGene(gene.grid(), gene.split(), owners, gene.keys(), gene.chunkMajor()));
  }

  /** Takes over the owners of a neighbouring layer with the same cores: what it made stays where it is. */
  private Genome likeNeighbour(Genome g, int l) {
    int other = Math.max(0, Math.min(g.layers().length - 1, l + random.nextInt(7) - 3));
    if (other == l || !Arrays.equals(shapes.suitable[l], shapes.suitable[other])) {
      return reband(g, l);
    }
    LayerGene from = g.layers()[other];
    LayerGene gene = g.layers()[l];
    LayerGrid grid = random.nextBoolean() ? gene.grid() : shapes.grid(l, from.grid().rows(), from.grid().chunks());
    Split split = from.split();
    int parts = LayerGene.parts(grid, split);
    return g.withLayer(
        l, new LayerGene(grid, split, stretched(from.owners(), parts), LayerGene.resampled(gene.keys(), grid.rows()),
            gene.chunkMajor()));
  }

  private Genome prioritise(Genome g, int l) {
    LayerGene gene = g.layers()[l];
    if (gene.grid().chunks() > 1 && random.nextInt(5) == 0) {
      return g.withLayer(l, new LayerGene(gene.grid(), gene.split(), gene.owners(), gene.keys(), !gene.chunkMajor()));
    }
    return g.withLayer(l, new LayerGene(gene.grid(), gene.split(), gene.owners(), changedKeys(gene.keys()), gene.chunkMajor()));
  }

  private double[] changedKeys(double[] old) {
    double[] keys = old.clone();
    switch (random.nextInt(4)) {
      case 0 -> {
        double shift = gauss() * 2;
        for (int r = 0; r < keys.length; r++) {
          keys[r] += shift;
        }
      }
      case 1 -> {
        double tilt = gauss() * 2;
        for (int r = 0; r < keys.length; r++) {
          keys[r] += tilt * ((r + 0.5) / keys.length - 0.5);
        }
      }
      case 2 -> keys[random.nextInt(keys.length)] += gauss();
      default -> {
        int a = random.nextInt(keys.length);
        int b = random.nextInt(keys.length);
        double swap = keys[a];
        keys[a] = keys[b];
        keys[b] = swap;
      }
    }
    return keys;
  }

  private double gauss() {
    return (random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5) * 2;
  }

  /** One shift for a run of layers: moves a whole part of the network earlier or later. */
  private Genome prioritiseMany(Genome g, int l) {
    int end = Math.min(g.layers().length, l + 1 + random.nextInt(12));
    double shift = gauss() * 3;
    Genome result = g;
    for (int k = l; k < end; k++) {
      LayerGene gene = result.layers()[k];
      double[] keys = Arrays.stream(gene.keys()).map(x -> x + shift).toArray();
      result = result.withLayer(k, new LayerGene(gene.grid(), gene.split(), gene.owners(), keys, gene.chunkMajor()));
    }
    return result;
  }

  /** Another cost point for one layer, or for all of a run of layers. */
  private Genome tune(Genome g) {
    Set<Integer> frugal = new HashSet<>(g.frugal());
    int first = random.nextInt(shapes.tunable.size());
    int end = random.nextBoolean() ? first + 1 : Math.min(shapes.tunable.size(), first + 2 + random.nextInt(8));
    boolean on = !frugal.contains(shapes.tunable.get(first));
    for (int layer : shapes.tunable.subList(first, end)) {
      if (on) {
        frugal.add(layer);
      } else {
        frugal.remove(layer);
      }
    }
    return new Genome(g.layers(), g.manner(), g.merged(), g.staged(), g.detours(), Set.copyOf(frugal));
  }

  /** A weight tensor is staged or no more, any other tensor sent once to all or once per reading layer. */
  private Genome toggleMerge(Genome g) {
    int t = random.nextInt(shapes.workload.tensors().size());
    boolean weight = List.copyOf(shapes.workload.tensors().values()).get(t).role() == Tensor.Role.WEIGHT;
    if (weight && !shapes.mayStage()) {
      return new Genome(g.layers(), changedManner(g.manner()), g.merged(), g.staged(), g.detours(), g.frugal());
    }
    return weight
        ? new Genome(g.layers(), g.manner(), g.merged(), toggled(g.staged(), t), g.detours(), g.frugal())
        : new Genome(g.layers(), g.manner(), toggled(g.merged(), t), g.staged(), g.detours(), g.frugal());
  }

  private static Set<Integer> toggled(Set<Integer> set, int element) {
    Set<Integer> other = new HashSet<>(set);
    if (!other.remove(element)) {
      other.add(element);
    }
    return Set.copyOf(other);
  }

  private Genome dropDetour(Genome g, int l) {
    if (g.detours().isEmpty()) {
      return prioritise(g, l);
    }
    Set<Plan.Detour> detours = new HashSet<>(g.detours());
    // A fixed order, so that the same seed drops the same detour in every run.
    Plan.Detour dropped =
        detours.stream()
            .sorted(java.util.Comparator.comparingInt(Plan.Detour::tensor).thenComparingInt(Plan.Detour::layer))
            .skip(random.nextInt(detours.size()))
            .findFirst()
            .orElseThrow();
    detours.remove(dropped);
    return g.with(detours);
  }
}
