package dev.dovetail.models.intracore.mapper;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.dataflow.Dataflow;
import dev.dovetail.models.dataflow.Directive;
import dev.dovetail.models.dataflow.Directive.Kind;
import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.intracore.maestro.InvalidMappingException;
import dev.dovetail.models.intracore.maestro.InvalidMappingException.Code;
import dev.dovetail.models.intracore.maestro.MaestroCostModel;
import dev.dovetail.models.intracore.maestro.MaestroMode;
import dev.dovetail.models.intracore.maestro.MaestroStatistics;
import dev.dovetail.models.intracore.maestro.MappingFloor;
import dev.dovetail.models.intracore.maestro.PreparedMapping;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Enumerates the candidates of one layer on one core: by dataflow name, loop order, tile sizes.
 *
 * <p>The order decides between equal vectors: the first one stays.
 */
final class TableBuilder {
  private static final MaestroCostModel MODEL = new MaestroCostModel(MaestroMode.CORRECTED);
  private static final String UTILISATION = "UTILISATION";
  private static final String BAD_SIZE = "BAD_SIZE";

  private record Choice(String dataflow, int loopOrder, Map<String, Long> parameters, List<Directive> directives) {}

  /** What makes two candidates the same mapping: the complete maps of each level and the units among which they distribute. */
  private record Canonical(List<List<Directive>> levels, List<Long> clusters) {}

  private final LayerShape layer;
  private final ElementBits bits;
  private final MapperCore core;
  private final MappingSpace space;
  private final DropTally dropped = new DropTally();
  private final Set<Canonical> seen = new HashSet<>();
  private final ParetoArchive<MappingPoint> archive = new ParetoArchive<>();
  private final AccessEnergy energies;
  private long evaluated;
  private long pruned;
  private long duplicates;

  TableBuilder(LayerShape layer, ElementBits bits, MapperCore core, MappingSpace space) {
    this.layer = layer;
    this.bits = bits;
    this.core = core;
    this.space = space;
    this.energies = new AccessEnergy(core.energies(), bits);
  }

  MappingTable build() {
    List<DataflowSpace> parts = space.parts(layer);
    for (DataflowSpace part : parts) {
      long choices = part.size().total() / part.loopOrders();
      for (long o = 0; o < part.loopOrders(); o++) {
        Dataflow dataflow = part.order(o);
        for (long c = 0; c < choices; c++) {
          consider(dataflow, Math.toIntExact(o), part.choice(c));
        }
      }
    }
    List<ParetoArchive.Entry<MappingPoint>> entries = archive.entries();
    Thinning thinning = Thinning.of(entries.stream().map(ParetoArchive.Entry::vector).toList(), space.maxPoints());
    return new MappingTable(
        layer,
        bits,
        core,
        new SpaceSize(parts.stream().map(DataflowSpace::size).toList()),
        evaluated,
        pruned,
        duplicates,
        dropped.list(),
        thinning.kept().stream().map(i -> entries.get(i).value()).toList(),
        thinning.permille());
  }

  private void consider(Dataflow dataflow, int loopOrder, Map<String, Long> parameters) {
    try {
      List<Directive> directives = dataflow.resolve(layer, parameters);
      if (usesTheArray(directives)) {
        consider(new Choice(dataflow.name(), loopOrder, parameters, directives));
      }
    } catch (InvalidMappingException e) {
      dropped.add(e.code().name(), e::getMessage);
    } catch (BadInputException e) {
      dropped.add(BAD_SIZE, e::getMessage);
    } catch (ArithmeticException e) {
      dropped.add(Code.OVERFLOW.name(), () -> "A size in bytes or an energy leaves 64 bits: %s.".formatted(e.getMessage()));
    }
  }

  /** Whether the clusters leave enough of the array in use; counts the candidate as dropped if not. */
  private boolean usesTheArray(List<Directive> directives) {
    long pes = core.hardware().pes();
    long perGroup = 1;
    for (Directive d : directives) {
      if (d.kind() == Kind.CLUSTER) {
        if (d.size() < 1) {
          return true;
        }
        perGroup = d.size() > pes / perGroup ? pes + 1 : perGroup * d.size();
      }
      if (perGroup > pes) {
        // The model says so, too, but an exception for each is slow. It has been asked once for the message.
        boolean known = dropped.has(Code.TOO_FEW_PES.name());
        if (known) {
          dropped.add(Code.TOO_FEW_PES.name(), () -> "");
        }
        return !known;
      }
    }
    long used = pes / perGroup * perGroup;
    if (Math.multiplyExact(used, 100L) >= Math.multiplyExact(pes, (long) space.leastUtilisationPercent())) {
      return true;
    }
    dropped.add(
        UTILISATION,
        () -> "The clusters use %d of %d processing elements, less than %d %%.".formatted(
            used,
            pes,
            space.leastUtilisationPercent()));
    return false;
  }

  private void consider(Choice choice) {
    PreparedMapping mapping = MODEL.prepare(layer, choice.directives(), core.hardware());
    List<Long> clusters =
        choice.directives().stream().filter(d -> d.kind() == Kind.CLUSTER).map(Directive::size).toList();
    if (!seen.add(new Canonical(mapping.levels(), clusters))) {
      duplicates++;
      return;
    }
    Footprint footprint = new Footprint(bits, mapping);
    if (footprint.l1Bytes() > core.l1Bytes()) {
      dropTooLarge(Code.CAPACITY_L1, footprint.l1Bytes(), core.l1Bytes(), "the memory of a processing element");
      return;
    }
    List<HeldSet> fitting = fitting(footprint);
    if (fitting.isEmpty()) {
      long least = choices().stream().mapToLong(footprint::l2Bytes).min().orElseThrow();
      dropTooLarge(Code.CAPACITY_L2, least, core.l2Bytes(), "the shared memory");
      return;
    }
    if (space.pruning() && isBeaten(mapping, footprint, fitting)) {
      pruned++;
      return;
    }
    MaestroStatistics s = mapping.evaluate();
    long energy = energies.of(s);
    long[] traffic = footprint.traffic(s.input().l2Read(), s.filter().l2Read(), s.output().l2Write());
    List<Vector> vectors = fitting.stream().map(h -> vector(s.runtimeCycles(), energy, footprint, h, traffic)).toList();
    evaluated++;
    for (int i = 0; i < vectors.size(); i++) {
      HeldSet held = fitting.get(i);
      archive.offer(vectors.get(i), () -> point(choice, held, s, energy, footprint, traffic));
    }
  }

  /** The sets of tensors that may stay and fit. */
  private List<HeldSet> fitting(Footprint footprint) {
    if (space.residency() == Residency.ALL_HELD) {
      return choices();
    }
    return choices().stream().filter(h -> footprint.l2Bytes(h) <= core.l2Bytes()).toList();
  }

  private List<HeldSet> choices() {
    return switch (space.residency()) {
      case NONE -> List.of(HeldSet.NONE);
      case CHOICE -> HeldSet.CHOICES;
      case ALL_HELD -> List.of(HeldSet.ALL);
    };
  }

  /** Counts without throwing: on large layers this is what becomes of most candidates. */
  private void dropTooLarge(Code code, long needed, long capacity, String memory) {
    dropped.add(
        code.name(),
        () -> new InvalidMappingException(
            code,
            -1,
            null,
            "it needs %d bytes in %s, which has %d.".formatted(needed, memory, capacity),
            "smaller tiles fit.").getMessage());
  }

  private Vector vector(long cycles, long energy, Footprint footprint, HeldSet held, long[] traffic) {
    if (space.residency() == Residency.ALL_HELD) {
      return new Vector(cycles, energy, 0, 0, 0);
    }
    return new Vector(cycles, energy, footprint.l1Bytes(), footprint.l2Bytes(held), footprint.dramBytes(held, traffic));
  }

  private MappingPoint point(
      Choice choice, HeldSet held, MaestroStatistics s, long energy, Footprint footprint, long[] traffic) {
    return new MappingPoint(
        choice.dataflow(),
        choice.parameters(),
        choice.loopOrder(),
        choice.directives(),
        held.tensors(),
        s.runtimeCycles(),
        energy,
        footprint.l1Bytes(),
        footprint.l2Bytes(held),
        footprint.dramBytes(held, traffic),
        s);
  }

  /**
   * Whether every vector that the candidate can give is covered by a kept one.
   *
   * <p>Proof that nothing is lost. Let v be a vector of the candidate, f its floor (at most v in every objective), and k a kept vector
   * that is at most f. Then k is at most v. If k = v, the candidate would not be kept, because k came first; else k beats v. Either way
   * v does not enter the archive; and a later vector that drives k out is at most k, so at most v: v would not be there in the end.
   *
   * <p>f is at most v: space is exact before the evaluation; cycles, reads and writes are those of {@link MappingFloor}, whose premise,
   * every multiply-accumulate once, holds for all that are not dropped; energy and traffic do not fall when reads and writes grow.
   */
  private boolean isBeaten(PreparedMapping mapping, Footprint footprint, List<HeldSet> fitting) {
    Optional<MappingFloor> known = mapping.floor();
    if (known.isEmpty()) {
      return false;
    }
    MappingFloor floor = known.get();
    long[] traffic = footprint.traffic(floor.inputReads(), floor.filterReads(), floor.outputWrites());
    long energy = energies.of(floor, mapping.whole());
    for (HeldSet h : fitting) {
      if (!archive.covers(vector(floor.cycles(), energy, footprint, h, traffic))) {
        return false;
      }
    }
    return true;
  }
}
