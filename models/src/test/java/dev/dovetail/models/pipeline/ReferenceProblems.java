package dev.dovetail.models.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the tables in {@code reference/scope} and the networks in {@code reference/scope-networks}, see the READMEs there. */
public final class ReferenceProblems {
  /** A row of a table of totals: the problem, and the cells by column. */
  public record Row(PipelineProblem problem, Map<String, String> cells) {
    /** The total in a column; {@link Long#MAX_VALUE} if the restriction has no solution. */
    public long total(String column) {
      String cell = cells.getOrDefault(column, "");
      return cell.equals("infeasible") ? Long.MAX_VALUE : Long.parseLong(cell);
    }

    @Override
    public String toString() {
      return problem.name();
    }
  }

  private ReferenceProblems() {}

  /** Full-size instances. */
  public static List<Row> results() {
    return csv("scope/results.csv").stream().map(r -> row(r, network(r.get("network")))).toList();
  }

  /** Small instances, each with a table of its own. */
  public static List<Row> small() {
    return csv("scope/small-results.csv").stream().map(r -> row(r, table("scope/" + r.get("file"), r.get("instance")))).toList();
  }

  /** A small instance by name. */
  public static PipelineProblem small(String name) {
    return small().stream().map(Row::problem).filter(p -> p.name().equals(name)).findFirst().orElseThrow();
  }

  /** A network of {@code reference/scope-networks}. */
  public static PipelineNetwork network(String name) {
    return table("scope-networks/" + name + ".csv", name);
  }

  /** The worked example of four layers on a machine of four chiplets of 8x8 lanes. */
  public static PipelineProblem workedExample(long buffer, long ingress, long dram, long samples) {
    return new PipelineProblem("worked example", small("T4_worked_example").network(),
        MultiChipModule.uniform(4, 8, 8, ingress, buffer, dram),
        samples, PipelineSwitches.BASE, PipelineObjective.TOTAL);
  }

  private static Row row(Map<String, String> cells, PipelineNetwork network) {
    MultiChipModule module = MultiChipModule.uniform(Integer.parseInt(cells.get("N")), number(cells, "Kp"), number(cells, "Cp"),
        number(cells, "BW_bytes_per_cycle"), number(cells, "B_bytes"), number(cells, "D_bytes_per_cycle"));
    return new Row(new PipelineProblem(cells.get("instance"), network, module, number(cells, "m"), PipelineSwitches.BASE,
        PipelineObjective.TOTAL), cells);
  }

  private static PipelineNetwork table(String file, String name) {
    return new PipelineNetwork(name, csv(file).stream().map(c -> new PipelineLayer(c.get("name"), c.get("type"), number(c, "C"),
        number(c, "K"), number(c, "R"), number(c, "S"), number(c, "groups"), number(c, "IH"), number(c, "IW"), number(c, "OH"),
        number(c, "OW"), number(c, "ifm"), number(c, "ofm"), number(c, "weights"), number(c, "macs"), number(c, "skip")))
        .toList());
  }

  private static long number(Map<String, String> cells, String column) {
    return Long.parseLong(cells.get(column));
  }

  private static List<Map<String, String>> csv(String file) {
    try (InputStream in = ReferenceProblems.class.getResourceAsStream("/reference/" + file)) {
      List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(l -> !l.startsWith("#")).toList();
      String[] header = lines.get(0).split(",");
      List<Map<String, String>> rows = new ArrayList<>();
      for (String line : lines.subList(1, lines.size())) {
        String[] values = line.split(",", -1);
        Map<String, String> row = new LinkedHashMap<>();
        for (int c = 0; c < header.length; c++) {
          row.put(header[c], values[c]);
        }
        rows.add(row);
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
