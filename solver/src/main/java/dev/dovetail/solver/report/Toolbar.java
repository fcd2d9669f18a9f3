package dev.dovetail.solver.report;

/** The buttons that zoom a timeline; hidden until a script answers them. */
public final class Toolbar {
  private static final String[][] BUTTONS =
      {{"in", "Zoom in"}, {"out", "Zoom out"}, {"left", "Earlier"}, {"right", "Later"}, {"all", "Show all"}};

  private Toolbar() {}

  /** Writes them; {@code more} is said behind what every timeline's pointer does. */
  public static void write(Html html, String more) {
    html.open("div", "class", "toolbar", "id", "toolbar", "hidden", "hidden");
    for (String[] b : BUTTONS) {
      html.element("button", b[1], "type", "button", "data-do", b[0]);
    }
    html.element("span", "", "id", "range").element("span",
        "Drag to move, Ctrl + wheel or pinch to zoom, Shift + drag to zoom to a range" + more, "class", "muted hint");
    html.closeLine();
  }
}
