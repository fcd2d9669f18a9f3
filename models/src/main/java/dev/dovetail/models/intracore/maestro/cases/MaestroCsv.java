package dev.dovetail.models.intracore.maestro.cases;

import dev.dovetail.models.intracore.maestro.MaestroStatistics;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes results as the public program (maestro-project/maestro, commit 4eb08d1) writes its result file: the same header, columns,
 * separators and six significant digits of reals. That program adds the energy's parts in another order, so where an energy lies half way
 * between two numbers of six digits, the last digit may be the other one.
 *
 * <p>Its header calls the layer's name a number and the longest compute delay a shortest one. Not-a-number is {@code -nan}, as
 * that program prints it on x86.
 */
public final class MaestroCsv {
  private static final int DIGITS = 6;

  /** How many of the columns end in a comma without a blank behind it. */
  private static final int NARROW = 26;

  private static final String HEADER = String.join(", ", "Neural Network Name", "Layer Number", "NumPEs", "Runtime (Cycles)",
      "Activity count-based Energy (nJ)", "Throughput (MACs/Cycle)", "Throughput Per Energy (GMACs/s*J)", "Area", "Power",
      "NoC BW Req (Elements/cycle)", "Avg BW Req", "Peak BW Req", "Vector Width", "Offchip BW Req (Elements/cycle)",
      " L2 SRAM Size Req (Bytes)", "L1 SRAM Size Req (Bytes)", "Multicasting Factor (Weight)", "Multicasting Factor (Input)",
      "Num Total Input Pixels", "Num Total Weight Pixels", "Ops/J", "Num MACs", "PE power", "L1 power", "L2 power", "NOC power",
      "input l1 read", "input l1 write", "input l2 read", "input l2 write", "input reuse factor")
      + ","
      + String.join(", ", "filter l1 read", "filter l1 write", "filter l2 read", "filter l2 write", "filter reuse factor")
      + ","
      + String.join(", ", "output l1 read", "output l1 write", "output l2 read", "output l2 write", "output reuse factor")
      + ","
      + String.join(", ", "Ingress Delay (Min)", "Ingress Delay (Max)", "Ingress Delay (Avg)", "Egress Delay (Min)",
          "Egress Delay (Max)", " Egress Delay (Avg)")
      + ","
      + String.join(", ", "Compute Delay (Min)", "Compute Delay (Min)", "Compute Delay (Avg)")
      + ","
      + String.join(", ", "Avg number of utilized PEs", "Arithmetic Intensity");

  /** The columns behind the names and the number of processing elements, which are those of the tables of cases in the same order. */
  private static final List<Function<MaestroStatistics, Object>> COLUMNS = columns();

  private MaestroCsv() {}

  private static List<Function<MaestroStatistics, Object>> columns() {
    Map<String, Column> byName = Column.ALL.stream().collect(Collectors.toMap(Column::name, c -> c));
    int last = Column.ALL.indexOf(byName.get("arith_int"));
    return Column.ALL.subList(0, last + 1).stream().map(Column::value).toList();
  }

  /**
   * Writes header and one line per layer that has numbers; a layer that is invalid, where the public program ends without a result,
   * has no line.
   *
   * @param network the first column
   * @param pes the third column
   */
  public static void write(Appendable out, String network, long pes, List<LayerResult> results) throws IOException {
    out.append(HEADER).append('\n');
    for (LayerResult r : results) {
      if (r.outcome() instanceof Outcome.Evaluated e) {
        line(out, List.of(network, r.layer().name(), Long.toString(pes)), e.statistics());
      }
    }
  }

  private static void line(Appendable out, List<String> names, MaestroStatistics statistics) throws IOException {
    out.append(String.join(",", names));
    int written = names.size();
    for (Function<MaestroStatistics, Object> column : COLUMNS) {
      out.append(written > NARROW ? ", " : ",").append(text(column.apply(statistics)));
      written++;
    }
    out.append('\n');
  }

  /**
   * The name that the public program gives its result file: what stands behind the second slash of the mapping file's path, or the first
   * if there is no second, up to the first full stop, and {@code .csv}.
   */
  public static String fileName(Path mappingFile) {
    String name = mappingFile.toString().replace('\\', '/');
    for (int cut = 0; cut < 2; cut++) {
      name = name.substring(name.indexOf('/') + 1);
    }
    int stop = name.indexOf('.');
    return (stop < 0 ? name : name.substring(0, stop)) + ".csv";
  }

  private static String text(Object value) {
    return value instanceof Double d ? sixDigits(d) : value.toString();
  }

  /** A real with six significant digits, in the shorter of plain and exponent form, without trailing zeros. */
  static String sixDigits(double value) {
    if (Double.isNaN(value)) {
      return "-nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    BigDecimal rounded = new BigDecimal(value, new MathContext(DIGITS, RoundingMode.HALF_EVEN)).stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent >= -4 && exponent < DIGITS) {
      return rounded.toPlainString();
    }
    String digits = rounded.unscaledValue().abs().toString();
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return String.format(Locale.ROOT, "%s%se%s%02d", rounded.signum() < 0 ? "-" : "", mantissa, exponent < 0 ? "-" : "+",
        Math.abs(exponent));
  }
}
