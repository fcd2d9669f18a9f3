package dev.dovetail.models.stream;

import dev.dovetail.models.Mapping;
import java.util.List;

/**
 * A mapping in Stream's decision space: fusion groups, one after another.
 *
 * @param groups in the order in which they run; every tensor that crosses from one to another goes through DRAM
 */
public record StreamMapping(List<StreamGroup> groups) implements Mapping {
  public StreamMapping {
    groups = List.copyOf(groups);
  }
}
