package dev.dovetail.models.intracore.maestro.cases;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.dataflow.Dataflow;
import dev.dovetail.models.intracore.maestro.MaestroHardware;
import dev.dovetail.models.io.CsvFile;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.io.Suggestions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads tables of cases, CSV with the column names in the first line, in any order.
 *
 * <p>Two forms, told apart by their columns:
 * <ul>
 * <li>one mapping by name: {@code id, network, layer_name} (labels, may be missing); {@code layer_type}; {@code N, G, K, C, M, R, S, Y, X, Y', X'}
 * (empty: not listed by the layer); {@code stride_y, stride_x} (empty: 1); {@code dataflow}, the name of one of the dataflows given; the
 * hardware {@code num_pes, noc_bw, noc_hops, hop_latency, simd, offchip_bw_cstr, l1_cstr, l2_cstr}. Each row stands for itself.
 * <li>the mapping in the row: {@code mapping_file, layer_index, layer_type, dims, strides, directives, network, layer_name} and the
 * same hardware columns; dims and strides are JSON objects, directives a JSON list of {@code ["T", size, offset, dim]}, {@code ["S", ...]}
 * and {@code ["C", size]}. Rows of one {@code mapping_file} are the layers of one file, in the order of the table.
 * </ul>
 * Hardware that has no column or no cell comes from the hardware given, if one is; capacities are otherwise unlimited. Output columns of
 * the reference tables may be there and are passed over, as is {@code error}.
 */
public final class CaseFile {
  private static final List<String> LABELS = List.of("id", "network", "layer_name");
  private static final List<String> SIZES = List.of("N", "G", "K", "C", "M", "R", "S", "Y", "X");
  private static final List<String> OUTPUT_SIZES = List.of("Y'", "X'");
  private static final List<String> STRIDES = List.of("stride_y", "stride_x");
  private static final List<String> HARDWARE =
      List.of("num_pes", "noc_bw", "noc_hops", "hop_latency", "simd", "offchip_bw_cstr", "l1_cstr", "l2_cstr");
  private static final List<String> NAMED =
      Stream.of(LABELS, List.of("layer_type"), SIZES, STRIDES, List.of("dataflow"), HARDWARE).flatMap(List::stream).toList();
  private static final List<String> LISTED =
      List.of("mapping_file", "layer_index", "layer_type", "dims", "strides", "directives", "network", "layer_name", "num_pes");

  private CaseFile() {}

  /**
   * Reads a table.
   *
   * @param dataflows what the column {@code dataflow} may name; none of them with open parameters if it is named
   * @param hardware what stands where the table says nothing of the hardware; null if it must
   * @throws BadInputException with file, line and column, if the table cannot be read; a row that the model itself refuses is none
   */
  public static CaseTable read(Path file, List<Dataflow> dataflows, @Nullable MaestroHardware hardware) {
    return parse(DataFile.text(file), file.toString(), dataflows, hardware);
  }

  /** Parses a text; {@code source} is for messages. */
  public static CaseTable parse(String text, String source, List<Dataflow> dataflows, @Nullable MaestroHardware hardware) {
    CsvFile.Table table = CsvFile.table(text, source);
    Set<String> header = new LinkedHashSet<>();
    table.header().forEach(n -> header.add(n.cellText()));
    boolean listed = header.contains("directives") || header.contains("dims");
    checkKnown(table, listed);
    checkComplete(source, header, listed, hardware != null);
    List<String> inputs = inputs(header, listed);
    Map<String, Dataflow> byName = new LinkedHashMap<>();
    dataflows.forEach(d -> byName.put(d.name(), d));
    CaseRow reader = new CaseRow(byName, hardware, listed);
    List<Case> cases = new ArrayList<>();
    for (DataNode row : table.rows()) {
      List<String> cells = inputs.stream().map(c -> row.optional(c).map(DataNode::cellText).orElse("")).toList();
      String chain = listed ? row.optional("mapping_file").map(DataNode::cellText).orElse("") : "";
      cases.add(new Case(row.source() + ":" + row.line(), cells, chain, reader.question(row)));
    }
    return new CaseTable(inputs, cases);
  }

  private static List<String> inputs(Set<String> header, boolean listed) {
    List<String> inputs = new ArrayList<>(listed ? LISTED : NAMED);
    for (String column : listed ? HARDWARE : OUTPUT_SIZES) {
      if (header.contains(column) && !inputs.contains(column)) {
        // Behind the columns of its kind.
        inputs.add(listed ? inputs.size() : inputs.indexOf("stride_y"), column);
      }
    }
    return inputs;
  }

  private static void checkKnown(CsvFile.Table table, boolean listed) {
    List<String> known = new ArrayList<>(listed ? LISTED : NAMED);
    known.addAll(listed ? HARDWARE : OUTPUT_SIZES);
    List<String> outputs = new ArrayList<>(Column.ALL.stream().map(Column::name).toList());
    outputs.add("error");
    for (DataNode name : table.header()) {
      String column = name.cellText();
      if (!known.contains(column) && !outputs.contains(column)) {
        throw name.error(
            column.isEmpty() ? "A column has no name." : "The column (%s) is not known in a table of cases.".formatted(column),
            column.isEmpty() ? "a comma is too many." : Suggestions.instead(column, known));
      }
    }
  }

  private static void checkComplete(String source, Set<String> header, boolean listed, boolean hardware) {
    List<String> needed = new ArrayList<>(List.of("layer_type"));
    needed.addAll(listed ? List.of("dims", "directives") : List.of("dataflow"));
    if (!hardware) {
      needed.addAll(HARDWARE.subList(0, HARDWARE.indexOf("l1_cstr")));
    }
    List<String> missing = needed.stream().filter(c -> !header.contains(c)).toList();
    if (!missing.isEmpty()) {
      throw new BadInputException("%s:1:1: The columns %s are missing in the table of cases.".formatted(source, missing),
          HARDWARE.containsAll(missing)
              ? "give the hardware beside the table."
              : Suggestions.nearest(missing.get(0), header)
                  .map("'%s' was meant to be it."::formatted).orElse("add them; the first line holds the names."));
    }
  }
}
