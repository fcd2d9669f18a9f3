package dev.dovetail.models.linkslots.files;

import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.links.Bandwidth;
import dev.dovetail.models.linkslots.LocalPorts;
import dev.dovetail.models.linkslots.SlotNetwork;
import dev.dovetail.models.linkslots.SlotNetworkBuilder;
import dev.dovetail.models.linkslots.SlotNetworkBuilder.Wire;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The links of a TSNKit topology: directed, each with a rate in bit/ns and a delay in ns. */
final class TsnTopology {
  private static final Pattern PAIR = Pattern.compile("\\(?\\s*([0-9]+)\\s*,\\s*([0-9]+)\\s*\\)?");
  private static final long LARGEST_DELAY = 1L << 32;
  private static final BigDecimal LARGEST_RATE = BigDecimal.valueOf(1_000_000);
  private static final int FINEST_RATE = 9;

  private record Link(DataNode at, int from, int to, BigDecimal rate, long processing, long propagation) {}

  private final List<Link> links = new ArrayList<>();
  private final Set<Integer> nodes = new TreeSet<>();

  TsnTopology(List<DataNode> rows) {
    for (DataNode row : rows) {
      DataNode pair = row.required("link");
      Matcher m = PAIR.matcher(pair.text());
      if (!m.matches() || m.group(1).length() > 8 || m.group(2).length() > 8) {
        throw pair.error("The link (%s) is no pair of nodes.".formatted(pair.text()), "write \"(0, 1)\".");
      }
      Link link = new Link(pair, Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2)), rate(row.required("rate")),
          row.required("t_proc").longValue(0, LARGEST_DELAY), row.required("t_prop").longValue(0, LARGEST_DELAY));
      if (link.from() == link.to()) {
        throw pair.error("The link leads from the node (%d) to itself.".formatted(link.from()), "another end was meant.");
      }
      nodes.add(link.from());
      nodes.add(link.to());
      links.add(link);
    }
    if (nodes.size() > NetworkReader.MOST_TILES) {
      throw rows.get(0).error("The network has %d nodes, more than %d.".formatted(nodes.size(), NetworkReader.MOST_TILES),
          "it is another file.");
    }
  }

  private static BigDecimal rate(DataNode cell) {
    BigDecimal rate = cell.decimal();
    if (rate.signum() <= 0 || rate.compareTo(LARGEST_RATE) > 0 || rate.stripTrailingZeros().scale() > FINEST_RATE) {
      throw cell.error("The rate (%s bit/ns) must be positive, at most %s, and have at most %d digits after the point."
          .formatted(cell.text(), LARGEST_RATE, FINEST_RATE), "1 is a gigabit per second.");
    }
    return rate;
  }

  /** All different rates, bit/ns. */
  List<BigDecimal> rates() {
    return links.stream().map(l -> l.rate().stripTrailingZeros()).distinct().toList();
  }

  /** The largest time, ns, that divides all delays; 0 if there are none. */
  long delays() {
    long unit = 0;
    for (Link l : links) {
      unit = gcd(gcd(unit, l.processing()), l.propagation());
    }
    return unit;
  }

  /** Nanoseconds to send so many bits, rounded up. */
  static long nanoseconds(long bits, BigDecimal rate) {
    return BigDecimal.valueOf(bits).divide(rate, 0, RoundingMode.CEILING).longValueExact();
  }

  static long gcd(long a, long b) {
    return BigInteger.valueOf(a).gcd(BigInteger.valueOf(b)).longValueExact();
  }

  /** Whether there are at most two simple paths between any two nodes: a tree, or a single ring with trees at it. */
  boolean hasFewRoutes() {
    Set<Long> pairs = new HashSet<>();
    for (Link l : links) {
      pairs.add((long) Math.min(l.from(), l.to()) << Integer.SIZE | Math.max(l.from(), l.to()));
    }
    return pairs.size() <= nodes.size();
  }

  /**
   * The network, with all nodes as tiles and without local ports; rates are in bits per slot.
   *
   * @param unit nanoseconds of a slot
   */
  SlotNetwork network(long unit) {
    SlotNetworkBuilder builder = new SlotNetworkBuilder(LocalPorts.OPEN);
    nodes.forEach(n -> builder.tile(Integer.toString(n)));
    for (Link l : links) {
      Wire wire = new Wire(1, (l.processing() + l.propagation()) / unit, perSlot(l.rate(), unit));
      if (!builder.link(builder.place(Integer.toString(l.from())), builder.place(Integer.toString(l.to())), wire)) {
        throw l.at().error("The link (%d, %d) stands twice.".formatted(l.from(), l.to()), "remove one of the two rows.");
      }
    }
    return builder.build();
  }

  private static Bandwidth perSlot(BigDecimal rate, long unit) {
    BigInteger slots = BigInteger.TEN.pow(Math.max(0, rate.stripTrailingZeros().scale()));
    BigInteger bits = rate.multiply(new BigDecimal(slots)).toBigIntegerExact().multiply(BigInteger.valueOf(unit));
    BigInteger common = bits.gcd(slots);
    return new Bandwidth(bits.divide(common).longValueExact(), slots.divide(common).longValueExact());
  }
}
