package dev.dovetail.models.addresses;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class AddressPackerTest {
  private static Packing pack(List<Piece> pieces, long capacity) {
    Packing packing = new AddressPacker().pack(pieces, capacity);
    assertThat(PlaceCheck.faults(pieces, packing.places(), capacity)).isEmpty();
    return packing;
  }

  @Test
  void pieces_that_fill_the_memory_exactly_are_packed() {
    // 10 bytes: 6 + 4 in [0,10), then 4 in the lower part is still there when 6 come in [10,20).
    List<Piece> pieces = List.of(new Piece(0, 10, 6), new Piece(0, 20, 4), new Piece(10, 20, 6));
    assertThat(pack(pieces, 10).isWhole()).isTrue();
  }

  @Test
  void a_memory_that_is_too_small_is_told_with_both_numbers() {
    List<Piece> pieces = List.of(new Piece(0, 10, 6), new Piece(0, 20, 4), new Piece(10, 20, 6));
    Packing packing = new AddressPacker().pack(pieces, 9);
    assertThat(packing.fits()).isFalse();
    assertThat(packing.proved()).isTrue();
    assertThat(packing.note()).isEqualTo("10 bytes are alive at once, the memory has 9");
  }

  @Property(tries = 300)
  void whatever_fits_in_sum_gets_its_place(@ForAll("pieces") List<Piece> pieces) {
    Packing packing = pack(pieces, Math.max(1, AddressPacker.peak(pieces)));
    assertThat(packing.fits()).isTrue();
    assertThat(packing.isWhole()).isEqualTo(packing.note().isEmpty());
  }

  @Property(tries = 300)
  void that_no_whole_places_exist_is_proved_exactly_where_trying_all_finds_none(@ForAll("few") List<Piece> pieces) {
    long capacity = Math.max(1, AddressPacker.peak(pieces));
    Packing packing = pack(pieces, capacity);
    assertThat(packing.proved()).isTrue();
    assertThat(packing.isWhole()).isEqualTo(existsByTryingAll(pieces, capacity, new ArrayList<>()));
  }

  private static boolean existsByTryingAll(List<Piece> pieces, long capacity, List<Place> placed) {
    if (placed.size() == pieces.size()) {
      return true;
    }
    Piece next = pieces.get(placed.size());
    for (long address = 0; address + next.bytes() <= capacity; address++) {
      placed.add(Place.of(address, next.bytes()));
      if (PlaceCheck.faults(pieces.subList(0, placed.size()), placed, capacity).isEmpty()
          && existsByTryingAll(pieces, capacity, placed)) {
        return true;
      }
      placed.remove(placed.size() - 1);
    }
    return false;
  }

  @Test
  void memories_cut_from_a_full_rectangle_are_packed_whole_in_a_memory_that_is_a_quarter_larger() {
    // Rectangles of 64 bytes x 64 cycles, cut into pieces at random.
    for (int seed = 0; seed < 20; seed++) {
      List<Piece> pieces = new ArrayList<>();
      cut(new Random(seed), 0, 64, 64, pieces);
      assertThat(pack(pieces, 80).isWhole()).as("seed %d", seed).isTrue();
    }
  }

  private static void cut(Random random, long from, long until, long bytes, List<Piece> pieces) {
    if ((until - from) * bytes <= 64 || pieces.size() > 200) {
      pieces.add(new Piece(from, until, bytes));
    } else if (bytes == 1 || until - from > 1 && random.nextBoolean()) {
      long at = from + 1 + random.nextInt((int) (until - from - 1));
      cut(random, from, at, bytes, pieces);
      cut(random, at, until, bytes, pieces);
    } else {
      long at = 1 + random.nextInt((int) (bytes - 1));
      cut(random, from, until, at, pieces);
      cut(random, from, until, bytes - at, pieces);
    }
  }

  @Test
  void the_answer_is_the_same_each_time() {
    List<Piece> pieces = new ArrayList<>();
    cut(new Random(7), 0, 64, 64, pieces);
    assertThat(pack(pieces, 64)).isEqualTo(pack(pieces, 64));
  }

  @Provide
  Arbitrary<List<Piece>> pieces() {
    return piece(30, 15, 24).list().ofMaxSize(40);
  }

  @Provide
  Arbitrary<List<Piece>> few() {
    return piece(6, 4, 3).list().ofMaxSize(8);
  }

  private static Arbitrary<Piece> piece(long cycles, long lives, long most) {
    Arbitrary<Long> from = Arbitraries.longs().between(0, cycles);
    Arbitrary<Long> length = Arbitraries.longs().between(1, lives);
    Arbitrary<Long> bytes = Arbitraries.longs().between(1, most);
    return Combinators.combine(from, length, bytes).as((f, l, b) -> new Piece(f, f + l, b));
  }
}
