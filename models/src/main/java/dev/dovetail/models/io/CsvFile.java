package dev.dovetail.models.io;

import dev.dovetail.models.BadInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads a CSV file into the same tree as a YAML list of mappings: the first line holds the keys.
 *
 * <p>Role: tables that people keep in spreadsheets. Cells are separated by commas and may stand in double quotes (a doubled quote is
 * one quote); empty cells are absent keys; empty lines and lines that start with # are skipped. A cell does not span lines.
 */
public final class CsvFile {
  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

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
    List<String> header = null;
    List<DataNode> rows = new ArrayList<>();
    int line = 0;
    for (String raw : (text.startsWith("\uFEFF") ? text.substring(1) : text).lines().toList()) {
      line++;
      if (raw.isBlank() || raw.startsWith("#")) {
        continue;
      }
      List<String> cells = cells(raw, sourceName, line);
      if (header == null) {
        header = cells;
        continue;
      }
      rows.add(row(header, cells, sourceName, line, rows.size()));
    }
    if (header == null) {
      throw new BadInputException("%s:1: The file is empty.".formatted(sourceName),
          "the line with the column names was forgotten.");
    }
    return new DataNode(sourceName, 1, "", DataNode.Kind.ARRAY, "", rows, Map.of());
  }

  private static DataNode row(List<String> header, List<String> cells, String source, int line, int index) {
    if (cells.size() != header.size()) {
      throw new BadInputException(
          "%s:%d: The line has %d cells, but the header has %d.".formatted(source, line, cells.size(), header.size()),
          "a comma is missing, or a text that holds one needs double quotes.");
    }
    Map<String, DataNode> entries = new LinkedHashMap<>();
    for (int c = 0; c < cells.size(); c++) {
      String cell = cells.get(c);
      if (!cell.isEmpty()) {
        DataNode.Kind kind = NUMBER.matcher(cell).matches() ? DataNode.Kind.NUMBER : DataNode.Kind.TEXT;
        String path = "[%d].%s".formatted(index, header.get(c));
        if (entries.put(header.get(c), new DataNode(source, line, path, kind, cell, List.of(), Map.of())) != null) {
          throw new BadInputException(
              "%s:%d: The column (%s) stands twice in the header.".formatted(source, line, header.get(c)), "rename one of them.");
        }
      }
    }
    return new DataNode(source, line, "[%d]".formatted(index), DataNode.Kind.OBJECT, "", List.of(), entries);
  }

  private static List<String> cells(String line, String source, int number) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char ch = line.charAt(i);
      if (quoted && ch == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        cell.append('"');
        i++;
      } else if (ch == '"') {
        quoted = !quoted;
      } else if (ch == ',' && !quoted) {
        cells.add(cell.toString().strip());
        cell.setLength(0);
      } else {
        cell.append(ch);
      }
    }
    if (quoted) {
      throw new BadInputException("%s:%d: A double quote is not closed.".formatted(source, number), "close it on the same line.");
    }
    cells.add(cell.toString().strip());
    return cells;
  }
}
