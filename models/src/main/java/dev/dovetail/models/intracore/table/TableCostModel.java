package dev.dovetail.models.intracore.table;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.Box;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.intracore.CostFloor;
import dev.dovetail.models.intracore.CostModel;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.intracore.ElementFloor;
import dev.dovetail.models.intracore.ParetoSet;
import dev.dovetail.models.io.CsvFile;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.io.Suggestions;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Workload;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Costs of whole layers from a user's own table (format {@code cost-table/1}), measured or simulated elsewhere.
 *
 * <p>Role: lets a person replace any model by numbers. A row names a layer and a core, or a core type; a row for the core itself goes
 * before rows for its type; several rows for one pair are alternatives. A tile costs its share of the output elements of each
 * number, rounded up, and is marked as estimated unless it is the whole layer. A pair without a row is not executable, or costs
 * what the fallback says if there is one. A row for a core that does
 * not have the layer's operator is never used.
 */
public final class TableCostModel implements CostModel {
  /** The format that is read. */
  public static final String FORMAT = "cost-table/1";

  private static final BigDecimal MOST_FEMTOJOULES = BigDecimal.valueOf(CostPoint.MOST_FEMTOJOULES);

  /** A layer on a core or core type. */
  private record Key(String layer, String core) {}

  private final Map<Key, List<CostPoint>> rows;
  private final Map<Key, DataNode> places;
  private final @Nullable CostModel fallback;
  private final String name;

  private TableCostModel(Map<Key, List<CostPoint>> rows, Map<Key, DataNode> places, @Nullable CostModel fallback) {
    this.rows = rows;
    this.places = places;
    this.fallback = fallback;
    this.name = fallback == null ? FORMAT : FORMAT + "+" + fallback.name();
  }

  /**
   * Reads a table: CSV if the file's name ends in {@code .csv} (columns layer, core, cycles, and if wanted picojoules, bufferBytes,
   * dramBytes), else YAML or JSON with the same keys in a list {@code entries}.
   *
   * @param fallback what costs a pair without a row; null if it is then not executable
   * @throws BadInputException if anything in the file is wrong
   */
  public static TableCostModel read(Path file, @Nullable CostModel fallback) {
    if (file.toString().toLowerCase(Locale.ROOT).endsWith(".csv")) {
      return of(CsvFile.read(file), fallback);
    }
    DataNode root = DataFile.read(file);
    root.onlyKeys("format", "entries");
    DataNode format = root.required("format");
    if (!format.text().equals(FORMAT)) {
      throw format.error("The format (%s) must be %s.".formatted(format.text(), FORMAT), "it is not a cost table.");
    }
    return of(root.required("entries"), fallback);
  }

  /** The model of a list of rows. */
  static TableCostModel of(DataNode entries, @Nullable CostModel fallback) {
    Map<Key, List<CostPoint>> rows = new LinkedHashMap<>();
    Map<Key, DataNode> places = new LinkedHashMap<>();
    for (DataNode row : entries.items()) {
      row.onlyKeys("layer", "core", "cycles", "picojoules", "bufferBytes", "dramBytes");
      Key key = new Key(row.required("layer").text(), row.required("core").text());
      CostPoint point =
          new CostPoint(
              row.required("cycles").longValue(1, CostPoint.MOST),
              row.optional("picojoules").map(TableCostModel::femtojoules).orElse(0L),
              row.optional("bufferBytes").map(n -> n.byteSize(0, CostPoint.MOST)).orElse(0L),
              row.optional("dramBytes").map(n -> n.byteSize(0, CostPoint.MOST)).orElse(0L),
              false,
              "table");
      rows.computeIfAbsent(key, k -> new ArrayList<>()).add(point);
      places.putIfAbsent(key, row);
    }
    rows.replaceAll((key, points) -> ParetoSet.of(points));
    return new TableCostModel(rows, places, fallback);
  }

  /**
   * Checks that every row names a layer and a core or core type that exist.
   *
   * @throws BadInputException naming the first row that does not
   */
  public void checkNames(Workload workload, Collection<Core> cores) {
    Set<String> coreNames = new TreeSet<>();
    cores.forEach(c -> coreNames.addAll(List.of(c.name(), c.type())));
    List<String> layers = workload.layers().stream().map(Layer::name).toList();
    places.forEach(
        (key, row) -> {
          if (!layers.contains(key.layer())) {
            throw row.error(
                "The layer (%s) is not in the network (%s).".formatted(key.layer(), workload.name()),
                Suggestions.instead(key.layer(), layers));
          }
          if (!coreNames.contains(key.core())) {
            throw row.error(
                "The core or core type (%s) is not on the accelerator.".formatted(key.core()),
                Suggestions.instead(key.core(), coreNames));
          }
        });
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<CostPoint> points(Workload workload, Layer layer, Box tile, Core core) {
    List<CostPoint> whole = find(layer, core);
    if (whole == null) {
      return fallback == null ? List.of() : fallback.points(workload, layer, tile, core);
    }
    if (tile.equals(layer.outputBox())) {
      return whole;
    }
    long part = tile.volume();
    long all = layer.outputBox().volume();
    return ParetoSet.of(
        whole.stream()
            .map(
                p -> new CostPoint(
                    Math.max(1, share(p.cycles(), part, all)),
                    share(p.energyFemtojoules(), part, all),
                    share(p.bufferBytes(), part, all),
                    share(p.dramBytes(), part, all),
                    true,
                    p.dataflow()))
            .toList());
  }

  /** Shares are rounded up, so no partition sums to less than the whole. */
  @Override
  public Optional<CostFloor> floor(Workload workload, Layer layer, Core core) {
    List<CostPoint> whole = find(layer, core);
    if (whole == null) {
      return fallback == null ? Optional.empty() : fallback.floor(workload, layer, core);
    }
    return Optional.of(
        new CostFloor(
            whole.stream().mapToLong(CostPoint::cycles).min().orElseThrow(),
            whole.stream().mapToLong(CostPoint::energyFemtojoules).min().orElseThrow()));
  }

  /** Shares are proportional before they are rounded up. */
  @Override
  public Optional<ElementFloor> elementFloor(Workload workload, Layer layer, Core core) {
    if (find(layer, core) == null) {
      return fallback == null ? Optional.empty() : fallback.elementFloor(workload, layer, core);
    }
    return floor(workload, layer, core).map(f -> new ElementFloor(f.cycles(), layer.outputBox().volume()));
  }

  /** Rows may name single cores of a type. */
  @Override
  public boolean interchangeable(Layer layer, Core one, Core other) {
    List<CostPoint> first = find(layer, one);
    List<CostPoint> second = find(layer, other);
    if (first == null && second == null) {
      return fallback == null || fallback.interchangeable(layer, one, other);
    }
    return first != null && first.equals(second);
  }

  private @Nullable List<CostPoint> find(Layer layer, Core core) {
    List<CostPoint> own = rows.get(new Key(layer.name(), core.name()));
    return own != null ? own : rows.get(new Key(layer.name(), core.type()));
  }

  private static long share(long value, long part, long all) {
    BigInteger product = BigInteger.valueOf(value).multiply(BigInteger.valueOf(part));
    return product.add(BigInteger.valueOf(all - 1)).divide(BigInteger.valueOf(all)).longValueExact();
  }

  private static long femtojoules(DataNode node) {
    BigDecimal value = node.decimal().movePointRight(3).stripTrailingZeros();
    if (value.signum() < 0 || value.scale() > 0 || value.compareTo(MOST_FEMTOJOULES) > 0) {
      throw node.error(
          "The energy (%s) of %s must be from 0 to %s picojoules and a whole number of femtojoules.".formatted(node.text(),
              node.label(), MOST_FEMTOJOULES.movePointLeft(3).toPlainString()),
          "round it to three decimals; the unit is picojoules.");
    }
    return value.longValueExact();
  }
}
