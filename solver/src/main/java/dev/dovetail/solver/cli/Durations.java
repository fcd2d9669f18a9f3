package dev.dovetail.solver.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 500ms}, {@code 30s}, {@code 1.5m}, {@code 1h}, or plain seconds. */
public final class Durations implements ITypeConverter<Duration> {
  private static final Pattern SHAPE = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)\\s*(ms|s|m|min|h)?");
  private static final Map<String, Long> MILLIS =
      Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "min", 60_000L, "h", 3_600_000L);
  /** A year: more is a slip of the keyboard, and nanoseconds must fit a long. */
  private static final long MOST_MILLIS = 365L * 24 * 3_600_000;

  @Override
  public Duration convert(String text) {
    Matcher m = SHAPE.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!m.matches()) {
      throw new TypeConversionException("'%s' is no duration.%nMaybe write 500ms, 30s, 5m or 1h.".formatted(text));
    }
    long unit = MILLIS.get(m.group(2) == null ? "s" : m.group(2));
    BigDecimal millis = new BigDecimal(m.group(1)).multiply(BigDecimal.valueOf(unit));
    if (millis.compareTo(BigDecimal.ONE) < 0 || millis.compareTo(BigDecimal.valueOf(MOST_MILLIS)) > 0) {
      throw new TypeConversionException("'%s' is not between 1ms and a year.%nMaybe write 30s.".formatted(text));
    }
    return Duration.ofMillis(millis.longValue());
  }
}
