package dev.dovetail.solver.report.dramschedule;

import dev.dovetail.solver.report.Frame;
import dev.dovetail.solver.report.Html;
import dev.dovetail.solver.report.Legend;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.Page;
import dev.dovetail.solver.report.Toolbar;

/** The sections of a page that show both streams; shared by the kinds whose mappings hold a DRAM schedule. */
public final class StreamSections {
  private StreamSections() {}

  /** Adds cards and sections for what comes first on a page: timeline and buffer. */
  public static void pictures(Page page, StreamView view) {
    page.card("Tiles", Numbers.grouped(view.problem().tiles().size()));
    page.card("DRAM tensors", Numbers.grouped(view.problem().tensors().size()));
    page.card("Channel busy", Numbers.percent(view.channel().busy(), view.horizon()));
    page.card("Compute busy", Numbers.percent(view.compute().busy(), view.horizon()));
    page.card("Fullest buffer", Numbers.percent(view.bytes(view.fullest()), view.problem().bufferBytes()) + " of "
        + Numbers.bytes(view.problem().bufferBytes()));
    page.section("timeline", "DRAM channel and compute", html -> timeline(html, view));
    page.section("buffer", "Buffer", html -> new BufferChart(view).write(html));
  }

  /** Adds the sections with the numbers behind the pictures: waits and transfers. */
  public static void tables(Page page, StreamView view) {
    page.section("waits", "Who waits for whom", html -> StallSection.write(html, view));
    page.section("transfers", "Transfers in the order of the channel", html -> TransferSection.write(html, view));
  }

  /** The whole file of a page with these sections. */
  public static String render(Page page, String subtitle) {
    String styles = Frame.resource(StreamSections.class, "streams.css");
    return page.render(subtitle, styles, "{}", Frame.script(StreamSections.class, "streams.js"));
  }

  private static void timeline(Html html, StreamView view) {
    Toolbar.write(html, ".");
    html.element("p",
        "Tiles have one colour per layer, neighbouring layers differ. An arrow leads from a load to the tile that needs it, or"
            + " from a tile to the store of its output: the farther it leans, the earlier the load.",
        "class", "muted");
    Legend legend = new Legend(html);
    for (TensorRole role : TensorRole.values()) {
      if (role != TensorRole.LOCAL) {
        legend.item("t" + role.ordinal(), role.label());
      }
    }
    legend.item("stall", "waits").item("rest", "nothing left to transfer").end();
    new StreamChart(view).write(html);
  }
}
