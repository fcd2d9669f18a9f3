package dev.dovetail.models.mapping;

import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.tiles.LayerGrid;
import dev.dovetail.models.workload.Layer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;

/** The ways to ask for less than a conflict does, smallest first: a little less of a wish, a wish less, more hardware. */
final class Relaxations {
  /** Row counts that are tried one by one; above, they are doubled. */
  private static final int NEAR = 64;

  private final AllocationProblem base;
  private final FeasibilityOracle oracle;
  private final Question conflict;
  private final Refutation refutation;
  private final List<Relaxation> less = new ArrayList<>();
  private final List<Relaxation> gone = new ArrayList<>();
  private final List<Relaxation> hardware = new ArrayList<>();
  private final TreeMap<Long, List<Relaxation>> memories = new TreeMap<>();

  Relaxations(AllocationProblem base, FeasibilityOracle oracle, Question conflict, Refutation refutation) {
    this.base = base;
    this.oracle = oracle;
    this.conflict = conflict;
    this.refutation = refutation;
  }

  List<Relaxation> all() {
    conflict.wishes().forEach(this::wish);
    for (int c = 0; c < conflict.capacities().size(); c++) {
      if (conflict.capacities().get(c) < Question.UNLIMITED) {
        memory(c);
      }
    }
    for (int l : refutation.layers()) {
      if (!conflict.everywhere().get(l)) {
        operators(l);
      }
    }
    List<Relaxation> all = new ArrayList<>(less);
    all.addAll(gone);
    memories.values().forEach(all::addAll);
    all.addAll(hardware);
    return all;
  }

  private void less(String words, Requirement wish, Requirement... instead) {
    less.add(new Relaxation(words, false, q -> q.replaced(wish, List.of(instead))));
  }

  private void gone(String words, Requirement wish) {
    gone.add(new Relaxation(words, false, q -> q.without(wish)));
  }

  private void wish(Requirement wish) {
    if (wish instanceof Requirement.Pin pin) {
      for (Core core : base.accelerator().cores()) {
        if (!pin.cores().contains(core.name())) {
          Set<String> more = new HashSet<>(pin.cores());
          more.add(core.name());
          less("allow the layer (%s) on the core (%s)".formatted(pin.layer(), core.name()), wish,
              new Requirement.Pin(pin.layer(), more));
        }
      }
      gone("do not pin the layer (%s)".formatted(pin.layer()), wish);
    } else if (wish instanceof Requirement.Forbid forbid) {
      for (String core : new TreeSet<>(forbid.cores())) {
        Set<String> fewer = new HashSet<>(forbid.cores());
        fewer.remove(core);
        less("allow the layer (%s) on the core (%s)".formatted(forbid.layer(), core), wish,
            new Requirement.Forbid(forbid.layer(), fewer));
      }
    } else if (wish instanceof Requirement.Together group) {
      for (String layer : new TreeSet<>(group.layers())) {
        Set<String> fewer = new HashSet<>(group.layers());
        fewer.remove(layer);
        less("take the layer (%s) out of the group that shares a core".formatted(layer), wish, new Requirement.Together(fewer));
      }
    } else if (wish instanceof Requirement.Tiles tiles) {
      tiles(tiles);
      gone("leave the tiles of the layer (%s) free".formatted(tiles.layer()), wish);
    } else if (wish instanceof Requirement.Cap cap) {
      int core = base.accelerator().coreIndex(cap.core());
      for (long bytes : needs(core)) {
        if (bytes > cap.bytes() && bytes <= base.accelerator().cores().get(core).capacityBytes()) {
          less("raise the cap of the core (%s) from %s to %s bytes"
              .formatted(cap.core(), Conflicts.grouped(cap.bytes()), Conflicts.grouped(bytes)), wish,
              new Requirement.Cap(cap.core(), bytes));
        }
      }
      gone("do not cap the core (%s)".formatted(cap.core()), wish);
    } else {
      fusionOrReserve(wish);
    }
  }

  private void fusionOrReserve(Requirement wish) {
    if (wish instanceof Requirement.Fuse fuse) {
      for (String layer : new TreeSet<>(fuse.layers())) {
        Set<String> fewer = new HashSet<>(fuse.layers());
        fewer.remove(layer);
        if (fewer.size() > 1) {
          less("do not fuse the layer (%s) with the others".formatted(layer), wish, new Requirement.Fuse(fewer));
        }
      }
      gone("do not fuse the layers %s".formatted(String.join(", ", new TreeSet<>(fuse.layers()))), wish);
    } else if (wish instanceof Requirement.Cut cut) {
      gone("do not cut between the layers (%s) and (%s)".formatted(cut.producer(), cut.consumer()), wish);
    } else if (wish instanceof Requirement.Groups) {
      gone("leave the fusion groups free, or demand some with 'fuse' and 'cut'", wish);
    } else if (wish instanceof Requirement.ReserveCore reserve) {
      gone("do not reserve the core (%s)".formatted(reserve.core()), wish);
    } else if (wish instanceof Requirement.ReserveChannel reserve) {
      gone("do not reserve the channel (%s)".formatted(reserve.channel()), wish);
    }
  }

  /** More rows, then more channel chunks, as few as help. */
  private void tiles(Requirement.Tiles tiles) {
    Layer layer = Objects.requireNonNull(base.workload().layer(tiles.layer()), tiles.layer());
    LayerGrid fitted = tiles.grid().fitted(layer);
    LayerGrid finest = new LayerGrid(Integer.MAX_VALUE, Integer.MAX_VALUE, fitted.granule()).fitted(layer);
    for (int rows = fitted.rows() + 1; rows <= finest.rows(); rows = next(rows, finest.rows())) {
      finer(tiles, fitted, new LayerGrid(rows, fitted.chunks(), fitted.granule()));
    }
    for (int chunks = fitted.chunks() + 1; chunks <= finest.chunks(); chunks = next(chunks, finest.chunks())) {
      finer(tiles, fitted, new LayerGrid(fitted.rows(), chunks, fitted.granule()));
    }
    if (finest.rows() > fitted.rows() && finest.chunks() > fitted.chunks()) {
      finer(tiles, fitted, finest);
    }
  }

  private static int next(int parts, int most) {
    return parts == most ? most + 1 : (int) Math.min(most, parts < NEAR ? parts + 1L : 2L * parts);
  }

  private void finer(Requirement.Tiles tiles, LayerGrid from, LayerGrid to) {
    String parts = to.rows() == from.rows()
        ? "%d channel chunks instead of %d".formatted(to.chunks(), from.chunks())
        : to.chunks() == from.chunks()
            ? "%d rows of tiles instead of %d".formatted(to.rows(), from.rows())
            : "%d rows of tiles and %d channel chunks".formatted(to.rows(), to.chunks());
    less("cut the layer (%s) into %s".formatted(tiles.layer(), parts), tiles, new Requirement.Tiles(tiles.layer(), to));
  }

  /** The bytes of nodes that the conflict is about, on a core, ascending. */
  private long[] needs(int core) {
    LongStream.Builder needs = LongStream.builder();
    for (int l : refutation.layers()) {
      for (long[] node : oracle.bytes(l, conflict)) {
        needs.add(node[core]);
      }
    }
    return needs.build().filter(b -> b > 0).sorted().distinct().toArray();
  }

  private void memory(int c) {
    long capacity = base.accelerator().cores().get(c).capacityBytes();
    for (long bytes : needs(c)) {
      if (bytes > capacity) {
        memory(c, bytes);
      }
    }
    if (refutation.missingBytes() > 0) {
      memory(c, Math.addExact(capacity, refutation.missingBytes()));
    }
  }

  /** By how much more it is, so that the smallest change comes first. */
  private void memory(int c, long bytes) {
    Core core = base.accelerator().cores().get(c);
    memories.computeIfAbsent(bytes - core.capacityBytes(), k -> new ArrayList<>())
        .add(new Relaxation("raise the memory (%s) of the core (%s) from %s to at least %s bytes"
            .formatted(core.buffer().name(), core.name(), Conflicts.grouped(core.capacityBytes()), Conflicts.grouped(bytes)),
            true,
            q -> q.withCapacity(c, bytes)));
  }

  private void operators(int l) {
    Layer layer = base.workload().layers().get(l);
    boolean supported = base.accelerator().cores().stream().anyMatch(c -> c.supports(layer.operator()));
    boolean known = base.accelerator().cores().stream().anyMatch(c -> base.runs(layer, c));
    String words = supported && !known
        ? "add a row for the layer (%s) on one of the cores to the cost table, or a dataflow for such layers to a core that declares some"
            .formatted(layer.name())
        : "add %s (or %s) to the operators of %s core".formatted(layer.operator().operatorClass(),
            layer.operator().name().toLowerCase(java.util.Locale.ROOT), known ? "another" : "a");
    hardware.add(new Relaxation(words, true, q -> q.withEverywhere(l)));
  }
}
