package dev.dovetail.solver.cli;

import dev.dovetail.models.intracore.maestro.MaestroMode;
import dev.dovetail.models.io.Suggestions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code compatible} and {@code corrected}. */
final class Modes implements ITypeConverter<MaestroMode> {
  @Override
  public MaestroMode convert(String text) {
    List<String> known = Arrays.stream(MaestroMode.values()).map(m -> m.name().toLowerCase(Locale.ROOT)).toList();
    int index = known.indexOf(text.toLowerCase(Locale.ROOT));
    if (index < 0) {
      throw new TypeConversionException(
          "'%s' is no mode.%nMaybe %s".formatted(text, Suggestions.instead(text, known)));
    }
    return MaestroMode.values()[index];
  }
}
