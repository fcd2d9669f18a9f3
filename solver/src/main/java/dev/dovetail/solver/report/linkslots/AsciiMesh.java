package dev.dovetail.solver.report.linkslots;

import dev.dovetail.models.linkslots.SlotNetwork;
import dev.dovetail.models.linkslots.Tile;
import dev.dovetail.solver.report.AsciiLanes;

/**
 * A mesh as plain ASCII: tiles at their places with the levels of their inject and eject port, between them the level of each link beside
 * its direction.
 *
 * <pre>
 * [=.]+> .&lt;[=.]
 * -v #^     v ^
 * [..]@>  &lt;[ @]
 * </pre>
 */
final class AsciiMesh {
  /** Wider meshes do not fit a terminal. */
  private static final int MOST_COLUMNS = 16;

  private final SlotsView view;
  private final int[][] byEnds;
  private final int[] inject;
  private final int[] eject;

  private AsciiMesh(SlotsView view) {
    this.view = view;
    SlotNetwork network = view.problem().network();
    int tiles = network.tiles().size();
    int[] tileOf = new int[network.links().nodes().size()];
    java.util.Arrays.fill(tileOf, -1);
    this.inject = new int[tiles];
    this.eject = new int[tiles];
    java.util.Arrays.fill(inject, -1);
    java.util.Arrays.fill(eject, -1);
    for (int t = 0; t < tiles; t++) {
      tileOf[network.tiles().get(t).router()] = t;
    }
    this.byEnds = new int[tiles][4];
    for (int[] links : byEnds) {
      java.util.Arrays.fill(links, -1);
    }
    for (LinkUse link : view.links()) {
      int from = link.from() < 0 ? -1 : tileOf[link.from()];
      int to = link.to() < 0 ? -1 : tileOf[link.to()];
      switch (link.about().kind()) {
        case INJECT -> set(inject, to, link);
        case EJECT -> set(eject, from, link);
        default -> {
          if (from >= 0 && to >= 0) {
            byEnds[from][direction(network.tiles().get(from), network.tiles().get(to))] = link.channel();
          }
        }
      }
    }
  }

  private static void set(int[] ports, int tile, LinkUse link) {
    if (tile >= 0) {
      ports[tile] = link.channel();
    }
  }

  /** East, south, west, north. */
  private static int direction(Tile a, Tile b) {
    return b.x() > a.x() ? 0 : b.y() > a.y() ? 1 : b.x() < a.x() ? 2 : 3;
  }

  /** Whether the view's network is a mesh that fits. */
  static boolean fits(SlotsView view) {
    SlotNetwork network = view.problem().network();
    return network.isMesh() && network.columns() <= MOST_COLUMNS && network.columns() * network.rows() > 1;
  }

  /** The picture with its legend; ends with a line break. */
  static String render(SlotsView view) {
    return new AsciiMesh(view).render();
  }

  private String render() {
    SlotNetwork network = view.problem().network();
    boolean ports = inject[0] >= 0;
    StringBuilder out = new StringBuilder();
    for (int y = 0; y < network.rows(); y++) {
      StringBuilder across = new StringBuilder();
      StringBuilder down = new StringBuilder();
      for (int x = 0; x < network.columns(); x++) {
        int tile = y * network.columns() + x;
        across.append(ports ? "[" + level(inject[tile]) + level(eject[tile]) + "]" : "[]");
        if (x + 1 < network.columns()) {
          across.append(level(byEnds[tile][0])).append('>').append(level(byEnds[tile + 1][2])).append('<');
        }
        if (y + 1 < network.rows()) {
          down.append(level(byEnds[tile][1])).append('v').append(level(byEnds[tile + network.columns()][3])).append('^')
              .append(ports ? "    " : "  ");
        }
      }
      out.append(across).append('\n').append(down.toString().stripTrailing()).append(y + 1 < network.rows() ? "\n" : "");
    }
    return out + "busy slots of each link: " + AsciiLanes.LEGEND + (ports ? "; [inject, eject port]" : "") + '\n';
  }

  private char level(int channel) {
    return channel < 0 ? ' ' : AsciiLanes.level(view.load(view.links().get(channel)));
  }
}
