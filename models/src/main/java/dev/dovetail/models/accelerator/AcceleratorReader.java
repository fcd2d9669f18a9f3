package dev.dovetail.models.accelerator;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.io.Suggestions;
import dev.dovetail.models.links.Node;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/**
 * Reads accelerators from files of format {@code accelerator/1} (schema: {@code dev/dovetail/schema/accelerator-1.schema.json}).
 *
 * <p>Role: the only way in which an {@link Accelerator} is made from text. What it returns is whole: every core can send to every
 * other core, and can load from and store to DRAM.
 */
public final class AcceleratorReader {
  /** The format that is read. */
  public static final String FORMAT = "accelerator/1";

  private AcceleratorReader() {}

  /**
   * Reads an accelerator file: one of our own, or one of Stream (see {@link StreamMachine}).
   *
   * @throws BadInputException if anything in it is wrong, with file and line
   */
  public static Accelerator read(Path file) {
    DataNode root = DataFile.read(file);
    Path folder = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), Path.of(""));
    return StreamMachine.recognised(root, folder).orElseGet(() -> read(root));
  }

  /**
   * Reads an accelerator that stands in a file, or inline in another one.
   *
   * @throws BadInputException if anything in it is wrong, with file and line
   */
  public static Accelerator read(DataNode root) {
    root.onlyKeys(
        "format", "name", "leakagePicojoulesPerCycle", "cores", "routers", "links", "buses", "mesh", "ring", "dram");
    DataNode format = root.required("format");
    if (!format.text().equals(FORMAT)) {
      throw format.error(
          "The format (%s) must be %s.".formatted(format.text(), FORMAT),
          Suggestions.nearest(format.text(), List.of(FORMAT)).isPresent()
              ? "it was written by another version."
              : "it is not an accelerator file.");
    }
    String name = root.required("name").text();
    List<Core> cores = CoreReader.read(root.required("cores"));
    InterconnectBuilder net = InterconnectReader.read(root, cores);
    Accelerator accelerator =
        new Accelerator(
            name, cores, net.nodes, net.channels, net.edges, Quantities.femtojoules(root, "leakagePicojoulesPerCycle"));
    checkConnected(root, accelerator);
    return accelerator;
  }

  private static void checkConnected(DataNode root, Accelerator accelerator) {
    int cores = accelerator.cores().size();
    List<BitSet> reach = reach(accelerator);
    BitSet fromDram = new BitSet();
    BitSet dram = new BitSet();
    for (int d : accelerator.dramNodes()) {
      fromDram.or(reach.get(d));
      dram.set(d);
    }
    for (int a = 0; a < cores; a++) {
      String name = accelerator.cores().get(a).name();
      String port = accelerator.nodes().get(accelerator.dramNodes().get(0)).name();
      if (!fromDram.get(a)) {
        throw cut(root, port, name, accelerator, accelerator.dramNodes().get(0), a, reach);
      }
      if (!reach.get(a).intersects(dram)) {
        throw cut(root, name, port, accelerator, a, accelerator.dramNodes().get(0), reach);
      }
      for (int b = 0; b < cores; b++) {
        if (a != b && !reach.get(a).get(b)) {
          throw cut(root, name, accelerator.cores().get(b).name(), accelerator, a, b, reach);
        }
      }
    }
  }

  private static BadInputException cut(
      DataNode root, String from, String to, Accelerator accelerator, int fromNode, int toNode, List<BitSet> reach) {
    // One link from any place that 'from' reaches to any place that reaches 'to' closes the cut; DRAM ports cannot carry it.
    String start = accelerator.nodes().get(firstPlace(accelerator, reach.get(fromNode), fromNode)).name();
    BitSet sources = new BitSet();
    for (int n = 0; n < accelerator.nodes().size(); n++) {
      if (n == toNode || reach.get(n).get(toNode)) {
        sources.set(n);
      }
    }
    String end = accelerator.nodes().get(firstPlace(accelerator, sources, toNode)).name();
    return root.error(
        "The accelerator is disconnected: there is no way from (%s) to (%s).".formatted(from, to),
        reach.get(toNode).get(fromNode)
            ? "a link is one-way: add 'duplex: true' to it, or a link {from: %s, to: %s, bytesPerCycle: ...}.".formatted(start,
                end)
            : "add a link {from: %s, to: %s, duplex: true, bytesPerCycle: ...}, or make both members of one bus.".formatted(start,
                end));
  }

  private static int firstPlace(Accelerator accelerator, BitSet among, int preferred) {
    if (accelerator.nodes().get(preferred).kind() != Node.Kind.DRAM) {
      return preferred;
    }
    return among.stream().filter(n -> accelerator.nodes().get(n).kind() != Node.Kind.DRAM).findFirst().orElse(preferred);
  }

  /** For every node the nodes that it can send to; DRAM ports never forward. */
  private static List<BitSet> reach(Accelerator accelerator) {
    int size = accelerator.nodes().size();
    List<List<Integer>> next = new ArrayList<>();
    for (int n = 0; n < size; n++) {
      next.add(new ArrayList<>());
    }
    accelerator.edges().forEach(e -> next.get(e.from()).add(e.to()));
    List<BitSet> reach = new ArrayList<>();
    for (int source = 0; source < size; source++) {
      BitSet seen = new BitSet(size);
      Deque<Integer> open = new ArrayDeque<>(List.of(source));
      while (!open.isEmpty()) {
        for (int v : next.get(open.remove())) {
          if (v != source && !seen.get(v)) {
            seen.set(v);
            if (accelerator.nodes().get(v).kind() != Node.Kind.DRAM) {
              open.add(v);
            }
          }
        }
      }
      reach.add(seen);
    }
    return reach;
  }
}
