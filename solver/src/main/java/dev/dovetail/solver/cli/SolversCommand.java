package dev.dovetail.solver.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dovetail.encodings.cp.Feature;
import dev.dovetail.solver.Backend;
import dev.dovetail.solver.KindMethods;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.Versions;
import dev.dovetail.solver.process.Backends;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code dovetail solvers}: methods and versions, without loading any solver. */
@Command(name = "solvers",
    description = "The methods that --solver takes, for each problem kind, and the versions of all backends.")
final class SolversCommand extends BaseCommand {
  SolversCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() {
    if (json) {
      ObjectNode o = JsonNodeFactory.instance.objectNode();
      ArrayNode solvers = o.putArray("solvers");
      for (KindMethods<?, ?> kind : console.toolbox().kinds()) {
        for (Method<?, ?> m : kind.methods()) {
          solvers
              .addObject()
              .put("kind", kind.kind().name())
              .put("name", m.name())
              .put("default", m.name().equals(kind.defaultMethod()))
              .put("description", m.description());
        }
      }
      ArrayNode backends = o.putArray("backends");
      for (Backend b : Backends.all()) {
        ObjectNode backend = backends.addObject();
        backend.put("name", b.name()).put("version", b.version()).put("description", b.description());
        ArrayNode nativeFeatures = backend.putArray("native");
        ArrayNode rewritten = backend.putArray("rewritten");
        ArrayNode unsupported = backend.putArray("unsupported");
        for (Feature f : Feature.values()) {
          (b.supportsNatively(f) ? nativeFeatures : b.supports(f) ? rewritten : unsupported).add(f.label());
        }
      }
      ObjectNode versions = o.putObject("versions");
      Versions.all().forEach(versions::put);
      console.json(o);
      return 0;
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("kind", "solver", "what it does"));
    for (KindMethods<?, ?> kind : console.toolbox().kinds()) {
      for (Method<?, ?> m : kind.methods()) {
        String name = m.name() + (m.name().equals(kind.defaultMethod()) ? " (default)" : "");
        rows.add(List.of(kind.kind().name(), name, m.description()));
      }
    }
    console.out().print(Texts.table(rows, List.of()));
    console.out().println();
    printBackends();
    console.out().println();
    List<List<String>> versions = new ArrayList<>();
    versions.add(List.of("part", "version"));
    Versions.all().forEach((name, version) -> versions.add(List.of(name, version)));
    console.out().print(Texts.table(versions, List.of()));
    return 0;
  }

  private void printBackends() {
    List<List<String>> rows = new ArrayList<>();
    List<Backend> backends = Backends.all();
    List<String> head = new ArrayList<>(List.of("constraints that backends take"));
    List<String> versions = new ArrayList<>(List.of("version"));
    for (Backend b : backends) {
      head.add(b.name());
      versions.add(b.version());
    }
    rows.add(head);
    rows.add(versions);
    for (Feature f : Feature.values()) {
      List<String> row = new ArrayList<>(List.of(f.label()));
      for (Backend b : backends) {
        row.add(b.supportsNatively(f) ? "yes" : b.supports(f) ? "rewritten" : "no");
      }
      rows.add(row);
    }
    console.out().print(Texts.table(rows, List.of()));
  }
}
