package dev.dovetail.solver.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a relative gap: {@code 1%} or {@code 0.01}. */
final class Gaps implements ITypeConverter<Double> {
  private static final Pattern SHAPE = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,12})?)\\s*(%?)");

  @Override
  public Double convert(String text) {
    Matcher m = SHAPE.matcher(text.strip());
    if (!m.matches()) {
      throw new TypeConversionException("'%s' is no gap.%nMaybe write 1%% or 0.01.".formatted(text));
    }
    double gap = Double.parseDouble(m.group(1)) / (m.group(2).isEmpty() ? 1 : 100);
    if (gap > 1) {
      String maybe = m.group(2).isEmpty() && gap <= 100 ? m.group(1) + "%" : "1%";
      throw new TypeConversionException("'%s' is more than 100 %%.%nMaybe write %s.".formatted(text, maybe));
    }
    return gap;
  }
}
