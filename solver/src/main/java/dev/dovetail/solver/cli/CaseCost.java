package dev.dovetail.solver.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dovetail.models.BadInputException;
import dev.dovetail.models.dataflow.Dataflow;
import dev.dovetail.models.dataflow.DataflowReader;
import dev.dovetail.models.intracore.maestro.InvalidMappingException;
import dev.dovetail.models.intracore.maestro.MaestroHardware;
import dev.dovetail.models.intracore.maestro.MaestroMode;
import dev.dovetail.models.intracore.maestro.cases.CaseEvaluation;
import dev.dovetail.models.intracore.maestro.cases.CaseFile;
import dev.dovetail.models.intracore.maestro.cases.CaseResult;
import dev.dovetail.models.intracore.maestro.cases.CaseTable;
import dev.dovetail.models.intracore.maestro.cases.CaseWriter;
import dev.dovetail.models.intracore.maestro.cases.Outcome;
import dev.dovetail.solver.ExitCode;
import dev.dovetail.solver.report.Numbers;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** {@code dovetail cost --cases}: each row of a table is a layer, a mapping and a core; each gets its statistics. */
final class CaseCost {
  /**
   * What stands where a table with the mappings in its rows says nothing of the core: the hardware file {@code accelerator_1} that comes
   * with the public program maestro-project/maestro, commit 4eb08d1.
   */
  private static final MaestroHardware SHIPPED = new MaestroHardware(256, 1000, 1, 1, 1, 50, 100, 3000);

  private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Console console;
  private final MaestroMode mode;

  CaseCost(Console console, MaestroMode mode) {
    this.console = console;
    this.mode = mode;
  }

  /**
   * Evaluates all rows.
   *
   * @param dataflows the file with the mappings that the rows name; null if the rows hold them
   * @param core what the table does not say of the hardware; null if it says all
   * @param out where the table goes; null for standard output
   * @return 3 if a row is invalid; the table is complete even then
   */
  int run(Path cases, @Nullable Path dataflows, @Nullable MaestroHardware core, @Nullable Path out, boolean json) {
    List<Dataflow> named = dataflows == null ? List.of() : DataflowReader.read(dataflows);
    CaseTable table = read(cases, named, core, dataflows != null);
    List<CaseResult> results = evaluate(table);
    int invalid = complaints(table, results);
    if (json) {
      console.json(tree(cases, table, results, invalid, out));
    }
    if (out != null || !json) {
      Tables.write(console, out, to -> CaseWriter.write(to, table.inputColumns(), results));
    }
    if (out != null && !json) {
      console.out().println(
          "%s evaluated, %s invalid; written: %s".formatted(
              Numbers.count(results.size(), "row", "rows"), Texts.grouped(invalid), out));
    }
    return invalid == 0 ? ExitCode.OK : ExitCode.BAD_INPUT;
  }

  private CaseTable read(Path cases, List<Dataflow> named, @Nullable MaestroHardware core, boolean haveNames) {
    List<String> header = Tables.header(cases);
    boolean inRows = header.contains("directives");
    if (!inRows && header.contains("dataflow") && !haveNames) {
      throw new UsageException(
          "The rows of (%s) name their dataflows, and there is no file of dataflows.".formatted(cases),
          "add '--dataflows dataflows.json'.");
    }
    if (core != null || !inRows || header.contains("noc_bw")) {
      return CaseFile.read(cases, named, core);
    }
    console.err().println(
        ("dovetail: (%s) has no columns for the network and the off-chip memory: noc_bw %d, latency %d, simd %d, offchip_bw_cstr %d"
            + " hold, as in MAESTRO's accelerator_1; --hardware FILE gives others.")
                .formatted(cases, SHIPPED.nocBandwidth(), SHIPPED.latency(), SHIPPED.simd(), SHIPPED.offChipBandwidth()));
    return CaseFile.read(cases, named, SHIPPED);
  }

  private List<CaseResult> evaluate(CaseTable table) {
    LongSupplier clock = console.toolbox().environment().nanoTime();
    AtomicLong said = new AtomicLong(clock.getAsLong());
    AtomicInteger done = new AtomicInteger();
    return CaseEvaluation.evaluate(table, mode, result -> {
      int rows = done.incrementAndGet();
      long now = clock.getAsLong();
      if (now - said.get() > PROGRESS_NANOS) {
        said.set(now);
        console.err().println("dovetail: %s of %s rows".formatted(Texts.grouped(rows), Texts.grouped(table.cases().size())));
      }
    });
  }

  private int complaints(CaseTable table, List<CaseResult> results) {
    int invalid = 0;
    for (int i = 0; i < results.size(); i++) {
      if (results.get(i).outcome() instanceof Outcome.Invalid e) {
        invalid++;
        console.err().println("row %d%s: %s".formatted(i + 1, id(table, results.get(i)), oneLine(e.reason())));
      }
    }
    return invalid;
  }

  /** The row's number in its own words, if it has one. */
  private static String id(CaseTable table, CaseResult result) {
    for (String column : List.of("id", "mapping_file", "layer_name")) {
      String value = cell(table, result, column);
      if (!value.isEmpty()) {
        String index = column.equals("mapping_file") ? cell(table, result, "layer_index") : "";
        return " (%s %s%s)".formatted(
            column.equals("id") ? "id" : column.equals("mapping_file") ? "file" : "layer", value,
            index.isEmpty() ? "" : ":" + index);
      }
    }
    return "";
  }

  private static String cell(CaseTable table, CaseResult result, String column) {
    int index = table.inputColumns().indexOf(column);
    return index < 0 ? "" : result.question().inputs().get(index);
  }

  static String oneLine(BadInputException e) {
    return String.join(" ", String.valueOf(e.getMessage()).lines().toList());
  }

  private ObjectNode tree(Path cases, CaseTable table, List<CaseResult> results, int invalid, @Nullable Path out) {
    ObjectNode o = JsonNodeFactory.instance.objectNode();
    o.put("cases", cases.toString()).put("mode", mode.name().toLowerCase(Locale.ROOT));
    o.put("evaluated", results.size() - invalid).put("invalid", invalid).put("out", out == null ? null : out.toString());
    ArrayNode rows = o.putArray("rows");
    for (CaseResult r : results) {
      ObjectNode row = rows.addObject();
      ObjectNode inputs = row.putObject("inputs");
      for (String column : table.inputColumns()) {
        inputs.put(column, cell(table, r, column));
      }
      put(row, r.outcome());
    }
    return o;
  }

  /** The statistics, or why there are none. */
  static void put(ObjectNode row, Outcome outcome) {
    if (outcome instanceof Outcome.Evaluated e) {
      row.set("statistics", LayerJson.statistics(e.statistics()));
    } else if (outcome instanceof Outcome.Invalid i) {
      InvalidMappingException reason = i.reason();
      row.putObject("error").put("code", reason.code().name()).put("message", reason.getMessage());
    }
  }
}
