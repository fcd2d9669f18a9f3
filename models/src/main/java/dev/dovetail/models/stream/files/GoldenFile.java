package dev.dovetail.models.stream.files;

import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.stream.StreamMapping;
import dev.dovetail.models.stream.StreamProblem;
import java.util.List;

/**
 * A reference instance of format {@code stream-golden/1}: problem and mapping in one, with what Stream made of them.
 *
 * @param problem network, accelerator and cost table; the mapping stands in it as given
 * @param mapping of all groups, with the link sets, slots and levels of the file
 * @param groups the file's groups, which state the numbers
 * @param root the whole file
 */
public record GoldenFile(StreamProblem problem, StreamMapping mapping, List<DataNode> groups, DataNode root) {
  public GoldenFile {
    groups = List.copyOf(groups);
  }
}
