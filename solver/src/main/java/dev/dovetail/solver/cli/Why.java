package dev.dovetail.solver.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dovetail.models.Mapping;
import dev.dovetail.models.Problem;
import dev.dovetail.models.allocation.CriticalChain;
import dev.dovetail.models.allocation.CriticalChain.Share;
import dev.dovetail.models.allocation.CriticalChain.Step;
import dev.dovetail.solver.ChainPresentation;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What {@code --why} says: the critical chain of a mapping, and the latency parted by resource, reason and layer. */
final class Why {
  /** Most lines of the chain; longer ones are told run by run, see {@link #runs}. */
  private static final int MOST_LINES = 40;

  /** Most lines of a table of shares. */
  private static final int MOST_SHARES = 8;

  private Why() {}

  /**
   * The chain of an executable mapping.
   *
   * @throws UsageException if mappings of the kind have none
   */
  static <P extends Problem, M extends Mapping> CriticalChain chain(ProblemFile<P, M> file, M mapping) {
    check(file);
    return ((ChainPresentation<P, M>) file.kind().presentation()).chain(file.problem(), mapping);
  }

  /** Refuses --why where mappings of the kind have no chain. */
  static void check(ProblemFile<?, ?> file) {
    if (!(file.kind().presentation() instanceof ChainPresentation<?, ?>)) {
      throw new UsageException(
          "The problem (%s) is of kind %s, whose mappings have no critical chain.".formatted(file.problem().name(),
              file.kind().kind().name()),
          "leave out '--why'.");
    }
  }

  static ObjectNode json(CriticalChain chain) {
    ObjectNode o = JsonNodeFactory.instance.objectNode();
    o.put("latencyCycles", chain.latencyCycles());
    o.set("byResource", shares(chain.byResource(), chain.latencyCycles()));
    o.set("byReason", shares(chain.byReason(), chain.latencyCycles()));
    o.set("byLayer", shares(chain.byLayer(), chain.latencyCycles()));
    ArrayNode steps = o.putArray("steps");
    for (Step step : chain.steps()) {
      steps.addObject()
          .put("kind", step.kind().name().toLowerCase(Locale.ROOT))
          .put("id", step.id() < 0 ? null : Integer.valueOf(step.id()))
          .put("from", step.from())
          .put("until", step.until())
          .put("cycles", step.cycles())
          .put("layer", step.layer())
          .put("resource", step.resource())
          .put("what", step.what())
          .put("reason", step.reason().name().toLowerCase(Locale.ROOT))
          .put("because", step.because())
          .put("heldCycles", step.heldCycles());
    }
    return o;
  }

  private static ArrayNode shares(List<Share> shares, long latency) {
    ArrayNode a = JsonNodeFactory.instance.arrayNode();
    for (Share share : shares) {
      a.addObject().put("name", share.name()).put("cycles", share.cycles()).put("steps", share.steps())
          .put("share", latency == 0 ? 0 : (double) share.cycles() / latency);
    }
    return a;
  }

  static void print(CriticalChain chain, PrintStream out) {
    out.println();
    out.println("Why %s cycles: the critical chain".formatted(Texts.grouped(chain.latencyCycles())));
    out.print(Texts.table(chain.steps().size() <= MOST_LINES ? steps(chain) : runs(chain), List.of(0, 1)));
    print("What the latency is spent on", chain.byResource(), chain.latencyCycles(), out);
    print("What the next step of the chain waited for", chain.byReason(), chain.latencyCycles(), out);
    print("For which layers", chain.byLayer(), chain.latencyCycles(), out);
  }

  private static List<List<String>> steps(CriticalChain chain) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("from", "cycles", "what", "not earlier, because"));
    for (Step step : chain.steps()) {
      rows.add(List.of(Texts.grouped(step.from()), Texts.grouped(step.cycles()), step.what(), step.because()));
    }
    return rows;
  }

  /** Neighbouring steps of one layer on one resource as one line; of these the longest, in order of time. */
  private static List<List<String>> runs(CriticalChain chain) {
    List<List<Step>> runs = new ArrayList<>();
    for (Step step : chain.steps()) {
      List<Step> last = runs.isEmpty() ? List.of() : runs.get(runs.size() - 1);
      if (!last.isEmpty() && last.get(0).layer().equals(step.layer()) && last.get(0).kind() == step.kind()
          && last.get(0).resource().equals(step.resource())) {
        last.add(step);
      } else {
        runs.add(new ArrayList<>(List.of(step)));
      }
    }
    long[] longest = runs.stream().mapToLong(Why::cycles).sorted().toArray();
    long least = longest.length <= MOST_LINES ? 0 : longest[longest.length - MOST_LINES];
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("from", "cycles", "what", "not earlier, because"));
    int skipped = 0;
    long skippedCycles = 0;
    for (List<Step> run : runs) {
      if (cycles(run) < least || rows.size() > MOST_LINES) {
        skipped += run.size();
        skippedCycles += cycles(run);
        continue;
      }
      Step first = run.get(0);
      String what = run.size() == 1
          ? first.what()
          : "%s: %d times %s on %s".formatted(first.layer(), run.size(), first.kind().name().toLowerCase(Locale.ROOT),
              first.resource());
      rows.add(List.of(Texts.grouped(first.from()), Texts.grouped(cycles(run)), what, first.because()));
    }
    if (skipped > 0) {
      rows.add(List.of("", Texts.grouped(skippedCycles), "%d shorter steps; --json lists them all".formatted(skipped), ""));
    }
    return rows;
  }

  private static long cycles(List<Step> run) {
    return run.stream().mapToLong(Step::cycles).sum();
  }

  private static void print(String heading, List<Share> shares, long latency, PrintStream out) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("", "cycles", "share", "steps"));
    for (Share share : shares.subList(0, Math.min(MOST_SHARES, shares.size()))) {
      rows.add(List.of(share.name(), Texts.grouped(share.cycles()), percent(share.cycles(), latency),
          Integer.toString(share.steps())));
    }
    if (shares.size() > MOST_SHARES) {
      List<Share> rest = shares.subList(MOST_SHARES, shares.size());
      long cycles = rest.stream().mapToLong(Share::cycles).sum();
      rows.add(List.of("%d others".formatted(rest.size()), Texts.grouped(cycles), percent(cycles, latency),
          Integer.toString(rest.stream().mapToInt(Share::steps).sum())));
    }
    out.println();
    out.println(heading);
    out.print(Texts.table(rows, List.of(1, 2, 3)));
  }

  private static String percent(long part, long whole) {
    return whole == 0 ? "-" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
  }
}
