package dev.dovetail.models.io;

import dev.dovetail.models.BadInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a CSV file into the same tree as a YAML list of mappings: the first line holds the keys.
 *
 * <p>Role: tables that people keep in spreadsheets. Cells are separated by commas and may stand in double quotes (a doubled quote is
 * one quote); empty cells are absent keys; empty lines and lines that start with # are skipped. A cell does not span lines.
 */
public final class CsvFile {
  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  /**
   * A table whose values know their columns.
   *
   * @param header the cells of the first line, as texts; no two equal
   * @param rows one mapping of column names to the cells that are not empty per row
   */
  public record Table(List<DataNode> header, List<DataNode> rows) {
    public Table {
      header = List.copyOf(header);
      rows = List.copyOf(rows);
    }
  }

  /** A cell and the column, from 1, of its first character behind a quote. */
  private record Cell(String text, int column) {}

  private CsvFile() {}

  /**
   * Reads a file.
   *
   * @throws BadInputException if it cannot be read, has no header, or a line has another number of cells than the header
   */
  public static DataNode read(Path file) {
    return parse(DataFile.text(file), file.toString());
  }

  /** Parses a text; {@code sourceName} is for messages. */
  public static DataNode parse(String text, String sourceName) {
    List<DataNode> rows = table(text, sourceName, false).rows();
    return new DataNode(sourceName, 1, "", DataNode.Kind.ARRAY, "", rows, Map.of());
  }

  /**
   * Parses a text with its header; messages about its values name the column too.
   *
   * @param sourceName the file's name, for messages
   * @throws BadInputException if it has no header, a name stands twice in it, or a line has another number of cells
   */
  public static Table table(String text, String sourceName) {
    return table(text, sourceName, true);
  }

  private static Table table(String text, String sourceName, boolean columns) {
    List<Cell> header = null;
    List<DataNode> names = new ArrayList<>();
    List<DataNode> rows = new ArrayList<>();
    int line = 0;
    for (String raw : (text.startsWith("\uFEFF") ? text.substring(1) : text).lines().toList()) {
      line++;
      if (raw.isBlank() || raw.startsWith("#")) {
        continue;
      }
      List<Cell> cells = cells(raw, sourceName, line);
      if (header == null) {
        header = cells;
        for (Cell c : cells) {
          names.add(new DataNode(sourceName, place(line, c, columns), "", DataNode.Kind.TEXT, c.text(), List.of(), Map.of()));
        }
        if (columns) {
          unique(names);
        }
        continue;
      }
      rows.add(row(header, cells, sourceName, line, rows.size(), columns));
    }
    if (header == null) {
      throw new BadInputException("%s:1: The file is empty.".formatted(sourceName),
          "the line with the column names was forgotten.");
    }
    return new Table(names, rows);
  }

  private static void unique(List<DataNode> names) {
    Set<String> seen = new HashSet<>();
    for (DataNode n : names) {
      if (!seen.add(n.cellText())) {
        throw n.error("The column (%s) stands twice in the header.".formatted(n.cellText()), "rename one of them.");
      }
    }
  }

  private static DataNode.Place place(int line, Cell cell, boolean columns) {
    return columns ? new DataNode.Place(line, cell.column(), cell.column()) : new DataNode.Place(line, 0, 0);
  }

  private static DataNode row(List<Cell> header, List<Cell> cells, String source, int line, int index, boolean columns) {
    if (cells.size() != header.size()) {
      throw new BadInputException(
          "%s:%d: The line has %d cells, but the header has %d.".formatted(source, line, cells.size(), header.size()),
          "a comma is missing, or a text that holds one needs double quotes.");
    }
    Map<String, DataNode> entries = new LinkedHashMap<>();
    for (int c = 0; c < cells.size(); c++) {
      String cell = cells.get(c).text();
      if (!cell.isEmpty()) {
        String name = header.get(c).text();
        DataNode.Kind kind = NUMBER.matcher(cell).matches() ? DataNode.Kind.NUMBER : DataNode.Kind.TEXT;
        String path = columns ? name : "[%d].%s".formatted(index, name);
        DataNode node = new DataNode(source, place(line, cells.get(c), columns), path, kind, cell, List.of(), Map.of());
        if (entries.put(name, node) != null) {
          throw new BadInputException(
              "%s:%d: The column (%s) stands twice in the header.".formatted(source, line, name), "rename one of them.");
        }
      }
    }
    DataNode.Place place = new DataNode.Place(line, columns ? 1 : 0, 0);
    return new DataNode(source, place, "[%d]".formatted(index), DataNode.Kind.OBJECT, "", List.of(), entries);
  }

  private static List<Cell> cells(String line, String source, int number) {
    List<Cell> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < line.length(); i++) {
      char ch = line.charAt(i);
      if (quoted && ch == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        cell.append('"');
        i++;
      } else if (ch == '"') {
        quoted = !quoted;
      } else if (ch == ',' && !quoted) {
        cells.add(cell(cell, line, start));
        cell.setLength(0);
        start = i + 1;
      } else {
        cell.append(ch);
      }
    }
    if (quoted) {
      throw new BadInputException("%s:%d: A double quote is not closed.".formatted(source, number), "close it on the same line.");
    }
    cells.add(cell(cell, line, start));
    return cells;
  }

  private static Cell cell(StringBuilder text, String line, int start) {
    int first = start;
    while (first < line.length() && (line.charAt(first) == ' ' || line.charAt(first) == '"')) {
      first++;
    }
    return new Cell(text.toString().strip(), first + 1);
  }
}
