package dev.dovetail.solver.report;

import dev.dovetail.models.Objective;
import dev.dovetail.solver.Presentation.Measure;
import java.util.function.LongFunction;

/** How objectives and their values are called; the same for every kind that has them. */
public final class ObjectiveWords {
  private ObjectiveWords() {}

  /** Name and unit for running text and progress tables. */
  public static Measure measure(Objective objective) {
    return switch (objective) {
      case LATENCY -> new Measure("latency", "cycles");
      case ENERGY -> new Measure("energy", "fJ");
      case EDP -> new Measure("energy-delay product", "nJ cycles");
    };
  }

  /** Name as a heading. */
  public static String name(Objective objective) {
    String name = measure(objective).name();
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  /** A value with its unit, for people. */
  public static LongFunction<String> format(Objective objective) {
    return switch (objective) {
      case LATENCY -> v -> Numbers.grouped(v) + " cycles";
      case ENERGY -> Numbers::energy;
      case EDP -> v -> Numbers.grouped(v) + " nJ cycles";
    };
  }
}
