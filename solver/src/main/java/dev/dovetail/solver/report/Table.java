package dev.dovetail.solver.report;

/** Writes tables: a heading with right-aligned number columns, rows, bars inside cells. */
public final class Table {
  private final Html html;
  private final String[] columns;
  private int column;

  /** Opens a table; a column whose name starts with {@code #} holds numbers. */
  public Table(Html html, String... columns) {
    this.html = html;
    this.columns = columns;
    html.open("div", "class", "scroll").open("table").open("thead").open("tr");
    for (String c : columns) {
      if (c.startsWith("#")) {
        html.element("th", c.substring(1), "class", "n", "scope", "col");
      } else {
        html.element("th", c, "scope", "col");
      }
    }
    html.close().close().open("tbody");
  }

  /** Begins a row. */
  public Table row(String... attributes) {
    html.open("tr", attributes);
    column = 0;
    return this;
  }

  /** A cell of text. */
  public Table cell(String text) {
    html.element("td", text, "class", columns[column++].startsWith("#") ? "n" : "t");
    return this;
  }

  /** A cell of a sentence or two. */
  public Table words(String text) {
    column++;
    html.element("td", text, "class", "t long");
    return this;
  }

  /** A cell of text with a longer hover text. */
  public Table cell(String text, String title) {
    html.element("td", text, "class", columns[column++].startsWith("#") ? "n" : "t", "title", title);
    return this;
  }

  /** A cell of text behind a mark in a colour. */
  public Table markedCell(String text, String colour, String title) {
    column++;
    html.open("td", "class", "named", "title", title).element("span", "", "class", "swatch " + colour).text(text).close();
    return this;
  }

  /** A cell of text on one line, cut off where it is too long. */
  public Table shortCell(String text, String title) {
    column++;
    html.element("td", text, "class", "named", "title", title);
    return this;
  }

  /** A cell with a horizontal bar from {@code from} to {@code to}, shares of the whole cell in [0, 1]. */
  public Table bar(double from, double to, String style, String title) {
    column++;
    double left = Math.max(0, Math.min(1, from));
    double width = Math.max(0.004, Math.min(1, to) - left);
    html.open("td", "class", "bar", "title", title).open("div", "class", "track");
    html.open("div", "class", style, "style",
        "left:" + Numbers.coordinate(left * 100) + "%;width:" + Numbers.coordinate(width * 100) + "%");
    html.close().close().close();
    return this;
  }

  /** Ends a row. */
  public Table endRow() {
    html.closeLine();
    return this;
  }

  /** Ends the table. */
  public void end() {
    html.close().close().closeLine();
  }
}
