package dev.dovetail.solver.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dovetail.models.Violation;
import dev.dovetail.models.stream.GroupGraph;
import dev.dovetail.models.stream.GroupRun;
import dev.dovetail.models.stream.GroupRun.HeldRun;
import dev.dovetail.models.stream.GroupRun.TransferRun;
import dev.dovetail.models.stream.StreamProblem;
import dev.dovetail.models.stream.files.GoldenCheck;
import dev.dovetail.models.stream.files.GoldenFile;
import dev.dovetail.models.stream.files.GoldenReader;
import dev.dovetail.solver.ExitCode;
import dev.dovetail.solver.ResultJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code dovetail check FILE.json --level N}: a reference instance of Stream, recomputed.
 *
 * <p>Role: prints total, slots with their content, reuse levels and memory loads, and names every difference from what the file states.
 */
final class GoldenCheckCommand {
  private static final String[] LEVELS = {"slots and reuse levels of the file", "slots derived, reuse levels of the file",
      "slots derived, reuse levels searched"};

  private final Console console;
  private final int level;
  private final boolean json;

  /** @param level 1 to 3 */
  GoldenCheckCommand(Console console, int level, boolean json) {
    this.console = console;
    this.level = level;
    this.json = json;
  }

  /** Checks a file; answers the exit code. */
  int check(Path path) {
    GoldenFile file = GoldenReader.read(path);
    GoldenCheck.Result result = GoldenCheck.check(file, GoldenCheck.Level.of(level));
    if (json) {
      console.json(tree(file, result));
    } else {
      print(path, file, result);
    }
    return result.agrees() ? ExitCode.OK : ExitCode.DISAGREEMENT;
  }

  private void print(Path path, GoldenFile file, GoldenCheck.Result result) {
    StreamProblem problem = file.problem();
    console.out().println("%s, level %d (%s): total %s cycles".formatted(problem.name(), level, LEVELS[level - 1],
        Texts.grouped(result.totalCycles())));
    for (int g = 0; g < result.runs().size(); g++) {
      GroupRun run = result.runs().get(g);
      console.out().println("%nGroup %d: %s iterations, %s cycles each, %s of them overlapped: %s".formatted(g,
          Texts.grouped(run.iterations()), Texts.grouped(run.sumCycles()), Texts.grouped(run.overlapCycles()),
          Texts.grouped(run.totalCycles())));
      console.out().print(Texts.table(slots(run), List.of(0, 1)));
      console.out().println();
      console.out().print(Texts.table(levels(run), List.of(1, 2, 3, 4)));
      console.out().println();
      console.out().print(Texts.table(memory(problem, run), List.of(0, 2, 3)));
      if (!run.settled()) {
        console.out()
            .println("The search of reuse levels was left unfinished: the total is one that is reached, not proved least.");
      }
    }
    console.out().println();
    for (Violation v : result.violations()) {
      console.out().println("  " + v);
    }
    for (String difference : result.differences()) {
      console.out().println("  " + difference);
    }
    console.out().println(result.agrees()
        ? "Everything that %s states came out.".formatted(path)
        : "%d differences from what %s states.".formatted(result.differences().size() + result.violations().size(), path));
  }

  private static List<List<String>> slots(GroupRun run) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("slot", "cycles", "content"));
    content(run).forEach((slot, words) -> rows.add(List.of(Integer.toString(slot),
        Texts.grouped(run.slotCycles().get(slot)), String.join(", ", words))));
    return rows;
  }

  /** Per slot what runs in it, with its cycles. */
  private static Map<Integer, List<String>> content(GroupRun run) {
    Map<Integer, List<String>> content = new LinkedHashMap<>();
    for (int s = 1; s < run.slotCycles().size(); s++) {
      content.put(s, new ArrayList<>());
    }
    for (int i = 0; i < run.nodes().size(); i++) {
      content.get(run.nodes().get(i).slot()).add("%s %s%s".formatted(run.graph().node(i).name(),
          Texts.grouped(run.nodes().get(i).active()), run.nodes().get(i).estimated() ? " (estimate)" : ""));
    }
    for (int t = 0; t < run.transfers().size(); t++) {
      content.get(run.transfers().get(t).slot()).add("%s %s".formatted(run.graph().transfers().get(t).name(),
          Texts.grouped(run.transfers().get(t).active())));
    }
    return content;
  }

  private static List<List<String>> levels(GroupRun run) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("tensor", "level", "reuse", "tiles", "bits per core", "cores"));
    for (int h = 0; h < run.held().size(); h++) {
      HeldRun held = run.held().get(h);
      rows.add(List.of(run.graph().held().get(h).name(), Integer.toString(held.level()),
          Texts.grouped(held.table().reuse(held.level())), Texts.grouped(held.table().tiles(held.level())),
          held.perCoreBits() == 0 ? "-" : Texts.grouped(held.perCoreBits()),
          held.cores().stream().map(String::valueOf).collect(Collectors.joining(","))));
    }
    return rows;
  }

  private static List<List<String>> memory(StreamProblem problem, GroupRun run) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("core", "type", "bits held", "of"));
    run.loads().forEach((core, load) -> rows.add(List.of(Integer.toString(core), problem.hardware().core(core).type(),
        Texts.grouped(load), Texts.grouped(problem.hardware().core(core).capacityBits()))));
    return rows;
  }

  private ObjectNode tree(GoldenFile file, GoldenCheck.Result result) {
    ObjectNode o = JsonNodeFactory.instance.objectNode();
    o.put("kind", StreamProblem.KIND).put("problem", file.problem().name()).put("level", level);
    o.put("verified", result.agrees()).put("total", result.totalCycles());
    ArrayNode groups = o.putArray("groups");
    for (GroupRun run : result.runs()) {
      group(groups.addObject(), file.problem(), run);
    }
    o.set("violations", ResultJson.violations(result.violations()));
    ArrayNode differences = o.putArray("differences");
    result.differences().forEach(differences::add);
    return o;
  }

  private static void group(ObjectNode o, StreamProblem problem, GroupRun run) {
    o.put("total", run.totalCycles()).put("iterations", run.iterations()).put("sumOfSlots", run.sumCycles());
    o.put("overlap", run.overlapCycles()).put("initiationInterval", run.intervalCycles()).put("levelsProved", run.settled());
    ArrayNode slots = o.putArray("slots");
    for (int s = 1; s < run.slotCycles().size(); s++) {
      slot(slots.addObject(), run, s);
    }
    ArrayNode levels = o.putArray("levels");
    for (int h = 0; h < run.held().size(); h++) {
      HeldRun held = run.held().get(h);
      GroupGraph.Held tensor = run.graph().held().get(h);
      ObjectNode entry = levels.addObject().put("tensor", tensor.name()).put("level", held.level())
          .put("reuse", held.table().reuse(held.level())).put("tiles", held.table().tiles(held.level()))
          .put("bitsPerCore", held.perCoreBits());
      ArrayNode cores = entry.putArray("cores");
      held.cores().forEach(cores::add);
    }
    ArrayNode memory = o.putArray("memory");
    run.loads().forEach((core, load) -> memory.addObject().put("core", core).put("loadBits", load)
        .put("capacityBits", problem.hardware().core(core).capacityBits()));
  }

  private static void slot(ObjectNode o, GroupRun run, int s) {
    o.put("slot", s).put("cycles", run.slotCycles().get(s));
    ArrayNode nodes = o.putArray("nodes");
    for (int i = 0; i < run.nodes().size(); i++) {
      if (run.nodes().get(i).slot() == s) {
        nodes.addObject().put("name", run.graph().node(i).name()).put("cycles", run.nodes().get(i).active())
            .put("estimated", run.nodes().get(i).estimated());
      }
    }
    ArrayNode transfers = o.putArray("transfers");
    for (int t = 0; t < run.transfers().size(); t++) {
      TransferRun r = run.transfers().get(t);
      if (r.slot() == s) {
        ObjectNode entry = transfers.addObject().put("name", run.graph().transfers().get(t).name()).put("cycles", r.active())
            .put("reuse", r.reuse());
        ArrayNode links = entry.putArray("links");
        r.links().forEach(links::add);
      }
    }
  }
}
