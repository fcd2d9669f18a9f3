package dev.dovetail.solver.report.linkslots;

import dev.dovetail.solver.report.AsciiLanes;
import dev.dovetail.solver.report.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Routes and slots for a terminal: the heat of a network in rows and columns, the busiest links over time, and the critical link. */
final class SlotsAscii {
  private static final int BUSIEST_BESIDE_MAP = 6;
  private static final int BUSIEST = 16;

  private SlotsAscii() {}

  /** The picture; ends with a line break. */
  static String render(SlotsView view) {
    Optional<String> map = AsciiMap.render(view);
    List<Lane> lanes = new ArrayList<>();
    for (LinkUse link : view.links()) {
      if (link.busy() == 0) {
        lanes.add(new Lane(lanes.size(), link.about().name(), "", List.of()));
      } else {
        lanes.addAll(view.lanes(link, lanes.size()));
      }
    }
    String picture = new AsciiLanes(view.span(), "slots")
        .busiest("link", lanes, map.isPresent() ? BUSIEST_BESIDE_MAP : BUSIEST).render();
    String critical = CriticalLink.of(view).map(c -> c.line(view) + "\n").orElse("");
    return map.map(m -> m + "\n").orElse("") + picture + critical;
  }
}
