package dev.dovetail.models.stream.files;

import dev.dovetail.models.Findings;
import dev.dovetail.models.Violation;
import dev.dovetail.models.stream.GroupPricer;
import dev.dovetail.models.stream.GroupPricer.Levels;
import dev.dovetail.models.stream.GroupRun;
import dev.dovetail.models.stream.LevelTable;
import dev.dovetail.models.stream.StreamEvaluator;
import dev.dovetail.models.stream.StreamGroup;
import dev.dovetail.models.stream.StreamMapping;
import dev.dovetail.models.io.DataNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Recomputes a reference instance and compares every number with what the file states.
 *
 * <p>Role: shows that the slot model here is Stream's. Level 1 takes slots and reuse levels from the file, level 2 derives the slots, level 3 also
 * searches the levels. Link sets are always those of the file: in meshes several are equally short.
 */
public final class GoldenCheck {
  /** What is taken from the file. */
  public enum Level {
    /** Slots and reuse levels as the file has them. */
    GIVEN,
    /** Slots are derived. */
    SLOTS,
    /** Slots are derived, reuse levels searched. */
    SEARCHED;

    /** The level of that number, 1 to 3. */
    public static Level of(int number) {
      return values()[number - 1];
    }
  }

  /**
   * What came out.
   *
   * @param totalCycles of all groups; 0 if there are violations that leave no numbers
   * @param runs per group
   * @param differences from what the file states, each with its line
   * @param violations rules that the file's mapping breaks
   */
  public record Result(long totalCycles, List<GroupRun> runs, List<String> differences, List<Violation> violations) {
    public Result {
      runs = List.copyOf(runs);
      differences = List.copyOf(differences);
      violations = List.copyOf(violations);
    }

    /** Whether all that the file states came out. */
    public boolean agrees() {
      return differences.isEmpty() && violations.isEmpty();
    }
  }

  private final GoldenFile file;
  private final Level level;

  private GoldenCheck(GoldenFile file, Level level) {
    this.file = file;
    this.level = level;
  }

  /** Recomputes a file. */
  public static Result check(GoldenFile file, Level level) {
    return new GoldenCheck(file, level).run();
  }

  private Result run() {
    Findings findings = new Findings();
    Differences differences = new Differences();
    List<GroupRun> searched = StreamEvaluator.runs(file.problem(), without(file.mapping(), Level.SEARCHED), Levels.STREAM_TIES,
        findings);
    if (searched.size() < file.mapping().groups().size()) {
      return new Result(0, List.of(), differences.all(), findings.violations());
    }
    List<GroupRun> runs = searched;
    if (level != Level.SEARCHED) {
      findings = new Findings();
      runs = StreamEvaluator.runs(file.problem(), stated(searched, differences), Levels.STREAM_TIES, findings);
    }
    if (runs.size() == file.mapping().groups().size()) {
      for (int g = 0; g < runs.size(); g++) {
        new GoldenComparison(file.problem(), runs.get(g), file.groups().get(g), differences).compare(level);
        unlimited(g, differences);
      }
      DataNode root = file.root();
      differences.number(root, "total", StreamEvaluator.total(runs));
      differences.number(root, "upstream_golden", StreamEvaluator.total(runs));
    }
    return new Result(StreamEvaluator.total(runs), runs, differences.all(), findings.violations());
  }

  /** The mapping of the file without what this level derives. */
  private static StreamMapping without(StreamMapping mapping, Level level) {
    return new StreamMapping(mapping.groups().stream().map(g -> g.with(switch (level) {
      case GIVEN -> g.choices();
      case SLOTS -> g.choices().withoutSlots();
      case SEARCHED -> g.choices().withoutSlots().withoutLevels();
    })).toList());
  }

  /** The mapping with the file's levels, which are found again by what they decide: reuse and tiles. */
  private StreamMapping stated(List<GroupRun> searched, Differences differences) {
    List<StreamGroup> groups = new ArrayList<>();
    for (int g = 0; g < searched.size(); g++) {
      StreamGroup group = without(file.mapping(), level).groups().get(g);
      Map<String, Integer> levels = new HashMap<>();
      for (DataNode tensor : GoldenReader.list(file.groups().get(g), "tensors")) {
        place(searched.get(g), tensor, differences).ifPresent(k -> levels.put(tensor.required("name").text(), k));
      }
      StreamGroup.Choices c = group.choices();
      groups.add(group.with(new StreamGroup.Choices(c.links(), c.slots(), levels, c.cores(), c.order())));
    }
    return new StreamMapping(groups);
  }

  private static Optional<Integer> place(GroupRun run, DataNode tensor, Differences differences) {
    Optional<DataNode> said = tensor.optional("level");
    int h = GoldenComparison.heldNamed(run, tensor.required("name").text());
    if (said.isEmpty() || h < 0) {
      return Optional.empty();
    }
    LevelTable table = run.held().get(h).table();
    List<DataNode> entries = GoldenReader.list(tensor, "levels");
    int k = said.get().intValue(-1, 1 << 10);
    Optional<DataNode> entry = entries.stream().filter(e -> e.required("level").longValue() == k).findFirst();
    if (entry.isEmpty()) {
      differences.add(said.get(), "level " + k, "a level of the table");
      return Optional.empty();
    }
    long reuse = entry.get().required("reuse").longValue();
    long tiles = entry.get().required("tiles").longValue();
    if (k >= table.min() && k <= table.highest() && table.reuse(k) == reuse && table.tiles(k) == tiles) {
      return Optional.of(k);
    }
    for (int other = table.min(); other <= table.highest(); other++) {
      if (table.reuse(other) == reuse && table.tiles(other) == tiles) {
        return Optional.of(other);
      }
    }
    differences.add(entry.get(), "reuse %d with %d tiles".formatted(reuse, tiles), "no level of the tensor with these");
    return Optional.empty();
  }

  /** Where the file states what unlimited memories would give. */
  private void unlimited(int g, Differences differences) {
    DataNode node = file.groups().get(g);
    if (node.optional("total_if_memory_unlimited").isPresent()) {
      StreamGroup group = without(file.mapping(), Level.SEARCHED).groups().get(g);
      new GroupPricer(file.problem()).price(group, Levels.UNLIMITED_MEMORY, "group " + g, new Findings())
          .ifPresent(r -> differences.number(node, "total_if_memory_unlimited", r.totalCycles()));
    }
  }
}
