package dev.dovetail.solver.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The outermost elements of a page: head with policy and style, body, main.
 *
 * <p>Role: every page fetches nothing, says so to the browser, and looks like the others.
 */
public final class Frame {
  private Frame() {}

  /** Begins a page without a script; {@code moreStyles} follow those that all pages share. */
  public static void begin(Html html, String title, String moreStyles) {
    begin(html, title, "default-src 'none'; style-src 'unsafe-inline'", moreStyles);
  }

  /** Begins a page with a script in it. */
  static void beginLive(Html html, String title, String moreStyles) {
    begin(html, title, "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'", moreStyles);
  }

  private static void begin(Html html, String title, String policy, String moreStyles) {
    html.open("html", "lang", "en").open("head");
    html.empty("meta", "charset", "utf-8");
    html.empty("meta", "http-equiv", "Content-Security-Policy", "content", policy);
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.empty("meta", "name", "color-scheme", "content", "light dark");
    html.element("title", title);
    html.open("style").code(resource(Frame.class, "report.css") + moreStyles).closeLine().closeLine();
    html.open("body").open("main");
  }

  /** Ends a page that {@link #begin} began, as a whole file. */
  public static String end(Html html) {
    html.closeLine().close().close();
    return "<!DOCTYPE html>\n" + html.render() + "\n";
  }

  /** The script of a kind's timeline, behind those that all timelines share. */
  public static String script(Class<?> beside, String name) {
    return resource(Frame.class, "zoom.js") + resource(Frame.class, "lanes.js") + resource(beside, name);
  }

  /** A text that lies beside a class. */
  public static String resource(Class<?> beside, String name) {
    try (InputStream in = beside.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
