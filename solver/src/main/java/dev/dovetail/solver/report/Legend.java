package dev.dovetail.solver.report;

/** A line of colours with their meanings. */
public final class Legend {
  private final Html html;

  /** Begins the line. */
  public Legend(Html html) {
    this.html = html;
    html.open("p", "class", "legend");
  }

  /** A colour, by the style class of its swatch, and what it stands for; the two stay in one line. */
  public Legend item(String style, String meaning) {
    html.open("span", "class", "item").element("span", "", "class", "swatch " + style).text(meaning).close().text(" ");
    return this;
  }

  /** Ends the line. */
  public void end() {
    html.closeLine();
  }
}
