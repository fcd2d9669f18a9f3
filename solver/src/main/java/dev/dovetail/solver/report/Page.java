package dev.dovetail.solver.report;

import dev.dovetail.models.LowerBound;
import dev.dovetail.models.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The frame of a report of any problem kind: style, headline, key figures, sections with a list of contents, the script.
 *
 * <p>The page fetches nothing, and a content security policy in it says so to the browser.
 */
public final class Page {
  private static final int MOST_VIOLATIONS = 20;
  private static final Map<String, String> EVIDENCE =
      Map.of(
          "bounded", "proven optimal: the lower bound equals the cost",
          "agreed", "optimal: two complete methods proved it",
          "exhausted", "optimal: every mapping was enumerated",
          "claimed", "optimal according to one backend");

  private final RunSummary run;
  private final Html html = new Html();
  private final Map<String, String> cards = new LinkedHashMap<>();
  private final List<Section> sections = new ArrayList<>();

  private record Section(String id, String heading, java.util.function.Consumer<Html> content) {}

  /** The page of a run. */
  public Page(RunSummary run) {
    this.run = run;
  }

  /** Adds a key figure behind those of every kind. */
  public Page card(String name, String value) {
    cards.put(name, value);
    return this;
  }

  /** Adds a section; {@code id} is also its anchor. */
  public Page section(String id, String heading, java.util.function.Consumer<Html> content) {
    sections.add(new Section(id, heading, content));
    return this;
  }

  /**
   * The whole file.
   *
   * @param subtitle one line below the title
   * @param moreStyles of the kind, behind those that all pages share
   * @param data the JSON that the script draws from when the reader zooms
   * @param script of the kind
   */
  public String render(String subtitle, String moreStyles, String data, String script) {
    Frame.beginLive(html, run.title(), moreStyles);
    head(subtitle);
    for (Section s : sections) {
      html.open("section", "id", s.id()).element("h2", s.heading());
      s.content().accept(html);
      html.closeLine();
    }
    html.closeLine();
    html.open("script", "type", "application/json", "id", "timeline-data").json(data).closeLine();
    html.open("script").code(script).closeLine();
    html.close().close();
    return "<!DOCTYPE html>\n" + html.render() + "\n";
  }

  private void head(String subtitle) {
    html.open("header").element("h1", run.title()).element("p", subtitle, "class", "subtitle");
    violations();
    html.open("p", "class", "claim").text(claim()).close();
    html.open("dl", "class", "cards");
    card(run.objectiveName(), run.format().apply(run.objective()), "main");
    run.best().ifPresent(b -> card("Proven lower bound", run.format().apply(b.value()), ""));
    run.best().ifPresent(b -> card("Gap", Numbers.gap(run.objective(), b.value()), "main"));
    card("Evidence", run.fact("evidence").filter(e -> !e.isBlank()).orElse("not proven optimal"), "");
    run.fact("status").ifPresent(s -> card("Status", s, ""));
    run.fact("method").ifPresent(m -> card("Method", m, ""));
    cards.forEach((name, value) -> card(name, value, ""));
    html.closeLine();
    run.best().ifPresent(this::binds);
    html.open("nav", "aria-label", "Sections");
    for (Section s : sections) {
      html.element("a", s.heading(), "href", "#" + s.id()).text(" ");
    }
    html.close().closeLine();
  }

  private void binds(LowerBound bound) {
    html.open("p", "class", "binds").element("b", "What binds: " + bound.name() + ".").text(" " + bound.witness()).closeLine();
  }

  private String claim() {
    String name = run.objectiveName().toLowerCase(java.util.Locale.ROOT);
    if (!run.evaluation().isExecutable()) {
      return "This mapping breaks rules; its cost means nothing.";
    }
    Optional<LowerBound> best = run.best();
    if (best.isEmpty()) {
      return "No lower bound was computed.";
    }
    if (run.objective() == best.get().value()) {
      return "No mapping can have a lower " + name + ": this one is proven optimal.";
    }
    String evidence = run.fact("evidence").map(EVIDENCE::get).map(e -> " This one is " + e + ".").orElse("");
    return "No mapping can have a lower " + name + " than " + run.format().apply(best.get().value()) + ": at most "
        + Numbers.gap(run.objective(), best.get().value()) + " can still be gained." + evidence;
  }

  private void violations() {
    List<Violation> all = run.evaluation().violations();
    if (all.isEmpty()) {
      return;
    }
    html.open("div", "class", "violations", "role", "alert");
    html.element("p", "The evaluator rejects this mapping: " + Numbers.count(all.size(), "violation", "violations") + ".")
        .open("ul");
    all.stream().limit(MOST_VIOLATIONS).forEach(v -> html.element("li", v.toString()));
    if (all.size() > MOST_VIOLATIONS) {
      html.element("li", "and " + Numbers.grouped(all.size() - MOST_VIOLATIONS) + " more");
    }
    html.close().closeLine();
  }

  private void card(String name, String value, String style) {
    html.open("div", "class", "card " + style).element("dt", name).element("dd", value).close();
  }
}
