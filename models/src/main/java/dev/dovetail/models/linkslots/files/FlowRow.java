package dev.dovetail.models.linkslots.files;

import dev.dovetail.models.io.DataNode;
import java.util.Map;
import java.util.Optional;

/**
 * What a file says of one flow.
 *
 * @param at the whole row, for messages
 * @param cells by {@link FlowColumns}; what is not said, or said to be nothing, is not there
 */
record FlowRow(DataNode at, Map<String, DataNode> cells) {
  FlowRow {
    cells = Map.copyOf(cells);
  }

  /** A cell that must be there. */
  DataNode required(String column) {
    return optional(column).orElseThrow(() -> at.error(
        "The flow has no '%s'.".formatted(column), "add it; a flow set may also have a value for all flows under 'defaults'."));
  }

  /** A cell. */
  Optional<DataNode> optional(String column) {
    return Optional.ofNullable(cells.get(column));
  }

  /** The cell, or the whole row. */
  DataNode cellOrRow(String column) {
    return optional(column).orElse(at);
  }
}
