package dev.dovetail.solver.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dovetail.models.fusion.FusionNetworks;
import dev.dovetail.models.workload.networks.Networks;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code dovetail networks}: the networks that need no file. */
@Command(
    name = "networks",
    description = "The networks that map takes by name, with their parameters and sources, and those of problems of kind fusion.")
final class NetworksCommand extends BaseCommand {
  NetworksCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() {
    List<String> names = Networks.names();
    List<String> signatures = Networks.signatures();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("network", "source of its layer table"));
    ObjectNode o = JsonNodeFactory.instance.objectNode();
    ArrayNode list = o.putArray("networks");
    for (int i = 0; i < names.size(); i++) {
      String source = Networks.source(names.get(i)).orElse("");
      rows.add(List.of(signatures.get(i), source));
      list.addObject().put("name", names.get(i)).put("signature", signatures.get(i)).put("source", source);
    }
    FusionNetworks.names().forEach(o.putArray("fusionNetworks")::add);
    if (json) {
      console.json(o);
    } else {
      console.out().print(Texts.table(rows, List.of()));
      console.out().println();
      console.out().println("Problems of kind fusion also name " + String.join(", ", FusionNetworks.names()) + ".");
    }
    return 0;
  }
}
