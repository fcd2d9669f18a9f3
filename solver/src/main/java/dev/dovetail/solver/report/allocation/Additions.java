package dev.dovetail.solver.report.allocation;

import dev.dovetail.models.allocation.CriticalChain;
import dev.dovetail.solver.report.Html;
import dev.dovetail.solver.report.ObjectiveWords;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * What a kind that stands on allocations adds to their report.
 *
 * @param objectiveName what is minimised
 * @param format the objective and bounds with their unit
 * @param cards further key figures
 * @param groups names of the sets of layers that share a colour, in order; with fewer than two each layer has its own
 * @param groupOf by layer index, its set
 * @param parts further sections
 * @param styles that they need
 */
public record Additions(
    String objectiveName, LongFunction<String> format, Map<String, String> cards, List<String> groups, List<Integer> groupOf,
    List<Part> parts, String styles) {
  public Additions {
    cards = new LinkedHashMap<>(cards);
    groups = List.copyOf(groups);
    groupOf = List.copyOf(groupOf);
    parts = List.copyOf(parts);
  }

  /**
   * A section.
   *
   * @param id its anchor
   * @param heading its heading
   * @param before the anchor of the section of an allocation's report that it comes before
   * @param content writes it
   */
  public record Part(String id, String heading, String before, Consumer<Html> content) {}

  /** What an allocation's own report shows. */
  static Additions own(ReportInput input) {
    return of(input, ChainSection.parts(input, () -> CriticalChain.of(input.problem(), input.schedule())));
  }

  /** Nothing. */
  static Additions none(ReportInput input) {
    return of(input, List.of());
  }

  private static Additions of(ReportInput input, List<Part> parts) {
    return new Additions(ObjectiveWords.name(input.problem().objective()), ObjectiveWords.format(input.problem().objective()),
        Map.of(), List.of(), List.of(), parts, "");
  }

  /** Whether layers are coloured by their sets. */
  boolean coloursGroups() {
    return groups.size() > 1;
  }

  /** The colour of a layer. */
  int colour(int layer) {
    return (coloursGroups() ? groupOf.get(layer) : layer) % HtmlReport.LAYER_COLOURS;
  }
}
