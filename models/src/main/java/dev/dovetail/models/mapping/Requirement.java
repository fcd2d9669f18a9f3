package dev.dovetail.models.mapping;

import dev.dovetail.models.allocation.tiles.LayerGrid;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One wish of the user that every mapping must meet.
 *
 * <p>Role: kept one by one beside the problem without them, so that a conflict can be told in the user's own words and each wish can be
 * taken away alone.
 */
public sealed interface Requirement {
  /** In words that follow "that", for example {@code the layer (conv1) runs on core0}. */
  String words();

  /** Only these cores may run the layer. */
  record Pin(String layer, Set<String> cores) implements Requirement {
    public Pin {
      cores = Set.copyOf(cores);
    }

    @Override
    public String words() {
      return "the layer (%s) runs on %s".formatted(layer, listed(cores));
    }
  }

  /** These cores may not run the layer. */
  record Forbid(String layer, Set<String> cores) implements Requirement {
    public Forbid {
      cores = Set.copyOf(cores);
    }

    @Override
    public String words() {
      return "the layer (%s) does not run on %s".formatted(layer, listed(cores));
    }
  }

  /** All tasks of these layers run on one and the same core. */
  record Together(Set<String> layers) implements Requirement {
    public Together {
      layers = Set.copyOf(layers);
    }

    @Override
    public String words() {
      return "the layers %s share one core".formatted(listed(layers));
    }
  }

  /** The tasks of the layer are exactly the tiles of this grid. */
  record Tiles(String layer, LayerGrid grid) implements Requirement {
    @Override
    public String words() {
      return "the tile grid of the layer (%s) is %d x %d (rows x channel chunks)".formatted(layer, grid.rows(), grid.chunks());
    }
  }

  /** These layers are in one fusion group, and nothing that they hand over to each other goes through DRAM. */
  record Fuse(Set<String> layers) implements Requirement {
    public Fuse {
      layers = Set.copyOf(layers);
    }

    @Override
    public String words() {
      return "the layers %s are fused".formatted(listed(layers));
    }
  }

  /** What the consumer reads of the producer's output goes through DRAM. */
  record Cut(String producer, String consumer) implements Requirement {
    @Override
    public String words() {
      return "what (%s) hands over to (%s) goes through DRAM".formatted(producer, consumer);
    }
  }

  /** The fusion groups are exactly these: a partition of all layers, whose groups do not read from each other in a circle. */
  record Groups(List<Set<String>> groups) implements Requirement {
    public Groups {
      groups = groups.stream().map(Set::copyOf).toList();
    }

    @Override
    public String words() {
      return "the fusion groups are %s".formatted(groups.stream().map(Requirement::listed).toList());
    }
  }

  /** The core runs nothing and holds nothing: it is kept for somebody else. */
  record ReserveCore(String core) implements Requirement {
    @Override
    public String words() {
      return "the core (%s) is reserved".formatted(core);
    }
  }

  /** The channel carries nothing: it is kept for somebody else. */
  record ReserveChannel(String channel) implements Requirement {
    @Override
    public String words() {
      return "the channel (%s) is reserved".formatted(channel);
    }
  }

  /** No more than so many bytes of the core's buffer are used. */
  record Cap(String core, long bytes) implements Requirement {
    @Override
    public String words() {
      return String.format(Locale.ROOT, "the core (%s) uses at most %,d bytes of its buffer", core, bytes);
    }
  }

  private static String listed(Set<String> names) {
    return String.join(", ", names.stream().sorted().toList());
  }
}
