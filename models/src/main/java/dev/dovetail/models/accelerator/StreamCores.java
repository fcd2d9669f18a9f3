package dev.dovetail.models.accelerator;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.links.Bandwidth;
import dev.dovetail.models.stream.hardware.CoreDescription;
import dev.dovetail.models.stream.hardware.HardwareDescription;
import dev.dovetail.models.stream.hardware.MemoryDescription;
import dev.dovetail.models.workload.Dim;
import dev.dovetail.models.workload.Operator;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Cores of Stream as cores of our own model. */
final class StreamCores {
  private static final BigDecimal BITS_PER_BYTE = BigDecimal.valueOf(8);
  private static final BigDecimal FEMTOJOULES_PER_PICOJOULE = BigDecimal.valueOf(1000);

  /** More unrollings than this are not tried. */
  private static final int MOST_UNROLLINGS = 64;

  private static final List<Dim> SPATIAL = List.of(Dim.C, Dim.K, Dim.OX, Dim.OY);

  private static final Map<String, Operator> BY_NAME = Map.ofEntries(
      Map.entry("CONVTRANSPOSE", Operator.CONV_TRANSPOSE), Map.entry("GEMM", Operator.MATMUL),
      Map.entry("MAXPOOL", Operator.MAX_POOL), Map.entry("GLOBALMAXPOOL", Operator.MAX_POOL),
      Map.entry("AVERAGEPOOL", Operator.AVERAGE_POOL), Map.entry("GLOBALAVERAGEPOOL", Operator.AVERAGE_POOL),
      Map.entry("LAYERNORMALIZATION", Operator.LAYER_NORM), Map.entry("LPNORMALIZATION", Operator.RMS_NORM),
      Map.entry("RMSNORMALIZATION", Operator.RMS_NORM), Map.entry("REDUCEMEAN", Operator.REDUCE),
      Map.entry("REDUCESUM", Operator.REDUCE), Map.entry("REDUCEMAX", Operator.REDUCE), Map.entry("POW", Operator.ELEMENTWISE),
      Map.entry("SQRT", Operator.ELEMENTWISE), Map.entry("BATCHNORMALIZATION", Operator.ELEMENTWISE));

  private StreamCores() {}

  static Core core(HardwareDescription hardware, CoreDescription c) {
    int sharers = hardware.sharedTopMemory().stream().filter(g -> g.contains(c.id()))
        .mapToInt(g -> (int) g.stream().filter(i -> hardware.cores().get(i).kind() == CoreDescription.Kind.COMPUTE).count())
        .findFirst().orElse(1);
    List<Integer> array = c.arraySizes().stream().map(s -> Math.max(1, s)).toList();
    String type = sharers > 1 ? "%s, 1/%d of its memory".formatted(c.type(), sharers) : c.type();
    return new Core(StreamMachine.coreName(c.id()), type, array, unrollings(c, array), List.of(buffer(c, sharers)), operators(c),
        femtojoules(c.unitPicojoules(), BigDecimal.ONE, c.type()), Math.max(1, c.units()), null, true);
  }

  private static LocalMemory buffer(CoreDescription c, int sharers) {
    MemoryDescription top = c.topMemory();
    return new LocalMemory(top.name(), Math.max(1, top.sizeBits() / 8 / sharers), bandwidth(top.readBitsPerCycle(), top.name()),
        femtojoules(top.readPicojoules(), top.readBitsPerCycle().divide(BITS_PER_BYTE), top.name()),
        femtojoules(top.writePicojoules(), top.writeBitsPerCycle().divide(BITS_PER_BYTE), top.name()));
  }

  /** Energy of one of {@code units}, of an energy of all of them, to the nearest femtojoule. */
  private static long femtojoules(BigDecimal picojoules, BigDecimal units, String what) {
    BigDecimal energy = picojoules.multiply(FEMTOJOULES_PER_PICOJOULE).divide(units, 0, RoundingMode.HALF_UP);
    if (energy.compareTo(BigDecimal.valueOf(1L << 40)) > 0) {
      throw new BadInputException("The energy (%s pJ) of %s is beyond what is computed with.".formatted(picojoules, what),
          "it is in another unit.");
    }
    return energy.longValueExact();
  }

  /** Bits per cycle as bytes per cycle. */
  static Bandwidth bandwidth(BigDecimal bitsPerCycle, String what) {
    BigDecimal plain = bitsPerCycle.stripTrailingZeros();
    int digits = Math.max(0, plain.scale());
    BigInteger bits = plain.movePointRight(digits).toBigIntegerExact();
    BigInteger cycles = BigInteger.TEN.pow(digits).multiply(BigInteger.valueOf(8));
    BigInteger common = bits.gcd(cycles);
    if (digits > 6 || bits.bitLength() > 40) {
      throw new BadInputException("The bandwidth (%s bits per cycle) of %s is beyond what is computed with.".formatted(
          bitsPerCycle.toPlainString(), what), "it has a digit too many.");
    }
    return new Bandwidth(bits.divide(common).longValueExact(), cycles.divide(common).longValueExact());
  }

  private static Set<Operator> operators(CoreDescription c) {
    Set<Operator> operators = EnumSet.noneOf(Operator.class);
    if (c.operators() == null) {
      return EnumSet.allOf(Operator.class);
    }
    for (String name : c.operators()) {
      String upper = name.toUpperCase(Locale.ROOT);
      Operator same = BY_NAME.get(upper);
      if (same != null) {
        operators.add(same);
      }
      Stream.of(Operator.values()).filter(o -> o.name().equals(upper)).forEach(operators::add);
    }
    return operators;
  }

  /** The unrolling that legacy dataflows fix, else every way to lay C, K, OX and OY on the axes, equal axes in one order only. */
  private static List<List<Dim>> unrollings(CoreDescription c, List<Integer> array) {
    List<List<Dim>> fixed = fixed(c);
    if (!fixed.isEmpty()) {
      return fixed;
    }
    List<Dim> dims = array.stream().filter(s -> s > 1).count() > 2 ? SPATIAL.subList(0, 3) : SPATIAL;
    Set<List<Dim>> unrollings = new LinkedHashSet<>();
    lay(array, dims, new ArrayList<>(), unrollings);
    return List.copyOf(unrollings);
  }

  private static void lay(List<Integer> array, List<Dim> dims, List<Dim> chosen, Set<List<Dim>> unrollings) {
    int axis = chosen.size();
    if (unrollings.size() >= MOST_UNROLLINGS) {
      return;
    }
    if (axis == array.size()) {
      unrollings.add(List.copyOf(chosen));
      return;
    }
    for (Dim d : array.get(axis) == 1 ? List.of(Dim.B) : dims) {
      boolean ordered = true;
      for (int other = 0; other < axis; other++) {
        ordered &= !array.get(other).equals(array.get(axis)) || chosen.get(other).compareTo(d) <= 0;
      }
      if (ordered) {
        chosen.add(d);
        lay(array, dims, chosen, unrollings);
        chosen.remove(axis);
      }
    }
  }

  private static List<List<Dim>> fixed(CoreDescription c) {
    List<Dim> dims = new ArrayList<>();
    for (String axis : c.arrayAxes()) {
      List<String> loops = c.dataflows().getOrDefault(axis, List.of());
      String letter = loops.isEmpty() ? "" : loops.get(0).split(",")[0].strip().toUpperCase(Locale.ROOT);
      Stream.of(Dim.values()).filter(d -> d.name().equals(letter)).forEach(dims::add);
    }
    return dims.size() == c.arrayAxes().size() ? List.of(dims) : List.of();
  }
}
