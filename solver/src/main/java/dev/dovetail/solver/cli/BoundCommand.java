package dev.dovetail.solver.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.Mapping;
import dev.dovetail.models.Problem;
import dev.dovetail.solver.ResultJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dovetail bound}: all lower bounds of a problem, and which one binds. */
@Command(name = "bound", description = "All lower bounds of a problem, and which one binds.")
final class BoundCommand extends BaseCommand {
  @Mixin
  ProblemArguments arguments = new ProblemArguments();

  @Option(names = "--relax", description = {
      "Also bounds on hardware with a little more of one thing: DRAM ports, links, memory, cores, faster cores.",
      "They tell what binds; that a mapping reaches its bound is not said."})
  boolean relax;

  @Option(names = "--solve", paramLabel = "TIME", converter = Durations.class,
      description = "With --relax: search for so long on each of these machines too, for example 5s.")
  @Nullable
  Duration solve;

  BoundCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() {
    if (solve != null && !relax) {
      throw new UsageException("The option --solve goes with --relax.", "add '--relax', or use 'dovetail solve'.");
    }
    return bound(arguments.read(console));
  }

  private <P extends Problem, M extends Mapping> int bound(ProblemFile<P, M> file) {
    List<LowerBound> bounds = new ArrayList<>(file.kind().kind().lowerBounds().of(file.problem()));
    bounds.sort(Comparator.comparingLong(LowerBound::value).reversed());
    if (json) {
      ObjectNode o = JsonNodeFactory.instance.objectNode();
      o.put("kind", file.kind().kind().name());
      o.put("problem", file.problem().name());
      o.put("bound", bounds.isEmpty() ? null : Long.valueOf(bounds.get(0).value()));
      o.put("boundSource", bounds.isEmpty() ? null : bounds.get(0).name());
      o.set("bounds", ResultJson.bounds(bounds));
      if (relax) {
        o.set("relaxations", Relaxing.json(file, solve));
      }
      console.json(o);
      return 0;
    }
    var measure = file.kind().presentation().measure(file.problem());
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("", "bound", measure.unit().isEmpty() ? "value" : measure.unit(), "what proves it"));
    for (LowerBound b : bounds) {
      String mark = b == bounds.get(0) ? "binds" : "";
      rows.add(List.of(mark, b.name(), Texts.grouped(b.value()), b.witness().replace('\n', ' ')));
    }
    console.out().println("Lower bounds on the %s of %s".formatted(measure.name(), file.problem().name()));
    console.out().print(Texts.table(rows, List.of(2)));
    if (relax) {
      Relaxing.print(file, solve, console.out());
    }
    return 0;
  }
}
