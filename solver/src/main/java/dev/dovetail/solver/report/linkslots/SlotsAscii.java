package dev.dovetail.solver.report.linkslots;

import dev.dovetail.solver.report.AsciiLanes;
import dev.dovetail.solver.report.Lane;
import java.util.ArrayList;
import java.util.List;

/** Routes and slots for a terminal: the heat of a mesh or the busiest links of another network over time, and the critical link. */
final class SlotsAscii {
  private static final int BUSIEST_BESIDE_MESH = 6;
  private static final int BUSIEST = 16;

  private SlotsAscii() {}

  /** The picture; ends with a line break. */
  static String render(SlotsView view) {
    boolean mesh = AsciiMesh.fits(view);
    List<Lane> lanes = new ArrayList<>();
    for (LinkUse link : view.links()) {
      if (link.busy() == 0) {
        lanes.add(new Lane(lanes.size(), link.about().name(), "", List.of()));
      } else {
        lanes.addAll(view.lanes(link, lanes.size()));
      }
    }
    String picture = new AsciiLanes(view.span(), "slots")
        .busiest("link", lanes, mesh ? BUSIEST_BESIDE_MESH : BUSIEST).render();
    String critical = CriticalLink.of(view).map(c -> c.line(view) + "\n").orElse("");
    return (mesh ? AsciiMesh.render(view) + "\n" : "") + picture + critical;
  }
}
