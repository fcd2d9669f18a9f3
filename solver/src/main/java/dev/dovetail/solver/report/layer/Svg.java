package dev.dovetail.solver.report.layer;

import dev.dovetail.solver.report.Html;
import dev.dovetail.solver.report.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A drawing of fixed width that grows downwards; it is written once its height is known. */
final class Svg {
  private final List<Consumer<Html>> shapes = new ArrayList<>();

  /** A rectangle with rounded corners. */
  Svg box(double x, double y, double width, double height, String style) {
    shapes.add(
        html -> html.empty("rect", "x", n(x), "y", n(y), "width", n(width), "height", n(height), "rx", "3", "class", style));
    return this;
  }

  /** A closed outline of points, x and y in turn. */
  Svg outline(String style, double... points) {
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < points.length; i += 2) {
      list.append(i == 0 ? "" : " ").append(n(points[i])).append(',').append(n(points[i + 1]));
    }
    shapes.add(html -> html.empty("polygon", "points", list.toString(), "class", style));
    return this;
  }

  /** Text from {@code x} on; {@code y} is its base line. */
  Svg text(double x, double y, String text, String style) {
    shapes.add(html -> html.element("text", text, "x", n(x), "y", n(y), "class", style));
    return this;
  }

  /** Writes it all. */
  void write(Html html, String style, String label, double width, double height) {
    html.open("svg", "viewBox", "0 0 " + n(width) + " " + n(height), "class", style, "role", "img", "aria-label", label);
    shapes.forEach(s -> s.accept(html));
    html.closeLine();
  }

  private static String n(double v) {
    return Numbers.coordinate(v);
  }
}
