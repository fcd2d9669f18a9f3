package dev.dovetail.solver.report.linkslots;

import dev.dovetail.models.links.Channel;
import dev.dovetail.models.linkslots.Tile;
import dev.dovetail.solver.report.AsciiLanes;
import dev.dovetail.solver.report.linkslots.MapLayout.Spot;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A network in rows and columns as plain ASCII: tiles at their places with the levels of their inject and eject port, between them the level
 * of each link beside its direction. Tiles have their names in front unless they are the numbered ones of a full mesh.
 *
 * <pre>
 * [=.]+> .&lt;[=.]
 * -v #^     v ^
 * [..]@>  &lt;[ @]
 * </pre>
 */
final class AsciiMap {
  /** Wider ones do not fit a terminal. */
  private static final int MOST_COLUMNS = 16;

  private static final int MOST_ROWS = 40;
  private static final int MOST_LETTERS = 4;

  private final SlotsView view;
  private final MapLayout layout;
  private final Map<Spot, Integer> nodes = new HashMap<>();
  private final Map<Integer, String> names = new HashMap<>();
  private final Map<Integer, LinkUse> inject = new HashMap<>();
  private final Map<Integer, LinkUse> eject = new HashMap<>();
  private final Map<Long, LinkUse> links = new HashMap<>();
  private final int letters;

  private AsciiMap(SlotsView view, MapLayout layout) {
    this.view = view;
    this.layout = layout;
    layout.at().forEach((node, spot) -> nodes.put(spot, node));
    for (Tile tile : view.problem().network().tiles()) {
      names.put(tile.router(), tile.name());
    }
    for (LinkUse link : view.links()) {
      if (link.about().kind() == Channel.Kind.INJECT) {
        inject.put(link.to(), link);
      } else if (link.about().kind() == Channel.Kind.EJECT) {
        eject.put(link.from(), link);
      } else {
        links.put(key(link.from(), link.to()), link);
      }
    }
    int longest = names.values().stream().mapToInt(String::length).max().orElse(0);
    this.letters = view.problem().network().isMesh() ? 0 : Math.min(MOST_LETTERS, longest);
  }

  private static long key(int from, int to) {
    return ((long) from << Integer.SIZE) | to & 0xFFFF_FFFFL;
  }

  /** The picture with its legend, ending with a line break; empty if the network is not in rows and columns, or too wide. */
  static Optional<String> render(SlotsView view) {
    return MapLayout.of(view.problem().network()).filter(layout -> fits(view, layout)).map(l -> new AsciiMap(view, l).render());
  }

  /** Whether all places are in rows and columns and all links join neighbours. */
  private static boolean fits(SlotsView view, MapLayout layout) {
    if (layout.columns() > MOST_COLUMNS || layout.rows() > MOST_ROWS || layout.at().size() < 2) {
      return false;
    }
    Set<Spot> taken = new HashSet<>();
    for (Spot spot : layout.at().values()) {
      if (spot.x() != Math.rint(spot.x()) || spot.y() != Math.rint(spot.y()) || !taken.add(spot)) {
        return false;
      }
    }
    return view.links().stream().filter(l -> !l.isPort()).allMatch(l -> {
      Spot a = layout.at().get(l.from());
      Spot b = layout.at().get(l.to());
      return a != null && b != null && Math.abs(a.x() - b.x()) + Math.abs(a.y() - b.y()) == 1;
    });
  }

  private String render() {
    StringBuilder out = new StringBuilder();
    for (int y = 0; y < layout.rows(); y++) {
      StringBuilder across = new StringBuilder();
      StringBuilder down = new StringBuilder();
      for (int x = 0; x < layout.columns(); x++) {
        Integer here = nodes.get(new Spot(x, y));
        across.append(cell(here)).append(way(here, nodes.get(new Spot(x + 1.0, y)), '>', '<'));
        down.append(" ".repeat(letters)).append(way(here, nodes.get(new Spot(x, y + 1.0)), 'v', '^'))
            .append(" ".repeat(cell(null).length() - letters));
      }
      out.append(across.toString().stripTrailing()).append('\n');
      if (!down.toString().isBlank()) {
        out.append(down.toString().stripTrailing()).append('\n');
      }
    }
    return out + "busy slots of each link: " + AsciiLanes.LEGEND + (inject.isEmpty() ? "" : "; [inject, eject port]") + '\n';
  }

  private String cell(@Nullable Integer node) {
    boolean ports = !inject.isEmpty();
    if (node == null) {
      return " ".repeat(letters + (ports ? 4 : 2));
    }
    String name = names.getOrDefault(node, "");
    String shown = letters == 0 ? "" : String.format(Locale.ROOT, "%" + letters + "s", ascii(name));
    String levels = ports ? "" + level(inject.get(node)) + level(eject.get(node)) : "";
    return shown + (names.containsKey(node) ? "[" + levels + "]" : "(" + levels + ")");
  }

  private static String ascii(String name) {
    StringBuilder ascii = new StringBuilder();
    name.chars().limit(MOST_LETTERS).forEach(c -> ascii.append(c > 32 && c < 127 ? (char) c : '?'));
    return ascii.toString();
  }

  /** The two links between neighbours, or blanks. */
  private String way(
      @Nullable Integer here, @Nullable Integer next, char on, char back) {
    LinkUse there = here == null || next == null ? null : links.get(key(here, next));
    LinkUse from = here == null || next == null ? null : links.get(key(next, here));
    return (there == null ? "  " : "" + level(there) + on) + (from == null ? "  " : "" + level(from) + back);
  }

  private char level(@Nullable LinkUse link) {
    return link == null ? ' ' : AsciiLanes.level(view.load(link));
  }
}
