package dev.dovetail.models.io;

import dev.dovetail.models.BadInputException;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value of a YAML or JSON file, which knows where it stands.
 *
 * <p>Role: what readers ask for values; every wrong type, range or key becomes a {@link BadInputException} with file and line. Numbers
 * are exact: no double is ever involved. Immutable.
 */
public final class DataNode {
  /** What a value is. */
  enum Kind {
    OBJECT("a mapping of keys to values"),
    ARRAY("a list"),
    TEXT("a text"),
    NUMBER("a number"),
    BOOLEAN("true or false"),
    NULL("nothing");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  /**
   * Where a value stands.
   *
   * @param line from 1
   * @param column from 1; 0 if it was not recorded
   * @param textColumn column of the first character of a text, behind its quote; 0 if it was not recorded
   */
  record Place(int line, int column, int textColumn) {}

  /** Longer ones take quadratic time to read. */
  private static final int LONGEST_NUMBER = 200;

  private static final Pattern SIZE = Pattern.compile("([0-9][0-9.]*)\\s*([A-Za-z]+)");
  private static final Map<String, Long> UNITS =
      Map.of("b", 1L, "kib", 1L << 10, "mib", 1L << 20, "gib", 1L << 30, "kb", 1_000L, "mb", 1_000_000L, "gb", 1_000_000_000L);

  private final String source;
  private final int line;
  private final int column;
  private final int textColumn;
  private final String path;
  private final Kind kind;
  private final String text;
  private final List<DataNode> items;
  private final Map<String, DataNode> entries;

  DataNode(String source, int line, String path, Kind kind, String text, List<DataNode> items, Map<String, DataNode> entries) {
    this(source, new Place(line, 0, 0), path, kind, text, items, entries);
  }

  DataNode(String source, Place place, String path, Kind kind, String text, List<DataNode> items, Map<String, DataNode> entries) {
    this.source = source;
    this.line = place.line();
    this.column = place.column();
    this.textColumn = place.textColumn();
    this.path = path;
    this.kind = kind;
    this.text = text;
    this.items = List.copyOf(items);
    this.entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  /** Whether it maps keys to values. */
  public boolean isObject() {
    return kind == Kind.OBJECT;
  }

  /** Whether it is a list. */
  public boolean isArray() {
    return kind == Kind.ARRAY;
  }

  /** Whether it is a text (in YAML: no number, true, false or null). */
  public boolean isText() {
    return kind == Kind.TEXT;
  }

  /** Whether it is the word null. */
  public boolean isNull() {
    return kind == Kind.NULL;
  }

  /** Whether it is a number. */
  public boolean isNumber() {
    return kind == Kind.NUMBER;
  }

  /** File and line, for example {@code quad-core.yaml:12}; and the column where it was recorded, for example {@code a.yaml:12:7}. */
  public String where() {
    return column == 0 ? source + ":" + line : source + ":" + line + ":" + column;
  }

  /** The line, from 1. */
  public int line() {
    return line;
  }

  /** The name of the file or source that it was read from. */
  public String source() {
    return source;
  }

  /** The keys and positions that lead here, for example {@code cores[0].name}; empty for the whole file. */
  public String path() {
    return path;
  }

  /**
   * An error about this value.
   *
   * @param message one sentence: what (value) is wrong
   * @param maybe the way out, without the leading word "Maybe "
   */
  public BadInputException error(String message, String maybe) {
    return new BadInputException(where() + ": " + message, maybe);
  }

  /**
   * An error about a place inside of this text.
   *
   * @param offset characters of the text before it
   * @param message one sentence: what (value) is wrong
   * @param maybe the way out, without the leading word "Maybe "
   */
  public BadInputException errorInside(int offset, String message, String maybe) {
    String place = textColumn == 0 ? where() : "%s:%d:%d".formatted(source, line, textColumn + offset);
    return new BadInputException(place + ": " + message, maybe);
  }

  /** Reads something that this value leads to; errors that name no place of their own get the place of this value. */
  public <T> T placing(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (BadInputException e) {
      String message = Objects.requireNonNullElse(e.getMessage(), "");
      String separator = System.lineSeparator() + "Maybe ";
      int maybe = message.indexOf(separator);
      if (!message.startsWith("The ") || maybe < 0) {
        throw e;
      }
      throw error(message.substring(0, maybe), message.substring(maybe + separator.length()));
    }
  }

  /** The text; a number counts as the text that was written (a name may look like one). */
  public String text() {
    if (kind != Kind.TEXT && kind != Kind.NUMBER) {
      throw wrong("a text", kind == Kind.BOOLEAN ? "put it in quotes." : "write one word or a text in quotes here.");
    }
    if (text.isBlank()) {
      throw error("The value of %s is an empty text.".formatted(label()), "the value was forgotten.");
    }
    return text;
  }

  /** The text of a cell as it was written, which may be empty. */
  public String cellText() {
    return text;
  }

  /** A whole number in the range of a long. */
  public long longValue() {
    return longValue(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** A whole number from {@code min} to {@code max}. */
  public long longValue(long min, long max) {
    return whole(decimal("a whole number"), min, max);
  }

  /** A whole number from {@code min} to {@code max}. */
  public int intValue(int min, int max) {
    return (int) longValue(min, max);
  }

  /** A number of at most 40 digits before and after the point, exactly as it was written. */
  public BigDecimal decimal() {
    return decimal("a number");
  }

  /**
   * A number of bytes, at least {@code min}: a whole number, or a text like {@code 2 MiB}, {@code 64 KiB}, {@code 1.5 MiB}, {@code 16 GB}.
   */
  public long byteSize(long min) {
    return byteSize(min, Long.MAX_VALUE);
  }

  /** The same, at most {@code max}. */
  public long byteSize(long min, long max) {
    Matcher m = SIZE.matcher(text.strip());
    if (kind == Kind.TEXT && m.matches()) {
      Long unit = UNITS.get(m.group(2).toLowerCase(Locale.ROOT));
      if (unit != null) {
        return whole(number(m.group(1), "a size").multiply(BigDecimal.valueOf(unit)), min, max);
      }
    }
    if (kind != Kind.NUMBER) {
      throw wrong("a size in bytes", "write a whole number of bytes, or a text like 2 MiB or 64 KiB.");
    }
    return longValue(min, max);
  }

  /** The file that the text names; a relative name starts in {@code folder}. */
  public Path file(Path folder) {
    try {
      return folder.resolve(text());
    } catch (InvalidPathException e) {
      throw error("The value of %s is no name of a file.".formatted(label()), "a character of it is not allowed in names.");
    }
  }

  /** True or false. */
  public boolean bool() {
    if (kind != Kind.BOOLEAN) {
      throw wrong("true or false", "write true or false without quotes.");
    }
    return text.equals("true");
  }

  /** The elements of a list. */
  public List<DataNode> items() {
    if (kind != Kind.ARRAY) {
      throw wrong("a list", "write it as [a, b] or with one dash per line.");
    }
    return items;
  }

  /** Keys and values in the order of the file. */
  public Map<String, DataNode> entries() {
    if (kind != Kind.OBJECT) {
      throw wrong("a mapping of keys to values", "write it as {key: value} or with one key per line.");
    }
    return entries;
  }

  /** The value of {@code key}, which must be there. */
  public DataNode required(String key) {
    return optional(key)
        .orElseThrow(
            () -> error("The key (%s) is missing in %s.".formatted(key, label()), Suggestions.nearest(key, unlike(key))
                .map(k -> "'%s' was meant to be it.".formatted(k))
                .orElse("add a line '%s: ...' there.".formatted(key))));
  }

  /** The value of {@code key}, if it is there. A key without a value is an error. */
  public Optional<DataNode> optional(String key) {
    Optional<DataNode> found = Optional.ofNullable(entries().get(key));
    // A YAML key without a value arrives as an empty text.
    found.filter(n -> n.kind == Kind.NULL || n.kind == Kind.TEXT && n.text.isEmpty()).ifPresent(n -> {
      throw n.error("The key (%s) of %s has no value.".formatted(key, label()), "remove the key, or give it a value.");
    });
    return found;
  }

  /** Checks that no other than the allowed keys are there. */
  public void onlyKeys(String... allowed) {
    List<String> known = Arrays.asList(allowed);
    for (Map.Entry<String, DataNode> e : entries().entrySet()) {
      if (!known.contains(e.getKey())) {
        throw e.getValue().error(
            "The key (%s) is not known in %s.".formatted(e.getKey(), label()), Suggestions.instead(e.getKey(), known));
      }
    }
  }

  /** How messages call this value: its path, or "the file". */
  public String label() {
    return path.isEmpty() ? "the file" : "'" + path + "'";
  }

  private List<String> unlike(String key) {
    return entries.keySet().stream().filter(k -> !k.equals(key)).toList();
  }

  private long whole(BigDecimal value, long min, long max) {
    if (value.stripTrailingZeros().scale() > 0) {
      throw error("The value (%s) of %s must be a whole number.".formatted(text, label()), "round it.");
    }
    if (value.compareTo(BigDecimal.valueOf(min)) < 0 || value.compareTo(BigDecimal.valueOf(max)) > 0) {
      String range = max == Long.MAX_VALUE && min > Long.MIN_VALUE
          ? "at least %d%s".formatted(min, value.signum() > 0 ? " and below 2^63" : "")
          : "from %d to %d".formatted(min, max);
      throw error("The value (%s) of %s must be %s.".formatted(text, label(), range), "a digit or a sign is wrong.");
    }
    return value.longValueExact();
  }

  private BigDecimal decimal(String expected) {
    if (kind != Kind.NUMBER) {
      throw wrong(expected, kind == Kind.TEXT ? "remove the quotes, the unit, or the letters." : "write a number here.");
    }
    return number(text, expected);
  }

  private BigDecimal number(String digits, String expected) {
    if (digits.length() > LONGEST_NUMBER) {
      throw error("The value of %s is a number of %d characters.".formatted(label(), digits.length()), "its quotes are missing.");
    }
    BigDecimal value;
    try {
      value = new BigDecimal(digits.replace("_", ""));
    } catch (NumberFormatException e) {
      throw wrong(expected, "write it in plain decimal digits.");
    }
    // A value like 1e999999999 would otherwise be expanded to a billion digits.
    if (value.signum() != 0 && (Math.abs((long) value.scale()) > 40 || value.precision() > 80)) {
      throw error("The value (%s) of %s has too many digits.".formatted(text, label()), "the exponent is wrong.");
    }
    return value.signum() == 0 ? BigDecimal.ZERO : value;
  }

  private BadInputException wrong(String expected, String maybe) {
    String shown = switch (kind) {
      case TEXT, NUMBER, BOOLEAN -> "The value (%s) of %s".formatted(text, label());
      default -> "The value of %s, %s,".formatted(label(), kind.words);
    };
    return error("%s must be %s.".formatted(path.isEmpty() ? "The file, %s,".formatted(kind.words) : shown, expected), maybe);
  }

  /** The place, for values that are read out of this text. */
  Place place() {
    return new Place(line, column, 0);
  }

  @Override
  public String toString() {
    return where() + " " + label();
  }
}
