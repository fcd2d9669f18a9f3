package dev.dovetail.models.io;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.dovetail.models.BadInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the tokens of one document into a tree of {@link DataNode}s. */
final class DataTreeBuilder {
  private final JsonParser parser;
  private final String source;
  private final boolean json;

  private final Places places;

  /** Where values stand. */
  interface Places {
    /** The place of the value that begins at a line and column of the parsed text, both from 1. */
    DataNode.Place of(int line, int column);
  }

  DataTreeBuilder(JsonParser parser, String source, boolean json, Places places) {
    this.parser = parser;
    this.source = source;
    this.json = json;
    this.places = places;
  }

  /** Lines alone. */
  static Places lines() {
    return (line, column) -> new DataNode.Place(line, 0, 0);
  }

  /** Lines and columns of a text. */
  static Places columns(String text) {
    List<String> lines = text.lines().toList();
    return (line, column) -> {
      String written = line <= lines.size() ? lines.get(line - 1) : "";
      char first = column >= 1 && column <= written.length() ? written.charAt(column - 1) : ' ';
      boolean block = first == '|' || first == '>';
      int quote = first == '"' || first == '\'' ? 1 : 0;
      return new DataNode.Place(line, Math.max(1, column), block ? 0 : Math.max(1, column) + quote);
    };
  }

  DataNode build() throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw new BadInputException(
          "%s:1: The file is empty.".formatted(source), "it was not saved, or holds comments only.");
    }
    DataNode root = value(first, "", 0);
    if (parser.nextToken() != null) {
      throw new BadInputException(
          "%s:%d: The file goes on after its end.".formatted(source, line()),
          "it holds two documents: put the second one into a file of its own.");
    }
    return root;
  }

  private int line() {
    return Math.max(1, parser.currentTokenLocation().getLineNr());
  }

  private DataNode value(JsonToken token, String path, int depth) throws IOException {
    int line = line();
    DataNode.Place place = places.of(line, parser.currentTokenLocation().getColumnNr());
    if (depth > DataFile.MAX_DEPTH) {
      throw new BadInputException(
          "%s:%d: The nesting is deeper than %d.".formatted(source, line, DataFile.MAX_DEPTH), "a bracket too many was written.");
    }
    if (parser instanceof YAMLParser yaml && (yaml.isCurrentAlias() || yaml.getObjectId() != null)) {
      throw new BadInputException(
          "%s:%d: An anchor or alias (%s) is not allowed.".formatted(source, line,
              yaml.isCurrentAlias() ? parser.getText() : yaml.getObjectId()),
          "write the value out where it is used, or put a text that starts with & or * in quotes.");
    }
    return switch (token) {
      case START_OBJECT -> object(place, line, path, depth);
      case START_ARRAY -> array(place, line, path, depth);
      // YAML also writes them as on, off, True, False: whatever was written, the value is one of two words.
      case VALUE_TRUE -> scalar(place, path, DataNode.Kind.BOOLEAN, "true");
      case VALUE_FALSE -> scalar(place, path, DataNode.Kind.BOOLEAN, "false");
      case VALUE_NULL -> scalar(place, path, DataNode.Kind.NULL, "");
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> scalar(place, path, DataNode.Kind.NUMBER, parser.getText());
      case VALUE_STRING -> scalar(place, path, DataNode.Kind.TEXT, parser.getText());
      default -> throw new BadInputException(
          "%s:%d: A value is missing here.".formatted(source, line), "a bracket or a value was forgotten.");
    };
  }

  private DataNode scalar(DataNode.Place place, String path, DataNode.Kind kind, String text) {
    return new DataNode(source, place, path, kind, text, List.of(), Map.of());
  }

  private DataNode array(DataNode.Place place, int line, String path, int depth) throws IOException {
    List<DataNode> items = new ArrayList<>();
    for (JsonToken t = next(line); t != JsonToken.END_ARRAY; t = next(line)) {
      items.add(value(t, path + "[" + items.size() + "]", depth + 1));
    }
    return new DataNode(source, place, path, DataNode.Kind.ARRAY, "", items, Map.of());
  }

  private DataNode object(DataNode.Place place, int line, String path, int depth) throws IOException {
    Map<String, DataNode> entries = new LinkedHashMap<>();
    Map<String, Integer> lines = new LinkedHashMap<>();
    for (JsonToken t = next(line); t != JsonToken.END_OBJECT; t = next(line)) {
      String key = parser.currentName();
      int keyLine = line();
      Integer before = lines.putIfAbsent(key, keyLine);
      if (before != null) {
        throw new BadInputException(
            "%s:%d: The key (%s) was already given in line %d.".formatted(source, keyLine, key, before),
            "one of the two is meant otherwise.");
      }
      DataNode child = value(next(keyLine), path.isEmpty() ? key : path + "." + key, depth + 1);
      entries.put(key, child);
    }
    return new DataNode(source, place, path, DataNode.Kind.OBJECT, "", List.of(), entries);
  }

  private JsonToken next(int startLine) throws IOException {
    @Nullable JsonToken token = parser.nextToken();
    if (token == null) {
      throw new BadInputException(
          "%s:%d: What begins here (%s) does not end.".formatted(source, startLine, json ? "JSON" : "YAML"),
          "the file was cut off.");
    }
    return token;
  }
}
