package dev.dovetail.models.linkslots.files;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dovetail.models.Evaluator;
import dev.dovetail.models.LowerBounds;
import dev.dovetail.models.ProblemKind;
import dev.dovetail.models.linkslots.LinkSlotsEvaluator;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.SlotTable;
import java.nio.file.Path;
import java.util.List;

/**
 * Problem kind {@code link-slots}: problem files {@code link-slots/1}, flow sets {@code link-slots-flows/1} and TSNKit's tables; mapping files
 * {@code link-slots-table/1} and, read only, {@link HardwareTables}.
 */
public final class LinkSlotsKind implements ProblemKind<LinkSlotsProblem, SlotTable> {
  private final LowerBounds<LinkSlotsProblem> bounds;

  /**
   * @param bounds the kind's lower bounds
   */
  public LinkSlotsKind(LowerBounds<LinkSlotsProblem> bounds) {
    this.bounds = bounds;
  }

  @Override
  public String name() {
    return LinkSlotsProblem.KIND;
  }

  @Override
  public String problemFormat() {
    return LinkSlotsReader.FORMAT;
  }

  @Override
  public List<String> problemFormats() {
    return List.of(LinkSlotsReader.FORMAT, FlowsFile.FORMAT);
  }

  @Override
  public boolean readsTable(Path file) {
    return TsnTables.areTasks(file);
  }

  @Override
  public List<Path> companions(Path file) {
    return List.of(TsnTables.topologyOf(file));
  }

  @Override
  public String mappingFormat() {
    return TableFile.FORMAT;
  }

  @Override
  public LinkSlotsProblem readProblem(Path file) {
    return LinkSlotsReader.read(file);
  }

  @Override
  public SlotTable readMapping(LinkSlotsProblem problem, Path file) {
    return readsTable(file) ? HardwareTables.read(problem, file) : TableFile.read(problem, file);
  }

  @Override
  public JsonNode writeMapping(LinkSlotsProblem problem, SlotTable table) {
    return TableFile.write(problem, table);
  }

  @Override
  public Evaluator<LinkSlotsProblem, SlotTable> evaluator() {
    return new LinkSlotsEvaluator();
  }

  @Override
  public LowerBounds<LinkSlotsProblem> lowerBounds() {
    return bounds;
  }
}
