package dev.dovetail.models.pipeline.files;

import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.pipeline.ChipletMesh;
import dev.dovetail.models.pipeline.ChipletType;
import dev.dovetail.models.pipeline.MultiChipModule;
import dev.dovetail.models.pipeline.PackageEnergy;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the machine out of a problem file of kind pipeline: chiplets, bandwidths, mesh, energies. */
final class ModuleReader {
  /** Most chiplets of a module. */
  static final int MOST_CHIPLETS = 1 << 14;

  /** Most types of chiplets: bounds and searches look at every set of them. */
  private static final int MOST_TYPES = 6;

  private static final long LANES = 32;
  private static final long INGRESS = 100;
  private static final long BUFFER = 512 << 10;
  private static final long DRAM_PER_CHIPLET = 4;
  private static final long GIGAHERTZ = 1_000_000_000;
  private static final long MOST_LANES = 1L << 20;
  private static final long LARGEST = 1L << 44;
  private static final BigDecimal MOST_PICOJOULES = BigDecimal.valueOf(1_000_000);

  private final DataNode root;

  private ModuleReader(DataNode root) {
    this.root = root;
  }

  static MultiChipModule read(DataNode root) {
    return new ModuleReader(root).module();
  }

  private MultiChipModule module() {
    long ingress = root.optional("BW_bytes_per_cycle").map(n -> n.longValue(1, LARGEST)).orElse(INGRESS);
    ChipletMesh mesh = root.optional("mesh").map(n -> mesh(n, ingress)).orElse(null);
    List<ChipletType> types = types(mesh);
    int size = types.stream().mapToInt(ChipletType::count).reduce(0, Math::addExact);
    if (mesh != null && mesh.columns() * mesh.rows() != size) {
      throw root.required("mesh").error(
          "The mesh of %d x %d has %d places, but the module has %d chiplets.".formatted(mesh.columns(), mesh.rows(),
              mesh.columns() * mesh.rows(), size),
          "columns * rows and N are the same number.");
    }
    return new MultiChipModule(types, ingress,
        root.optional("D_bytes_per_cycle").map(n -> n.longValue(1, LARGEST)).orElse(DRAM_PER_CHIPLET * size),
        root.optional("dram_capacity_bytes").map(n -> n.byteSize(1)).orElse(Long.MAX_VALUE),
        root.optional("clock_Hz").map(n -> n.longValue(1, 1_000 * GIGAHERTZ)).orElse(GIGAHERTZ), mesh,
        root.optional("energy").map(ModuleReader::energy).orElse(PackageEnergy.SET));
  }

  private static ChipletMesh mesh(DataNode node, long ingress) {
    node.onlyKeys("columns", "rows", "link_bytes_per_cycle");
    return new ChipletMesh(node.required("columns").intValue(1, MOST_CHIPLETS), node.required("rows").intValue(1, MOST_CHIPLETS),
        node.optional("link_bytes_per_cycle").map(n -> n.longValue(1, LARGEST)).orElse(ingress));
  }

  private List<ChipletType> types(@Nullable ChipletMesh mesh) {
    long kp = lanes(root, "Kp", LANES);
    long cp = lanes(root, "Cp", LANES);
    long buffer = root.optional("B_bytes").map(n -> n.byteSize(1, LARGEST)).orElse(BUFFER);
    Optional<Integer> given = root.optional("N").map(n -> n.intValue(1, MOST_CHIPLETS));
    Optional<DataNode> list = root.optional("chiplets");
    if (list.isEmpty()) {
      if (given.isEmpty() && mesh == null) {
        throw root.error("The number of chiplets is missing in the file.",
            "add a line 'N: 64', a mesh of columns and rows, or a list of 'chiplets'.");
      }
      int places = mesh == null ? 0 : (int) Math.min((long) mesh.columns() * mesh.rows(), MOST_CHIPLETS + 1L);
      int count = given.orElse(places);
      if (count > MOST_CHIPLETS) {
        throw root.required("mesh").error("The mesh has more than %d places.".formatted(MOST_CHIPLETS), "a digit is wrong.");
      }
      return List.of(new ChipletType("chiplet", count, kp, cp, buffer));
    }
    List<ChipletType> types = new ArrayList<>();
    Set<String> names = new HashSet<>();
    long sum = 0;
    for (DataNode node : list.get().items()) {
      node.onlyKeys("name", "count", "Kp", "Cp", "B_bytes");
      DataNode name = node.required("name");
      if (!names.add(name.text())) {
        throw name.error("The name (%s) of a chiplet type stands twice.".formatted(name.text()), "names are unique.");
      }
      types.add(new ChipletType(name.text(), node.required("count").intValue(1, MOST_CHIPLETS), lanes(node, "Kp", kp),
          lanes(node, "Cp", cp), node.optional("B_bytes").map(n -> n.byteSize(1, LARGEST)).orElse(buffer)));
      sum += types.get(types.size() - 1).count();
    }
    if (types.size() > MOST_TYPES) {
      throw list.get().error("The module has %d types of chiplets, more than %d.".formatted(types.size(), MOST_TYPES),
          "chiplets that are alike are one type with a count.");
    }
    if (types.isEmpty()) {
      throw list.get().error("The list of chiplets is empty.", "remove it and write 'N: 64'.");
    }
    if (sum > MOST_CHIPLETS) {
      throw list.get().error("The module has %d chiplets, more than %d.".formatted(sum, MOST_CHIPLETS), "a digit is wrong.");
    }
    if (given.isPresent() && given.get() != sum) {
      throw root.required("N").error(
          "The number of chiplets N (%d) must be the sum of their counts (%d).".formatted(given.get(), sum),
          "remove N: the list says it.");
    }
    return types;
  }

  private static long lanes(DataNode node, String key, long standard) {
    return node.optional(key).map(n -> n.longValue(1, MOST_LANES)).orElse(standard);
  }

  private static PackageEnergy energy(DataNode node) {
    node.onlyKeys("mac_pJ", "nop_pJ_per_bit_hop", "hops", "dram_pJ_per_bit");
    BigDecimal hops = node.optional("hops").map(ModuleReader::picojoules).orElse(BigDecimal.ONE);
    return new PackageEnergy(femtojoules(node, "mac_pJ", BigDecimal.ONE), femtojoules(node, "nop_pJ_per_bit_hop", hops),
        femtojoules(node, "dram_pJ_per_bit", BigDecimal.ONE));
  }

  private static OptionalLong femtojoules(DataNode parent, String key, BigDecimal times) {
    Optional<DataNode> node = parent.optional(key);
    if (node.isEmpty()) {
      return OptionalLong.empty();
    }
    BigDecimal femtojoules = picojoules(node.get()).multiply(times).movePointRight(3).stripTrailingZeros();
    if (femtojoules.scale() > 0) {
      throw node.get().error("The energy (%s) of %s is finer than a femtojoule (0.001 picojoules)%s.".formatted(node.get().text(),
          node.get().label(), times.equals(BigDecimal.ONE) ? "" : " times %s hops".formatted(times.toPlainString())),
          "round it to three decimals.");
    }
    return OptionalLong.of(femtojoules.longValueExact());
  }

  private static BigDecimal picojoules(DataNode node) {
    BigDecimal value = node.decimal();
    if (value.signum() < 0 || value.compareTo(MOST_PICOJOULES) > 0) {
      throw node.error("The value (%s) of %s must be from 0 to %s.".formatted(node.text(), node.label(), MOST_PICOJOULES),
          "the unit is wrong: energies are picojoules.");
    }
    return value;
  }

  /** Keys of the entries that an energy table lacks. */
  static List<String> missing(PackageEnergy energy) {
    List<String> missing = new ArrayList<>();
    if (energy.macFemtojoules().isEmpty()) {
      missing.add("mac_pJ");
    }
    if (energy.nopFemtojoulesPerBit().isEmpty()) {
      missing.add("nop_pJ_per_bit_hop");
    }
    if (energy.dramFemtojoulesPerBit().isEmpty()) {
      missing.add("dram_pJ_per_bit");
    }
    return missing;
  }
}
