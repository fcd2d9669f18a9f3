package dev.dovetail.solver.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dovetail.encodings.Encoding;
import dev.dovetail.encodings.cp.ConstraintModel;
import dev.dovetail.models.Mapping;
import dev.dovetail.models.Problem;
import dev.dovetail.models.io.Suggestions;
import dev.dovetail.solver.WholeFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dovetail export}: the constraint model of a problem, before any solver sees it. */
@Command(name = "export", description = "Write the constraint model of a problem, with readable names.")
final class ExportCommand extends BaseCommand {
  @Mixin
  ProblemArguments arguments = new ProblemArguments();

  @Option(names = "--format", paramLabel = "NAME", defaultValue = "text",
      description = "text: one line per variable and constraint.")
  String format = "text";

  @Option(names = "--encoding", paramLabel = "NAME", description = "Which encoding. Default: the kind's first one.")
  @Nullable
  String encoding;

  @Option(names = "--to", paramLabel = "FILE", description = "Where to. Default: standard output.")
  @Nullable
  Path target;

  ExportCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() {
    if (!format.equals("text")) {
      throw new UsageException("The format (%s) is not known.".formatted(format), "use '--format text'.");
    }
    return export(arguments.read(console));
  }

  private <P extends Problem, M extends Mapping> int export(ProblemFile<P, M> file) {
    List<Encoding<P, M>> encodings = file.kind().encodings();
    List<String> names = encodings.stream().map(Encoding::name).toList();
    String wanted = encoding != null ? encoding : names.isEmpty() ? "" : names.get(0);
    Encoding<P, M> chosen =
        encodings.stream()
            .filter(e -> e.name().equals(wanted))
            .findFirst()
            .orElseThrow(
                () -> new UsageException(
                    "The encoding (%s) is none for problems of kind %s.".formatted(wanted, file.kind().kind().name()),
                    Suggestions.instead(wanted, names)));
    ConstraintModel model = chosen.encode(file.problem()).model();
    if (target != null) {
      WholeFile.write(target, temporary -> Files.writeString(temporary, model.toText()));
    }
    if (json) {
      ObjectNode o = JsonNodeFactory.instance.objectNode();
      o.put("kind", file.kind().kind().name()).put("problem", file.problem().name()).put("encoding", wanted);
      ObjectNode statistics = o.putObject("statistics");
      model.statistics().forEach(statistics::put);
      o.put("model", target == null ? model.toText() : null);
      console.json(o);
    } else if (target == null) {
      console.out().print(model.toText());
    } else {
      console.out().println("written: " + target);
    }
    return 0;
  }
}
