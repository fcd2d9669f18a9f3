package dev.dovetail.models.allocation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dovetail.models.Box;
import dev.dovetail.models.Exact;
import dev.dovetail.models.workload.Tensor;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Where the tensors stand in DRAM: whole, row-major, one after another.
 *
 * <p>Role: inputs, weights, outputs and features that are stored for a while each have a range of their own. Ranges are not shared: no
 * order of instructions keeps a store of one core behind a load of another one.
 */
final class DramMap {
  /** Each tensor begins at a multiple of this. */
  static final int ALIGNMENT_BYTES = 64;

  private final Resolved resolved;
  private final Map<String, Long> addresses = new HashMap<>();
  private final Set<String> used = new LinkedHashSet<>();

  DramMap(Resolved resolved) {
    this.resolved = resolved;
    long end = 0;
    Set<String> stored = new LinkedHashSet<>();
    for (Schedule.Transfer transfer : resolved.schedule.transfers()) {
      if (transfer.kind() != Schedule.Transfer.Kind.MOVE) {
        stored.add(transfer.tensor());
      }
    }
    resolved.schedule.buffers().forEach(b -> used.add(b.tensor()));
    for (Tensor tensor : resolved.problem.workload().tensors().values()) {
      if (stored.contains(tensor.name())) {
        addresses.put(tensor.name(), end);
        end = Exact.multiply((Exact.add(end, tensor.bytes()) + ALIGNMENT_BYTES - 1) / ALIGNMENT_BYTES, ALIGNMENT_BYTES);
      }
    }
  }

  /** The tensors of which cores hold something, with their place in DRAM if they are ever there. */
  ArrayNode tensors() {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Tensor tensor : resolved.problem.workload().tensors().values()) {
      if (used.contains(tensor.name())) {
        ObjectNode n = array.addObject();
        n.put("name", tensor.name());
        n.put("role", tensor.isOutput() ? "output" : tensor.role().name().toLowerCase(Locale.ROOT));
        ArrayNode shape = n.putArray("shape");
        tensor.shape().forEach(shape::add);
        n.put("bitsPerElement", tensor.bitsPerElement());
        n.put("bytes", tensor.bytes());
        Long address = addresses.get(tensor.name());
        if (address != null) {
          n.put("dramAddress", address);
        }
      }
    }
    return array;
  }

  /** The address of the first byte that a load or store touches in DRAM. */
  long first(Schedule.Transfer transfer) {
    Tensor tensor = Objects.requireNonNull(resolved.problem.workload().tensors().get(transfer.tensor()));
    long first = transfer.boxes().stream().mapToLong(b -> offset(b, tensor.shape())).min().orElse(0);
    long bits = Exact.multiply(first, tensor.bitsPerElement());
    return Objects.requireNonNull(addresses.get(transfer.tensor())) + bits / 8;
  }

  /** The position of a box's first element in the tensor. */
  private static long offset(Box box, List<Integer> shape) {
    long offset = 0;
    for (int a = 0; a < shape.size(); a++) {
      offset = offset * shape.get(a) + box.lo(a);
    }
    return offset;
  }
}
