package dev.dovetail.models.allocation;

import dev.dovetail.models.accelerator.Accelerator;
import dev.dovetail.models.intracore.CostModel;
import dev.dovetail.models.intracore.array.PeArrayCostModel;
import dev.dovetail.models.intracore.mapper.DataflowCostModel;
import dev.dovetail.models.intracore.table.TableCostModel;
import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.io.Suggestions;
import dev.dovetail.models.workload.Workload;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the costs of a problem come from: {@code pe-array}, {@code maestro}, or a table of the user's own.
 *
 * <p>Role: reads the key {@code costs}. Where it is left out, machines with a core that declares dataflows cost what MAESTRO's model says,
 * all others what their arrays say.
 */
public final class CostSource {
  private static final String ARRAY = "pe-array";
  private static final String MAESTRO = "maestro";

  private CostSource() {}

  /** The models that have a name; a table is a file. */
  public static List<String> names() {
    return List.of(MAESTRO, ARRAY);
  }

  /** The model of a machine for which nobody chose one. */
  public static CostModel standard(Accelerator accelerator) {
    return DataflowCostModel.suits(accelerator) ? new DataflowCostModel() : new PeArrayCostModel();
  }

  /** A name, a table file, or {@code {table, fallback}} with the name of what costs a pair without a row. */
  static CostModel read(DataNode node, Path folder, Workload workload, Accelerator accelerator) {
    if (!node.isObject() && names().contains(node.text())) {
      return named(node, accelerator);
    }
    DataNode table = node;
    CostModel fallback = null;
    if (node.isObject()) {
      node.onlyKeys("table", "fallback");
      table = node.required("table");
      fallback = node.optional("fallback").map(other -> named(other, accelerator)).orElse(null);
    }
    Path file = table.file(folder);
    CostModel otherwise = fallback;
    TableCostModel model = table.placing(() -> TableCostModel.read(file, otherwise));
    model.checkNames(workload, accelerator.cores());
    return model;
  }

  private static CostModel named(DataNode node, Accelerator accelerator) {
    return switch (node.text()) {
      case ARRAY -> new PeArrayCostModel();
      case MAESTRO -> {
        if (!DataflowCostModel.suits(accelerator)) {
          throw node.error(
              "The costs (%s) need a core that declares dataflows; the accelerator (%s) has none.".formatted(node.text(),
                  accelerator.name()),
              "add 'dataflows: [kcp_ws]' and a 'noc' to its matrix cores, or use pe-array.");
        }
        yield new DataflowCostModel();
      }
      default ->
          throw node.error("The fallback (%s) is not known.".formatted(node.text()), Suggestions.instead(node.text(), names()));
    };
  }
}
