package dev.dovetail.models.addresses;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlaceCheckTest {
  private static final List<Piece> PIECES = List.of(new Piece(0, 10, 6), new Piece(5, 20, 4), new Piece(10, 20, 6));

  private static List<String> faults(Place... places) {
    return PlaceCheck.faults(PIECES, List.of(places), 10);
  }

  private static Place parts(long... addressAndBytes) {
    return new Place(java.util.stream.IntStream.range(0, addressAndBytes.length / 2)
        .mapToObj(i -> new Place.Part(addressAndBytes[2 * i], addressAndBytes[2 * i + 1])).toList());
  }

  @Test
  void a_range_may_be_taken_again_in_the_cycle_in_which_it_is_given_back() {
    assertThat(faults(Place.of(0, 6), Place.of(6, 4), Place.of(0, 6))).isEmpty();
  }

  @Test
  void pieces_that_share_one_byte_in_one_cycle_are_named() {
    assertThat(faults(Place.of(0, 6), Place.of(5, 4), Place.of(0, 5)))
        .anyMatch(f -> f.contains("pieces 0 and 1 share bytes of [5, 9)"))
        .anyMatch(f -> f.contains("piece 2 has a place of 5 bytes"));
  }

  @Test
  void a_piece_may_stand_in_parts_that_hold_all_of_it() {
    assertThat(faults(parts(0, 2, 6, 4), parts(2, 4), parts(0, 2, 6, 4))).isEmpty();
    assertThat(faults(parts(0, 2, 6, 3), parts(2, 4), parts(0, 2, 6, 4))).singleElement().asString()
        .isEqualTo("piece 0 has a place of 5 bytes and needs 6");
  }

  @Test
  void parts_of_one_piece_may_not_overlap_each_other() {
    assertThat(faults(parts(0, 3, 2, 3), parts(6, 4), parts(0, 6))).isNotEmpty();
  }

  @Test
  void what_reaches_beyond_the_memory_is_found() {
    assertThat(faults(Place.of(5, 6), Place.of(0, 4), Place.of(4, 6))).singleElement().asString().contains("[5, 11)", "10");
    assertThat(faults(Place.of(-1, 6), Place.of(6, 4), Place.of(0, 6))).isNotEmpty();
  }

  @Test
  void a_place_too_few_is_found() {
    assertThat(faults(Place.of(0, 6))).containsExactly("3 pieces have 1 places");
  }
}
