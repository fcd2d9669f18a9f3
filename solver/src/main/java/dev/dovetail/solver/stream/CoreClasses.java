package dev.dovetail.solver.stream;

import dev.dovetail.models.stream.StreamConnection;
import dev.dovetail.models.stream.StreamCore;
import dev.dovetail.models.stream.StreamHardware;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Computing cores that may change places: same type, same capacity, same costs, and connected alike.
 *
 * <p>Role: symmetry. Of core sets that differ only in which of such cores they take, a search looks at one: those with the lowest ids that
 * the sets chosen before tell apart.
 */
final class CoreClasses {
  private final List<Long> classes = new ArrayList<>();

  /** Whether a table tells two cores apart. */
  interface Costs {
    /** Whether every node costs the same on both, as far as it is known. */
    boolean areAlike(int one, int other);
  }

  /**
   * @param hardware with at most 64 cores
   */
  CoreClasses(StreamHardware hardware, Costs costs) {
    List<Integer> cores = hardware.computeCores();
    for (int c : cores) {
      boolean joined = false;
      for (int k = 0; k < classes.size() && !joined; k++) {
        long members = classes.get(k);
        boolean fits = true;
        for (int m = 0; m < hardware.cores().size() && fits; m++) {
          fits = (members >> m & 1) == 0 || mayChangePlaces(hardware, m, c) && costs.areAlike(m, c);
        }
        if (fits) {
          classes.set(k, members | 1L << c);
          joined = true;
        }
      }
      if (!joined) {
        classes.add(1L << c);
      }
    }
  }

  private static boolean mayChangePlaces(StreamHardware hardware, int a, int b) {
    StreamCore one = hardware.core(a);
    StreamCore other = hardware.core(b);
    if (!one.type().equals(other.type()) || one.capacityBits() != other.capacityBits() || one.units() != other.units()
        || !java.util.Objects.equals(one.operators(), other.operators())) {
      return false;
    }
    for (int c = 0; c < hardware.cores().size(); c++) {
      if (c != a && c != b && !areAlike(direct(hardware, a, c), direct(hardware, b, c))) {
        return false;
      }
    }
    return true;
  }

  /** One shared bus, or two links of one rate, or nothing twice. */
  private static boolean areAlike(
      @org.jspecify.annotations.Nullable StreamConnection one, @org.jspecify.annotations.Nullable StreamConnection other) {
    if (one == null || other == null) {
      return one == other;
    }
    return one.bus() ? one.id().equals(other.id()) : !other.bus() && one.rate().equals(other.rate());
  }

  /** The connection that counts between two cores: the last one listed. */
  static @org.jspecify.annotations.Nullable StreamConnection direct(StreamHardware hardware, int a, int b) {
    StreamConnection found = null;
    for (StreamConnection c : hardware.connections()) {
      if (c.cores().contains(a) && c.cores().contains(b)) {
        found = c;
      }
    }
    return found;
  }

  /** Masks of the classes. */
  List<Long> all() {
    return List.copyOf(classes);
  }

  /**
   * The classes, told apart by core sets chosen so far: cores in one block are still alike.
   *
   * @param chosen masks of cores
   */
  List<Long> blocks(long[] chosen, int count) {
    List<Long> blocks = classes;
    for (int i = 0; i < count; i++) {
      List<Long> finer = new ArrayList<>();
      for (long block : blocks) {
        if ((block & chosen[i]) != 0) {
          finer.add(block & chosen[i]);
        }
        if ((block & ~chosen[i]) != 0) {
          finer.add(block & ~chosen[i]);
        }
      }
      blocks = finer;
    }
    return blocks;
  }

  /**
   * Every set of {@code size} cores out of {@code allowed}, one of each that are alike.
   *
   * @param blocks cores in one block are alike
   * @param each called with the mask of each set
   */
  static void sets(List<Long> blocks, long allowed, int size, LongConsumer each) {
    sets(blocks, 0, allowed, size, 0, each);
  }

  private static void sets(List<Long> blocks, int at, long allowed, int size, long taken, LongConsumer each) {
    if (size == 0) {
      each.accept(taken);
      return;
    }
    if (at == blocks.size()) {
      return;
    }
    long block = blocks.get(at) & allowed;
    // allowed depends on the type of core alone, so it takes all of a block or nothing of it.
    int most = Math.min(size, Long.bitCount(block));
    long chosen = 0;
    for (int take = 0; take <= most; take++) {
      sets(blocks, at + 1, allowed, size - take, taken | chosen, each);
      chosen |= Long.lowestOneBit(block & ~chosen);
    }
  }
}
