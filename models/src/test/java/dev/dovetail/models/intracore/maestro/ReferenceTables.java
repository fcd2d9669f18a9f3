package dev.dovetail.models.intracore.maestro;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dovetail.models.dataflow.Directive;
import dev.dovetail.models.dataflow.ExpressionParser;
import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LayerType;
import dev.dovetail.models.dataflow.LoopDim;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads the tables in {@code reference/maestro}, see the README there. */
final class ReferenceTables {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** One evaluation and what the public program says of it: a number or text per output column, or an error's code. */
  record Row(
      String name,
      String file,
      LayerShape layer,
      List<Directive> mapping,
      MaestroHardware core,
      Map<String, String> outputs,
      String expectedError) {}

  private ReferenceTables() {}

  static List<Row> reference() {
    return named("reference.csv", "dataflows.json");
  }

  /** Random layers, mappings and cores; no outputs where the program fails. */
  static List<Row> random() {
    return named("random.csv", "random-dataflows.json");
  }

  private static List<Row> named(String table, String mappings) {
    JsonNode dataflows = json(mappings).get("dataflows");
    List<Row> rows = new ArrayList<>();
    for (Map<String, String> cells : csv(table)) {
      Map<LoopDim, Long> sizes = new EnumMap<>(LoopDim.class);
      for (LoopDim dim : LoopDim.values()) {
        String size = cells.getOrDefault(dim.symbol(), "");
        if (!size.isEmpty()) {
          sizes.put(dim, Long.valueOf(size));
        }
      }
      LayerShape layer =
          new LayerShape(LayerType.valueOf(cells.get("layer_type")), sizes, number(cells, "stride_y"), number(cells, "stride_x"));
      MaestroHardware core = new MaestroHardware(number(cells, "num_pes"), number(cells, "noc_bw"), number(cells, "noc_hops"),
          number(cells, "hop_latency"), number(cells, "simd"), number(cells, "offchip_bw_cstr"), number(cells, "l1_cstr"),
          number(cells, "l2_cstr"));
      List<Directive> mapping = new ArrayList<>();
      for (JsonNode d : dataflows.get(cells.get("dataflow"))) {
        mapping.add(directive(d.get("op").asText(), size(d.get("size"), sizes), size(d.get("offset"), sizes), d.get("dim")));
      }
      rows.add(new Row(cells.get("id"), "", layer, mapping, core, cells, ""));
    }
    return rows;
  }

  static List<Row> shippedNetworks() {
    List<Row> rows = new ArrayList<>();
    for (Map<String, String> cells : csv("shipped-networks.csv")) {
      MaestroHardware core = new MaestroHardware(number(cells, "num_pes"), 1000, 1, 1, 1, 50, 100, 3000);
      LayerShape layer = layer(cells.get("layer_type"), parse(cells.get("dims")), parse(cells.get("strides")));
      rows.add(new Row(cells.get("mapping_file") + " " + cells.get("layer_index"), cells.get("mapping_file"), layer,
          mapping(parse(cells.get("directives"))), core, cells, ""));
    }
    return rows;
  }

  static List<Row> failures() {
    List<Row> rows = new ArrayList<>();
    for (JsonNode f : json("failures.json")) {
      MaestroHardware core = new MaestroHardware(f.get("num_pes").asLong(), f.get("noc_bw").asLong(), f.get("noc_hops").asLong(),
          f.get("hop_latency").asLong(), f.get("simd").asLong(), f.get("offchip_bw_cstr").asLong(), f.get("l1_cstr").asLong(),
          f.get("l2_cstr").asLong());
      rows.add(new Row(f.get("name").asText(), "", layer(f.get("layer_type").asText(), f.get("dims"), f.get("strides")),
          mapping(f.get("directives")), core, Map.of(), f.get("expected_error").asText()));
    }
    return rows;
  }

  private static LayerShape layer(String type, JsonNode dims, JsonNode strides) {
    Map<LoopDim, Long> sizes = new EnumMap<>(LoopDim.class);
    for (Iterator<String> names = dims.fieldNames(); names.hasNext();) {
      String name = names.next();
      sizes.put(LoopDim.of(name).orElseThrow(), dims.get(name).asLong());
    }
    return new LayerShape(LayerType.valueOf(type), sizes, strides.path("Y").asLong(1), strides.path("X").asLong(1));
  }

  private static List<Directive> mapping(JsonNode directives) {
    List<Directive> mapping = new ArrayList<>();
    for (JsonNode d : directives) {
      mapping.add(directive(d.get(0).asText(), d.get(1).asLong(), d.path(2).asLong(), d.path(3)));
    }
    return mapping;
  }

  private static Directive directive(String op, long size, long offset, JsonNode dim) {
    if (op.equals("C")) {
      return Directive.cluster(size);
    }
    LoopDim on = LoopDim.of(dim.asText()).orElseThrow();
    return op.equals("S") ? Directive.spatial(size, offset, on) : Directive.temporal(size, offset, on);
  }

  private static long size(JsonNode text, Map<LoopDim, Long> sizes) {
    return text == null ? 0 : ExpressionParser.of(text.asText()).value(sizes::get, name -> {
      throw new IllegalStateException(name);
    });
  }

  private static long number(Map<String, String> cells, String column) {
    return Long.parseLong(cells.get(column));
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode json(String file) {
    return parse(text(file));
  }

  private static String text(String file) {
    try (InputStream in = Objects.requireNonNull(ReferenceTables.class.getResourceAsStream("/reference/maestro/" + file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Map<String, String>> csv(String file) {
    List<String> lines = text(file).lines().toList();
    List<String> header = cells(lines.get(0));
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = cells(line);
      Map<String, String> row = new HashMap<>();
      for (int i = 0; i < header.size(); i++) {
        row.put(header.get(i), cells.get(i));
      }
      rows.add(row);
    }
    return rows;
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        cell.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells;
  }
}
