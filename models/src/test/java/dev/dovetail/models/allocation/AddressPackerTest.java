package dev.dovetail.models.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.allocation.AddressPacker.Piece;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class AddressPackerTest {
  @Test
  void pieces_that_fill_the_memory_exactly_are_packed() {
    // 10 bytes: 6 + 4 in [0,10), then 4 in the lower part is still there when 6 come in [10,20).
    List<Piece> pieces = List.of(new Piece(0, 10, 6), new Piece(0, 20, 4), new Piece(10, 20, 6));
    assertThat(AddressPacker.pack(pieces, 10)).isPresent();
    assertThat(AddressPacker.pack(pieces, 9)).isEmpty();
  }

  @Test
  void a_piece_never_comes_in_two_parts() {
    // In [2,3) the pieces 0 and 2 are alive with 1 byte each; wherever first fit puts the 2 bytes of piece 3, it is in one part.
    List<Piece> pieces = List.of(new Piece(0, 3, 1), new Piece(0, 2, 1), new Piece(0, 3, 1), new Piece(2, 3, 2));
    Optional<long[]> addresses = AddressPacker.pack(pieces, 5);
    assertThat(addresses).isPresent();
    assertDisjoint(pieces, addresses.orElseThrow(), 5);
  }

  @Property(tries = 200)
  void packed_pieces_never_overlap_and_stay_inside(@ForAll("pieces") List<Piece> pieces) {
    AddressPacker.pack(pieces, 64).ifPresent(addresses -> assertDisjoint(pieces, addresses, 64));
  }

  @Property(tries = 100)
  void a_memory_that_holds_all_pieces_side_by_side_is_always_enough(@ForAll("pieces") List<Piece> pieces) {
    assertThat(AddressPacker.pack(pieces, pieces.stream().mapToLong(Piece::bytes).sum())).isPresent();
  }

  @Provide
  Arbitrary<List<Piece>> pieces() {
    Arbitrary<Long> from = Arbitraries.longs().between(0, 30);
    Arbitrary<Long> length = Arbitraries.longs().between(1, 15);
    Arbitrary<Long> bytes = Arbitraries.longs().between(1, 24);
    return Combinators.combine(from, length, bytes).as((f, l, b) -> new Piece(f, f + l, b)).list().ofMaxSize(20);
  }

  private static void assertDisjoint(List<Piece> pieces, long[] addresses, long capacity) {
    for (int i = 0; i < pieces.size(); i++) {
      assertThat(addresses[i]).isNotNegative();
      assertThat(addresses[i] + pieces.get(i).bytes()).isLessThanOrEqualTo(capacity);
      for (int j = 0; j < i; j++) {
        boolean apartInTime = pieces.get(i).until() <= pieces.get(j).from() || pieces.get(j).until() <= pieces.get(i).from();
        boolean apartInPlace =
            addresses[i] + pieces.get(i).bytes() <= addresses[j] || addresses[j] + pieces.get(j).bytes() <= addresses[i];
        assertThat(apartInTime || apartInPlace).as("pieces %d and %d", i, j).isTrue();
      }
    }
  }
}
