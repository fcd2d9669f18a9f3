package dev.dovetail.solver.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dovetail.models.accelerator.Accelerator;
import dev.dovetail.models.accelerator.Accelerators;
import dev.dovetail.models.accelerator.Core;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code dovetail accelerators}: the accelerators that need no file. */
@Command(name = "accelerators", description = "The accelerators that --on takes by name.")
final class AcceleratorsCommand extends BaseCommand {
  AcceleratorsCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("accelerator", "cores", "on-chip KiB", "channels", "DRAM ports", "core types"));
    ObjectNode o = JsonNodeFactory.instance.objectNode();
    ArrayNode list = o.putArray("accelerators");
    for (String name : Accelerators.names()) {
      Accelerator a = Accelerators.byNameOrFile(name);
      long bytes = a.cores().stream().mapToLong(Core::capacityBytes).sum();
      Map<String, Integer> types = new LinkedHashMap<>();
      a.cores().forEach(c -> types.merge(c.type(), 1, Integer::sum));
      List<String> words = types.entrySet().stream().map(e -> e.getValue() + " " + e.getKey()).toList();
      rows.add(
          List.of(
              name,
              String.valueOf(a.cores().size()),
              Texts.grouped(bytes / 1024),
              String.valueOf(a.channels().size()),
              String.valueOf(a.dramNodes().size()),
              String.join(", ", words)));
      ObjectNode entry = list.addObject();
      entry.put("name", name).put("cores", a.cores().size()).put("bufferBytes", bytes);
      entry.put("channels", a.channels().size()).put("dramPorts", a.dramNodes().size());
      ObjectNode typeNode = entry.putObject("coreTypes");
      types.forEach(typeNode::put);
    }
    if (json) {
      console.json(o);
    } else {
      console.out().print(Texts.table(rows, List.of(1, 2, 3, 4)));
    }
    return 0;
  }
}
