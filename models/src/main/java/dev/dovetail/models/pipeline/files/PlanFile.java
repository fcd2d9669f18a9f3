package dev.dovetail.models.pipeline.files;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.io.Suggestions;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.files.TableFile;
import dev.dovetail.models.pipeline.Partition;
import dev.dovetail.models.pipeline.PipelineEvaluator;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelinePlan.Cluster;
import dev.dovetail.models.pipeline.PipelinePlan.Segment;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.SegmentTraffic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Mapping files of kind pipeline, format {@code pipeline-plan/1} (schema {@code dev/dovetail/schema/pipeline-plan-1.schema.json}).
 *
 * <p>Role: {@code segments} are the mapping: the period of each, and its clusters with their layers by name, one letter of partition per layer
 * and ranges of chiplets; where transfers need slots, the slot table of one period. From them follow cost, {@code schedule}, {@code stages} and
 * {@code chiplets} ({@link ExecutableSections}).
 */
public final class PlanFile {
  /** The {@code format} of the files. */
  public static final String FORMAT = "pipeline-plan/1";

  private final PipelineProblem problem;
  private final Map<String, Integer> layers = new HashMap<>();

  private PlanFile(PipelineProblem problem) {
    this.problem = problem;
    for (int l = 0; l < problem.network().size(); l++) {
      layers.put(problem.network().layer(l).name(), l);
    }
  }

  /** The tree; without derived sections if there are violations. */
  public static ObjectNode write(PipelineProblem problem, PipelinePlan plan) {
    return new PlanWriter(problem).write(plan);
  }

  /**
   * Reads a mapping.
   *
   * @throws dev.dovetail.models.BadInputException if the file is none
   */
  public static PipelinePlan read(PipelineProblem problem, Path file) {
    return read(problem, DataFile.read(file));
  }

  /** Reads a parsed mapping. */
  public static PipelinePlan read(PipelineProblem problem, DataNode root) {
    DataNode format = root.required("format");
    if (!format.text().equals(FORMAT)) {
      throw format.error("The format (%s) must be %s.".formatted(format.text(), FORMAT),
          "the file is a problem, or a mapping of another kind.");
    }
    root.onlyKeys("format", "problem", "network", "cost", "segments", "schedule", "stages", "chiplets");
    PlanFile file = new PlanFile(problem);
    List<DataNode> nodes = root.required("segments").items();
    PipelinePlan plan = new PipelinePlan(nodes.stream().map(file::segment).toList());
    return nodes.stream().anyMatch(n -> n.optional("traffic").isPresent()) ? file.withTraffic(plan, nodes) : plan;
  }

  /** Messages follow from clusters and regions; where those are unsound there are none to read, and the judge says what is wrong. */
  private PipelinePlan withTraffic(PipelinePlan plan, List<DataNode> nodes) {
    if (!SegmentTraffic.unsupported(problem).isEmpty()) {
      throw nodes.get(0).error("The plan has slots for transfers, which the problem (%s) has no mesh or no period for."
          .formatted(problem.name()), "the mapping is of another problem, or remove 'traffic'.");
    }
    if (new PipelineEvaluator().evaluate(problem, plan).cost().isEmpty()) {
      return plan;
    }
    SegmentTraffic traffic = new SegmentTraffic(problem);
    List<Segment> segments = new ArrayList<>();
    for (int s = 0; s < nodes.size(); s++) {
      Segment segment = plan.segments().get(s);
      Optional<DataNode> table = nodes.get(s).optional("traffic");
      Optional<LinkSlotsProblem> slots = traffic.slots(segment);
      if (table.isPresent() && slots.isEmpty()) {
        throw table.get().error("The segment has slots, but its clusters hand nothing over.", "remove 'traffic' there.");
      }
      segments.add(table.isEmpty()
          ? segment
          : new Segment(segment.clusters(), segment.stageCycles(), TableFile.read(slots.orElseThrow(), table.get())));
    }
    return new PipelinePlan(segments);
  }

  private Segment segment(DataNode node) {
    node.onlyKeys("stageCycles", "clusters", "traffic");
    List<Cluster> clusters = node.required("clusters").items().stream().map(this::cluster).toList();
    return new Segment(clusters, node.required("stageCycles").longValue(0, Long.MAX_VALUE));
  }

  private Cluster cluster(DataNode node) {
    node.onlyKeys("layers", "partitions", "chiplets");
    List<Integer> numbers = node.required("layers").items().stream().map(this::layer).toList();
    DataNode letters = node.required("partitions");
    if (letters.text().length() != numbers.size()) {
      throw letters.error("The partitions (%s) must be one letter for each of the %d layers.".formatted(letters.text(),
          numbers.size()), "a letter was forgotten.");
    }
    List<Partition> partitions = letters.text().chars().mapToObj(c -> partition(letters, (char) c)).toList();
    return new Cluster(numbers, partitions, chiplets(node.required("chiplets")));
  }

  private int layer(DataNode node) {
    Integer layer = layers.get(node.text());
    if (layer == null) {
      throw node.error("The layer (%s) does not exist in the network (%s).".formatted(node.text(), problem.network().name()),
          Suggestions.nearest(node.text(), layers.keySet()).map(n -> "you meant '%s'.".formatted(n))
              .orElse("the mapping is of another problem."));
    }
    return layer;
  }

  private static Partition partition(DataNode node, char letter) {
    for (Partition p : Partition.values()) {
      if (p.letter() == letter) {
        return p;
      }
    }
    throw node.error("The partition (%s) is not known.".formatted(letter),
        "write W (weights shared), I (input shared) or R (weights replicated) for each layer.");
  }

  private static List<Integer> chiplets(DataNode node) {
    List<Integer> chiplets = new ArrayList<>();
    for (String range : node.text().split(",", -1)) {
      String[] ends = range.strip().split("-", -1);
      int first = chiplet(node, ends[0]);
      int last = ends.length == 2 ? chiplet(node, ends[1]) : first;
      if (ends.length > 2 || last < first || last - first >= ModuleReader.MOST_CHIPLETS
          || chiplets.size() > ModuleReader.MOST_CHIPLETS) {
        throw badRange(node);
      }
      for (int c = first; c <= last; c++) {
        chiplets.add(c);
      }
    }
    return chiplets;
  }

  private static int chiplet(DataNode node, String digits) {
    if (!digits.matches("[0-9]{1,9}")) {
      throw badRange(node);
    }
    return Integer.parseInt(digits);
  }

  private static RuntimeException badRange(DataNode node) {
    return node.error("The chiplets (%s) must be numbers and closed ranges.".formatted(node.text()),
        "write, for example, 0-3,8-11.");
  }
}
