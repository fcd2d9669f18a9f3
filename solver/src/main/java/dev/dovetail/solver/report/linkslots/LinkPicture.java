package dev.dovetail.solver.report.linkslots;

import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.solver.report.Frame;
import dev.dovetail.solver.report.Html;

/**
 * The map of a network with the load of its links and the table of the busiest ones, inside a report of any kind.
 *
 * <p>Role: for kinds whose mappings hold slot tables.
 */
public final class LinkPicture {
  private LinkPicture() {}

  /** Writes map and table of a slot table that breaks no rule and sends at least one message. */
  public static void write(Html html, LinkSlotsProblem problem, SlotTable table) {
    LinkSection.write(html, new SlotsView(problem, table));
  }

  /** Slot after the last one in which a message is on its way. */
  public static long end(LinkSlotsProblem problem, SlotTable table) {
    return Sent.all(problem, table.transmissions()).stream().mapToLong(Sent::finish).max().orElse(0);
  }

  /** The styles that it needs. */
  public static String styles() {
    return Frame.resource(LinkPicture.class, "links.css");
  }
}
