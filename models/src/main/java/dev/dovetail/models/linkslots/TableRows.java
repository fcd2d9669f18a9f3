package dev.dovetail.models.linkslots;

import dev.dovetail.models.Findings;
import dev.dovetail.models.links.Channel;
import dev.dovetail.models.links.LinkNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of source and router tables, by input: what is wrong in itself is reported ({@code table-row}, {@code table-output},
 * {@code table-overlap}) and left out.
 *
 * <p>An input is the index of an edge, or the number of edges plus the index of a node for what a tile without ports injects.
 */
final class TableRows {
  private static final String RULE = "table-row";

  final LinkSlotsProblem problem;
  final LinkNetwork links;
  final Findings findings;
  final boolean open;
  final List<SlotTable.SourceRow> sources = new ArrayList<>();
  private final List<List<SlotTable.RouterRow>> rows = new ArrayList<>();
  private final int[] ptr;
  private final long[] latency;
  private final int[] behindPort;
  private final int[] tileAt;
  private final int[] inject;

  TableRows(LinkSlotsProblem problem, SlotTable.Tables tables, Findings findings) {
    this.problem = problem;
    this.links = problem.network().links();
    this.findings = findings;
    this.open = problem.network().ports() == LocalPorts.OPEN;
    int inputs = links.edges().size() + links.nodes().size();
    for (int i = 0; i < inputs; i++) {
      rows.add(new ArrayList<>());
    }
    ptr = new int[inputs];
    latency = new long[inputs];
    behindPort = new int[links.nodes().size()];
    Arrays.fill(behindPort, -1);
    tileAt = behindPort.clone();
    inject = new int[problem.network().tiles().size()];
    for (int t = 0; t < inject.length; t++) {
      Tile tile = problem.network().tiles().get(t);
      (open ? tileAt : behindPort)[tile.sink()] = t;
      inject[t] = open ? links.edges().size() + tile.source() : injectEdge(tile);
    }
    for (int e = 0; e < links.edges().size(); e++) {
      latency[e] = links.edges().get(e).channels().stream().map(links.channels()::get).mapToLong(Channel::latencyCycles).sum();
    }
    tables.sources().forEach(this::source);
    sources.sort(Comparator.comparingInt(SlotTable.SourceRow::message).thenComparingInt(SlotTable.SourceRow::tile)
        .thenComparingLong(SlotTable.SourceRow::start));
    tables.routers().forEach(this::router);
    for (int i = 0; i < inputs; i++) {
      rows.get(i).sort(Comparator.comparingLong(SlotTable.RouterRow::start).thenComparingInt(SlotTable.RouterRow::message));
      overlaps(i);
    }
  }

  private int injectEdge(Tile tile) {
    for (int e = 0; e < links.edges().size(); e++) {
      if (links.edges().get(e).from() == tile.source()) {
        return e;
      }
    }
    return links.edges().size() + tile.source();
  }

  private void source(SlotTable.SourceRow row) {
    if (row.tile() < 0 || row.tile() >= problem.network().tiles().size()) {
      findings.add(RULE, "source table", "There is no tile of the index (%d).", row.tile());
    } else if (!isMessage(row.message())) {
      findings.add(RULE, tile(row.tile()), "There is no message of the index (%d).", row.message());
    } else if (!problem.messages().get(row.message()).sources().contains(row.tile())) {
      findings.add(RULE, tile(row.tile()), "It injects %s in the slots [%d, %d], but is no source of it.", message(row.message()),
          row.start(), row.end());
    } else if (isRange(row.start(), row.end(), tile(row.tile()), row.message())) {
      sources.add(row);
    }
  }

  private void router(SlotTable.RouterRow row) {
    int node = row.node();
    if (node < 0 || node >= links.nodes().size()) {
      findings.add(RULE, "router table", "There is no node of the index (%d).", node);
    } else if (row.input() == SlotTable.LOCAL
        ? tileAt[node] < 0
        : !isEdge(row.input()) || links.edges().get(row.input()).to() != node) {
      findings.add(RULE, router(node), "The input (%s) does not enter it.", name(row.input()));
    } else if (!isMessage(row.message())) {
      findings.add(RULE, router(node), "There is no message of the index (%d).", row.message());
    } else if (isRange(row.start(), row.end(), where(row), row.message()) && outputs(row)) {
      rows.get(input(row)).add(row);
    }
  }

  private boolean outputs(SlotTable.RouterRow row) {
    if (row.outputs().isEmpty()) {
      findings.add("table-output", where(row), "In the slots [%d, %d] %s has no output.", row.start(), row.end(),
          message(row.message()));
      return false;
    }
    for (int o : row.outputs()) {
      if (o == SlotTable.LOCAL ? tileAt[row.node()] < 0 : !isEdge(o) || links.edges().get(o).from() != row.node()) {
        findings.add("table-output", where(row), "In the slots [%d, %d] the output (%s) of %s does not leave the %s.",
            row.start(),
            row.end(), name(o), message(row.message()), router(row.node()));
        return false;
      }
    }
    if (new HashSet<>(row.outputs()).size() < row.outputs().size()) {
      findings.add("table-output", where(row), "In the slots [%d, %d] %s has one output twice.", row.start(), row.end(),
          message(row.message()));
      return false;
    }
    if (!row.delays().isEmpty() && row.delays().size() != row.outputs().size()
        || row.delays().stream().anyMatch(d -> d < 0 || d > Journeys.LATEST)) {
      findings.add(RULE, where(row), "The delays %s of the slots [%d, %d] must be one from 0 on for each output.", row.delays(),
          row.start(), row.end());
      return false;
    }
    return true;
  }

  private boolean isRange(long start, long end, String where, int message) {
    if (start < 0 || end < start || end > Journeys.LATEST) {
      findings.add(RULE, where, "The slots [%d, %d] of %s must be a range between 0 and 2^60.", start, end, message(message));
      return false;
    }
    return true;
  }

  /** On an input that carries one message at a time rows are disjoint; on all inputs those of one message are. */
  private void overlaps(int input) {
    boolean one = input < links.edges().size()
        && links.edges().get(input).channels().stream().anyMatch(c -> links.channels().get(c).capacity() == 1);
    Map<Integer, SlotTable.RouterRow> latest = new HashMap<>();
    for (SlotTable.RouterRow row : rows.get(input)) {
      int key = one ? 0 : row.message();
      SlotTable.RouterRow last = latest.get(key);
      if (last != null && row.start() <= last.end()) {
        findings.add("table-overlap", where(row), "In slot %d it has a row for %s and one for %s.", row.start(),
            message(last.message()), message(row.message()));
      }
      if (last == null || row.end() > last.end()) {
        latest.put(key, row);
      }
    }
  }

  /** The input of a row. */
  int input(SlotTable.RouterRow row) {
    return row.input() == SlotTable.LOCAL ? links.edges().size() + row.node() : row.input();
  }

  /** The input over which a tile injects. */
  int inject(int tile) {
    return inject[tile];
  }

  /** The node that an input leads to. */
  int node(int input) {
    return input < links.edges().size() ? links.edges().get(input).to() : input - links.edges().size();
  }

  /** Slots from being on an input to being on the outputs. */
  long latency(int input) {
    return latency[input];
  }

  /** The tile behind the eject port that ends at a node, or -1. */
  int tileBehindPort(int node) {
    return behindPort[node];
  }

  /** The tile of a router without ports, or -1. */
  int tileAt(int node) {
    return tileAt[node];
  }

  /** The row of an input for a message, or else of another one, in a slot; slots must not go back from one call to the next. */
  SlotTable.@Nullable RouterRow inOrder(int input, long slot, int message) {
    List<SlotTable.RouterRow> list = rows.get(input);
    while (ptr[input] < list.size() && list.get(ptr[input]).end() < slot) {
      ptr[input]++;
    }
    return covering(list, ptr[input], slot, message);
  }

  /** The row of an input for a message, or else of another one, in a slot. */
  SlotTable.@Nullable RouterRow at(int input, long slot, int message) {
    return covering(rows.get(input), 0, slot, message);
  }

  private static SlotTable.@Nullable RouterRow covering(
      List<SlotTable.RouterRow> list, int first, long slot, int message) {
    SlotTable.RouterRow other = null;
    for (int i = first; i < list.size() && list.get(i).start() <= slot; i++) {
      if (list.get(i).end() >= slot) {
        if (list.get(i).message() == message) {
          return list.get(i);
        }
        other = list.get(i);
      }
    }
    return other;
  }

  /** Slots of all rows times their outputs: more flit moves than that need a circle. */
  double moves() {
    double moves = 0;
    for (SlotTable.SourceRow row : sources) {
      moves += row.end() - row.start() + 1;
    }
    for (List<SlotTable.RouterRow> list : rows) {
      for (SlotTable.RouterRow row : list) {
        moves += (double) (row.end() - row.start() + 1) * row.outputs().size();
      }
    }
    return moves;
  }

  private boolean isEdge(int e) {
    return e >= 0 && e < links.edges().size();
  }

  private boolean isMessage(int m) {
    return m >= 0 && m < problem.messages().size();
  }

  private String where(SlotTable.RouterRow row) {
    return where(input(row));
  }

  /** An input, for findings. */
  String where(int input) {
    return input < links.edges().size() ? "link " + links.edges().get(input).name() : router(node(input));
  }

  /** A router, for findings. */
  String router(int node) {
    return "router " + links.nodes().get(node).name();
  }

  /** A tile, for findings. */
  String tile(int tile) {
    return "tile " + problem.network().tiles().get(tile).name();
  }

  /** A message, for findings. */
  String message(int m) {
    return "message " + problem.messages().get(m).name();
  }

  private String name(int edge) {
    if (edge == SlotTable.LOCAL) {
      return "local";
    }
    return isEdge(edge) ? links.edges().get(edge).name() : Integer.toString(edge);
  }
}
