package dev.dovetail.models.intracore.mapper;

import dev.dovetail.models.dataflow.LayerShape;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * From (layer, core) to every mapping of a declared space that no other beats, by MAESTRO's cost model in corrected mode.
 *
 * <p>Complete over the space, deterministic, thread-safe. Equal layers on equal cores are enumerated once, even if several threads ask at
 * the same time.
 */
public final class Mapper {
  private record Key(LayerShape layer, ElementBits bits, MapperCore core) {}

  /** A table that the first who asks makes and the others wait for. */
  private static final class Pending {
    private @Nullable MappingTable table;

    synchronized MappingTable get(Key key, MappingSpace space) {
      if (table == null) {
        table = new TableBuilder(key.layer(), key.bits(), key.core(), space).build();
      }
      return table;
    }
  }

  private final MappingSpace space;
  private final ConcurrentMap<Key, Pending> tables = new ConcurrentHashMap<>();

  /** A mapper that enumerates {@code space}. */
  public Mapper(MappingSpace space) {
    this.space = space;
  }

  /** What it enumerates. */
  public MappingSpace space() {
    return space;
  }

  /**
   * The table of a layer on a core. A layer that cannot be mapped gives an empty table that says why.
   *
   * @param layer the layer
   * @param bits width of its elements
   * @param core the core
   */
  public MappingTable table(LayerShape layer, ElementBits bits, MapperCore core) {
    Key key = new Key(layer, bits, core);
    return tables.computeIfAbsent(key, k -> new Pending()).get(key, space);
  }

  /** How many different tables were asked for. */
  public int tables() {
    return tables.size();
  }
}
