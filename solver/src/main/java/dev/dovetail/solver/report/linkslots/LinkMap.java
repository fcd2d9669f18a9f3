package dev.dovetail.solver.report.linkslots;

import dev.dovetail.models.links.Channel;
import dev.dovetail.models.linkslots.Tile;
import dev.dovetail.solver.report.Html;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.linkslots.MapLayout.Spot;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The network with the load of its links: tiles at their places, an arrow for each direction of a link, thicker and in a hotter colour the
 * more of its slots are busy; a tile's inject port is the bar at its left, its eject port the one at its right.
 */
final class LinkMap {
  /** Shades of load: an idle one, and one for each tenth. */
  static final int SHADES = 10;

  private static final double PITCH = 76;
  private static final double TILE = 42;
  private static final double PORT = 7;
  private static final double APART = 4.6;
  private static final double HEAD = 5;
  private static final int MOST_LETTERS = 4;

  private final SlotsView view;
  private final MapLayout layout;
  private final @Nullable LinkUse critical;
  private final Html html;
  private final double hottest;

  private LinkMap(Html html, SlotsView view, MapLayout layout, @Nullable LinkUse critical) {
    this.html = html;
    this.view = view;
    this.layout = layout;
    this.critical = critical;
    this.hottest = view.hottest();
  }

  static void write(Html html, SlotsView view, MapLayout layout, @Nullable LinkUse critical) {
    new LinkMap(html, view, layout, critical).write();
  }

  /** Style class of a link's load. */
  static String shade(SlotsView view, LinkUse link) {
    return shade(view.load(link) / view.hottest());
  }

  private static String shade(double load) {
    return "u" + (load <= 0 ? 0 : Math.min(SHADES, (int) Math.ceil(load * SHADES - 1e-9)));
  }

  private void write() {
    double width = layout.columns() * PITCH;
    double height = layout.rows() * PITCH;
    html.open("div", "class", "scroll");
    // Small networks are not blown up, large ones shrink until their names can hardly be read, then they scroll.
    html.open("svg", "class", "linkmap", "viewBox", "0 0 " + number(width) + " " + number(height), "role", "img", "aria-label",
        "Links by their load", "style",
        "max-width:" + number(width * 1.25) + "px;min-width:" + number(Math.min(width, Math.max(280, width * 0.46))) + "px");
    links();
    tiles();
    html.close().closeLine();
  }

  /** Of the hottest. */
  private double load(LinkUse link) {
    return view.load(link) / hottest;
  }

  private void links() {
    for (LinkUse link : view.links()) {
      Spot from = link.from() < 0 ? null : layout.at().get(link.from());
      Spot to = link.to() < 0 ? null : layout.at().get(link.to());
      if (!link.isPort() && from != null && to != null) {
        String path = arrow(from, to, 2 + 4.5 * load(link));
        if (critical != null && critical.channel() == link.channel()) {
          html.empty("path", "class", "critical", "d", path);
        }
        html.open("path", "class", shade(load(link)), "d", path).element("title", words(link)).close();
      }
    }
  }

  /** An arrow of that thickness along the right-hand side of the way; its parts as an outline. */
  private String arrow(Spot a, Spot b, double thick) {
    double dx = (b.x() - a.x()) * PITCH;
    double dy = (b.y() - a.y()) * PITCH;
    double length = Math.max(1, Math.hypot(dx, dy));
    double ux = dx / length;
    double uy = dy / length;
    double gap = TILE / 2 * Math.max(Math.abs(ux), Math.abs(uy)) + (Math.abs(ux * uy) > 0.01 ? 6 : 2);
    // A long link would hide those that it passes.
    double bow = length > 1.5 * PITCH && ux * uy == 0 ? PITCH * 0.38 : 0;
    double head = Math.min(HEAD + thick / 2, (length - 2 * gap) / 2);
    double[][] points = {{gap, -thick / 2}, {length - gap - head, -thick / 2}, {length - gap - head, -thick / 2 - 2.6},
        {length - gap, 0}, {length - gap - head, thick / 2 + 2.6}, {length - gap - head, thick / 2}, {gap, thick / 2}};
    double x = (a.x() + 0.5) * PITCH;
    double y = (a.y() + 0.5) * PITCH;
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < points.length; i++) {
      double along = points[i][0];
      double side = points[i][1] + APART;
      double px = x + along * ux - side * uy;
      double py = y + along * uy + side * ux;
      if (bow > 0 && (i == 1 || i == points.length - 1)) {
        double mid = length / 2;
        double out = side + 2 * bow;
        path.append('Q').append(number(x + mid * ux - out * uy)).append(' ').append(number(y + mid * uy + out * ux)).append(' ');
      } else {
        path.append(i == 0 ? 'M' : 'L');
      }
      path.append(number(px)).append(' ').append(number(py));
    }
    return path.append('Z').toString();
  }

  private void tiles() {
    Map<Integer, LinkUse> inject = new HashMap<>();
    Map<Integer, LinkUse> eject = new HashMap<>();
    for (LinkUse link : view.links()) {
      if (link.about().kind() == Channel.Kind.INJECT) {
        inject.put(link.to(), link);
      } else if (link.about().kind() == Channel.Kind.EJECT) {
        eject.put(link.from(), link);
      }
    }
    Map<Integer, String> names = new HashMap<>();
    for (Tile tile : view.problem().network().tiles()) {
      names.put(tile.router(), tile.name());
    }
    layout.at().forEach((node, spot) -> {
      double x = (spot.x() + 0.5) * PITCH - TILE / 2;
      double y = (spot.y() + 0.5) * PITCH - TILE / 2;
      boolean tile = names.containsKey(node);
      String name = tile ? names.get(node) : view.problem().network().links().nodes().get(node).name();
      html.open("rect", "class", tile ? "tile" : "tile router", "x", number(x), "y", number(y), "width", number(TILE), "height",
          number(TILE), "rx", tile ? "3" : number(TILE / 2));
      html.element("title", (tile ? "tile " : "router ") + name).close();
      port(inject.get(node), x + 1.5, y);
      port(eject.get(node), x + TILE - PORT - 1.5, y);
      html.element("text", shortened(name), "class", name.length() > 2 ? "small" : "", "x", number(x + TILE / 2), "y",
          number(y + TILE / 2 + 4));
    });
  }

  private void port(@Nullable LinkUse link, double x, double y) {
    if (link != null) {
      String style = shade(load(link)) + (critical != null && critical.channel() == link.channel() ? " critical" : "");
      html.open("rect", "class", style, "x", number(x), "y", number(y + 1.5), "width", number(PORT), "height",
          number(TILE - 3), "rx", "1.5");
      html.element("title", words(link)).close();
    }
  }

  /** A name that fits: of a longer one that ends in a number the beginning and that number, which tells places apart. */
  private static String shortened(String name) {
    int digits = 0;
    while (digits < name.length() && Character.isDigit(name.charAt(name.length() - 1 - digits))) {
      digits++;
    }
    if (name.length() > MOST_LETTERS && digits > 0 && digits < MOST_LETTERS) {
      return name.substring(0, Math.min(MOST_LETTERS - digits, name.length() - digits)) + name.substring(name.length() - digits);
    }
    return name.length() <= MOST_LETTERS ? name : name.substring(0, MOST_LETTERS - 1) + "…";
  }

  private String words(LinkUse link) {
    String messages = Numbers.count(link.bars().stream().mapToInt(b -> b.id()).distinct().count(), "message", "messages");
    return SlotsView.kind(link) + " " + link.about().name() + "\nbusy " + Numbers.grouped(link.busy()) + " of "
        + Numbers.grouped(view.span()) + " slots, " + view.share(link) + "\n" + messages;
  }

  /** The scale of shades. */
  static void legend(Html html, SlotsView view) {
    html.open("p", "class", "legend").text("Busy share of the slots:");
    html.open("span", "class", "item").element("span", "", "class", "swatch u0").text("idle").close();
    html.open("span", "class", "item scale").text("above 0 % ");
    for (int s = 1; s <= SHADES; s++) {
      html.element("span", "", "class", "u" + s);
    }
    html.text(view.hottest() < 1 ? " " + view.busiest(1).stream().map(view::share).findFirst().orElse("") : " 100 %").close();
    html.open("span", "class", "item").element("span", "", "class", "swatch critical").text("critical link").close().closeLine();
  }

  private static String number(double v) {
    return v == Math.rint(v) ? Long.toString((long) v) : String.format(Locale.ROOT, "%.1f", v);
  }
}
